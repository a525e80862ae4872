import itertools

import pytest

from cifar_demo.anatomy.graph import layer_graph, node_members


@pytest.fixture(params=[False, True], ids=["layers", "folded"])
def graph(request, network):
    return layer_graph(network.model, {}, fold=request.param)


def test_no_two_nodes_share_a_place(graph):
    places = [(node.column, node.lane) for node in graph.nodes]
    assert len(set(places)) == len(places)
    by_column = itertools.groupby(sorted(places), key=lambda place: place[0])
    for _, in_column in by_column:
        lanes = sorted(lane for _, lane in in_column)
        assert all(later - earlier >= 1 for earlier, later in itertools.pairwise(lanes))


def test_arrows_point_right_and_cross_no_node(graph):
    nodes = {node.name: node for node in graph.nodes}
    places = {(node.column, node.lane) for node in graph.nodes}
    for edge in graph.edges:
        between = range(nodes[edge.source].column + 1, nodes[edge.target].column)
        assert nodes[edge.source].column < nodes[edge.target].column
        assert not places & {(column, edge.lane) for column in between}


def test_arrows_from_different_nodes_run_apart(graph):
    nodes = {node.name: node for node in graph.nodes}
    cells = {}
    for edge in graph.edges:
        for column in range(nodes[edge.source].column + 1, nodes[edge.target].column):
            assert cells.setdefault((column, edge.lane), edge.source) == edge.source


def test_every_layer_is_in_one_node(network, graph):
    drawn = [layer for node in graph.nodes for layer in node.layers]
    assert sorted(drawn) == sorted(layer.name for layer in network.model.layers)
    assert all(node.name == node.layers[-1] for node in graph.nodes)


def test_groups_of_one_level_cover_different_columns(graph):
    for level in ("stage", "block"):
        spans = sorted(group.columns for group in graph.groups if group.level == level)
        assert all(left[1] < right[0] for left, right in itertools.pairwise(spans))


def test_a_chain_lies_on_one_lane(built):
    graph = layer_graph(built("lenet").model, {"stage1_conv": "C1"})
    assert [node.column for node in graph.nodes] == list(range(13))
    assert {node.lane for node in graph.nodes} == {0.0}
    assert graph.nodes[1].title == "C1 · stage 1 convolution"
    assert not any(edge.is_shortcut for edge in graph.edges)


def test_folding_joins_normalization_and_activation(built):
    members = node_members(built("tiny_resnet").model)
    assert members["stage2_block1_relu1"] == ("stage2_block1_conv1", "stage2_block1_bn1", "stage2_block1_relu1")
    assert members["stage2_block1_bn2"] == ("stage2_block1_conv2", "stage2_block1_bn2")
    assert members["stage2_block1_relu3"] == ("stage2_block1_add", "stage2_block1_relu3")


def test_lrn_stays_a_node_of_its_own(built):
    assert node_members(built("tiny_googlenet").model)["stage1_lrn"] == ("stage1_lrn",)


def test_shortcuts_run_below_the_trunk(built):
    graph = layer_graph(built("tiny_resnet").model, {}, fold=True)
    shortcuts = {(edge.source, edge.target): edge.lane for edge in graph.edges if edge.is_shortcut}
    assert shortcuts == {
        ("stage1_relu", "stage2_block1_relu3"): 1.0,
        ("stage2_block1_relu3", "stage3_block1_shortcut_bn"): 0.0,  # Next column: nothing lies between.
        ("stage3_block1_shortcut_bn", "stage3_block1_relu3"): 1.0,
    }
    block = next(group for group in graph.groups if group.name == "stage2_block1")
    assert (block.columns, block.lanes, block.title) == ((2, 4), (0.0, 1.0), "stage 2 block 1")


def test_branches_lie_around_the_trunk(built):
    graph = layer_graph(built("tiny_googlenet").model, {}, fold=True)
    lanes = {node.name: node.lane for node in graph.nodes if "branch" in node.name}
    assert lanes == {
        "stage2_block1_branch1_relu": -1.5,
        "stage2_block1_branch2_relu1": -0.5,
        "stage2_block1_branch2_relu2": -0.5,
        "stage2_block1_branch3_relu": 0.5,
        "stage2_block1_branch4_pool": 1.5,
        "stage2_block1_branch4_relu": 1.5,
    }
