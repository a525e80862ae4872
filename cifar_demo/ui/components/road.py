"""The road of a picture to 32x32: every step as a picture with a word, and what can be changed on the way."""

from __future__ import annotations

from dataclasses import dataclass, replace
from html import escape
from typing import Final

import numpy as np
import streamlit as st

from cifar_demo.figures.mosaics import map_mosaic
from cifar_demo.figures.photographs import photo_url
from cifar_demo.figures.pixels import data_url, dim_outside, enlarge
from cifar_demo.image.decode import as_given
from cifar_demo.image.framing import DEFAULT_VIEWS, FRAME_MODES, MAX_VIEWS, RESAMPLINGS, Resampling, frame_image
from cifar_demo.image.preprocess import preprocess
from cifar_demo.results import Box, ByteImage, Prediction
from cifar_demo.ui import picture_state, road_words, state
from cifar_demo.ui.choices import Framing

_SIDE: Final = 128
_ROOM_FOR_MAPS: Final = 3 * _SIDE + 4 * 4


@dataclass(frozen=True)
class Step:
    """One step of the road: a word, a sentence, and the address of a picture."""

    word: str
    sentence: str
    picture: str


def show_road() -> None:
    """Show every step from the file to what the network receives."""
    st.subheader("The road to 32 × 32", anchor=False)
    st.html(_as_list(road_steps(picture_state.picture()), "road"))


def road_steps(picture: picture_state.CurrentPicture) -> tuple[Step, ...]:
    """Draw the steps of a picture, in order."""
    decoded, framed = picture.decoded, picture.framed
    scale = picture.preview.shape[1] / decoded.image.shape[1]
    batch = preprocess(framed.image)
    pictures = (
        photo_url(as_given(replace(decoded, image=picture.preview)), _SIDE),
        photo_url(dim_outside(picture.preview, scaled(framed.box, scale)), _SIDE),
        data_url(_before_shrinking(picture, scale)),
        data_url(enlarge(framed.image, _SIDE)),
        data_url(map_mosaic(batch[0], scale="layer", width=_ROOM_FOR_MAPS, is_diverging=True).image),
    )
    said = road_words.road(decoded, framed, is_chosen=picture.box is not None, limit=float(np.abs(batch).max()))
    return tuple(Step(*step, drawn) for step, drawn in zip(said, pictures, strict=True))


def scaled(box: Box, scale: float) -> Box:
    """Measure a box in a picture that is `scale` times as large."""
    left, top, right, bottom = (round(edge * scale) for edge in box)
    return left, top, right, bottom


def change_road() -> None:
    """Let a visitor change how pictures become 32x32."""
    chosen = picture_state.framing()
    state.settle(state.FRAME_MODE, FRAME_MODES, chosen.mode)
    state.settle(state.RESAMPLING, RESAMPLINGS, chosen.resampling)
    state.settle(state.HAS_VIEWS, (False, True), chosen.num_views > 1)
    with st.expander("Take another road", icon=":material/tune:"):
        frame, shrink, several = st.columns(3, gap="medium")
        with frame:
            _choose_frame()
        with shrink:
            _choose_filter()
        with several:
            _choose_views()


def show_views(prediction: Prediction) -> None:
    """Show the views whose answers were averaged, and how far they agree."""
    seen = picture_state.picture().views
    if len(seen) == 1:
        return
    st.markdown(f"**{len(seen)} views, one answer.** {road_words.agreement(prediction.view_classes)}")
    steps = [
        Step(class_name, "", data_url(enlarge(view.image, 64)))
        for view, class_name in zip(seen, prediction.view_classes, strict=True)
    ]
    st.html(_as_list(steps, "views"))
    st.caption(road_words.COUNTED_WITH_ONE_VIEW)


def _before_shrinking(picture: picture_state.CurrentPicture, scale: float) -> ByteImage:
    box = scaled(picture.box, scale) if picture.box else None
    width = (picture.framed.box[2] - picture.framed.box[0]) * scale
    smoothly: Resampling = "lanczos" if width > _SIDE else "nearest"
    return frame_image(
        picture.preview, mode=picture_state.framing().mode, box=box, resampling=smoothly, side=_SIDE
    ).image


def _as_list(steps: tuple[Step, ...] | list[Step], kind: str) -> str:
    items = "".join(
        f'<li><img src="{step.picture}" alt=""><strong>{escape(step.word)}</strong>'
        f"<span>{escape(step.sentence)}</span></li>"
        for step in steps
    )
    return f'<ol class="{kind}" tabindex="0">{items}</ol>'


def _choose_frame() -> None:
    st.segmented_control(
        "Frame",
        FRAME_MODES,
        format_func=str.capitalize,
        key=state.FRAME_MODE,
        required=True,
        persist_state="session",
        on_change=_take,
    )
    st.caption(road_words.FRAMES[picture_state.framing().mode])


def _choose_filter() -> None:
    st.selectbox(
        "How pixels are merged",
        RESAMPLINGS,
        format_func=road_words.FILTERS.__getitem__,
        key=state.RESAMPLING,
        persist_state="session",
        on_change=_take,
    )
    st.caption("A small picture keeps an average of what was there; the ways of averaging differ.")


def _choose_views() -> None:
    st.toggle("Average over several views", key=state.HAS_VIEWS, persist_state="session", on_change=_take)
    if state.value_of(state.HAS_VIEWS):
        state.settle(state.NUM_VIEWS, tuple(range(2, MAX_VIEWS + 1)), DEFAULT_VIEWS)
        st.slider("Views", 2, MAX_VIEWS, key=state.NUM_VIEWS, persist_state="session", on_change=_take)
    else:
        st.caption("Look again, mirrored, closer and whole, and average the percentages.")


def _take() -> None:
    num_views = int(state.value_of(state.NUM_VIEWS) or DEFAULT_VIEWS) if state.value_of(state.HAS_VIEWS) else 1
    chosen = Framing(state.value_of(state.FRAME_MODE), state.value_of(state.RESAMPLING), num_views)
    picture_state.choose_framing(chosen)
