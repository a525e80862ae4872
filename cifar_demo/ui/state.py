"""What a visitor has chosen, kept in the session; `picture_state` and `address` keep the rest of what a visit knows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, TypeVar

import streamlit as st

from cifar_demo.ui import address, picture_state
from cifar_demo.ui.link import WISHES, unknown
from cifar_demo.ui.pin import Pin, has_unit, read_unit

NETWORK: Final = "network"  # Keys of widgets that keep their value from page to page.
COMMITTEE_ASIDE: Final = "committee_aside"
SOURCE: Final = "source"
TOP_K: Final = "top_k"
SCALE: Final = "scale"
MEASURED: Final = "measured_field"
STEP: Final = "step"
DEPTH: Final = "depth"
SIDE_BY_SIDE: Final = "side_by_side"
ROW_TARGET: Final = "row_target"
OPENS: Final = "opens"
NUM_MAPPED: Final = "num_mapped"
NUM_SEARCHED: Final = "num_searched"

METHOD: Final = "method"  # On the page Explain; links carry these three.
TARGET: Final = "class"
AGAINST: Final = "against"
OPACITY: Final = "opacity"
LAYOUT: Final = "map_layout"
STOPPED: Final = "stopped_map"
ATTACK: Final = "attack"
ATTACK_SIZE: Final = "attack_size"
ATTACK_TARGET: Final = "attack_target"

FRAME_MODE: Final = "frame_mode"
RESAMPLING: Final = "resampling"
HAS_VIEWS: Final = "has_views"
NUM_VIEWS: Final = "num_views"
FRAME_NUMBER: Final = "frame_number"
BACKGROUND: Final = "background_colour"

_LAYER: Final = "layer_of_{}"
_UNIT: Final = "unit_of_{}"
_CAM_LAYER: Final = "cam_layer_of_{}"
_KNOB: Final = "knob_{}"
_SETTLED_ON: Final = "settled_on"
_REQUESTED: Final = "requested_page"

DEFAULT_SAMPLE: Final = "ship-1"
DEFAULT_TOP_K: Final = 5

T = TypeVar("T")


def start() -> None:
    """Begin a run of the script: on a visitor's first, take what the link asks for and a sample to look at.

    The browser's Back and Forward lead to other links; a picture of the visitor's own stays.
    """
    st.session_state["run"] = run_number() + 1
    is_first = not picture_state.has_picture()
    if not is_first and not address.is_back_or_forward():
        return
    link = address.read_address()
    if link.network:
        st.session_state[NETWORK] = link.network
    shown = None if is_first else picture_state.picture().sample
    if is_first or (shown and link.sample and link.sample != shown):
        picture_state.choose_sample(link.sample or DEFAULT_SAMPLE)


def run_number() -> int:
    """Count runs of the script for this visitor."""
    return int(st.session_state.get("run", 0))


def write_link() -> None:
    """Have the address bar lead back to here, as far as a link can: an own picture is never part of it."""
    wanted = {NETWORK: st.session_state.get(NETWORK), "sample": picture_state.picture().sample}
    if wanted[NETWORK] and "inside" in address.page_path():
        wanted["layer"] = st.session_state.get(_LAYER.format(wanted[NETWORK]))
        pin: Pin | None = st.session_state.get(_UNIT.format(wanted[NETWORK]))
        is_here = pin is not None and pin.layer == wanted["layer"]
        wanted["unit"] = ".".join(str(index) for index in pin.unit) if pin and is_here else None
    if "tour" in address.page_path():
        wanted[STEP] = st.session_state.get(STEP)
    if "explain" in address.page_path():
        wanted |= {key: st.session_state.get(key) for key in (METHOD, TARGET, AGAINST)}
    address.write_address(wanted)


def choose_network(name: str) -> None:
    """Go to a network; whoever had put the committee aside wants this one now."""
    st.session_state[NETWORK] = name
    st.session_state[COMMITTEE_ASIDE] = False


def layer_key(network: str) -> str:
    """Key of the widget that picks a layer of a network: each network keeps its own."""
    return _LAYER.format(network)


def choose_layer(network: str, layer: str) -> None:
    """Go to a layer of a network."""
    st.session_state[layer_key(network)] = layer


def settle_layer(network: str, names: tuple[str, ...], default: str) -> None:
    """Have a layer chosen that the network has: the one in the link, the one seen last, or the default."""
    linked = address.take_wish("layer", names)
    known = linked or st.session_state.get(layer_key(network))
    st.session_state[layer_key(network)] = known if known in names else default


def pin_unit(network: str, layer: str, unit: tuple[int, ...], *, is_told: bool = False) -> None:
    """Keep one unit of a layer in view; whether the layer has it is checked when the page shows it.

    Parameters
    ----------
    network, layer : str
    unit : tuple of int
    is_told : bool
        The browser says so itself, and need not be told again.
    """
    pin: Pin | None = st.session_state.get(_UNIT.format(network))
    if is_told and pin is not None and pin.layer == layer:
        pin.unit = unit
    else:
        st.session_state[_UNIT.format(network)] = Pin(layer, unit, unit, run_number())


def settle_unit(network: str, layer: str, shape: tuple[int, ...], default: tuple[int, ...]) -> Pin:
    """Have a unit pinned that the layer has: the one in the link, the one pinned last, or the default.

    Parameters
    ----------
    network, layer : str
    shape : tuple of int
        Of the layer's output, (H, W, C) or (units,).
    default : tuple of int
    """
    wish = address.take_unchecked("unit")
    linked = read_unit(wish)
    if wish is not None and (linked is None or not has_unit(shape, linked)):
        address.note_about_link(unknown(WISHES["unit"], wish))
    pin: Pin | None = st.session_state.get(_UNIT.format(network))
    if linked is not None and has_unit(shape, linked):
        pin = Pin(layer, linked, linked)
    elif pin is None or pin.layer != layer or not has_unit(shape, pin.unit):
        pin = Pin(layer, default, default)
    elif pin.last_run < run_number() - 1:
        pin.told = pin.unit  # The page was left: its browser part has forgotten.
    pin.last_run = run_number()
    st.session_state[_UNIT.format(network)] = pin
    return pin


def off_key(network: str, layer: str) -> str:
    """Key of the widget that lists the switched off maps of a layer."""
    return f"off_{network}_{layer}"


def settle_list(key: str, options: Sequence[T]) -> None:
    """Have a widget of several choices start with none, or with what it had, as far as it still offers that."""
    st.session_state[key] = [value for value in st.session_state.get(key) or [] if value in options]


def settle(key: str, options: tuple[T, ...], default: T) -> None:
    """Have a widget start from a value that it offers."""
    value, is_new = st.session_state.get(key), _is_new_here(key)
    if value not in options:
        st.session_state[key] = default
    elif is_new:
        st.session_state[key] = value


def settle_linked(key: str, options: tuple[str, ...], default: str) -> None:
    """Have a widget start from what the link asks for, from what it had, or from the default."""
    if linked := address.take_wish(key, options):
        st.session_state[key] = linked
    settle(key, options, default)


def settle_number(key: str, low: float, high: float, default: float) -> None:
    """Have a slider start from a number within its range."""
    value, is_new = st.session_state.get(key), _is_new_here(key)
    if not isinstance(value, int | float) or not low <= value <= high:
        st.session_state[key] = default
    elif is_new:
        st.session_state[key] = value


def _is_new_here(key: str) -> bool:
    """Whether a widget was on another page before: then its value must be set anew.

    On another page it is another widget of the same key. Streamlit hands on what the browser has sent; a value that
    only our own code has set can be read until the new widget is made, and is lost then.
    """
    pages: dict[str, str] = st.session_state.setdefault(_SETTLED_ON, {})
    here = address.page_path()
    before, pages[key] = pages.get(key, here), here
    return before != here


def cam_layer_key(network: str) -> str:
    """Key of the widget that picks the layer that Grad-CAM looks at."""
    return _CAM_LAYER.format(network)


def knob_key(name: str) -> str:
    """Key of the slider that spoils the picture in one way."""
    return _KNOB.format(name)


def value_of(key: str) -> Any:
    """Value of a widget, for its own callback; None where it has none."""
    return st.session_state.get(key)


def put(key: str, value: object) -> None:
    """Remember a choice that is made without a widget of Streamlit's."""
    st.session_state[key] = value


def request_page(name: str) -> None:
    """Ask, from a callback, for another page to be shown in this run; `navigation.pages` names them."""
    st.session_state[_REQUESTED] = name


def take_request() -> str | None:
    """Give the page that was asked for, once."""
    name: str | None = st.session_state.pop(_REQUESTED, None)
    return name
