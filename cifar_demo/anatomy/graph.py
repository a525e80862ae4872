"""A network as a map from left to right: columns by depth, lanes by branch, arrows that cross no node.

Columns are longest paths from the input, so an arrow always points to the right. Lanes come from the layer names: the
trunk is lane 0, the branches of a block lie around it, a shortcut lies below.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Final

from cifar_demo.anatomy.layers import layer_title
from cifar_demo.anatomy.naming import parse_layer_name
from cifar_demo.anatomy.wiring import consumers, feeders
from cifar_demo.results import GraphEdge, GraphGroup, GraphNode, LayerGraph

if TYPE_CHECKING:
    import keras

Feeders = dict[str, tuple[str, ...]]

SHORTCUT_LANE: Final = 1.0
_GROUP: Final = re.compile(r"stage\d+(?:_block\d+)?")
# What a person reads as part of the layer before it.
FOLDED_OPERATIONS: Final = frozenset({"bn", "relu", "tanh", "dropout"})


def layer_graph(
    model: keras.Model, paper_names: Mapping[str, str], *, fold: bool = False, closed: Collection[str] = ()
) -> LayerGraph:
    """Lay out a network.

    Parameters
    ----------
    model : keras.Model
        Flat functional model whose layer names follow the grammar of `networks.spec`.
    paper_names : mapping
        Layer name -> what the paper calls it.
    fold : bool
        Draw normalisation, activation and dropout as part of the layer that they follow.
    closed : collection of str
        Stages and blocks, "stage2" or "stage2_block1", to draw as one node each.

    Returns
    -------
    LayerGraph
        No two nodes share a place, and no arrow runs through a node or along another node's arrow.
    """
    members: dict[str, tuple[str, ...]] = {layer.name: (layer.name,) for layer in model.layers}
    if fold:
        members = node_members(model)
    members = _close(members, closed)
    feeders_of = feeders(model)
    sources = _node_feeders(feeders_of, members)
    columns = _columns(sources)
    lanes = _lanes(tuple(sources))
    shapes = {layer.name: tuple(layer.output.shape[1:]) for layer in model.layers}
    nodes = tuple(
        _node(name, members[name], paper_names, shapes[members[name][-1]], columns[name], lanes[name])
        for name in sources
    )
    edges = tuple(
        GraphEdge(source, target, lane, _passes_by(members[source], members[target], feeders_of))
        for (source, target), lane in _route(sources, columns, lanes).items()
    )
    return LayerGraph(nodes, edges, _groups(nodes, edges))


def node_members(model: keras.Model) -> dict[str, tuple[str, ...]]:
    """Gather layers into nodes: each normalisation, activation or dropout joins the layer that feeds it alone.

    Returns
    -------
    dict of node name to tuple of str
        The name is that of the node's last layer.
    """
    feeders_of = feeders(model)
    fed_by = consumers(feeders_of)
    chains: dict[str, list[str]] = {}
    chain_of: dict[str, list[str]] = {}
    for name, sources in feeders_of.items():
        is_folded = (
            parse_layer_name(name).operation in FOLDED_OPERATIONS
            and fed_by[sources[0]] == (name,)
            and sources[0] != "input"
        )
        chain_of[name] = chain_of[sources[0]] if is_folded else chains.setdefault(name, [])
        chain_of[name].append(name)
    return {chain[-1]: tuple(chain) for chain in chains.values()}


def _node_feeders(feeders_of: Feeders, members: dict[str, tuple[str, ...]]) -> Feeders:
    node_of = {layer: node for node, layers in members.items() for layer in layers}
    feeding = {
        node: dict.fromkeys(node_of[source] for layer in layers for source in feeders_of[layer])
        for node, layers in members.items()
    }
    return {node: tuple(source for source in sources if source != node) for node, sources in feeding.items()}


def _close(members: dict[str, tuple[str, ...]], closed: Collection[str]) -> dict[str, tuple[str, ...]]:
    """Join all nodes of a closed group, the outermost one that is closed."""
    joined: dict[str, tuple[str, ...]] = {}
    for node, layers in members.items():
        name = next((group for group in group_names(node) if group in closed), node)
        joined[name] = joined.get(name, ()) + layers
    return joined


def _columns(sources: Feeders) -> dict[str, int]:
    columns: dict[str, int] = {}
    for name, feeding in sources.items():
        columns[name] = 1 + max((columns[source] for source in feeding), default=-1)
    return columns


def _lanes(names: tuple[str, ...]) -> dict[str, float]:
    places = {name: parse_layer_name(name) for name in names if not is_group(name)}
    num_branches: dict[str | None, int] = {}
    for name, place in places.items():
        if place.branch is not None:
            block = group_names(name)[-1]
            num_branches[block] = max(num_branches.get(block, 0), place.branch)
    lanes = dict.fromkeys(names, 0.0)
    for name, place in places.items():
        if place.branch is not None:  # Four branches lie at -1.5, -0.5, 0.5 and 1.5.
            lanes[name] = place.branch - (num_branches[group_names(name)[-1]] + 1) / 2
        else:
            lanes[name] = SHORTCUT_LANE if place.is_shortcut else 0.0
    return lanes


def is_group(name: str) -> bool:
    """Tell a stage or block, "stage2" or "stage2_block1", from a layer."""
    return _GROUP.fullmatch(name) is not None


def group_title(name: str) -> str:
    """Name a stage or block for people: "stage 2 block 1"."""
    return name.replace("stage", "stage ").replace("_block", " block ")


def group_names(name: str) -> tuple[str, ...]:
    """Name the groups of a layer, outermost first: ("stage2", "stage2_block1"); none for input and logits."""
    place = parse_layer_name(name)
    stage = f"stage{place.stage}"
    if place.stage is None:
        return ()
    return (stage,) if place.block is None else (stage, f"{stage}_block{place.block}")


def _node(
    name: str,
    layers: tuple[str, ...],
    paper_names: Mapping[str, str],
    shape: tuple[int, ...],
    column: int,
    lane: float,
) -> GraphNode:
    if is_group(name):
        stage = name.partition("_")[0] if "_" in name else None
        in_paper = _merged_name(layers, paper_names)
        title = f"{in_paper} · {group_title(name)}" if in_paper and stage else group_title(name)
        return GraphNode(name, layers, title, "group", shape, column, lane, stage)
    stage, block = (*group_names(name), None, None)[:2]
    return GraphNode(
        name=name,
        layers=layers,
        title=layer_title(layers[0], paper_names),
        kind=parse_layer_name(layers[0]).kind,
        output_shape=shape,
        column=column,
        lane=lane,
        stage=stage,
        block=block,
    )


def _merged_name(layers: tuple[str, ...], paper_names: Mapping[str, str]) -> str | None:
    """Find what the paper calls a block: it is the name of the layer where its roads meet."""
    merges = [name for name in layers if parse_layer_name(name).kind == "merge"]
    return paper_names.get(merges[-1]) if merges else None


def _route(sources: Feeders, columns: dict[str, int], lanes: dict[str, float]) -> dict[tuple[str, str], float]:
    """Find each arrow, (source, target), a lane that is free in all columns between its ends."""
    taken: dict[tuple[int, float], str] = {(columns[name], lanes[name]): name for name in sources}
    routes: dict[tuple[str, str], float] = {}
    for target, feeding in sources.items():
        for source in feeding:
            between = range(columns[source] + 1, columns[target])
            lane = _free_lane(between, (lanes[source], lanes[target]), source, taken)
            # Arrows from one node may run together; arrows from different nodes may not.
            taken.update({(column, lane): source for column in between})
            routes[source, target] = lane
    return routes


def _free_lane(
    between: range, preferred: tuple[float, float], source: str, taken: dict[tuple[int, float], str]
) -> float:
    detours = (sign * step for step in range(1, len(taken) + 2) for sign in (1.0, -1.0))
    candidates = itertools.chain(preferred, detours)
    return next(lane for lane in candidates if all(taken.get((column, lane), source) == source for column in between))


def _passes_by(sources: tuple[str, ...], targets: tuple[str, ...], feeders_of: Feeders) -> bool:
    """Tell whether all that an arrow stands for passes by a block's work."""
    carried = [(source, target) for target in targets for source in feeders_of[target] if source in sources]
    return all(_is_shortcut(source, target) for source, target in carried)


