import json

import pytest

from cifar_demo.ui import state
from tests.ui.conftest import html


@pytest.mark.usefixtures("with_weights")
def test_report_shows_every_chart_with_words_and_offers_the_file(report):
    page = report.run()
    assert not page.exception
    charts = page.get("plotly_chart")
    assert len(charts) >= 6
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
