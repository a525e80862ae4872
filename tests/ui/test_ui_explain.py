import numpy as np
import pytest

from cifar_demo.constants import CLASS_NAMES
from cifar_demo.explain.catalog import METHODS
from cifar_demo.networks import network_names
from cifar_demo.results import Explanation, FaithfulnessCurves, Target, WeightsCheck
from cifar_demo.ui import explain_cache, explain_words, state
from tests.ui.conftest import html


def text_of(page) -> str:
    return "\n".join(
        element.value for kind in (page.title, page.header, page.markdown, page.caption) for element in kind
    )


@pytest.mark.usefixtures("with_weights")
@pytest.mark.parametrize("network", network_names())
def test_every_method_explains_every_network_it_is_made_for(explain, network):
    explain.query_params["network"] = network
    page = explain.run()
    assert not page.exception
    offered = explain_cache.method_names(network)
    assert ("deconvnet" in offered) == (network in ("alexnet", "zfnet", "vggnet"))
    for method in METHODS:
        if method.name in offered:
            page.pills(key=state.METHOD).set_value(method.name).run()
            assert not page.exception
            assert method.title in page.header[0].value
            assert method.url in text_of(page)
            assert method.misleads in text_of(page)


@pytest.mark.usefixtures("with_weights")
def test_class_against_class_at_another_layer(explain):
    explain.query_params["network"] = "vggnet"
    page = explain.run()
    page.selectbox(key=state.TARGET).select("cat").run()
    page.selectbox(key=state.AGAINST).select("dog").run()
    page.selectbox(key=state.cam_layer_key("vggnet")).select("stage3_relu2").run()
    assert not page.exception
    assert page.header[0].value == "Grad-CAM for “cat” rather than “dog”"
    assert "only these two were possible" in text_of(page)
    # A class is not set against itself: the other choice is dropped.
    page.selectbox(key=state.TARGET).select("dog").run()
    assert not page.exception
    assert page.header[0].value == "Grad-CAM for “dog”"


@pytest.mark.usefixtures("with_weights")
def test_map_lies_over_or_beside_the_picture(explain):
    explain.query_params["network"] = "lenet"
    page = explain.run()
    page.slider(key=state.OPACITY).set_value(20).run()
    assert not page.exception
    page.pills(key=state.METHOD).set_value("gradient").run()
    page.segmented_control(key=state.LAYOUT).set_value("side by side").run()
    assert not page.exception
    assert not page.slider
    captions = [image.caption for element in page.get("image") for image in element.proto.imgs]
    assert captions == ["the picture", "the map", "in colours, grey is zero"]


@pytest.mark.usefixtures("with_weights")
def test_link_asks_for_method_and_classes(explain):
    asked = {"network": "lenet", "method": "occlusion", "class": "frog", "against": "horse"}
    for key, value in asked.items():
        explain.query_params[key] = value
    page = explain.run()
    assert page.header[0].value == "Occlusion for “frog” rather than “horse”"


@pytest.mark.usefixtures("with_weights")
def test_link_that_asks_for_nonsense_is_ignored(explain):
    explain.query_params["network"] = "lenet"
    explain.query_params["method"] = "tea_leaves"
    explain.query_params["class"] = "pizza"
    page = explain.run()
    assert not page.exception
    assert page.header[0].value.startswith("Grad-CAM for")


@pytest.mark.usefixtures("with_weights")
def test_map_is_checked_on_demand_and_the_check_is_kept(explain):
    explain.query_params["network"] = "lenet"
    page = explain.run()
    assert len(page.get("plotly_chart")) == 0
    page.button(key="check_map").click().run()
    assert not page.exception
    assert len(page.get("plotly_chart")) == 3
    assert "of the order of its pixels is left" in text_of(page)
    page.run()
    assert len(page.get("plotly_chart")) == 3
    page.pills(key=state.METHOD).set_value("gradient").run()
    assert len(page.get("plotly_chart")) == 0


@pytest.mark.usefixtures("with_weights")
def test_guided_gradient_of_a_network_without_relu_says_what_it_is(explain):
    explain.query_params["network"] = "lenet"
    explain.query_params["method"] = "guided_gradient"
    assert "has no ReLU" in text_of(explain.run())


@pytest.mark.usefixtures("without_weights")
def test_untrained_network_is_said_to_be_so(explain):
    page = explain.run()
    assert not page.exception
    assert "not trained yet" in html(page)


@pytest.mark.usefixtures("with_weights")
def test_silence_is_shown_with_its_reason(explain, monkeypatch):
    def silent(network, image, method, target, layer, *, say):
        zero = np.zeros((32, 32), np.float32)
        return Explanation(method, network, image, target, 1.0, zero, False, 0.0, "points", silence="Nothing fires.")

    monkeypatch.setattr(explain_cache, "explanation", silent)
    explain.query_params["network"] = "lenet"
    page = explain.run()
    assert not page.exception
    assert "Nothing fires." in html(page)
    assert not [button for button in page.button if button.key == "check_map"]


def curves(deletion, insertion, by_chance=(0.5, 0.5, 0.5, 0.5)):
    shares = np.linspace(0, 1, 3, dtype=np.float32)
    lines = [np.full(3, value, np.float32) for value in (deletion, insertion, *by_chance)]
    return FaithfulnessCurves(shares, *lines)


def test_verdicts_follow_the_figures():
    assert "Better than chance both ways" in explain_words.curves_verdict(curves(0.3, 0.7))
    assert "Worse" in explain_words.curves_verdict(curves(0.7, 0.3))
    # Better than laid elsewhere, away from the middle, is not better than chance.
    assert "No better" in explain_words.curves_verdict(curves(0.5, 0.5, (0.6, 0.4, 0.46, 0.54)))
    assert "Better" in explain_words.curves_verdict(curves(0.3, 0.7, (0.6, 0.4, 0.46, 0.54)))
    assert "No better" in explain_words.curves_verdict(curves(0.5, 0.51))
    assert "taken away, not when they are brought back" in explain_words.curves_verdict(curves(0.3, 0.4))
    for left, said in (
        (0.05, "depends on what"),
        (0.9, "hardly notices"),
        (0.45, "in part"),
        (-0.2, "0% of the order"),
    ):
        check = WeightsCheck(("all",), np.array([left], np.float32), np.zeros(1), np.zeros((1, 32, 32)), False)
        assert said in explain_words.weights_verdict(check)


def test_places_are_named():
    heatmap = np.zeros((32, 32), np.float32)
    heatmap[2:4, 28:30] = 1
    assert explain_words.where(heatmap).endswith("in 0% of the pixels, centred in the upper right of the picture.")
    heatmap[:] = 1
    assert explain_words.where(heatmap).endswith("in 50% of the pixels, centred in the middle of the picture.")
    heatmap[:, 4:28] = 0
    assert explain_words.where(heatmap).endswith("of the pixels, in places far apart.")


def test_scores_are_said_with_their_sign():
    image, zero = np.zeros((32, 32, 3), np.uint8), np.zeros((32, 32), np.float32)
    found = Explanation("gradient", "lenet", image, Target(3, 5), -2.0, zero, True, 0.5, "points")
    assert explain_words.score_words(found, 0.12).startswith("It is 2.0 points behind: 12.0%")
    assert explain_words.scale_ends(found) == ("−0.5", "0.5 points")
    assert explain_words.target_words(Target(3)) == f"“{CLASS_NAMES[3]}”"
