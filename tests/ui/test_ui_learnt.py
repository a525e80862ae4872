"""What a layer had learned, and what a channel looks for."""

import numpy as np
import pytest

from cifar_demo.anatomy.kernels import order_by_norm
from cifar_demo.dataset.cifar10 import Split
from cifar_demo.ui import cache, inside_cache, layers_cache, state
from cifar_demo.ui.components import kernel_view, layer_view, looks_for
from tests.making import tiny_split
from tests.ui.conftest import html

pytestmark = pytest.mark.usefixtures("with_weights")


@pytest.fixture
def at(inside):
    """Open a tab of a layer."""

    def open_tab(tab, **link):
        for key, value in link.items():
            inside.query_params[key] = value
        inside.run()
        inside.session_state["closer_look"] = tab
        return inside.run()

    return open_tab


@pytest.fixture
def test_pictures(monkeypatch) -> Split:
    """Forty labelled pictures in place of CIFAR-10's."""
    pictures = tiny_split(40, 3)
    monkeypatch.setattr(cache, "has_labelled_pictures", lambda: True)
    monkeypatch.setattr(cache, "labelled_pictures", lambda: pictures)
    monkeypatch.setattr(looks_for, "_QUICK", 24)
    inside_cache._searches().clear()
    yield pictures
    inside_cache._searches().clear()


def test_first_kernels_are_patches_in_the_order_asked_for(at):
    page = at(layer_view._LEARNT, network="lenet", layer="stage1_conv")
    assert not page.exception
    page.segmented_control(key=kernel_view._ORDER).set_value("strongest first").run()
    drawn = [int(part.split("</")[0]) for part in html(page).split("<figcaption>")[1:7]]
    assert tuple(drawn) == order_by_norm(layers_cache.kernels("lenet", "stage1_conv").kernel)


@pytest.mark.parametrize(
    ("network", "layer"),
    [
        ("lenet", "stage2_conv"),
        ("lenet", "logits"),
        ("vggnet", "stage4_conv1"),
        ("googlenet", "stage4_block2_branch1_conv"),
    ],
)
def test_deeper_kernels_are_a_grid_with_a_histogram_and_numbers_that_add_up(at, network, layer):
    page = at(layer_view._LEARNT, network=network, layer=layer)
    assert not page.exception
    assert "By hand:" in html(page) and "do not agree" not in html(page)
    assert any("weights, mean" in caption.value for caption in page.caption)
    page.segmented_control(key=kernel_view._ORDER).set_value("alike side by side").run()
    assert not page.exception


def test_wide_layer_is_shown_in_parts(at):
    page = at(layer_view._LEARNT, network="vggnet", layer="stage4_conv1")
    key = "outputs_vggnet_stage4_conv1"
    page.select_slider(key=key).set_value(24).run()
    assert not page.exception
    assert page.session_state[key] == 24


def test_layer_without_kernels_says_so(at):
    page = at(layer_view._LEARNT, network="lenet", layer="stage1_pool")
    assert any("Nothing: this layer" in element.value for element in page.markdown)


def test_channel_is_drawn_once_and_kept(at):
    inside_cache._drawings().clear()
    page = at(layer_view._LOOKS_FOR, network="lenet", layer="stage2_conv", unit="3.4.2")
    page.button(key="draw_feature").click().run()
    assert not page.exception
    assert inside_cache.known_drawing("lenet", "stage2_conv", 2, 0).is_done
    assert any("Its answer, averaged over the map" in caption.value for caption in page.caption)
    page.button(key="other_noise").click().run()
    assert page.button(key="draw_feature")
    inside_cache._drawings().clear()


def test_network_without_relu_has_no_deconvnet_and_says_why(at):
    page = at(layer_view._LOOKS_FOR, network="lenet", layer="stage2_conv")
    assert any("this network uses neither" in element.value for element in page.markdown)


def test_unit_of_zfnet_is_sent_back_to_the_pixels(at):
    page = at(layer_view._LOOKS_FOR, network="zfnet", layer="stage2_conv")
    assert not page.exception
    assert any("sent backwards through" in caption.value for caption in page.caption)


def test_input_looks_for_nothing(at):
    page = at(layer_view._LOOKS_FOR, network="lenet", layer="input")
    assert any("looks for nothing" in element.value for element in page.markdown)


def test_test_pictures_are_found_once_for_all_layers(at, test_pictures):
    page = at(layer_view._LOOKS_FOR, network="lenet", layer="stage2_conv", unit="3.4.2")
    page.button(key="search_exemplars").click().run()
    assert not page.exception
    found = inside_cache.known_exemplars("lenet")["stage2_conv"]
    outputs = [
        layers_cache.layer_outputs("lenet", image)["stage2_conv"].activation for image in test_pictures.images[:24]
    ]
    assert found.images[0, 2] == int(np.argmax([output[..., 2].max() for output in outputs]))
    assert any("The strongest of 24" in caption.value for caption in page.caption)
    page.selectbox(key=state.layer_key("lenet")).select("stage4_dense").run()
    assert any("The strongest of 24" in caption.value for caption in page.caption)
    page.button(key="search_all_exemplars").click().run()
    assert any("The strongest of 40" in caption.value for caption in page.caption)


def test_without_the_data_set_it_says_so(at, monkeypatch):
    monkeypatch.setattr(cache, "has_labelled_pictures", lambda: False)
    page = at(layer_view._LOOKS_FOR, network="lenet", layer="stage2_conv")
    assert any("not on this machine" in element.value for element in page.markdown)


def test_kept_results_are_forgotten_in_the_end():
    kept = {}
    for key in range(20):
        cache.keep_latest(kept, key, str(key), 5)
    assert list(kept) == [15, 16, 17, 18, 19]
