"""A network as a map to walk on: small pictures of what each layer made, joined by arrows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

import streamlit as st

from cifar_demo.results import GraphNode, LayerGraph
from cifar_demo.ui import words

_PLACE: Final = Path(__file__).parent
_map = st.components.v2.component(
    "cifar_demo_map",
    html='<div class="network-map"></div>\n',
    css=(_PLACE / "network_map.css").read_text(encoding="utf-8"),
    js=(_PLACE / "network_map.js").read_text(encoding="utf-8"),
)


def show_map(
    graph: LayerGraph, pictures: Mapping[str, str], *, key: str, chosen: str, on_pick: Callable[[str], None]
) -> None:
    """Draw a network; the layer that is picked goes to `on_pick` before the page runs again.

    Parameters
    ----------
    graph : LayerGraph
        Folded: a node is a layer with its normalisation and activation.
    pictures : mapping of layer name to str
        `data:` addresses; a node shows that of its first layer.
    key : str
    chosen : str
        Name of the layer in view.
    on_pick : callable
        Receives the name of the picked node's first layer.
    """
    first_layers = {node.name: node.layers[0] for node in graph.nodes}

    def picked() -> None:
        name: Any = st.session_state[key].get("picked")
        if name in first_layers:
            on_pick(first_layers[name])

    data = {
        "label": "Layers, from the picture to the answer",
        "chosen": node_of(graph, chosen).name,
        "nodes": [_node(node, pictures[node.layers[0]]) for node in graph.nodes],
        "edges": [
            {"source": edge.source, "target": edge.target, "lane": edge.lane, "isShortcut": edge.is_shortcut}
            for edge in graph.edges
        ],
        "stages": [
            {"title": group.title, "first": group.columns[0], "last": group.columns[1]}
            for group in graph.groups
            if group.level == "stage"
        ],
    }
    _map(data=data, key=key, on_picked_change=picked)


def node_of(graph: LayerGraph, layer: str) -> GraphNode:
    """Find the node that a layer belongs to."""
    return next(node for node in graph.nodes if layer in node.layers)


def _node(node: GraphNode, picture: str) -> dict[str, Any]:
    return {
        "name": node.name,
        "column": node.column,
        "lane": node.lane,
        "picture": picture,
        "hint": f"{node.title}: {words.shape_words(node.output_shape)}",
        "label": words.short_title(node.title),
        "shape": words.short_shape(node.output_shape),
    }
