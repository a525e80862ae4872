"""Mixtures on hand-worked probabilities."""

import numpy as np
import pytest

from cifar_demo.metrics.mixture import disagreement, fit_shares, mix


def nll(shares, given) -> float:
    return float(-np.log(np.asarray(shares) @ given).mean())


def test_the_only_network_gets_everything():
    assert fit_shares(np.array([[0.3, 0.9]], np.float32)).tolist() == [1.0]


def test_a_network_that_is_always_worse_gets_nothing():
    shares = fit_shares(np.array([[0.9, 0.8, 0.7], [0.5, 0.4, 0.3]], np.float32))
    np.testing.assert_allclose(shares, [1, 0], atol=1e-4)


def test_two_that_are_right_by_turns_share():
    np.testing.assert_allclose(fit_shares(np.array([[0.9, 0.1], [0.1, 0.9]], np.float32)), [0.5, 0.5], atol=1e-5)


def test_worked_example():
    """Of the three pictures one network knows two, the other one: s maximises 2 log(.8 s + .2) + log(.8 (1-s) + .2)."""
    given = np.array([[1.0, 1.0, 0.2], [0.2, 0.2, 1.0]], np.float32)
    # Derivative zero: 1.6 / (.8 s + .2) = .8 / (1 - .8 s), so 2 (1 - .8 s) = .8 s + .2 and s = 0.75.
    np.testing.assert_allclose(fit_shares(given), [0.75, 0.25], atol=1e-4)


def test_no_shares_do_better_on_a_grid():
    given = np.random.default_rng(0).uniform(0.01, 1, (3, 200)).astype(np.float32)
    fitted = fit_shares(given)
    assert fitted.sum() == pytest.approx(1) and (fitted >= 0).all()
    steps = np.linspace(0, 1, 21)
    grid = [(a, b, 1 - a - b) for a in steps for b in steps if a + b <= 1]
    assert nll(fitted, given) <= min(nll(shares, given) for shares in grid) + 1e-7


def test_nothing_to_fit_is_refused():
    with pytest.raises(ValueError, match="a network and a picture or more"):
        fit_shares(np.zeros((2, 0), np.float32))


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
