"""Maps of one network at several scales: from a node for each stage to one for each layer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from cifar_demo.anatomy.graph import group_names, layer_graph
from cifar_demo.results import LayerGraph

if TYPE_CHECKING:
    import keras

WHOLE: Final = "network"
ALL: Final = "all"


def zoomed_graphs(model: keras.Model, paper_names: Mapping[str, str]) -> dict[str, LayerGraph]:
    """Lay a network out at every scale.

    Parameters
    ----------
    model : keras.Model
        Flat functional model whose layer names follow the grammar of `networks.spec`.
    paper_names : mapping
        Layer name -> what the paper calls it.

    Returns
    -------
    dict of str to LayerGraph
        "network": each stage is one node. "stage2": that stage is open, its blocks are one node each; "stage2_block1":
        that block is open too. "all": everything is open. A group of a single node is always open, and has no view of
        its own.
    """
    everything = layer_graph(model, paper_names, fold=True)
    nodes_in: dict[str, int] = {}
    for node in everything.nodes:
        for group in group_names(node.name):
            nodes_in[group] = nodes_in.get(group, 0) + 1
    groups = [group for group, count in nodes_in.items() if count > 1]

    def opened(*kept_open: str) -> LayerGraph:
        closed = [group for group in groups if group not in kept_open]
        return layer_graph(model, paper_names, fold=True, closed=closed)

    views = {WHOLE: opened()}
    views |= {group: opened(group.partition("_")[0], group) for group in groups}
    return views | {ALL: everything}


def view_of(views: Mapping[str, LayerGraph], layer: str, max_columns: int) -> str:
    """Choose the view to show a layer in: everything, where that is narrow enough, else what is around the layer.

    Parameters
    ----------
    views : mapping
        As `zoomed_graphs` gives them.
    layer : str
    max_columns : int
        How wide a map may be.
    """
    if 1 + max(node.column for node in views[ALL].nodes) <= max_columns:
        return ALL
    return next((group for group in reversed(group_names(layer)) if group in views), WHOLE)
