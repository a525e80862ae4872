import json
import shutil

import numpy as np
import pytest

from cifar_demo.constants import CLASS_NAMES
from cifar_demo.image.framing import DEFAULT_VIEWS
from cifar_demo.networks import NETWORKS, get_spec, network_names
from cifar_demo.results import GraphNode, LayerGraph, Prediction, ScoredClass, Target
from cifar_demo.ui import cache, compare_words, explain_cache, layers_cache, state
from cifar_demo.ui.components.same_depth import node_at
from tests.ui.conftest import html


def says(class_name: str, *, is_unfamiliar: bool = False) -> Prediction:
    top_k = (ScoredClass(class_name, 0.9), ScoredClass("frog", 0.1))
    return Prediction("tiny", np.zeros(10), np.zeros((1, 10)), np.zeros(10), top_k, 0.001, is_unfamiliar=is_unfamiliar)


@pytest.mark.parametrize(
    ("classes", "sentence"),
    [
        (["ship"], "A sees a ship."),
        (["ship", "ship"], "Both see a ship."),
        (["ship", "ship", "ship"], "All three see a ship."),
        (["ship", "airplane", "ship"], "Two of three see a ship; B says an airplane."),
        (["cat", "dog"], "No two agree: A says a cat and B says a dog."),
        (["cat", "dog", "cat", "ship"], "Two of four see a cat; B says a dog and D says a ship."),
        (["cat", "dog", "dog", "cat", "cat"], "Three of five see a cat; B and C say a dog."),
        (["cat", "dog", "dog", "cat"], "They are divided: A and D say a cat and B and C say a dog."),
    ],
)
def test_agreement_is_one_sentence(classes, sentence):
    answers = [(title, says(name)) for title, name in zip("ABCDEF", classes, strict=False)]
    assert compare_words.agreement(answers) == sentence


def test_strangeness_names_who_finds_it():
    strange, usual = says("cat", is_unfamiliar=True), says("cat")
    assert compare_words.strangeness([("A", usual), ("B", usual)]) == ""
    assert compare_words.strangeness([("A", strange), ("B", usual)]).startswith("A finds that")
    assert compare_words.strangeness([("A", strange), ("B", strange)]).startswith("Both find that")


@pytest.mark.parametrize(
    ("count", "said"), [(651_720, "652 thousand"), (2_314_122, "2.3 million"), (151_884_800, "152 million"), (7, "7")]
)
def test_large_counts_are_short(count, said):
    assert compare_words.short_count(count) == said


def test_same_depth_is_counted_along_the_trunk_and_never_in_a_branch():
    names = ["input", "a", "b", "c", "logits"]
    shapes = [(32, 32, 3), (32, 32, 8), (16, 16, 8), (8, 8, 8), (10,)]
    nodes = [
        GraphNode(name, (name,), name, "input" if name == "input" else "convolution", shape, column, 0)
        for column, (name, shape) in enumerate(zip(names, shapes, strict=True))
    ]
    nodes.insert(2, GraphNode("branch", ("branch",), "branch", "convolution", (32, 32, 4), 2, 1.5))
    graph = LayerGraph(tuple(nodes), (), ())
    assert [node_at(graph, depth).name for depth in (0, 50, 100)] == ["a", "b", "c"]


@pytest.mark.usefixtures("with_weights")
def test_every_network_answers_with_its_cost(compare):
    page = compare.run()
    assert not page.exception
    shown = html(page)
    for spec in NETWORKS:
        assert f'data-network="{spec.name}"' in shown
    assert shown.count(" ms</dd>") == len(NETWORKS)
    table = page.dataframe[0].value
    assert all(f" {name}" in page.header[0].value for name in table["answer"])  # Also those of the few.
    assert list(table["network"]) == [spec.title for spec in NETWORKS]
    assert set(table["answer"]) <= set(CLASS_NAMES)
    assert (table["milliseconds a view"] > 0).all()
    seen = page.session_state["current_picture"].network_input
    assert seen.shape == (DEFAULT_VIEWS, 32, 32, 3)
    sure = [cache.prediction(spec.name, seen).top_k[0].probability for spec in NETWORKS]
    np.testing.assert_allclose(table["sure"], sure, rtol=1e-6)


