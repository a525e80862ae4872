import itertools

import pytest

from cifar_demo.anatomy.graph import group_names
from cifar_demo.anatomy.zoom import ALL, WHOLE, view_of, zoomed_graphs


@pytest.fixture
def views(network):
    return zoomed_graphs(network.model, {})


def test_every_view_holds_every_layer_once(network, views):
    for graph in views.values():
        drawn = [layer for node in graph.nodes for layer in node.layers]
        assert sorted(drawn) == sorted(layer.name for layer in network.model.layers)


def test_every_view_is_a_clean_map(views):
    for graph in views.values():
        nodes = {node.name: node for node in graph.nodes}
        places = {(node.column, node.lane) for node in graph.nodes}
        assert len(places) == len(nodes)
        for edge in graph.edges:
            assert nodes[edge.source].column < nodes[edge.target].column
            between = range(nodes[edge.source].column + 1, nodes[edge.target].column)
            assert not places & {(column, edge.lane) for column in between}


def test_every_view_is_connected_from_picture_to_scores(views):
    for graph in views.values():
        fed = {edge.target for edge in graph.edges}
        feeding = {edge.source for edge in graph.edges}
        assert {node.name for node in graph.nodes} - fed == {"input"}
        assert {node.name for node in graph.nodes} - feeding == {"logits"}


def test_whole_network_is_one_node_a_stage(views):
    stages = [node.name for node in views[WHOLE].nodes if node.kind == "group"]
    assert stages == sorted(set(stages))
    assert all("_" not in stage for stage in stages)
    columns = sorted(node.column for node in views[WHOLE].nodes)
    assert columns == list(range(len(columns)))


def test_only_what_was_asked_for_is_open(views):
    for name, graph in views.items():
        if name in (WHOLE, ALL):
            continue
        allowed = {name, name.partition("_")[0]}
        for node in graph.nodes:
            open_groups = set(group_names(node.name)) if node.kind != "group" else set()
            assert not {group for group in open_groups if group in views} - allowed


def test_inception_module_opens_to_its_branches(built):
    views = zoomed_graphs(built("tiny_googlenet").model, {})
    in_stage = {node.name for node in views["stage2"].nodes}
    assert "stage2_block1" in in_stage
    lanes = {node.lane for node in views["stage2_block1"].nodes if "branch" in node.name}
    assert lanes == {-1.5, -0.5, 0.5, 1.5}


def test_shortcut_shows_only_where_its_block_is_open(built):
    views = zoomed_graphs(built("tiny_resnet").model, {})
    assert not any(edge.is_shortcut for edge in views[WHOLE].edges)
    shortcuts = [(edge.source, edge.target) for edge in views["stage2"].edges if edge.is_shortcut]
    assert shortcuts in ([], [("stage1_relu", "stage2_block1_relu3")])
    opened = [(edge.source, edge.target) for edge in views["stage2_block1"].edges if edge.is_shortcut]
    assert opened == [("stage1_relu", "stage2_block1_relu3")]


def test_narrow_networks_are_shown_whole_and_wide_ones_around_the_layer(built):
    views = zoomed_graphs(built("tiny_resnet").model, {})
    assert view_of(views, "stage2_block1_conv1", 100) == ALL
    assert view_of(views, "stage2_block1_conv1", 3) == "stage2_block1"
    assert view_of(views, "stage1_conv", 3) == WHOLE  # A stage of one node has no view.
    assert view_of(views, "input", 3) == WHOLE


def test_columns_have_no_gaps(views):
    for graph in views.values():
        columns = sorted({node.column for node in graph.nodes})
        assert all(later - earlier == 1 for earlier, later in itertools.pairwise(columns))
