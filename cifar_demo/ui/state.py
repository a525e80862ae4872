"""What a visitor has chosen: the only place that touches the session and the address bar."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final, TypeVar

import streamlit as st

from cifar_demo.errors import CifarDemoError
from cifar_demo.image.backgrounds import BackgroundKind
from cifar_demo.image.decode import decode_array
from cifar_demo.image.framing import frame_image
from cifar_demo.image.samples import draw_sample, find_sample, sample_names
from cifar_demo.networks import network_names
from cifar_demo.results import ByteImage, DecodedImage, FramedImage

NETWORK: Final = "network"  # Keys of widgets that keep their value from page to page.
SOURCE: Final = "source"
TOP_K: Final = "top_k"
SCALE: Final = "scale"
MEASURED: Final = "measured_field"

_PICTURE: Final = "current_picture"
_TROUBLE: Final = "trouble"
_SKETCH: Final = "sketch"
_LINKED_LAYER: Final = "linked_layer"
_LAYER: Final = "layer_of_{}"
_LINKED_UNIT: Final = "linked_unit"
_UNIT: Final = "unit_of_{}"

DEFAULT_SAMPLE: Final = "ship-1"
DEFAULT_TOP_K: Final = 5
# Wide enough for the largest place a page gives it, and quick to send.
_PREVIEW_PIXELS: Final = 500_000
_MAX_UNDO: Final = 40

T = TypeVar("T")


@dataclass(frozen=True, eq=False)
class CurrentPicture:
    """The picture that all pages speak about.

    Attributes
    ----------
    decoded : DecodedImage
    preview : (H, W, 3) uint8
        The same, reduced to what a page shows.
    framed : FramedImage
        What networks are shown.
    sample : str or None
        Its name, if it is one of our own.
    """

    decoded: DecodedImage
    preview: ByteImage
    framed: FramedImage
    sample: str | None = None


@dataclass(frozen=True)
class Stroke:
    """A drawing after one of its strokes: the canvas' own objects, and their RGBA pixels, packed with zlib."""

    objects: dict[str, Any]
    packed_pixels: bytes


@dataclass
class Sketch:
    """What the canvas needs to come back as it was.

    Attributes
    ----------
    strokes : list of Stroke
        After each stroke, for taking back.
    start : dict or None
        Objects the canvas on the page began with.
    version : int
        Counts canvases: a new one begins from `start`.
    last_run : int
        Run of the script that showed it last.
    background : str
    """

    strokes: list[Stroke] = field(default_factory=list)
    start: dict[str, Any] | None = None
    version: int = 0
    last_run: int = -1
    background: BackgroundKind = "plain"

    def add(self, stroke: Stroke) -> None:
        """Remember one more stroke."""
        self.strokes = [*self.strokes, stroke][-_MAX_UNDO:]

    def begin_again(self) -> None:
        """Have the next canvas start from the last stroke kept."""
        self.start = self.strokes[-1].objects if self.strokes else None
        self.version += 1


@dataclass
class Pin:
    """The unit in view.

    Attributes
    ----------
    layer : str
    unit : tuple of int
        (row, column, channel) or (index,).
    told : tuple of int
        What the browser was told last; where it chose by itself, it knows better.
    last_run : int
        Run of the script that showed it last.
    """

    layer: str
    unit: tuple[int, ...]
    told: tuple[int, ...]
    last_run: int = 0


def start() -> None:
    """Begin a run of the script: on a visitor's first, take what the link asks for and a sample to look at."""
    st.session_state["run"] = run_number() + 1
    if _PICTURE in st.session_state:
        return
    asked_network = st.query_params.get(NETWORK)
    if asked_network in network_names():
        st.session_state[NETWORK] = asked_network
    st.session_state[_LINKED_LAYER] = st.query_params.get("layer")
    st.session_state[_LINKED_UNIT] = st.query_params.get("unit")
    asked_sample = st.query_params.get("sample", "")
    choose_sample(asked_sample if asked_sample in sample_names() else DEFAULT_SAMPLE)


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
    link = {key: value for key, value in wanted.items() if value}
    if st.query_params.to_dict() != link:
        st.query_params.from_dict(link)


def picture() -> CurrentPicture:
    """The current picture; there always is one."""
    current: CurrentPicture = st.session_state[_PICTURE]
    return current


def keep_picture(decoded: DecodedImage, *, sample: str | None = None) -> None:
    """Make a picture the current one, on all pages."""
    preview = decode_array(decoded.image, decoded.name, max_pixels=_PREVIEW_PIXELS).image
    st.session_state[_PICTURE] = CurrentPicture(decoded, preview, frame_image(decoded.image), sample)
    forget_trouble()


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
    linked = st.session_state.pop(_LINKED_LAYER, None)
    known = linked if linked in names else st.session_state.get(layer_key(network))
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
    linked = read_unit(st.session_state.pop(_LINKED_UNIT, None))
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


def read_unit(text: str | None) -> tuple[int, ...] | None:
    """Read "3.4.0" or "17" from a link; None if it is neither."""
    parts = (text or "").split(".")
    if len(parts) not in (1, 3) or not all(part.isascii() and part.isdigit() and len(part) < 6 for part in parts):
        return None
    return tuple(int(part) for part in parts)


def has_unit(shape: tuple[int, ...], unit: tuple[object, ...]) -> bool:
    """Whether a layer of this output shape has this unit, whatever a link or a browser says."""
    is_whole = all(isinstance(index, int) and not isinstance(index, bool) for index in unit)
    if not is_whole or len(unit) != len(shape):
        return False
    return all(isinstance(index, int) and 0 <= index < extent for index, extent in zip(unit, shape, strict=True))


def off_key(network: str, layer: str) -> str:
    """Key of the widget that lists the switched off maps of a layer."""
    return f"off_{network}_{layer}"


def settle_list(key: str, options: Sequence[T]) -> None:
    """Have a widget of several choices start with none, or with what it had, as far as it still offers that."""
    st.session_state[key] = [value for value in st.session_state.get(key) or [] if value in options]


def settle(key: str, options: tuple[T, ...], default: T) -> None:
    """Have a widget start from a value that it offers."""
    if st.session_state.get(key) not in options:
        st.session_state[key] = default


def value_of(key: str) -> Any:
    """Value of a widget, for its own callback; None where it has none."""
    return st.session_state.get(key)


def put(key: str, value: object) -> None:
    """Remember a choice that is made without a widget of Streamlit's."""
    st.session_state[key] = value


def _page_path() -> str:
    return str(st.context.url or "").split("?")[0].rsplit("/", 1)[-1]
