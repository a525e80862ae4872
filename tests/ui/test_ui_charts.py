"""Charts on all pages: each is said in words for those who do not see it."""

import pytest

from tests.ui.test_ui_link import PAGES, page_of

AT_LEAST = {"predict": 2, "compare": 2, "report": 8}  # As pages open; more stand behind tabs and buttons.


@pytest.mark.usefixtures("with_weights")
@pytest.mark.parametrize("name", PAGES)
def test_every_chart_is_said_in_words(name):
    page = page_of(name)
    assert not page.exception
    charts = page.get("plotly_chart")
    assert len(charts) >= AT_LEAST.get(name, 0)
    assert [chart.proto.id for chart in charts if not chart.proto.alt.strip()] == []
