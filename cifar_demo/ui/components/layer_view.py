"""One layer: what it computed from the picture, and the kernels it had learned."""

from __future__ import annotations

from collections.abc import Mapping
from math import isnan
from typing import Final

import streamlit as st

from cifar_demo.figures.bars import logit_bars, unit_bars
from cifar_demo.figures.mosaics import Mosaic, Scale, map_mosaic
from cifar_demo.figures.pixels import encode_png
from cifar_demo.figures.theme import colour_bar
from cifar_demo.networks import NetworkSpec
from cifar_demo.results import FloatArray, LayerOutput, LayerSummary
from cifar_demo.ui import inside_cache, layers_cache, state, words
from cifar_demo.ui.components.chart import show_chart
from cifar_demo.ui.components.explorer import show_explorer
from cifar_demo.ui.components.field_view import show_field
from cifar_demo.ui.components.kernel_view import show_kernels
from cifar_demo.ui.components.looks_for import show_looks_for
from cifar_demo.ui.components.switch_off import show_switches
from cifar_demo.ui.components.take_along import offer_png
from cifar_demo.ui.components.unit_check import show_unit_check

_CHECK: Final = ":material/calculate: One number, checked"
_SWITCH: Final = ":material/toggle_off: Switch it off"
_FIELD: Final = ":material/center_focus_strong: How far it sees"
_LOOKS_FOR: Final = ":material/search: What it looks for"
_LEARNT: Final = ":material/school: What it had learned"
_MAX_BARS: Final = 128
_FIXED: Final = "fixed for all pictures"
_SCALES: Final[dict[str, Scale]] = {"each map by itself": "map", "all maps alike": "layer", _FIXED: "layer"}


def show_layer(spec: NetworkSpec, layer: LayerSummary, output: LayerOutput, titles: Mapping[str, str]) -> None:
    """Show a layer of a network: what it computed, and a closer look at one of its units.

    Parameters
    ----------
    spec : NetworkSpec
    layer : LayerSummary
    output : LayerOutput
        Of this layer, for the current picture.
    titles : mapping of layer name to str
        What people call the layers.
    """
    st.header(layer.title[0].upper() + layer.title[1:], anchor=False)
    learned = f"**{layer.num_params:,}** learned numbers" if layer.num_params else "nothing learned"
    said = words.explain_layer(layer, layers_cache.kernel_size(spec.name, layer.name))
    st.markdown(f"{said} Here: **{words.shape_words(layer.output_shape)}**, {learned}.")
    st.subheader("What it made of your picture", anchor=False)
    activation = output.activation
    st.caption(words.how_to_explore(layer))
    unit = show_explorer(spec.name, layer, output)
    _show_bars(layer, activation)
    _show_plainly(layer, activation, inside_cache.usual_ranges(spec.name)[layer.name].peak)
    tabs = [_CHECK, _SWITCH, _FIELD, _LOOKS_FOR, _LEARNT]
    check, switch, field, looks_for, learnt = st.tabs(tabs, key="closer_look", on_change="rerun")
    if check.open:  # The others cost nothing until they are opened.
        with check:
            show_unit_check(spec.name, layer.name, unit, titles)
    elif switch.open:
        with switch:
            show_switches(spec.name, layer, unit, titles)
    elif field.open:
        with field:
            show_field(spec.name, layer.name, unit)
    elif looks_for.open:
        with looks_for:
            show_looks_for(spec, layer, unit)
    elif learnt.open:
        with learnt:
            show_kernels(spec.name, layer, activation, unit, titles)


def _show_bars(layer: LayerSummary, activation: FloatArray) -> None:
    if layer.name == "logits":
        show_chart(logit_bars(activation), "Raw score of each class", key="raw_scores")
    elif activation.ndim == 1 and activation.size <= _MAX_BARS:
        show_chart(unit_bars(activation), "Activation of each unit", key="unit_bars")


def _show_plainly(layer: LayerSummary, activation: FloatArray, usual_peak: float) -> None:
    """Offer the maps as one picture, to save or to print."""
    has_scales = activation.ndim == 3 and activation.shape[0] > 1
    place = st.expander(
        "As one plain picture, to save or print", icon=":material/image:", key="plain_picture", on_change="rerun"
    )
    if not place.open:
        return
    with place:
        state.settle(state.SCALE, tuple(_SCALES), "each map by itself")
        chosen = state.value_of(state.SCALE) if has_scales else "all maps alike"
        fixed = usual_peak if chosen == _FIXED else None
        mosaic = map_mosaic(activation, scale=_SCALES[chosen], fixed=fixed)
        what = "feature maps" if has_scales else "units"
        st.image(encode_png(mosaic.image), alt=f"{activation.shape[-1]} {what} side by side")
        _explain_colours(mosaic, is_input=layer.kind == "input")
        offer_png(lambda: mosaic.image, f"{what}-of-{layer.name}", key="mosaic_png")
        if has_scales:
            st.segmented_control(
                "Stretch the colours over", tuple(_SCALES), key=state.SCALE, required=True, persist_state="session"
            )


def _explain_colours(mosaic: Mosaic, *, is_input: bool) -> None:
    st.image(encode_png(colour_bar(is_diverging=mosaic.is_diverging)), width=260, alt="Colour scale")
    if mosaic.is_diverging:
        limit = ", each map on its own scale" if isnan(mosaic.high) else f" (−{mosaic.high:.2f} to +{mosaic.high:.2f})"
        if is_input:
            said = "Blue: less of this colour than in the average training picture. White: as much. Red: more"
        else:
            said = "Blue: negative, the opposite was found. White: zero. Red: positive, the pattern was found"
        st.caption(f"{said}{limit}.")
    else:
        limit = " of each map" if isnan(mosaic.high) else f" (0 to {mosaic.high:.2f})"
        st.caption(f"Black: silent, nothing found here. Pale yellow: the strongest answer{limit}.")
