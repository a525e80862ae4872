"""Probabilities, likelihood and calibration on hand-worked logits."""

import numpy as np
import pytest

from cifar_demo.metrics.calibration import (
    answered_shares,
    calibration_error_by_chance,
    expected_calibration_error,
    fit_temperature,
    log_softmax,
    negative_log_likelihood,
    reliability_bins,
    share_right,
    softmax,
)
from cifar_demo.results import AnsweredShare, ReliabilityBin

LOG_3_TO_1 = np.log(np.array([[3, 1]], np.float32))


def test_softmax_of_log_odds():
    np.testing.assert_allclose(softmax(LOG_3_TO_1), [[0.75, 0.25]], rtol=1e-6)


def test_temperature_two_takes_the_square_root_of_the_odds():
    odds = np.sqrt(3)
    np.testing.assert_allclose(softmax(LOG_3_TO_1, temperature=2), [[odds / (odds + 1), 1 / (odds + 1)]], rtol=1e-6)


def test_huge_logits_do_not_overflow():
    np.testing.assert_allclose(softmax(np.array([[1e4, 0, -1e4]], np.float32)), [[1, 0, 0]])
    np.testing.assert_allclose(log_softmax(np.array([[1e4, 0]], np.float32)), [[0, -1e4]])


@pytest.mark.parametrize("temperature", [0.0, -1.0, float("nan")])
def test_temperature_must_be_positive(temperature):
    with pytest.raises(ValueError, match="temperature must be positive"):
        softmax(LOG_3_TO_1, temperature=temperature)


def test_likelihood_of_guessing_among_ten():
    assert negative_log_likelihood(np.zeros((4, 10), np.float32), np.arange(4)) == pytest.approx(np.log(10))


def test_likelihood_of_a_three_to_one_answer():
    assert negative_log_likelihood(LOG_3_TO_1, np.array([1])) == pytest.approx(np.log(4))


def error_of(probs, labels):
    return expected_calibration_error(reliability_bins(np.array(probs, np.float32), np.array(labels)))


def test_bins_count_answers_by_confidence():
    probs = np.array([[0.9, 0.1], [0.8, 0.2], [0.6, 0.4], [0.5, 0.5]], np.float32)
    bins = reliability_bins(probs, np.array([0, 1, 0, 1]), num_bins=2)
    assert [(part.low, part.high, part.num_images) for part in bins] == [(0, 0.5, 1), (0.5, 1, 3)]
    assert bins[0].confidence == 0.5
    assert bins[0].accuracy == 0  # Of equal probabilities the first class is the answer; the second was true.
    assert bins[1].confidence == pytest.approx((0.9 + 0.8 + 0.6) / 3)
    assert bins[1].accuracy == pytest.approx(2 / 3)


def test_empty_bins_hold_nothing():
    bins = reliability_bins(np.array([[1, 0]], np.float32), np.array([0]))
    assert len(bins) == 15
    assert [part.num_images for part in bins] == [0] * 14 + [1]
    assert (bins[0].confidence, bins[0].accuracy) == (0, 0)


def test_calibration_error_is_the_gap_weighted_by_bin():
    # Two answers at 0.9, one right: gap 0.4 on 2 of 3. One at 0.6, right: gap 0.4 on 1 of 3.
    assert error_of([[0.9, 0.1], [0.9, 0.1], [0.6, 0.4]], [0, 1, 0]) == pytest.approx(0.4)


def test_gaps_of_different_bins_do_not_cancel():
    assert error_of([[0.95, 0.05], [0.55, 0.45]], [1, 0]) == pytest.approx((0.95 + 0.45) / 2)


def test_certain_and_right_is_perfect():
    assert error_of([[1, 0]], [0]) == 0


def bins_of(*counts_and_shares):
    width = 1 / len(counts_and_shares)
    return tuple(
        ReliabilityBin(place * width, (place + 1) * width, count, (place + 0.5) * width, share)
        for place, (count, share) in enumerate(counts_and_shares)
    )


def test_share_right_is_that_of_the_bin():
    bins = bins_of((0, 0), (100, 0.4), (100, 0.9))
    assert share_right(bins, 0.5) == pytest.approx(0.4)
    assert share_right(bins, 1.0) == pytest.approx(0.9)


def test_a_bin_of_few_pictures_is_joined_with_its_neighbours():
    bins = bins_of((0, 0), (10, 0.5), (30, 0.9))
    assert share_right(bins, 0.5, min_images=20) == pytest.approx((10 * 0.5 + 30 * 0.9) / 40)
    assert share_right(bins, 0.1, min_images=5) == pytest.approx(0.5)


@pytest.mark.parametrize("factor", [0.5, 1.0, 3.0])
def test_fitted_temperature_undoes_scaled_logits(factor):
    generator = np.random.default_rng(0)
    logits = generator.normal(0, 2, (20_000, 10)).astype(np.float32)
    labels = np.array([generator.choice(10, p=p / p.sum()) for p in softmax(logits).astype(np.float64)])
    assert fit_temperature(logits * np.float32(factor), labels) == pytest.approx(factor, rel=0.03)


def test_error_by_chance_of_even_odds():
    """The number of heads in n throws is off by sqrt(2 / pi) standard deviations, sqrt(n / 4), on average."""
    probs = np.full((400, 2), 0.5, np.float32)
    assert calibration_error_by_chance(probs) == pytest.approx(np.sqrt(2 / np.pi) * 10 / 400)


def test_error_by_chance_is_what_a_perfectly_calibrated_network_shows():
    generator = np.random.default_rng(0)
    best = generator.uniform(0.5, 1, 3_000).astype(np.float32)
    probs = np.stack([best, 1 - best], axis=1)
    errors = [error_of(probs, (generator.random(3_000) > best).astype(np.int64)) for _ in range(100)]
    assert calibration_error_by_chance(probs) == pytest.approx(np.mean(errors), rel=0.05)


def test_certain_answers_leave_nothing_to_chance():
    assert calibration_error_by_chance(np.array([[1, 0], [0, 1]], np.float32)) == 0


def test_believing_only_sure_answers():
    probs = np.array([[0.9, 0.1], [0.2, 0.8], [0.6, 0.4], [0.5, 0.5]], np.float32)
    shares = answered_shares(probs, np.array([0, 1, 1, 0]), confidences=(0.0, 0.7, 0.95))
    assert shares == (AnsweredShare(0.0, 1.0, 0.75), AnsweredShare(0.7, 0.5, 1.0), AnsweredShare(0.95, 0.0, 0.0))
