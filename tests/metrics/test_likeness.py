import numpy as np
import pytest

from cifar_demo.metrics.likeness import rank_correlation, structural_similarity


def test_only_the_order_counts():
    values = np.array([1.0, 5.0, 2.0, 9.0])
    assert rank_correlation(values, np.exp(values)) == pytest.approx(1)
    assert rank_correlation(values, -values) == pytest.approx(-1)


def test_equal_values_share_their_mean_rank():
    # Ranks 1, 2.5, 2.5, 4 against 1, 2, 3, 4: 4.5 / sqrt(4.5 * 5).
    assert rank_correlation(np.array([0, 1, 1, 2]), np.array([0, 1, 2, 3])) == pytest.approx(4.5 / np.sqrt(22.5))


def test_without_an_order_there_is_no_correlation():
    assert rank_correlation(np.zeros(5), np.arange(5.0)) == 0


def test_equal_maps_are_alike_and_noise_is_not():
    generator = np.random.default_rng(0)
    one, other = generator.random((2, 32, 32)).astype(np.float32)
    assert structural_similarity(one, one) == pytest.approx(1)
    assert abs(structural_similarity(one, other)) < 0.2
    assert structural_similarity(one, 1 - one) < -0.5


def test_one_window_by_hand():
    one = np.zeros((7, 7), np.float32)
    other = np.ones((7, 7), np.float32)
    # Flat both: structure is 1, brightness is c1 / (1 + c1) with c1 = 0.0001.
    assert structural_similarity(one, other) == pytest.approx(1e-4 / (1 + 1e-4))
