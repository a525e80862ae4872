"""The CIFAR-10 test set as a source of pictures."""

import numpy as np
import pytest

from cifar_demo.constants import CLASS_NAMES
from cifar_demo.dataset.cifar10 import Split
from cifar_demo.ui import cache, state
from cifar_demo.ui.components import sources
from cifar_demo.ui.components.labelled import find_wrong
from tests.making import tiny_split
from tests.ui.conftest import html


@pytest.fixture
def pictures(monkeypatch) -> Split:
    found = tiny_split(200, 3)
    monkeypatch.setattr(cache, "labelled_pictures", lambda: found)
    monkeypatch.setattr(cache, "has_labelled_pictures", lambda: True)
    return found


@pytest.fixture
def page(app, with_weights, pictures):
    return app.run().segmented_control(key=state.SOURCE).set_value(sources.LABELLED).run()


def current(page) -> state.CurrentPicture:
    return page.session_state["current_picture"]


def test_number_brings_the_picture_and_its_label(page, pictures):
    page.number_input(key="labelled_number").set_value(17).run()
    assert not page.exception
    truth = CLASS_NAMES[pictures.labels[17]]
    np.testing.assert_array_equal(current(page).framed.image, pictures.images[17])
    assert current(page).truth == truth
    assert f"CIFAR-10 test picture 17. Its label says: a{'n' * (truth[0] == 'a')} {truth}." in html(page)


def test_surprise_and_classes_work(page):
    page.button(key="surprise").click().run()
    assert not page.exception
    assert current(page).truth in CLASS_NAMES
    page.selectbox(key="labelled_class").select("frog").run()
    page.button(key="more_labelled").click().run()
    assert not page.exception


def test_one_it_gets_wrong_is_answered_wrongly(page, pictures):
    page.button(key="surprise_wrong").click().run()
    assert not page.exception
    shown = cache.prediction(page.session_state[state.NETWORK], current(page).framed.image)
    assert shown.top_k[0].class_name != current(page).truth


def test_search_ends_where_all_answers_are_right(pictures):
    class Perfect:
        def logits(self, images):
            order = [int(np.flatnonzero((pictures.images == image).all(axis=(1, 2, 3)))[0]) for image in images]
            return np.eye(10, dtype=np.float32)[pictures.labels[order]]

    assert find_wrong(pictures, Perfect(), np.arange(len(pictures))) is None


@pytest.mark.usefixtures("with_weights", "nowhere")
def test_without_the_data_the_way_is_not_offered(app):
    page = app.run()
    assert sources.LABELLED not in page.segmented_control(key=state.SOURCE).options
    assert not page.exception


@pytest.mark.usefixtures("with_weights")
def test_folder_that_is_named_but_empty_is_no_reason_to_break(app, tmp_path, monkeypatch):
    monkeypatch.setenv("CIFAR10_DIR", str(tmp_path))
    page = app.run()
    assert sources.LABELLED not in page.segmented_control(key=state.SOURCE).options
    assert not page.exception


@pytest.mark.usefixtures("with_weights")
def test_incomplete_data_are_said_to_be_so(app, tmp_path, monkeypatch):
    (tmp_path / "data_batch_1").write_bytes(b"")
    monkeypatch.setenv("CIFAR10_DIR", str(tmp_path))
    cache.labelled_pictures.clear()
    page = app.run().segmented_control(key=state.SOURCE).set_value(sources.LABELLED).run()
    assert not page.exception
    assert "CIFAR-10 is incomplete" in html(page)