@pytest.mark.usefixtures("with_weights")
def test_charts_have_a_mark_for_every_network_and_words_for_those_who_do_not_see_them(compare):
    page = compare.run()
    charts = page.get("plotly_chart")
    assert len(charts) == 2
    for chart in charts:
        marks = json.loads(chart.proto.spec)["data"][-1]
        assert sorted(marks["customdata"]) == sorted(network_names())
        assert "Accuracy against" in chart.proto.alt


@pytest.mark.usefixtures("with_weights")
def test_depth_can_be_chosen(compare):
    page = compare.run()
    page.segmented_control(key=state.DEPTH).set_value(100).run()
    assert not page.exception
    sent = [json.loads(element.proto.json) for element in page.get("bidi_component") if element.proto.json]
    (items,) = [data["items"] for data in sent if data.get("label") == "Maps of each network, last"]
    for item, spec in zip(items, NETWORKS, strict=True):
        assert node_at(layers_cache.folded_graph(spec.name), 100).title in item["hint"]


@pytest.mark.usefixtures("with_weights")
def test_grad_cam_of_every_network_stands_in_a_row_for_one_class_or_for_each_own_answer(compare):
    page = compare.run()
    page.segmented_control(key=state.SIDE_BY_SIDE).set_value("where each looked").run()
    assert not page.exception
    image = page.session_state["current_picture"].framed.image
    for name in network_names():
        best = int(cache.prediction(name, image).logits.argmax())
        layer = explain_cache.default_cam_layer(name)
        assert (name, image.tobytes(), "grad_cam", Target(best), layer) in explain_cache._works()
    page.selectbox(key=state.ROW_TARGET).select("cat").run()
    assert not page.exception
    assert (name, image.tobytes(), "grad_cam", Target(CLASS_NAMES.index("cat")), layer) in explain_cache._works()
    assert "same_method_png" in {element.key for element in page.get("download_button")}


@pytest.mark.usefixtures("without_weights")
def test_without_any_network_the_way_to_one_is_told(compare):
    page = compare.run()
    assert not page.exception
    assert "No network is trained yet" in html(page)
    assert "python train_model.py --network" in html(page)


def test_damaged_network_does_not_hide_the_others(compare, untrained_folder, tmp_path, monkeypatch):
    folder = shutil.copytree(untrained_folder, tmp_path / "weights")
    (folder / "lenet.weights.h5").write_bytes(b"no weights")
    monkeypatch.setattr(cache, "WEIGHTS_FOLDER", folder)
    cache.classifier.clear()
    cache.prediction.clear()
    page = compare.run()
    cache.classifier.clear()
    cache.prediction.clear()
    assert not page.exception
    assert 'role="alert"' in html(page)
    assert 'data-network="lenet"' not in html(page)
    assert 'data-network="vggnet"' in html(page)


def test_network_that_is_not_trained_is_said_to_be_missing_and_why(compare, untrained_folder, tmp_path, monkeypatch):
    folder = shutil.copytree(untrained_folder, tmp_path / "weights")
    for name in ("alexnet", "zfnet"):
        (folder / f"{name}.json").unlink()
    monkeypatch.setattr(cache, "WEIGHTS_FOLDER", folder)
    page = compare.run()
    assert not page.exception
    assert 'data-network="alexnet"' not in html(page)
    assert "AlexNet and ZFNet are missing here, because they are not trained yet; " in html(page)
    assert "python train_model.py --network alexnet trains the first of them." in html(page)
    assert 'role="alert"' not in html(page)


@pytest.mark.usefixtures("with_weights")
def test_nothing_is_said_to_be_missing_where_all_are_there(compare):
    assert "missing" not in html(compare.run())


def test_absence_of_one_network_is_one_sentence():
    assert compare_words.absence([]) == ""
    assert compare_words.absence([get_spec("zfnet")]) == (
        "ZFNet is missing here, because it is not trained yet; python train_model.py --network zfnet trains it."
    )
