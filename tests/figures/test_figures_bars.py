import numpy as np
import pytest

from cifar_demo.constants import CLASS_NAMES
from cifar_demo.figures.bars import as_percent, as_score, logit_bars, probability_bars, unit_bars
from cifar_demo.figures.theme import ACCENT, MUTED
from cifar_demo.results import Prediction, ScoredClass


@pytest.fixture
def prediction() -> Prediction:
    probs = np.array([0.0, 0.1, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.9, 0.0], np.float32)
    order = np.argsort(-probs, kind="stable")
    top_k = tuple(ScoredClass(CLASS_NAMES[index], float(probs[index])) for index in order)
    return Prediction("tiny", np.zeros(10, np.float32), probs[None], probs, top_k, 0.001)


@pytest.mark.parametrize("k", [1, 3, 10])
def test_one_bar_an_answer_best_first_and_only_the_best_stands_out(prediction, k):
    bars = probability_bars(prediction, k).data[0]
    assert len(bars.x) == len(bars.y) == k
    assert bars.y[0] == "ship"
    assert list(bars.marker.color) == [ACCENT] + [MUTED] * (k - 1)
    assert bars.text[0] == "90.0%"


@pytest.mark.parametrize(
    ("probability", "text"),
    [(0.0, "0.0%"), (0.0004, "under 0.1%"), (0.5, "50.0%"), (0.99951, "over 99.9%"), (1.0, "100.0%")],
)
def test_percentages_never_claim_certainty_by_rounding(probability, text):
    assert as_percent(probability) == text


def test_logits_stand_in_the_order_of_the_classes_with_room_on_both_sides():
    figure = logit_bars(np.array([-4, 0, 0, 0, 0, 0, 0, 0, 6, 0], np.float32))
    assert tuple(figure.data[0].y) == CLASS_NAMES
    low, high = figure.layout.xaxis.range
    assert low < -4 and high > 6


def test_equal_logits_still_have_a_range():
    low, high = logit_bars(np.zeros(10, np.float32)).layout.xaxis.range
    assert low < high


def test_one_bar_a_unit():
    assert list(unit_bars(np.array([0.5, -1], np.float32)).data[0].y) == [0.5, -1.0]


@pytest.mark.parametrize(
    ("value", "text"), [(-0.04, "0.0"), (-0.06, "−0.1"), (-12.0, "−12.0"), (0.0, "0.0"), (3.14, "3.1")]
)
def test_scores_have_a_real_minus_and_no_negative_nothing(value, text):
    assert as_score(value) == text
    assert text in logit_bars(np.full(10, value, np.float32)).data[0].text
