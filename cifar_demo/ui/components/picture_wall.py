"""Pictures of the data set to look at and to click: a click makes one the current picture and leads on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import streamlit as st

from cifar_demo.constants import CLASS_NAMES
from cifar_demo.figures.contact_sheet import contact_sheet
from cifar_demo.figures.pixels import data_url
from cifar_demo.image.decode import decode_array
from cifar_demo.ui import dataset_cache, state
from cifar_demo.ui.components.strip import StripItem, picture_strip
from cifar_demo.ui.components.take_along import offer_png

STAY: Final = "stay"
OPENS: Final = {"predict": "Predict", "inside": "Inside", "compare": "Compare", STAY: "nothing, just choose it"}
_SIDE: Final = 64


def choose_what_opens(key: str) -> None:
    """Let a visitor choose where a click on a picture leads; the choice holds on all pages.

    Parameters
    ----------
    key : str
        Of this widget, where a page has several.
    """
    state.settle(state.OPENS, tuple(OPENS), "predict")
    state.put(key, state.value_of(state.OPENS))
    st.segmented_control(
        "A click on a picture opens",
        tuple(OPENS),
        format_func=OPENS.__getitem__,
        key=key,
        required=True,
        on_change=lambda: state.put(state.OPENS, state.value_of(key)),
    )


def show_wall(
    label: str,
    indices: Sequence[int],
    *,
    key: str,
    part: dataset_cache.Part = "test",
    captions: Sequence[str] = (),
    side: int = _SIDE,
) -> None:
    """Show pictures of the data set.

    Parameters
    ----------
    label : str
        For screen readers.
    indices : sequence of int
        Positions in the training or test set.
    key : str
    part : "training" or "test"
    captions : sequence of str
        Written below, one each; none at all if empty.
    side : int
        Of each picture, pixels.
    """
    pictures = dataset_cache.pictures(part)
    said = captions or [""] * len(indices)
    items = [
        StripItem(str(index), data_url(pictures.images[index]), f"{name_of(index, part)} {caption}".strip(), caption)
        for index, caption in zip(indices, said, strict=True)
    ]
    picture_strip(
        label,
        items,
        key=key,
        selected=None,
        on_pick=lambda name: open_picture(int(name), part),
        side=side,
        is_wall=True,
    )
    named = {item.hint: pictures.images[index] for item, index in zip(items, indices, strict=True)}
    offer_png(lambda: contact_sheet(named, side=96, columns=12), label.lower().replace(" ", "-"), key=f"{key}_png")


def open_picture(index: int, part: dataset_cache.Part) -> None:
    """Make a picture of the data set the current one, and go where a click leads."""
    pictures = dataset_cache.pictures(part)
    decoded = decode_array(pictures.images[index], f"CIFAR-10 {part} picture {index}", source_format="CIFAR-10")
    state.keep_picture(decoded, truth=CLASS_NAMES[pictures.labels[index]])
    target = state.value_of(state.OPENS) or "predict"
    if target != STAY:
        state.request_page(target)


def name_of(index: int, part: dataset_cache.Part) -> str:
    """Name a picture of the data set: "cat, test picture 0"."""
    return f"{CLASS_NAMES[dataset_cache.pictures(part).labels[index]]}, {part} picture {index}"