def _is_shortcut(source: str, target: str) -> bool:
    """Tell the arrows that pass by a block's work: through shortcut layers, or from outside straight into its sum."""
    places = parse_layer_name(source), parse_layer_name(target)
    is_identity = places[1].operation == "add" and group_names(source) != group_names(target)
    return places[0].is_shortcut or places[1].is_shortcut or is_identity


def _groups(nodes: tuple[GraphNode, ...], edges: tuple[GraphEdge, ...]) -> tuple[GraphGroup, ...]:
    members: dict[str, list[GraphNode]] = {}
    for node in nodes:
        for name in (node.stage, node.block):
            if name is not None:
                members.setdefault(name, []).append(node)
    return tuple(_group(name, inside, edges) for name, inside in members.items())


def _group(name: str, inside: list[GraphNode], edges: tuple[GraphEdge, ...]) -> GraphGroup:
    names = tuple(node.name for node in inside)
    columns = [node.column for node in inside]
    # An identity shortcut starts outside the block, but runs along the block's columns.
    lanes = [node.lane for node in inside] + [edge.lane for edge in edges if edge.target in names and edge.is_shortcut]
    return GraphGroup(
        name=name,
        title=group_title(name),
        level="block" if "_" in name else "stage",
        nodes=names,
        columns=(min(columns), max(columns)),
        lanes=(min(lanes), max(lanes)),
    )
