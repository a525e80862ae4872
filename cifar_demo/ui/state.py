"""What a visitor has chosen: the only place that touches the session and the address bar."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, TypeVar

import numpy as np
import streamlit as st

from cifar_demo.errors import CifarDemoError
from cifar_demo.image.decode import decode_array
from cifar_demo.image.framing import views
from cifar_demo.image.samples import draw_sample, find_sample
from cifar_demo.results import Box, ByteImage, DecodedImage, FramedImage
from cifar_demo.ui.album import Album
from cifar_demo.ui.choices import Framing
from cifar_demo.ui.link import WISHES, read_link, unknown
from cifar_demo.ui.pin import Pin, has_unit, read_unit
from cifar_demo.ui.sketch import Sketch

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

_PICTURE: Final = "current_picture"
_FRAMING: Final = "framing"
_ALBUM: Final = "album"
_TROUBLE: Final = "trouble"
_SKETCH: Final = "sketch"
_LAYER: Final = "layer_of_{}"
_UNIT: Final = "unit_of_{}"
_LINKED: Final = "linked_{}"
_CAM_LAYER: Final = "cam_layer_of_{}"
_KNOB: Final = "knob_{}"
_LINK_NOTES: Final = "link_notes"
_SETTLED_ON: Final = "settled_on"
_REQUESTED: Final = "requested_page"

DEFAULT_SAMPLE: Final = "ship-1"
DEFAULT_TOP_K: Final = 5
# Wide enough for the largest place a page gives it, and quick to send.
_PREVIEW_PIXELS: Final = 500_000

T = TypeVar("T")


@dataclass(frozen=True, eq=False)
class CurrentPicture:
    """The picture that all pages speak about.

    Attributes
    ----------
    decoded : DecodedImage
    preview : (H, W, 3) uint8
        The same, reduced to what a page shows.
    views : tuple of FramedImage
        What networks are shown, from one to ten ways.
    sample : str or None
        Its name, if it is one of our own.
    box : (left, top, right, bottom) or None
        Part that the visitor has chosen, in pixels of `decoded.image`; None is all of it.
    source : bytes or None
        The file, where another of its frames or another background may be asked for.
    truth : str or None
        Its class, where that is known: a picture of the test set.
    """

    decoded: DecodedImage
    preview: ByteImage
    views: tuple[FramedImage, ...]
    sample: str | None = None
    box: Box | None = None
    source: bytes | None = None
    truth: str | None = None

    @property
    def framed(self) -> FramedImage:
        """The one view that pages explain."""
        return self.views[0]

    @property
    def network_input(self) -> ByteImage:
        """What a network is given: (32, 32, 3) uint8, or (V, 32, 32, 3) where several views are averaged."""
        return np.stack([view.image for view in self.views]) if len(self.views) > 1 else self.framed.image


def start() -> None:
    """Begin a run of the script: on a visitor's first, take what the link asks for and a sample to look at."""
    st.session_state["run"] = run_number() + 1
    if _PICTURE in st.session_state:
        return
    link = read_link(st.query_params.to_dict())
    if link.network:
        st.session_state[NETWORK] = link.network
    for key, wish in link.wishes.items():
        st.session_state[_LINKED.format(key)] = wish
    for sentence in link.notes:
        note_about_link(sentence)
    choose_sample(link.sample or DEFAULT_SAMPLE)


def run_number() -> int:
    """Count runs of the script for this visitor."""
    return int(st.session_state.get("run", 0))


def write_link() -> None:
    """Have the address bar lead back to here, as far as a link can: an own picture is never part of it."""
    wanted = {NETWORK: st.session_state.get(NETWORK), "sample": picture().sample}
    if wanted[NETWORK] and "inside" in _page_path():
        wanted["layer"] = st.session_state.get(_LAYER.format(wanted[NETWORK]))
        pin: Pin | None = st.session_state.get(_UNIT.format(wanted[NETWORK]))
        is_here = pin is not None and pin.layer == wanted["layer"]
        wanted["unit"] = ".".join(str(index) for index in pin.unit) if pin and is_here else None
    if "tour" in _page_path():
        wanted[STEP] = st.session_state.get(STEP)
    if "explain" in _page_path():
        wanted |= {key: st.session_state.get(key) for key in (METHOD, TARGET, AGAINST)}
    link = {key: value for key, value in wanted.items() if value}
    if st.query_params.to_dict() != link:
        st.query_params.from_dict(link)


def picture() -> CurrentPicture:
    """The current picture; there always is one."""
    current: CurrentPicture = st.session_state[_PICTURE]
    return current


