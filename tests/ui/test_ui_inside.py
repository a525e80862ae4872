import pytest

from cifar_demo.networks import network_names
from cifar_demo.ui import layers_cache, state, words
from tests.ui.conftest import html


@pytest.mark.usefixtures("with_weights")
@pytest.mark.parametrize("network", network_names())
def test_every_layer_of_every_network_shows(inside, network):
    inside.query_params["network"] = network
    page = inside.run()
    for layer in layers_cache.layers(network):
        page.selectbox(key=state.layer_key(network)).select(layer.name).run()
        assert not page.exception
        assert page.header[0].value.lower() == layer.title.lower()
        assert any(element.proto.bytes for element in page.get("bidi_component"))


@pytest.mark.usefixtures("with_weights")
def test_next_and_previous_walk_layer_by_layer(inside):
    page = inside.run()
    network = page.session_state[state.NETWORK]
    names = [layer.name for layer in layers_cache.layers(network)]
    here = names.index(page.session_state[state.layer_key(network)])
    page.button(key="next_layer").click().run()
    assert page.session_state[state.layer_key(network)] == names[here + 1]
    page.button(key="previous_layer").click().run()
    assert page.session_state[state.layer_key(network)] == names[here]


@pytest.mark.usefixtures("with_weights")
def test_walk_ends_at_the_input_and_at_the_logits(inside):
    inside.query_params["network"] = "lenet"
    inside.query_params["layer"] = "input"
    page = inside.run()
    assert page.button(key="previous_layer").disabled
    page.selectbox(key=state.layer_key("lenet")).select("logits").run()
    assert page.button(key="next_layer").disabled


@pytest.mark.usefixtures("with_weights")
@pytest.mark.parametrize("layer", ["stage1_pool", "no_such_layer"])
def test_link_names_a_layer_or_is_ignored(inside, layer):
    inside.query_params["network"] = "lenet"
    inside.query_params["layer"] = layer
    page = inside.run()
    assert not page.exception
    shown = page.session_state[state.layer_key("lenet")]
    assert shown == (layer if layer == "stage1_pool" else "stage1_conv")


@pytest.mark.usefixtures("with_weights")
def test_table_lists_all_layers(inside):
    inside.query_params["network"] = "lenet"
    page = inside.run()
    assert list(page.dataframe[0].value["name"]) == [layer.name for layer in layers_cache.layers("lenet")]


@pytest.mark.usefixtures("with_weights")
def test_colours_can_be_stretched_over_all_maps(inside):
    inside.query_params["network"] = "lenet"
    page = inside.run()
    page.session_state["plain_picture"] = True
    page.run()
    page.segmented_control(key=state.SCALE).set_value("all maps alike").run()
    assert any("−" in caption.value for caption in page.caption)


@pytest.mark.usefixtures("without_weights")
def test_untrained_network_is_said_to_be_so(inside):
    page = inside.run()
    assert not page.exception
    assert "not trained yet" in html(page)


@pytest.mark.usefixtures("with_weights")
def test_every_layer_has_a_sentence():
    for network in network_names():
        for layer in layers_cache.layers(network):
            assert words.explain_layer(layer).endswith(".")
