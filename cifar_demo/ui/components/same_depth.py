"""What each network makes of the picture at the same share of the way through."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import streamlit as st

from cifar_demo.figures.contact_sheet import contact_sheet
from cifar_demo.figures.pixels import data_url
from cifar_demo.networks import get_spec
from cifar_demo.results import ByteImage, GraphNode, LayerGraph
from cifar_demo.ui import layers_cache, picture_state, state, words
from cifar_demo.ui.components.strip import StripItem, picture_strip
from cifar_demo.ui.components.take_along import offer_png

_SIDE: Final = 204
_STEPS: Final = {0: "first", 25: "a quarter in", 50: "half way", 75: "three quarters in", 100: "last"}


def show_same_depth(networks: Sequence[str]) -> None:
    """Let a visitor choose how deep to look, and show that layer of each network."""
    st.markdown(
        "Each square holds the maps that vary most over your picture, nine or four of them. Notice how early maps "
        "still look like it, and late ones no longer do. Click a square to walk through that layer."
    )
    state.settle(state.DEPTH, tuple(_STEPS), 25)
    st.segmented_control(
        "How deep",
        tuple(_STEPS),
        format_func=_STEPS.__getitem__,
        key=state.DEPTH,
        required=True,
        persist_state="session",
    )
    depth = int(state.value_of(state.DEPTH))
    picture_strip(
        f"Maps of each network, {_STEPS[depth]}",
        _items(networks, depth),
        key="same_depth",
        selected=None,
        on_pick=lambda name: _walk(name, depth),
        side=_SIDE,
        layout="grid",
    )
    offer_png(lambda: _sheet(networks, depth), f"maps-{_STEPS[depth]}", key="same_depth_png")


def node_at(graph: LayerGraph, depth: float) -> GraphNode:
    """Find the node a share of the way through a network, among those on the trunk that make maps.

    Parameters
    ----------
    graph : LayerGraph
        Folded: a node is a layer with its normalisation and activation.
    depth : float
        0 for the first, 100 for the last.
    """
    trunk = [node for node in graph.nodes if node.lane == 0 and len(node.output_shape) == 3 and node.kind != "input"]
    return trunk[round(depth / 100 * (len(trunk) - 1))]


def _items(networks: Sequence[str], depth: float) -> list[StripItem]:
    """Draw the maps of each network; the first time, each has to be made ready, which is told."""
    place, items = st.empty(), []
    for number, network in enumerate(networks, start=1):
        with place, st.spinner(f"Reading the maps of {get_spec(network).title}, {number} of {len(networks)}"):
            items.append(_item(network, depth))
    place.empty()
    return items


def _item(network: str, depth: float) -> StripItem:
    node, title = node_at(layers_cache.folded_graph(network), depth), get_spec(network).title
    hint = f"{title}, {node.title}: {words.shape_words(node.output_shape)}"
    return StripItem(network, data_url(_maps(network, depth)), hint, _label(network, depth))


def _maps(network: str, depth: float) -> ByteImage:
    node = node_at(layers_cache.folded_graph(network), depth)
    return layers_cache.busiest_maps(network, picture_state.picture().framed.image, node.name)


def _label(network: str, depth: float) -> str:
    node = node_at(layers_cache.folded_graph(network), depth)
    return f"{get_spec(network).title}: {words.short_title(node.title)}, {words.short_shape(node.output_shape)}"


def _sheet(networks: Sequence[str], depth: float) -> ByteImage:
    return contact_sheet({_label(network, depth): _maps(network, depth) for network in networks}, columns=3)


def _walk(network: str, depth: float) -> None:
    state.choose_network(network)
    state.choose_layer(network, node_at(layers_cache.folded_graph(network), depth).layers[0])
    state.request_page("inside")
