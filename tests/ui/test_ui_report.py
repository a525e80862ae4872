import json

import numpy as np
import pytest

from cifar_demo.results import LabelledPredictions
from cifar_demo.ui import cache, dataset_cache, state
from cifar_demo.ui.components import confusion_cell
from tests.making import tiny_split
from tests.ui.conftest import html


@pytest.mark.usefixtures("with_weights")
def test_report_shows_every_chart_with_words_and_offers_the_file(report):
    page = report.run()
    assert not page.exception
    charts = page.get("plotly_chart")
    assert len(charts) >= 8
    assert all(chart.proto.alt for chart in charts)
    assert "95 % sure" in "\n".join(element.value for element in page.markdown)
    assert [button.label for button in page.get("download_button")] == ["This report as one HTML file (about 5 MB)"]
    assert "python train_model.py --network" in page.code[0].value


@pytest.mark.usefixtures("with_weights")
def test_report_follows_the_network_that_is_picked(report):
    page = report.run()
    for name in ("lenet", "vggnet"):
        page.segmented_control(key=state.NETWORK).set_value(name).run()
        assert not page.exception
        assert f"--network {name}" in page.code[0].value
        assert any(f"{name}_confusion" in chart.proto.id for chart in page.get("plotly_chart"))


@pytest.mark.usefixtures("without_weights")
def test_untrained_network_has_no_report_and_says_so(report):
    page = report.run()
    assert not page.exception
    assert "not trained yet" in html(page)
    assert not page.get("plotly_chart")


@pytest.mark.usefixtures("with_weights")
def test_confusion_matrix_has_a_mark_to_click_in_every_cell(report):
    page = report.run()
    (chart,) = (chart for chart in page.get("plotly_chart") if "_confusion" in chart.proto.id)
    assert len(json.loads(chart.proto.spec)["data"][-1]["customdata"]) == 100


@pytest.fixture
def pictures(monkeypatch):
    """40 test pictures in place of the real ones."""
    found = tiny_split(40, 3)
    monkeypatch.setattr(dataset_cache, "pictures", {"test": found}.__getitem__)
    monkeypatch.setattr(cache, "has_labelled_pictures", lambda: True)
    return found


def test_cell_holds_its_pictures_the_surest_first():
    labels, answers = np.array([3, 3, 5, 3]), np.array([5, 5, 3, 3])
    predictions = LabelledPredictions(answers, np.array([0.6, 0.9, 1, 1], np.float32), labels)
    assert confusion_cell.behind_cell(predictions, 3, 5).tolist() == [1, 0]
    assert confusion_cell.behind_cell(predictions, 9, 9).tolist() == []


@pytest.mark.usefixtures("with_weights", "pictures")
def test_pictures_behind_a_cell_are_shown_where_the_data_are(report):
    page = report.run()
    page.selectbox(key="cell_shown").select("cat").run()
    page.selectbox(key="cell_answered").select("cat").run()
    assert not page.exception
    assert "2 cats answered rightly." in texts(page)
    page.selectbox(key="cell_answered").select("dog").run()
    assert "No cat was taken for a dog." in texts(page)
    (chart,) = (chart for chart in page.get("plotly_chart") if "_confusion" in chart.proto.id)
    (frame,) = json.loads(chart.proto.spec)["layout"]["shapes"]
    assert (frame["y0"], frame["x0"]) == (2.5, 4.5)


@pytest.mark.usefixtures("with_weights", "nowhere")
def test_without_the_data_the_report_is_whole_but_for_the_pictures(report):
    page = report.run()
    assert not page.exception
    assert "where CIFAR-10 is on the machine" in texts(page)
    assert len(page.get("plotly_chart")) >= 8


@pytest.mark.parametrize("said", [None, "x", [1], [3, 10], [-1, 2], {"a": 1}])
def test_nonsense_from_the_browser_chooses_no_cell(said, monkeypatch):
    session = {}
    monkeypatch.setattr(state.st, "session_state", session)
    confusion_cell._choose(said)
    assert not session


def texts(page) -> str:
    return "\n".join(element.value for element in page.markdown)
