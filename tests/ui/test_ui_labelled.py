"""The CIFAR-10 test set as a source of pictures."""

import json
import threading
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from cifar_demo.constants import CLASS_NAMES
from cifar_demo.dataset import cifar10
from cifar_demo.dataset.cifar10 import Split, cache_folder
from cifar_demo.dataset.fetch import Step
from cifar_demo.image.framing import DEFAULT_VIEWS
from cifar_demo.ui import cache, picture_state, state
from cifar_demo.ui import fetching as fetching_module
from cifar_demo.ui.choices import Framing
from cifar_demo.ui.components import sources
from cifar_demo.ui.components.labelled import find_wrong
from cifar_demo.ui.fetching import STOPPED, Fetching
from tests.dataset.served import PER_FILE, served_archive, wait_until_done
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


def current(page) -> picture_state.CurrentPicture:
    return page.session_state["current_picture"]


def test_number_brings_the_picture_and_its_label(page, pictures):
    page.number_input(key="labelled_number").set_value(17).run()
    assert not page.exception
    truth = CLASS_NAMES[pictures.labels[17]]
    np.testing.assert_array_equal(current(page).framed.image, pictures.images[17])
    assert current(page).truth == truth
    assert f"CIFAR-10 test picture 17. Its label says: a{'n' * (truth[0] == 'a')} {truth}." in html(page)


def hints(page) -> list[str]:
    """What the strip of the class says of its pictures."""
    sent = [json.loads(element.proto.json) for element in page.get("bidi_component") if element.proto.json]
    (items,) = [data["items"] for data in sent if data.get("label", "").startswith("Test pictures")]
    return [item["hint"] for item in items]


def test_surprise_and_classes_work(page, pictures):
    page.button(key="surprise").click().run()
    assert not page.exception
    assert current(page).truth in CLASS_NAMES
    page.selectbox(key="labelled_class").select("frog").run()
    first = hints(page)
    page.button(key="more_labelled").click().run()
    assert not page.exception
    frogs = [f"frog, test picture {index}" for index in np.flatnonzero(pictures.labels == CLASS_NAMES.index("frog"))]
    assert [first, hints(page)] == [frogs[:18], frogs[18:36] or frogs[:18]]


def test_one_it_gets_wrong_is_answered_wrongly(page, pictures):
    page.toggle(key=state.HAS_VIEWS).set_value(False).run()
    page.button(key="surprise_wrong").click().run()
    assert not page.exception
    shown = cache.prediction(page.session_state[state.NETWORK], current(page).framed.image)
    assert current(page).truth in CLASS_NAMES
    assert shown.top_k[0].class_name != current(page).truth


def test_one_it_gets_wrong_is_wrong_for_all_views_together(page, pictures):
    network = page.session_state[state.NETWORK]
    page.button(key="surprise_wrong").click().run()
    assert not page.exception
    assert current(page).network_input.shape == (DEFAULT_VIEWS, 32, 32, 3)
    assert current(page).truth in CLASS_NAMES
    assert cache.prediction(network, current(page).network_input).top_k[0].class_name != current(page).truth


def test_picture_whose_views_are_right_together_is_passed_over(pictures):
    class Doubting:
        """Wrong on the picture as it is, right on all views of any but the fourth."""

        def logits(self, images):
            return np.zeros((len(images), 10), np.float32) - np.arange(10)  # Always the first class.

        def predict(self, images):
            truths = [int(pictures.labels[i]) for i in range(20) if np.array_equal(pictures.images[i], images[0])]
            index = 0 if truths == [int(pictures.labels[4])] else truths[0]
            return SimpleNamespace(top_k=[SimpleNamespace(class_name=CLASS_NAMES[index])])

    order = np.flatnonzero(pictures.labels[:20] != 0)
    assert find_wrong(pictures, Doubting(), order, Framing(num_views=1)) == order[0] == 1
    assert find_wrong(pictures, Doubting(), order, Framing(num_views=2)) == 4


def test_search_ends_where_all_answers_are_right(pictures):
    class Perfect:
        def logits(self, images):
            order = [int(np.flatnonzero((pictures.images == image).all(axis=(1, 2, 3)))[0]) for image in images]
            return np.eye(10, dtype=np.float32)[pictures.labels[order]]

    assert find_wrong(pictures, Perfect(), np.arange(len(pictures))) is None


@pytest.fixture
def without_data(app, with_weights, nowhere, monkeypatch):
    """The page on a machine without CIFAR-10, with an archive of a few pictures to fetch."""
    monkeypatch.setattr(cifar10, "IMAGES_PER_FILE", PER_FILE)
    cache.labelled_pictures.clear()
    with served_archive(nowhere) as archive:
        fetching = Fetching(archive)
        monkeypatch.setattr(cache, "fetching", lambda: fetching)
        yield app.run().segmented_control(key=state.SOURCE).set_value(sources.LABELLED).run(), fetching
    cache.labelled_pictures.clear()


def test_without_the_data_they_are_fetched_when_the_button_is_pressed_and_not_before(without_data):
    page, fetching = without_data
    assert not page.exception
    assert fetching.step is None
    assert not cache_folder().exists()
    page.button(key="fetch_cifar10").click().run()
    wait_until_done(fetching)
    assert fetching.trouble is None
    page.run()
    assert not page.exception
    page.number_input(key="labelled_number").set_value(3).run()
    assert current(page).decoded.name == "CIFAR-10 test picture 3"


def test_trouble_with_fetching_is_told_and_the_button_stays(without_data):
    page, fetching = without_data
    fetching.archive = replace(fetching.archive, md5="0" * 32)
    page.button(key="fetch_cifar10").click().run()
    wait_until_done(fetching)
    page.run()
    assert not page.exception
    assert "is not CIFAR-10: its checksum is" in html(page)
    assert page.button(key="fetch_cifar10")


def test_stopped_fetch_says_so(tmp_path, monkeypatch):
    """The fetch waits until Stop was pressed, and tells of a step then: neither is quicker than the other."""
    is_stopped = threading.Event()

    def fetch_slowly(folder, tell, archive):
        is_stopped.wait(60)
        tell(Step("Fetching", 1, 2))

    monkeypatch.setattr(fetching_module, "fetch_cifar10", fetch_slowly)
    fetching = Fetching()
    fetching.start(tmp_path)
    assert fetching.is_running
    fetching.stop()
    is_stopped.set()
    wait_until_done(fetching)
    fetching.raise_fault()
    assert fetching.trouble == STOPPED
    assert fetching.step is None


@pytest.mark.usefixtures("with_weights")
def test_folder_that_is_named_but_empty_is_told_in_a_sentence(app, tmp_path, monkeypatch):
    monkeypatch.setenv("CIFAR10_DIR", str(tmp_path))
    page = app.run().segmented_control(key=state.SOURCE).set_value(sources.LABELLED).run()
    assert not page.exception
    assert "CIFAR10_DIR says" in html(page)


@pytest.mark.usefixtures("with_weights")
def test_incomplete_data_are_said_to_be_so(app, tmp_path, monkeypatch):
    (tmp_path / "data_batch_1").write_bytes(b"")
    monkeypatch.setenv("CIFAR10_DIR", str(tmp_path))
    cache.labelled_pictures.clear()
    page = app.run().segmented_control(key=state.SOURCE).set_value(sources.LABELLED).run()
    assert not page.exception
    assert "CIFAR-10 is incomplete" in html(page)
