"""The data set as a page: browse, averages, nearest pictures, the map."""

from dataclasses import replace
from html import escape

import numpy as np
import pytest

from cifar_demo.constants import CLASS_NAMES
from cifar_demo.ui import cache, dataset_cache, picture_state, state
from cifar_demo.ui.components import flat_map, neighbours
from cifar_demo.ui.components.picture_wall import STAY, open_picture
from cifar_demo.ui.pages import dataset as page_module
from tests.making import tiny_split
from tests.ui.conftest import html


@pytest.fixture
def splits(monkeypatch):
    """40 test and 60 training pictures in place of the real ones."""
    found = {"test": tiny_split(40, 3), "training": tiny_split(60, 4)}
    monkeypatch.setattr(dataset_cache, "pictures", found.__getitem__)
    monkeypatch.setattr(cache, "has_labelled_pictures", lambda: True)
    monkeypatch.setattr(flat_map, "COUNTS", (10, 40))
    monkeypatch.setattr(neighbours, "COUNTS", (30, 60))
    for kept in (dataset_cache.bank, dataset_cache.flat_map, dataset_cache.sheet, dataset_cache.class_means):
        kept.clear()
    yield found
    for kept in (dataset_cache.bank, dataset_cache.flat_map, dataset_cache.sheet, dataset_cache.class_means):
        kept.clear()


def texts(page) -> str:
    return "\n".join(element.value for element in (*page.markdown, *page.caption))


def open_tab(page, name: str):
    page.session_state["dataset_tabs"] = name
    return page.run()


@pytest.mark.usefixtures("nowhere")
def test_without_the_data_the_way_to_it_is_told(dataset):
    page = dataset.run()
    assert not page.exception
    assert "not on this machine yet" in texts(page)
    assert "With its pictures this page lets you" in texts(page)
    assert page.button(key="fetch_cifar10")
    assert not page.tabs


@pytest.mark.usefixtures("nowhere")
def test_who_runs_the_app_can_keep_it_from_fetching(dataset, monkeypatch):
    monkeypatch.setenv("CIFAR_DEMO_NO_FETCH", "1")
    page = dataset.run()
    assert not page.exception
    assert "has switched fetching them off" in texts(page)
    assert not [button for button in page.button if button.key == "fetch_cifar10"]


@pytest.mark.usefixtures("splits", "with_weights")
def test_classes_are_browsed_in_pages(dataset, monkeypatch):
    monkeypatch.setattr(page_module, "_PER_PAGE", 3)
    page = dataset.run()
    assert "1 to 3 of 4" in texts(page)
    page.button(key="next_pictures").click().run()
    assert "4 to 4 of 4" in texts(page)
    page.button(key="next_pictures").click().run()
    assert "1 to 3 of 4" in texts(page)
    page.button(key="previous_pictures").click().run()
    assert "4 to 4 of 4" in texts(page)
    assert not page.exception


@pytest.mark.usefixtures("splits", "with_weights")
@pytest.mark.parametrize(
    ("tab", "said"),
    [
        (page_module._MEANS, "laid over each other"),
        (page_module._HARD, "answers lie furthest apart"),
        (page_module._NEAREST, "point the same way"),
        (page_module._MAP, "principal components"),
    ],
)
def test_every_tab_opens(dataset, tab, said):
    page = open_tab(dataset.run(), tab)
    assert not page.exception
    assert said in texts(page)


@pytest.mark.usefixtures("splits", "with_weights")
def test_neighbours_are_counted_by_class(dataset):
    page = open_tab(dataset.run(), page_module._NEAREST)
    assert "Of the 12 nearest among 30:" in texts(page)
    page.segmented_control(key=state.NUM_SEARCHED).set_value(60).run()
    assert not page.exception
    assert "Of the 12 nearest among 60:" in texts(page)


@pytest.mark.usefixtures("splits", "with_weights")
def test_stopped_search_waits_until_it_is_wanted_again(dataset):
    dataset.query_params["network"] = "alexnet"
    page = dataset.run()
    page.session_state[state.STOPPED] = ("alexnet", "training", 30)
    page = open_tab(page, page_module._NEAREST)
    assert not page.exception
    assert "You stopped this" in texts(page)
    assert "nearest among" not in texts(page)
    page.button(key="go_on_training").click().run()
    assert not page.exception
    assert "nearest among 30:" in texts(page)


def test_neighbours_in_words():
    assert neighbours.said(np.array([8, 8, 3]), 1_000) == "Of the 3 nearest among 1,000: 2 ships, 1 cat."


@pytest.mark.usefixtures("splits", "with_weights")
def test_untrained_network_has_no_neighbours_and_says_so(dataset, tmp_path, monkeypatch):
    monkeypatch.setattr(cache, "WEIGHTS_FOLDER", tmp_path)
    cache.classifier.clear()
    page = open_tab(dataset.run(), page_module._NEAREST)
    assert not page.exception
    assert "not trained yet" in html(page)


def test_class_means_are_the_means(splits):
    means = dataset_cache.class_means()
    expected = splits["test"].images[splits["test"].labels == 3].mean(axis=0)
    np.testing.assert_allclose(means[3], expected, atol=0.5)


def test_picked_picture_becomes_the_current_one_with_its_label(splits, monkeypatch):
    session = {}
    monkeypatch.setattr(state.st, "session_state", session)
    open_picture(17, "training")
    current = picture_state.picture()
    np.testing.assert_array_equal(current.framed.image, splits["training"].images[17])
    assert current.truth == CLASS_NAMES[splits["training"].labels[17]]
    assert state.take_request() == "predict"
    session[state.OPENS] = STAY
    open_picture(3, "test")
    assert state.take_request() is None
    assert picture_state.picture().decoded.name == "CIFAR-10 test picture 3"


def test_flat_map_places_every_picture(splits, with_weights):
    bank = dataset_cache.bank("lenet", "test")
    bank.fill(40, lambda done, total: None)
    components, points = dataset_cache.flat_map("lenet", 40, bank)
    assert points.shape == (40, 2)
    np.testing.assert_allclose(components.project(bank.directions(40)), points, atol=1e-4)


@pytest.mark.usefixtures("splits", "with_weights")
def test_the_name_of_a_picture_is_shown_as_text(dataset):
    name = "![x](http://example.org/x.png) **b** <i>.png"
    page = dataset.run()
    page.session_state["current_picture"] = replace(
        page.session_state["current_picture"],
        decoded=replace(page.session_state["current_picture"].decoded, name=name),
    )
    page = open_tab(page, page_module._NEAREST)
    assert not page.exception
    assert "http://example.org" not in texts(page)
    assert f"Your picture now: {escape(name)}." in html(page)
