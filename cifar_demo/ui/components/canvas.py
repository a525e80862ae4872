"""A canvas to draw on; each stroke becomes the current picture."""

from __future__ import annotations

import zlib
from typing import Final

import numpy as np
import streamlit as st

from cifar_demo.figures.pixels import data_url
from cifar_demo.image.backgrounds import BackgroundKind
from cifar_demo.image.decode import decode_array
from cifar_demo.results import ByteImage
from cifar_demo.ui import cache, state
from cifar_demo.ui.components.strip import StripItem, picture_strip
from cifar_demo.ui.sketch import Sketch, Stroke

# Fits a phone 390 pixels wide, and is more than ten times what the network sees.
SIDE: Final = 340

COLOURS: Final = {
    "black": "#1a1a1a",
    "white": "#ffffff",
    "grey": "#8a8f94",
    "red": "#c62828",
    "orange": "#e88a1a",
    "yellow": "#f4d03f",
    "green": "#3f8f3a",
    "light blue": "#7fc4ee",
    "blue": "#1f4e9c",
    "brown": "#7a4a24",
    "sand": "#d8b98a",
    "pink": "#e7a1b0",
}
BACKGROUNDS: Final[tuple[BackgroundKind, ...]] = ("plain", "sky", "sea", "grass", "road")
TOOLS: Final = {"Brush": "freedraw", "Line": "line", "Box": "rect", "Oval": "circle"}
WIDTHS: Final = {"Fine": 5, "Medium": 14, "Broad": 32}

_COLOUR: Final = "brush_colour"
_TOOL: Final = "brush_tool"
_WIDTH: Final = "brush_width"


def draw_picture() -> None:
    """Let a visitor draw; the picture follows each stroke."""
    sketch = state.sketch()
    _pick_brush()
    _pick_background(sketch)
    _return_if_left(sketch)
    st.space("xsmall")  # The canvas' own tools appear above it.
    _show_canvas(sketch)
    _offer_to_take_back(sketch)


def _pick_brush() -> None:
    with st.container(horizontal=True, gap="small"):
        _choose("Tool", _TOOL, tuple(TOOLS), "Brush")
        _choose("Width of the line", _WIDTH, tuple(WIDTHS), "Medium")
    swatches = [StripItem(name, _swatch(colour), name) for name, colour in COLOURS.items()]
    state.settle(_COLOUR, tuple(COLOURS), "black")
    picture_strip(
        "Colour",
        swatches,
        key="colours",
        selected=state.value_of(_COLOUR),
        on_pick=lambda name: state.put(_COLOUR, name),
        side=27,
    )


def _choose(label: str, key: str, options: tuple[str, ...], default: str) -> None:
    state.settle(key, options, default)
    st.segmented_control(label, options, key=key, required=True, persist_state="session", label_visibility="collapsed")


def _swatch(colour: str) -> str:
    red, green, blue = (int(colour[start : start + 2], 16) for start in (1, 3, 5))
    return (
        "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 1 1'%3E%3Crect width='1' "
        f"height='1' fill='rgb({red},{green},{blue})'/%3E%3C/svg%3E"
    )


def _pick_background(sketch: Sketch) -> None:
    items = [StripItem(kind, data_url(cache.background(kind, (44, 44))), f"{kind} background") for kind in BACKGROUNDS]

    def change(kind: str) -> None:
        sketch.background = next(known for known in BACKGROUNDS if known == kind)
        sketch.begin_again()  # The canvas forgets its strokes when what lies below changes.
        if sketch.strokes:
            _keep(sketch)

    picture_strip("Background", items, key="backgrounds", selected=sketch.background, on_pick=change, side=44)


def _return_if_left(sketch: Sketch) -> None:
    """Begin from the last stroke again, if the last run of the script did not show the canvas."""
    if sketch.last_run != state.run_number() - 1:
        sketch.begin_again()
    sketch.last_run = state.run_number()


def _show_canvas(sketch: Sketch) -> None:
    # Registers itself with Streamlit when imported, which needs a running app.
    from streamlit_drawable_canvas import st_canvas

    colour = COLOURS[state.value_of(_COLOUR)]
    result = st_canvas(
        stroke_width=WIDTHS[state.value_of(_WIDTH)],
        stroke_color=colour,
        fill_color=colour,
        background_image=data_url(cache.background(sketch.background, (SIDE, SIDE))),
        drawing_mode=TOOLS[state.value_of(_TOOL)],
        initial_drawing=sketch.start,
        height=SIDE,
        width=SIDE,
        return_image_data=True,
        key=f"canvas_{sketch.version}",
    )
    is_new = not sketch.strokes or result.json_data != sketch.strokes[-1].objects
    if is_new and result.json_data is not None and (pixels := result.image_data) is not None:
        sketch.add(Stroke(result.json_data, zlib.compress(pixels.tobytes(), 1)))
        _keep(sketch)


def _offer_to_take_back(sketch: Sketch) -> None:
    with st.container(horizontal=True):
        st.button(
            "Undo", icon=":material/undo:", on_click=_undo, args=(sketch,), disabled=not sketch.strokes, key="undo"
        )
        st.button(
            "Clear", icon=":material/delete:", on_click=_clear, args=(sketch,), disabled=not sketch.strokes, key="clear"
        )


def _undo(sketch: Sketch) -> None:
    sketch.strokes = sketch.strokes[:-1]
    sketch.begin_again()
    _keep(sketch)


def _clear(sketch: Sketch) -> None:
    sketch.strokes = []
    sketch.begin_again()
    _keep(sketch)


def _keep(sketch: Sketch) -> None:
    state.keep_picture(decode_array(_composed(sketch), "your drawing", source_format="drawing"))


def _composed(sketch: Sketch) -> ByteImage:
    """Lay the last strokes over their background: (H, W, 3) uint8."""
    below = cache.background(sketch.background, (SIDE, SIDE))
    if not sketch.strokes:
        return below
    unpacked = np.frombuffer(zlib.decompress(sketch.strokes[-1].packed_pixels), np.uint8).reshape(SIDE, SIDE, 4)
    opacity = unpacked[..., 3:] / 255
    mixed = unpacked[..., :3] * opacity + below * (1 - opacity)
    return np.rint(mixed).astype(np.uint8)
