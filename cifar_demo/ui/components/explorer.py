"""All maps of a layer to point at: the browser answers by itself, and only a pin comes back to Python."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import numpy as np
import streamlit as st

from cifar_demo.constants import CLASS_NAMES
from cifar_demo.figures.packing import pack_layer
from cifar_demo.results import FloatArray, LayerOutput, LayerSummary
from cifar_demo.ui import cache, inside_cache, layers_cache, picture_state, state
from cifar_demo.ui.pin import has_unit

_PLACE: Final = Path(__file__).parent


def _file(name: str) -> str:
    return (_PLACE / name).read_text(encoding="utf-8")


_explorer = st.components.v2.component(
    "cifar_demo_explorer",
    html=_file("explorer.html"),
    css=_file("explorer.css"),
    js=_file("unpack.js") + _file("explorer_layer.js") + _file("explorer.js"),
)


def explore(packed: bytes, *, key: str, on_pin: Callable[[str, tuple[int, ...]], None]) -> None:
    """Show a layer's maps.

    Parameters
    ----------
    packed : bytes
        As `figures.packing.pack_layer` gives them.
    key : str
    on_pin : callable
        Receives the layer's name and the unit, as the browser says them: to be checked.
    """

    def pinned() -> None:
        said: Any = st.session_state[key].get("pinned")
        if isinstance(said, dict) and isinstance(said.get("unit"), list):
            on_pin(str(said.get("layer")), tuple(said["unit"]))

    _explorer(data=packed, key=key, on_pinned_change=pinned)


def show_explorer(network: str, layer: LayerSummary, output: LayerOutput) -> tuple[int, ...]:
    """Show a layer of a network for the current picture.

    Returns
    -------
    tuple of int
        The pinned unit: (row, column, channel) or (index,).
    """
    activation = output.activation
    picture = picture_state.picture()
    pin = state.settle_unit(network, layer.name, activation.shape, strongest_unit(activation))
    packed = pack_layer(
        activation,
        layers_cache.field_edges(network, layer.name),
        picture.framed.image,
        photo=cache.small_photo(picture.preview),
        photo_box=_shares(picture),
        unit=pin.told,
        usual=inside_cache.usual_ranges(network)[layer.name],
        names=CLASS_NAMES if layer.name == "logits" else (),
    )

    def keep(name: str, unit: tuple[int, ...]) -> None:
        unit = unit if activation.ndim == 3 else unit[-1:]
        if name == layer.name and has_unit(activation.shape, unit):
            state.pin_unit(network, name, unit, is_told=True)

    explore(packed, key=f"explorer_{network}", on_pin=keep)
    return pin.unit


def strongest_unit(activation: FloatArray) -> tuple[int, ...]:
    """Find the unit that answers most: (row, column, channel) or (index,)."""
    return tuple(int(index) for index in np.unravel_index(int(np.argmax(activation)), activation.shape))


def _shares(picture: picture_state.CurrentPicture) -> tuple[float, float, float, float]:
    """Place of what was framed, as shares of the picture's width and height."""
    height, width = picture.decoded.image.shape[:2]
    left, top, right, bottom = picture.framed.box
    return left / width, top / height, right / width, bottom / height
