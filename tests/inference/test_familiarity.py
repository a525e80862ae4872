"""Familiarity: two scores joined, and read as a share of held-out pictures."""

import numpy as np
import pytest

from cifar_demo.inference.familiarity import FALSE_ALARM_RATE, Familiarity
from cifar_demo.metrics.detection import Borders

GENERATOR = np.random.default_rng(0)
# Familiar pictures have one strong feature of twelve; the last layer reads off the first ten.
KERNEL = np.eye(12, 10, dtype=np.float32)
STRONG = 5 * np.eye(10, 12, dtype=np.float32)[np.arange(400) % 10]
HELD_OUT = np.abs(GENERATOR.normal(0, 0.5, (400, 12)) + STRONG).astype(np.float32)
LOGITS = HELD_OUT @ KERNEL
BORDERS = Borders.fit(KERNEL, HELD_OUT[:50])


@pytest.fixture(scope="module")
def familiarity():
    return Familiarity.fit(BORDERS, LOGITS, HELD_OUT)


def test_scores_of_held_out_pictures_average_to_nothing(familiarity):
    assert familiarity.score(LOGITS, HELD_OUT).mean() == pytest.approx(0, abs=1e-4)


def test_one_in_twenty_held_out_pictures_is_refused(familiarity):
    refused = familiarity.score(LOGITS, HELD_OUT) < familiarity.threshold
    assert refused.mean() == pytest.approx(FALSE_ALARM_RATE, abs=0.005)


def test_share_below_is_a_rank_among_held_out_pictures(familiarity):
    scores = familiarity.score(LOGITS, HELD_OUT)
    shares = familiarity.share_below(scores)
    assert shares.mean() == pytest.approx(0.5, abs=0.01)
    assert shares[scores.argmax()] == 1
    assert familiarity.share_below(np.array([-100, 100], np.float32)).tolist() == [0, 1]


def test_either_score_alone_can_refuse(familiarity):
    usual = (LOGITS[:1], HELD_OUT[:1])
    undecided = np.full((1, 10), 5, np.float32)
    elsewhere = HELD_OUT[:1] + 100 * np.eye(12, dtype=np.float32)[11]  # What the last layer does not look at.
    assert familiarity.score(*usual) > familiarity.threshold
    assert familiarity.score(undecided, usual[1]) < familiarity.threshold
    assert familiarity.score(usual[0], elsewhere) < familiarity.threshold


def test_it_comes_back_from_its_arrays(familiarity):
    again = Familiarity.from_arrays(familiarity.to_arrays())
    np.testing.assert_array_equal(again.score(LOGITS, HELD_OUT), familiarity.score(LOGITS, HELD_OUT))
    assert again.threshold == familiarity.threshold


def test_a_network_that_answers_everything_alike_still_has_a_score():
    dead, same = np.zeros((400, 4), np.float32), np.ones((400, 10), np.float32)
    alike = Familiarity.fit(Borders.fit(np.ones((4, 10), np.float32), dead), same, dead)
    assert alike.score(same[:2], dead[:2]).tolist() == pytest.approx([0, 0], abs=0.1)
