"""An easel to draw at: the browser draws, and each operation becomes the current picture."""

from __future__ import annotations

import base64
import binascii
from pathlib import Path
from typing import Any, Final

import streamlit as st

from cifar_demo.errors import CifarDemoError
from cifar_demo.figures.photographs import photo_url
from cifar_demo.image.backgrounds import BackgroundKind
from cifar_demo.image.decode import decode_array
from cifar_demo.image.drawing import lay_over
from cifar_demo.image.outlines import OUTLINES
from cifar_demo.ui import cache, picture_state, state
from cifar_demo.ui.sketch import Sketch

SIDE: Final = 480  # Pixels of the canvas, as in easel_paint.js.
NAME: Final = "your drawing"
COLOURS: Final = (
    ("black", "#1a1a1a"),
    ("white", "#ffffff"),
    ("grey", "#8a8f94"),
    ("red", "#c62828"),
    ("orange", "#e88a1a"),
    ("yellow", "#f4d03f"),
    ("green", "#3f8f3a"),
    ("light blue", "#7fc4ee"),
    ("blue", "#1f4e9c"),
    ("brown", "#7a4a24"),
    ("sand", "#d8b98a"),
    ("pink", "#e7a1b0"),
)
BACKGROUNDS: Final[tuple[BackgroundKind, ...]] = ("plain", "sky", "sea", "grass", "road")
_KEY: Final = "easel"
_PLACE: Final = Path(__file__).parent


def _file(name: str) -> str:
    return (_PLACE / name).read_text(encoding="utf-8")


_easel = st.components.v2.component(
    "cifar_demo_easel",
    html=_file("easel.html"),
    css=_file("easel.css"),
    js=_file("easel_paint.js") + _file("easel.js"),
)


def draw_picture() -> None:
    """Let a visitor draw; the picture follows each stroke."""
    sketch = picture_state.sketch()
    sketch.come_back(state.run_number())
    current = picture_state.picture().decoded
    is_other = current.source_format != "drawing"

    def drawn() -> None:
        take_drawing(sketch, st.session_state[_KEY].get("drawn"))

    data = {
        "start": sketch.start,
        "colours": COLOURS,
        "backgrounds": {kind: photo_url(cache.background(kind, (SIDE, SIDE)), SIDE) for kind in BACKGROUNDS},
        "sketches": outlines(),
        "said": f"The answer is still about another picture: {current.name}." if is_other else "",
        "is_other": is_other,
    }
    _easel(data=data, key=_KEY, on_drawn_change=drawn)


def take_drawing(sketch: Sketch, sent: Any) -> None:
    """Make what the easel sent the current picture; what makes no sense leaves the last one in place."""
    if not sketch.take(sent):
        return
    ground = cache.background(sketch.background, (SIDE, SIDE))
    try:
        pixels = lay_over(base64.b64decode(sketch.pixels, validate=True), ground, NAME)
        picture_state.keep_picture(decode_array(pixels, NAME, source_format="drawing"))
    except binascii.Error:
        return
    except CifarDemoError as error:
        picture_state.remember_trouble(error)


def outlines() -> dict[str, dict[str, Any]]:
    """Give the outlines to start from, for the browser: lines as x, y, x, y ... from 0 to 100."""
    return {
        outline.class_name: {
            "title": outline.title,
            "background": outline.background,
            "lines": [line.round(1).ravel().tolist() for line in outline.lines()],
        }
        for outline in OUTLINES
    }
