"""Mixtures on hand-worked probabilities."""

import numpy as np
import pytest

from cifar_demo.metrics.calibration import fit_temperature, negative_log_likelihood, softmax
from cifar_demo.metrics.mixture import as_logits, disagreement, fit_shares, mix


def two_classes(true_probs) -> tuple[np.ndarray, np.ndarray]:
    """Probabilities (M, N, 2) whose true class, always the first, gets what is given (M, N)."""
    given = np.array(true_probs, np.float32)
    return np.stack([given, 1 - given], axis=-1), np.zeros(given.shape[1], np.int64)


def calibrated_nll(shares, probs, labels) -> float:
    logits = as_logits(mix(probs, np.asarray(shares, np.float32)))
    return negative_log_likelihood(logits, labels, temperature=fit_temperature(logits, labels))


def test_the_only_network_gets_everything():
    assert fit_shares(*two_classes([[0.3, 0.9]])).tolist() == [1.0]


def test_a_network_that_knows_nothing_but_the_contrary_gets_nothing():
    shares = fit_shares(*two_classes([[0.9, 0.8, 0.7, 0.4], [0.3, 0.2, 0.1, 0.05]]))
    np.testing.assert_allclose(shares, [1, 0], atol=0.02)


def test_two_that_are_right_by_turns_share():
    np.testing.assert_allclose(fit_shares(*two_classes([[0.9, 0.4] * 5, [0.4, 0.9] * 5])), [0.5, 0.5], atol=1e-3)


def random_networks() -> tuple[np.ndarray, np.ndarray]:
    """Three networks, each better than the last, with mistakes of their own."""
    generator = np.random.default_rng(0)
    labels = generator.integers(0, 10, 300)
    logits = generator.normal(0, 1, (3, 300, 10)).astype(np.float32)
    for network, strength in enumerate((1.5, 2.0, 2.5)):
        logits[network, np.arange(300), labels] += strength
    return np.stack([softmax(each, temperature=fit_temperature(each, labels)) for each in logits]), labels


def test_no_shares_do_better_on_a_grid():
    probs, labels = random_networks()
    fitted = fit_shares(probs, labels)
    assert fitted.sum() == pytest.approx(1) and (fitted >= 0).all()
    steps = np.linspace(0, 1, 11)
    grid = [(a, b, 1 - a - b) for a in steps for b in steps if a + b <= 1 + 1e-9]
    assert calibrated_nll(fitted, probs, labels) <= min(calibrated_nll(each, probs, labels) for each in grid) + 2e-4


def test_together_they_are_better_than_the_best_alone():
    probs, labels = random_networks()
    best = min(calibrated_nll(row, probs, labels) for row in np.eye(3))
    assert calibrated_nll(fit_shares(probs, labels), probs, labels) < best - 0.05


def test_nothing_to_fit_is_refused():
    with pytest.raises(ValueError, match="a network and a picture or more"):
        fit_shares(np.zeros((2, 0, 10), np.float32), np.zeros(0, np.int64))


def test_mixing_keeps_probabilities():
    probs = np.array([[[1.0, 0.0]], [[0.0, 1.0]]], np.float32)
    np.testing.assert_allclose(mix(probs, np.array([0.25, 0.75], np.float32)), [[0.25, 0.75]])


def test_disagreement_is_nothing_where_all_say_the_same_and_log_two_where_two_contradict():
    half = np.array([0.5, 0.5], np.float32)
    same = np.array([[[0.7, 0.3]], [[0.7, 0.3]]], np.float32)
    contrary = np.array([[[1.0, 0.0]], [[0.0, 1.0]]], np.float32)
    assert disagreement(same, half) == pytest.approx([0], abs=1e-6)
    assert disagreement(contrary, half) == pytest.approx([np.log(2)], abs=1e-6)


def test_one_without_a_share_has_no_say():
    contrary = np.array([[[1.0, 0.0]], [[0.0, 1.0]]], np.float32)
    assert disagreement(contrary, np.array([1.0, 0.0], np.float32)) == pytest.approx([0], abs=1e-6)
