"""A network as a map to walk on, to zoom into and to send the picture through: small pictures joined by arrows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

import streamlit as st

from cifar_demo.results import GraphNode, LayerGraph
from cifar_demo.ui import words

MAX_COLUMNS: Final = 16  # A wider network is shown in part at first.
_VIEW_TITLES: Final = {"network": "Whole network", "all": "Every layer"}
_PLACE: Final = Path(__file__).parent


def _file(name: str) -> str:
    return (_PLACE / name).read_text(encoding="utf-8")


_map = st.components.v2.component(
    "cifar_demo_map",
    html=_file("network_map.html"),
    css=_file("network_map.css"),
    js=_file("network_map_drawing.js") + _file("network_map.js"),
)


def show_map(
    views: Mapping[str, LayerGraph],
    pictures: Mapping[str, str],
    *,
    key: str,
    chosen: str,
    start: str,
    on_pick: Callable[[str], None],
) -> None:
    """Draw a network; the layer that is picked goes to `on_pick` before the page runs again.

    Parameters
    ----------
    views : mapping of str to LayerGraph
        The same network at several scales, as `anatomy.zoom.zoomed_graphs` gives them.
    pictures : mapping of layer name to str
        `data:` addresses; a node shows that of its first layer, a group that of its last.
    key : str
    chosen : str
        Name of the layer in view.
    start : str
        View to begin with, and to go to when the layer in view is not on the map.
    on_pick : callable
        Receives the name of the picked node's first layer.
    """
    nodes = {node.name: node for graph in views.values() for node in graph.nodes}
    here = node_of(views["all"], chosen)

    def picked() -> None:
        name: Any = st.session_state[key].get("picked")
        if name in nodes and nodes[name].kind != "group":
            on_pick(nodes[name].layers[0])

    data = {
        "label": "Layers, from the picture to the answer",
        "chosen": here.name,
        "within": [name for name in (here.block, here.stage) if name],
        "start": start,
        "titles": {name: _VIEW_TITLES.get(name) or _group_label(nodes[name]) for name in views},
        "nodes": {name: _node(node, pictures) for name, node in nodes.items()},
        "views": {name: _view(graph) for name, graph in views.items()},
    }
    _map(data=data, key=key, on_picked_change=picked)


def node_of(graph: LayerGraph, layer: str) -> GraphNode:
    """Find the node that a layer belongs to."""
    return next(node for node in graph.nodes if layer in node.layers)


def _group_label(node: GraphNode) -> str:
    """Write what fits under a group: what the paper calls it, or its number."""
    return words.short_title(node.title) if " · " in node.title else words.group_label(node.name)


def _node(node: GraphNode, pictures: Mapping[str, str]) -> dict[str, Any]:
    """Say what is the same about a node in all views."""
    if node.kind == "group":
        count = f"{len(node.layers)} layers"
        hint = f"{node.title}, {count}, gives {words.shape_words(node.output_shape)}. Opens."
        return {
            "picture": pictures[node.layers[-1]],
            "hint": hint,
            "label": _group_label(node),
            "shape": count,
            "isGroup": True,
        }
    return {
        "picture": pictures[node.layers[0]],
        "hint": f"{node.title}: {words.shape_words(node.output_shape)}",
        "label": words.short_title(node.title),
        "shape": words.short_shape(node.output_shape),
    }


def _view(graph: LayerGraph) -> dict[str, Any]:
    """Say what differs: which nodes there are and where; an arrow names its ends by their places in the list."""
    nodes = sorted(graph.nodes, key=lambda node: (node.column, node.lane))
    places = {node.name: place for place, node in enumerate(nodes)}
    return {
        "nodes": [[node.name, node.column, node.lane] for node in nodes],
        "edges": [[places[edge.source], places[edge.target], edge.lane, edge.is_shortcut] for edge in graph.edges],
        "groups": [
            {"title": group.title, "level": group.level, "first": group.columns[0], "last": group.columns[1]}
            for group in graph.groups
        ],
    }
