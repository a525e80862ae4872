"""Familiarity: two scores joined, and read as a share of held-out pictures."""

import numpy as np
import pytest

from cifar_demo.inference.familiarity import FALSE_ALARM_RATE, Familiarity
from cifar_demo.metrics.detection import Neighbours

GENERATOR = np.random.default_rng(0)
# Familiar pictures: features near one direction, one strong logit.
TRAIN = (GENERATOR.normal(0, 0.1, (50, 4)) + [1, 0, 0, 0]).astype(np.float32)
HELD_OUT = (GENERATOR.normal(0, 0.1, (400, 4)) + [1, 0, 0, 0]).astype(np.float32)
LOGITS = GENERATOR.normal(0, 1, (400, 10)).astype(np.float32) + 5 * np.eye(10, dtype=np.float32)[0]


@pytest.fixture(scope="module")
def familiarity():
    return Familiarity.fit(TRAIN, LOGITS, HELD_OUT)


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
    elsewhere = np.array([[0, 0, 0, 1]], np.float32)
    weak = np.zeros((1, 10), np.float32)
    assert familiarity.score(*usual) > familiarity.threshold
    assert familiarity.score(usual[0], elsewhere) < familiarity.threshold
    assert familiarity.score(weak, usual[1]) < familiarity.threshold


def test_it_comes_back_from_its_arrays(familiarity):
    again = Familiarity.from_arrays(familiarity.to_arrays())
    np.testing.assert_array_equal(again.score(LOGITS, HELD_OUT), familiarity.score(LOGITS, HELD_OUT))
    assert again.threshold == familiarity.threshold


def test_directions_are_stored_in_bytes_that_keep_the_cosines():
    features = GENERATOR.gamma(1, 1, (60, 320)).astype(np.float32)
    exact = Neighbours.fit(features, k=5).score(features)
    stored = Familiarity.fit(features, LOGITS[:60], features).to_arrays()["directions"]
    assert stored.dtype == np.int8
    np.testing.assert_allclose(Neighbours.fit(stored.astype(np.float32), k=5).score(features), exact, atol=3e-3)


def test_a_network_that_answers_everything_alike_still_has_a_score():
    alike = Familiarity.fit(
        np.zeros((50, 4), np.float32), np.ones((400, 10), np.float32), np.zeros((400, 4), np.float32)
    )
    assert alike.score(np.ones((2, 10), np.float32), np.zeros((2, 4), np.float32)).tolist() == pytest.approx(
        [0, 0], abs=0.1
    )
