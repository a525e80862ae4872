"""Inside: the walk through a network, layer by layer, with the current picture."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from cifar_demo.networks import NetworkSpec
from cifar_demo.results import LayerSummary
from cifar_demo.ui import cache, inside_cache, layers_cache, navigation, picture_state, state, words
from cifar_demo.ui.components import answer, layer_view
from cifar_demo.ui.components.link_here import offer_link
from cifar_demo.ui.components.network_map import MAX_COLUMNS, node_of, show_map
from cifar_demo.ui.components.network_picker import pick_network
from cifar_demo.ui.components.notice import kindly
from cifar_demo.ui.components.one_view import tell_of_one_view


def show() -> None:
    """Draw the page."""
    st.title("Inside the network, one layer at a time", anchor=False)
    st.markdown(
        "Your picture walks from left to right. Pick a layer to see what it computed and what it had learned. "
        "Notice how edges turn into parts, and parts into an answer."
    )
    spec = pick_network(is_brief=True)
    place = st.empty()
    with place, kindly():
        cache.card(spec.name)
        cache.wait_for_tensorflow(answer.show_waking)
        layers = layers_cache.layers(spec.name)
        with place.container():
            tell_of_one_view(spec.name)
            _walk(spec, layers)


def _walk(spec: NetworkSpec, layers: tuple[LayerSummary, ...]) -> None:
    names = tuple(layer.name for layer in layers)
    state.settle_layer(spec.name, names, default=_first_of_kind(layers, "convolution"))
    image = picture_state.picture().framed.image
    pictures = layers_cache.layer_pictures(spec.name, image)
    chosen = layers[names.index(state.value_of(state.layer_key(spec.name)))]
    views, titles = inside_cache.map_views(spec.name), {layer.name: layer.title for layer in layers}
    show_map(
        views,
        pictures,
        key=f"walk_{spec.name}",
        chosen=chosen.name,
        start=inside_cache.map_start(spec.name, chosen.name, MAX_COLUMNS),
        on_pick=lambda name: state.choose_layer(spec.name, name),
    )
    _step(spec, layers, names)
    _walk_within(spec, node_of(views["all"], chosen.name).layers, chosen.name, titles)
    layer_view.show_layer(spec, chosen, layers_cache.layer_outputs(spec.name, image)[chosen.name], titles)
    _list_layers(layers)


def _step(spec: NetworkSpec, layers: tuple[LayerSummary, ...], names: tuple[str, ...]) -> None:
    """Go one layer on or back, or to any."""
    here = names.index(state.value_of(state.layer_key(spec.name)))
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            "Previous",
            icon=":material/arrow_back:",
            disabled=here == 0,
            on_click=state.choose_layer,
            args=(spec.name, names[max(0, here - 1)]),
            key="previous_layer",
        )
        st.button(
            "Next",
            icon=":material/arrow_forward:",
            disabled=here == len(names) - 1,
            on_click=state.choose_layer,
            args=(spec.name, names[min(len(names) - 1, here + 1)]),
            key="next_layer",
        )
        st.selectbox(
            "Layer",
            names,
            format_func=lambda name: f"{names.index(name)}. {layers[names.index(name)].title}",
            key=state.layer_key(spec.name),
            persist_state="session",
            width=420,
            label_visibility="collapsed",
        )
        navigation.link_to("predict", "Change the picture")
        offer_link("this network, layer and unit")


def _walk_within(spec: NetworkSpec, parts: tuple[str, ...], chosen: str, titles: Mapping[str, str]) -> None:
    """Offer the steps that the map draws as one: a convolution, its normalisation, its activation."""
    if len(parts) < 2:
        return
    with st.container(horizontal=True, gap="small", vertical_alignment="center", key="parts"):
        st.markdown("Its steps:", width="content")
        for number, name in enumerate(parts, start=1):
            st.button(
                f"{number}. {words.part_title(titles[name])}",
                type="primary" if name == chosen else "secondary",
                on_click=state.choose_layer,
                args=(spec.name, name),
                key=f"part_{number}",
            )


def _list_layers(layers: tuple[LayerSummary, ...]) -> None:
    with st.expander(f"All {len(layers)} layers as a table", icon=":material/table_rows:"):
        st.dataframe(
            [
                {
                    "": index,
                    "layer": layer.title,
                    "kind": layer.kind,
                    "gives": words.shape_words(layer.output_shape),
                    "learned numbers": layer.num_params,
                    "name": layer.name,
                }
                for index, layer in enumerate(layers)
            ],
            hide_index=True,
            column_config={"learned numbers": st.column_config.NumberColumn(format="localized")},
            alt="Table of all layers with kind, output shape and number of parameters",
        )


def _first_of_kind(layers: tuple[LayerSummary, ...], kind: str) -> str:
    return next((layer.name for layer in layers if layer.kind == kind), layers[0].name)
