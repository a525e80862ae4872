"""What a channel looks for: a picture drawn for it, the test pictures that excite it most, its answer sent back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import streamlit as st

from cifar_demo.constants import CLASS_NAMES
from cifar_demo.figures.heatmaps import pattern_picture
from cifar_demo.figures.pixels import data_url, encode_png, enlarge
from cifar_demo.figures.thumbnails import glimpse
from cifar_demo.networks import NetworkSpec
from cifar_demo.results import Exemplars, FeatureVisualization, LayerSummary
from cifar_demo.ui import cache, inside_cache, layers_cache, picture_state, state, words
from cifar_demo.ui.components.labelled import show_labelled
from cifar_demo.ui.components.strip import StripItem, picture_strip
from cifar_demo.ui.components.take_along import offer_png

if TYPE_CHECKING:
    from streamlit.delta_generator import DeltaGenerator

_SIDE: Final = 320
_SMALL: Final = 96
_QUICK: Final = 2_000  # Test pictures to look through at first.
_SEED: Final = "drawing_seed"


def show_looks_for(spec: NetworkSpec, layer: LayerSummary, unit: tuple[int, ...]) -> None:
    """Show what a unit's channel looks for.

    Parameters
    ----------
    spec : NetworkSpec
    layer : LayerSummary
    unit : tuple of int
        The pinned one.
    """
    if layer.name == "input":
        st.markdown("The picture itself looks for nothing. Choose a later layer.")
        return
    name = _name(layer, unit)
    st.markdown(
        f"Two ways to learn what **{name}** waits for, and one to see what it found. "
        "Notice that early layers wait for edges and colours, later ones for parts of things."
    )
    drawn, sent_back = st.columns(2, gap="large")
    with drawn:
        st.subheader("Drawn for it", anchor=False)
        _show_drawing(spec.name, layer, unit[-1], name)
    with sent_back:
        st.subheader("Sent back to the pixels", anchor=False)
        _show_projection(spec.name, layer, unit)
    st.subheader("Test pictures that excite it most", anchor=False)
    _show_exemplars(spec.name, layer, unit, name)


def _name(layer: LayerSummary, unit: tuple[int, ...]) -> str:
    if layer.name == "logits":
        return f"the score for “{CLASS_NAMES[unit[-1]]}”"
    return f"{'map' if len(layer.output_shape) == 3 else 'unit'} {unit[-1]}"


# ---------- drawn by gradient ascent ----------


def _show_drawing(network: str, layer: LayerSummary, channel: int, name: str) -> None:
    place = st.empty()
    seed = int(state.value_of(_SEED) or 0)
    drawn = inside_cache.known_drawing(network, layer.name, channel, seed)
    if drawn is None:
        if st.button("Draw it", icon=":material/brush:", type="primary", key="draw_feature"):
            _draw(network, layer.name, channel, seed, place)
            st.rerun()
        st.caption(
            f"Starts from noise and changes the pixels, step by step, so that {name} answers more strongly: gradient "
            "ascent. Takes a few seconds."
        )
        return
    place.image(encode_png(enlarge(drawn.image, _SIDE)), width=_SIDE, alt=f"Picture drawn for {name}")
    st.caption(
        f"Its answer{_how_measured(layer, drawn)} rose from {_number(drawn.start_activation)} to "
        f"{_number(drawn.activation)} in {drawn.num_steps} steps (noise number {drawn.seed}). It is no photograph: it "
        f"is one picture that {name} answers to strongly."
    )
    st.button(
        "From other noise",
        icon=":material/casino:",
        on_click=state.put,
        args=(_SEED, seed + 1),
        key="other_noise",
        help="The drawing starts from noise. What several drawings share is what counts.",
    )
    offer_png(lambda: enlarge(drawn.image, _SIDE), f"{layer.name}-{channel}-looks-for", key="drawn_png")


def _how_measured(layer: LayerSummary, drawn: FeatureVisualization) -> str:
    said = ", averaged over the map" if len(layer.output_shape) == 3 else ""
    return f"{said}, before the ReLU" if drawn.measured_at != layer.name else said


def _draw(network: str, layer: str, channel: int, seed: int, place: DeltaGenerator) -> None:
    """Draw with the visitor looking on; a click on Stop, or on anything, ends it."""
    with place.container():
        bar = st.progress(0.0, "Drawing …")
        picture = st.empty()
        st.button("Stop", icon=":material/stop_circle:", key="stop_drawing")
        for drawn in inside_cache.draw(network, layer, channel, seed):
            bar.progress(drawn.step / drawn.num_steps, f"Drawing: step {drawn.step} of {drawn.num_steps}")
            picture.image(encode_png(enlarge(drawn.image, _SIDE)), width=_SIDE)


# ---------- sent back by the deconvnet ----------


def _show_projection(network: str, layer: LayerSummary, unit: tuple[int, ...]) -> None:
    refused = inside_cache.deconvnet_refused(network)
    if refused is not None:
        st.markdown(f"{refused} AlexNet, ZFNet and VGGNet can do it.")
        return
    found = inside_cache.projection(network, picture_state.picture().framed.image, layer.name, unit)
    if found.is_silent:
        st.markdown(
            f"{words.unit_words(unit).capitalize()} did not fire for your picture ({_number(found.value)}): there is "
            "nothing to send back. Pin a bright spot above."
        )
        return
    st.image(
        encode_png(pattern_picture(found.pattern, side=_SIDE)),
        width=_SIDE,
        alt=f"What {words.unit_words(unit)} answered to, in pixels",
    )
    st.caption(
        f"What {words.unit_words(unit)} answered to in your picture ({_number(found.value)}), sent backwards through "
        "the kernels and through the winners that each pooling remembers: a deconvnet, as in the paper on ZFNet. Grey: "
        "no part in it."
    )
    offer_png(lambda: pattern_picture(found.pattern, side=_SIDE), f"{layer.name}-sent-back", key="sent_back_png")


# ---------- found in the test set ----------


def _show_exemplars(network: str, layer: LayerSummary, unit: tuple[int, ...], name: str) -> None:
    if not cache.has_labelled_pictures():
        st.markdown("The CIFAR-10 test pictures are not on this machine, so there is nothing to look through.")
        return
    place = st.empty()
    found = inside_cache.known_exemplars(network)
    if found is None:
        label = f"Look through {_QUICK:,} test pictures"
        if place.button(label, icon=":material/image_search:", type="primary", key="search_exemplars"):
            _search(network, _QUICK, place)
            st.rerun()
        st.caption("Once for all layers and maps of this network: then every map answers at once.")
        return
    exemplars, total = found[layer.name], len(cache.labelled_pictures())
    if exemplars.num_images < total:
        label = f"Look through all {total:,}"
        if place.button(label, icon=":material/image_search:", key="search_all_exemplars"):
            _search(network, total, place)
            st.rerun()
    _show_strip(network, layer, exemplars, unit, name)


def _search(network: str, count: int, place: DeltaGenerator) -> None:
    """Look through test pictures with the visitor looking on; a click on Stop, or on anything, ends it."""
    with place.container():
        bar = st.progress(0.0, f"Looking through {count:,} test pictures …")
        st.button("Stop", icon=":material/stop_circle:", key="stop_searching")

        def advance(done: int, total: int) -> None:
            bar.progress(done / total, f"Looking through test pictures: {done:,} of {total:,}")

        inside_cache.search(network, count, progress=advance)


def _show_strip(network: str, layer: LayerSummary, found: Exemplars, unit: tuple[int, ...], name: str) -> None:
    pictures, channel = cache.labelled_pictures(), unit[-1]
    values, numbers, places = (array[:, channel] for array in (found.values, found.images, found.places))
    fields = layers_cache.receptive_fields(network)
    items = []
    for value, number, at in zip(values, numbers, places, strict=True):
        if value == 0:  # A map that never fires has no favourites.
            continue
        box = fields.field(layer.name, _unit_at(layer, int(at), channel)).box
        label = CLASS_NAMES[pictures.labels[number]]
        items.append(
            StripItem(
                str(number),
                data_url(glimpse(pictures.images[number], box, side=_SMALL)),
                f"test picture {number}, {label}: {_number(float(value))}",
                f"{label} {_number(float(value))}",
            )
        )
    if not items:
        st.markdown(f"Of {found.num_images:,} test pictures, none makes {name} fire at all.")
        return
    picture_strip(
        f"Test pictures that excite {name} most",
        items,
        key="exemplars",
        selected=None,
        on_pick=lambda chosen: _go_on_with(network, layer.name, unit, int(chosen)),
        side=_SMALL,
    )
    st.caption(
        f"The strongest of {found.num_images:,}, with their labels and how strongly {name} answers; lit is the part "
        "that its strongest unit sees. Click one to walk on with it as your picture."
    )


def _go_on_with(network: str, layer: str, unit: tuple[int, ...], index: int) -> None:
    show_labelled(index)
    state.pin_unit(network, layer, unit)  # The browser's part begins anew with another picture: tell it which.


def _unit_at(layer: LayerSummary, place: int, channel: int) -> tuple[int, ...]:
    if len(layer.output_shape) == 1:
        return (channel,)
    row, column = np.unravel_index(place, layer.output_shape[:2])
    return int(row), int(column), channel


def _number(value: float) -> str:
    return f"{value:.2f}".replace("-", "−")
