"""Ways to bring a picture: upload, paste, draw, camera, or one of ours. The last one brought is the current picture."""

from __future__ import annotations

from typing import Any, Final

import streamlit as st

from cifar_demo.errors import CifarDemoError
from cifar_demo.image.colour import Colour
from cifar_demo.image.decode import decode_image
from cifar_demo.image.samples import find_sample
from cifar_demo.ui import cache, picture_state, state
from cifar_demo.ui.components.easel import draw_picture
from cifar_demo.ui.components.labelled import browse_labelled
from cifar_demo.ui.components.notice import notice
from cifar_demo.ui.components.strip import StripItem, picture_strip
from cifar_demo.ui.components.uploads import offer_upload
from cifar_demo.ui.incoming import is_transparent, take_file

UPLOAD: Final = ":material/upload: Upload"
DRAW: Final = ":material/brush: Draw"
CAMERA: Final = ":material/photo_camera: Camera"
LABELLED: Final = ":material/photo_library: CIFAR-10"
_TAKEN: Final = "camera_picture"


def bring_picture() -> None:
    """Offer the ways to bring a picture, and say what went wrong with the last one offered."""
    ways = (UPLOAD, DRAW, CAMERA, LABELLED)
    state.settle(state.SOURCE, ways, UPLOAD)
    way = st.segmented_control(
        "Bring a picture",
        ways,
        key=state.SOURCE,
        required=True,
        persist_state="session",
        width="stretch",
        label_visibility="collapsed",
    )
    if way == DRAW:
        draw_picture()
    elif way == CAMERA:
        st.camera_input("Take a picture", key=_TAKEN, on_change=_take_photo)
    elif way == LABELLED:
        browse_labelled()
    else:
        with st.container(key="upload_place"):
            offer_upload()
    if sentence := picture_state.trouble():
        with st.container(key="trouble_place"):
            notice(sentence)


def is_drawing() -> bool:
    """Whether the canvas is open, and so shows the picture itself."""
    return bool(state.value_of(state.SOURCE) == DRAW)


def offer_samples() -> None:
    """Show our own pictures, to start from."""
    pictures = cache.sample_pictures()
    st.caption("Or try one of these:")
    items = [StripItem(name, picture, f"Sample: {find_sample(name).title}") for name, picture in pictures.items()]
    picture_strip(
        "Sample pictures",
        items,
        key="samples",
        selected=picture_state.picture().sample,
        on_pick=picture_state.choose_sample,
    )


def choose_frame_and_background() -> None:
    """Where a file holds several pictures, let a visitor choose one; where it is transparent, what lies behind."""
    current = picture_state.picture()
    if current.source is None:
        return
    if current.decoded.num_frames > 1:
        state.put(state.FRAME_NUMBER, current.decoded.frame_index + 1)
        st.slider(
            "Picture in this file", 1, current.decoded.num_frames, key=state.FRAME_NUMBER, on_change=_decode_again
        )
    if is_transparent(current.decoded):
        state.put(state.BACKGROUND, state.value_of(state.BACKGROUND) or "#ffffff")
        st.color_picker("Behind the transparent parts", key=state.BACKGROUND, on_change=_decode_again)


def _take_photo() -> None:
    file: Any = state.value_of(_TAKEN)
    if file is None:
        picture_state.forget_trouble()
    else:
        take_file(file.getvalue(), file.name)


def _decode_again() -> None:
    current = picture_state.picture()
    if current.source is None:
        return
    colour = state.value_of(state.BACKGROUND) or "#ffffff"
    frame_index = state.value_of(state.FRAME_NUMBER) - 1 if current.decoded.num_frames > 1 else None
    try:
        decoded = decode_image(
            current.source, current.decoded.name, frame_index=frame_index, background=_from_hex(colour)
        )
    except CifarDemoError as error:
        picture_state.remember_trouble(error)
        return
    is_same_size = decoded.image.shape == current.decoded.image.shape
    picture_state.keep_picture(decoded, source=current.source, box=current.box if is_same_size else None)


def _from_hex(colour: str) -> Colour:
    red, green, blue = (int(colour[start : start + 2], 16) for start in (1, 3, 5))
    return red, green, blue
