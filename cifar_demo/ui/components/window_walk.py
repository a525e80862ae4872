"""A window that slides over a picture or map in front of the visitor; the browser works every number out itself."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

import streamlit as st

from cifar_demo.figures.packing import pack_walk
from cifar_demo.results import ByteImage, WindowWalk

_PLACE: Final = Path(__file__).parent


def _file(name: str) -> str:
    return (_PLACE / name).read_text(encoding="utf-8")


_walk = st.components.v2.component(
    "cifar_demo_window_walk",
    html=_file("window_walk.html"),
    css=_file("window_walk.css"),
    js=_file("unpack.js") + _file("window_walk.js"),
)


def show_walk(walk: WindowWalk, *, key: str, words: Mapping[str, str], picture: ByteImage | None = None) -> None:
    """Show a sliding window, to play or to move by hand.

    Parameters
    ----------
    walk : WindowWalk
        Of a convolution that reads one or three maps, or of a pooling.
    key : str
    words : mapping
        What to write below the two maps: "reads" and "writes".
    picture : (H, W, 3) uint8 or None
        To show in place of what is read, where that is a picture's colours.
    """
    _walk(data=pack_walk(walk, picture, words), key=key)