def keep_picture(
    decoded: DecodedImage,
    *,
    sample: str | None = None,
    source: bytes | None = None,
    truth: str | None = None,
    box: Box | None = None,
) -> None:
    """Make a picture the current one, on all pages; for the rest see `CurrentPicture`."""
    preview = decode_array(decoded.image, decoded.name, max_pixels=_PREVIEW_PIXELS).image
    current = CurrentPicture(decoded, preview, _views(decoded, box), sample, box, source, truth)
    st.session_state[_PICTURE] = current
    forget_trouble()


def framing() -> Framing:
    """How pictures become 32x32."""
    chosen: Framing = st.session_state.get(_FRAMING, Framing())
    return chosen


def choose_framing(chosen: Framing) -> None:
    """Have this picture and all later ones become 32x32 in another way."""
    st.session_state[_FRAMING] = chosen
    choose_box(picture().box)


def choose_box(box: Box | None) -> None:
    """Have networks see a part of the current picture, in its pixels; None is all of it."""
    current = picture()
    st.session_state[_PICTURE] = replace(current, box=box, views=_views(current.decoded, box))


def _views(decoded: DecodedImage, box: Box | None) -> tuple[FramedImage, ...]:
    chosen = framing()
    return views(decoded.image, chosen.num_views, mode=chosen.mode, box=box, resampling=chosen.resampling)


def choose_sample(name: str) -> None:
    """Make one of our own pictures the current one."""
    keep_picture(decode_array(draw_sample(name), find_sample(name).title, source_format="sample"), sample=name)


def remember_trouble(error: CifarDemoError) -> None:
    """Keep a sentence about what went wrong until the next picture."""
    st.session_state[_TROUBLE] = str(error)


def forget_trouble() -> None:
    """Drop the sentence about what went wrong."""
    st.session_state[_TROUBLE] = None


def trouble() -> str | None:
    """What went wrong with the last picture offered, if anything."""
    sentence: str | None = st.session_state.get(_TROUBLE)
    return sentence


def album() -> Album:
    """All files that the visitor has uploaded; they stay until the visitor forgets them."""
    if _ALBUM not in st.session_state:
        st.session_state[_ALBUM] = Album()
    known: Album = st.session_state[_ALBUM]
    return known


def forget_album() -> None:
    """Forget all uploaded files; the current picture stays."""
    st.session_state[_ALBUM] = Album()


def sketch() -> Sketch:
    """The visitor's drawing."""
    if _SKETCH not in st.session_state:
        st.session_state[_SKETCH] = Sketch()
    drawing: Sketch = st.session_state[_SKETCH]
    return drawing


def layer_key(network: str) -> str:
    """Key of the widget that picks a layer of a network: each network keeps its own."""
    return _LAYER.format(network)


def choose_layer(network: str, layer: str) -> None:
    """Go to a layer of a network."""
    st.session_state[layer_key(network)] = layer


def settle_layer(network: str, names: tuple[str, ...], default: str) -> None:
    """Have a layer chosen that the network has: the one in the link, the one seen last, or the default."""
    linked = _take_wish("layer", names)
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
    wish = st.session_state.pop(_LINKED.format("unit"), None)
    linked = read_unit(wish)
    if wish is not None and (linked is None or not has_unit(shape, linked)):
        note_about_link(unknown(WISHES["unit"], wish))
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
    if linked := _take_wish(key, options):
        st.session_state[key] = linked
    settle(key, options, default)


def _take_wish(key: str, options: tuple[str, ...]) -> str | None:
    """Give what the link asks for, once; of what does not exist, tell the visitor."""
    wish: str | None = st.session_state.pop(_LINKED.format(key), None)
    if wish is None or wish in options:
        return wish
    note_about_link(unknown(WISHES[key], wish))
    return None


def note_about_link(sentence: str) -> None:
    """Keep a sentence about what a link asks for in vain, for the page that is open."""
    notes = st.session_state.setdefault(_LINK_NOTES, {})
    notes[sentence] = _page_path()


def link_notes() -> tuple[str, ...]:
    """Give the sentences about the link that led to the open page; another page does not repeat them."""
    notes: dict[str, str] = st.session_state.get(_LINK_NOTES, {})
    st.session_state[_LINK_NOTES] = {said: page for said, page in notes.items() if page == _page_path()}
    return tuple(st.session_state[_LINK_NOTES])


def forget_link_notes() -> None:
    """Drop them: they have been read."""
    st.session_state[_LINK_NOTES] = {}


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
    here = _page_path()
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


def _page_path() -> str:
    return str(st.context.url or "").split("?")[0].rsplit("/", 1)[-1]
