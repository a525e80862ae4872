import io
import json
import re

import numpy as np
import pytest
from PIL import Image

from cifar_demo.constants import CLASS_NAMES
from cifar_demo.figures.bars import as_percent
from cifar_demo.image.framing import frame_image
from cifar_demo.image.samples import draw_sample
from cifar_demo.ui import cache, state
from tests.ui.conftest import html


def png(colour=(200, 30, 40), size=(64, 48)) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", size, colour).save(file, "PNG")
    return file.getvalue()


def answer_of(page) -> str:
    found = re.search(r'data-class="(.+?)"', html(page))
    assert found, html(page)
    return found.group(1)


@pytest.mark.usefixtures("with_weights")
def test_fresh_visitor_sees_an_answer_for_a_sample(app):
    page = app.run()
    assert not page.exception
    assert answer_of(page) in CLASS_NAMES
    assert page.session_state["current_picture"].sample == state.DEFAULT_SAMPLE


@pytest.mark.usefixtures("with_weights")
def test_upload_becomes_the_picture_and_stays_on_reruns(app):
    page = app.run()
    page.file_uploader[0].upload("mine.png", png(), "image/png").run()
    assert not page.exception
    page.slider(key=state.TOP_K).set_value(2).run()
    current = page.session_state["current_picture"]
    assert (current.decoded.name, current.sample) == ("mine.png", None)
    assert "mine.png" in html(page)
    assert "left and right are left out" in html(page)


@pytest.mark.usefixtures("with_weights")
def test_file_that_is_no_picture_gives_a_sentence_and_leaves_the_last_picture(app):
    page = app.run()
    page.file_uploader[0].upload("good.png", png(), "image/png").run()
    page.file_uploader[0].upload("notes <b>.jpg", b"just text", "image/jpeg").run()
    assert not page.exception
    assert "Cannot read &#x27;notes &lt;b&gt;.jpg&#x27;" in html(page)
    assert "<b>" not in html(page)
    assert page.session_state["current_picture"].decoded.name == "good.png"


@pytest.mark.usefixtures("with_weights")
@pytest.mark.parametrize("k", [1, 10])
def test_number_of_bars_follows_the_slider(app, k):
    page = app.run()
    page.slider(key=state.TOP_K).set_value(k).run()
    (bars,) = (chart for chart in page.get("plotly_chart") if "probabilities" in chart.proto.id)
    assert len(json.loads(bars.proto.spec)["data"][0]["y"]) == k


@pytest.mark.usefixtures("with_weights")
def test_other_network_answers_when_picked(app):
    page = app.run()
    told = []
    for name in ("lenet", "vggnet"):
        page.segmented_control(key=state.NETWORK).set_value(name).run()
        assert not page.exception
        best = cache.prediction(name, page.session_state["current_picture"].network_input).top_k[0]
        assert answer_of(page) == best.class_name
        (bars,) = (chart for chart in page.get("plotly_chart") if "probabilities" in chart.proto.id)
        assert f": {best.class_name} {as_percent(best.probability)}" in bars.proto.alt
        told.append(bars.proto.alt)
    assert told[0] != told[1]


@pytest.mark.usefixtures("without_weights")
def test_untrained_networks_are_said_to_be_so_and_nothing_breaks(app):
    page = app.run()
    assert not page.exception
    assert "not trained yet" in html(page)
    assert "python train_model.py --network" in html(page)


def test_damaged_network_leaves_the_others_working(app, untrained_folder, tmp_path, monkeypatch):
    for file in untrained_folder.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    weights = tmp_path / "vggnet.weights.h5"
    weights.write_bytes(weights.read_bytes()[:-100])
    monkeypatch.setattr(cache, "WEIGHTS_FOLDER", tmp_path)
    cache.classifier.clear()
    cache.prediction.clear()
    app.query_params["network"] = "vggnet"
    page = app.run()
    assert not page.exception
    assert 'role="alert"' in html(page)
    page.segmented_control(key=state.NETWORK).set_value("lenet").run()
    assert answer_of(page) in CLASS_NAMES
    cache.classifier.clear()
    cache.prediction.clear()


@pytest.mark.usefixtures("with_weights")
def test_link_brings_back_network_and_sample(app):
    app.query_params["network"] = "vggnet"
    app.query_params["sample"] = "frog-1"
    page = app.run()
    assert page.session_state[state.NETWORK] == "vggnet"
    assert page.session_state["current_picture"].sample == "frog-1"


@pytest.mark.usefixtures("with_weights")
def test_nonsense_in_a_link_is_ignored(app):
    app.query_params["network"] = "<script>"
    app.query_params["sample"] = "../../etc/passwd"
    page = app.run()
    assert not page.exception
    assert page.session_state["current_picture"].sample == state.DEFAULT_SAMPLE
    assert page.query_params["sample"] == state.DEFAULT_SAMPLE


@pytest.mark.usefixtures("with_weights")
def test_drawing_and_camera_open_without_an_error(app):
    page = app.run()
    for way in (":material/brush: Draw", ":material/photo_camera: Camera"):
        page.segmented_control(key=state.SOURCE).set_value(way).run()
        assert not page.exception


@pytest.mark.usefixtures("with_weights")
def test_picture_the_network_gets_is_what_framing_gives(app):
    page = app.run()
    wide = np.random.default_rng(4).integers(0, 256, (48, 64, 3), np.uint8)
    for given in (draw_sample(state.DEFAULT_SAMPLE), wide):
        if given is wide:
            file = io.BytesIO()
            Image.fromarray(wide).save(file, "PNG")
            page.file_uploader[0].upload("wide.png", file.getvalue(), "image/png").run()
        current, expected = page.session_state["current_picture"], frame_image(given).image
        assert expected.shape == (32, 32, 3)
        np.testing.assert_array_equal(current.framed.image, expected)
        np.testing.assert_array_equal(current.network_input[0], expected)
