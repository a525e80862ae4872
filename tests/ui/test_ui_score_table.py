import numpy as np
import pytest

from cifar_demo.constants import CLASS_NAMES
from cifar_demo.metrics.calibration import softmax
from cifar_demo.results import Prediction
from cifar_demo.ui import road_words, state, words
from cifar_demo.ui.components.score_table import score_rows, view_rows
from tests.ui.conftest import html

LOGITS = np.array([0.3, -1.2, 2.5, 0.1, 0.0, -3.0, 1.1, 0.9, -0.5, 2.4], np.float32)


def test_columns_add_up_and_the_best_class_is_on_top():
    probs = softmax(LOGITS[None], temperature=2.0)[0]
    rows = score_rows(Prediction("lenet", LOGITS, probs[None], probs, (), 0.0), 2.0)
    assert rows[0][:2] == ("bird", "2.50")
    assert (rows[0][3], rows[-1][2], rows[-1][4]) == ("1.25", "100.0%", "100.0%")
    assert {row[0] for row in rows[:-1]} == set(CLASS_NAMES)
    for column in (2, 4):
        shares = [float(row[column].rstrip("%")) for row in rows[:-1]]
        assert sum(shares) == pytest.approx(100)
        assert shares == sorted(shares, reverse=True)
    assert float(rows[0][4].rstrip("%")) == pytest.approx(100 * probs[2], abs=0.1)


def test_views_are_averaged_in_percentages_not_in_scores():
    sure, unsure = np.eye(10, dtype=np.float32)[2], np.full(10, 0.1, np.float32)
    views = np.stack([sure, unsure])
    rows = view_rows(Prediction("lenet", LOGITS, views, views.mean(axis=0), (), 0.0))
    assert rows[0] == ("bird", "100.0%", "10.0%", "55.0%")
    assert set(rows[1:-1]) == {(name, "0.0%", "10.0%", "5.0%") for name in CLASS_NAMES if name != "bird"}
    assert rows[-1] == ("all ten", "100.0%", "100.0%", "100.0%")


@pytest.mark.usefixtures("with_weights")
def test_tables_stand_on_the_page(app):
    page = app.run()
    assert "score ÷ 1.50" in html(page)  # the temperature of the untrained card
    assert html(page).count('<th scope="row">') == 2 * (len(CLASS_NAMES) + 1)
    page.toggle(key=state.HAS_VIEWS).set_value(False).run()
    assert html(page).count('<th scope="row">') == len(CLASS_NAMES) + 1


@pytest.mark.parametrize(("num_views", "text"), [(2, "The other goes the same way"), (6, "The other 5 go the same")])
def test_views_are_counted_in_words(num_views, text):
    assert text in road_words.how_views_are_averaged(num_views)


@pytest.mark.parametrize(("temperature", "text"), [(1.2, "too sure"), (0.8, "not sure enough")])
def test_temperature_in_words(temperature, text):
    assert text in words.how_scores_become_shares(temperature)
