import numpy as np
import pytest

from cifar_demo.figures.shares import rounded_shares


@pytest.mark.parametrize("shares", [[1, 1, 1], [0.333, 0.333, 0.334], [1, 0, 0], [0.0004, 0.0004, 0.9992]])
def test_rounded_shares_make_the_whole(shares):
    rounded = rounded_shares(np.array(shares, np.float32))
    assert sum(rounded) == 1000
    exact = np.array(shares) / np.sum(shares) * 1000
    assert np.abs(np.array(rounded) - exact).max() < 1


def test_largest_remainder_gets_what_is_missing():
    assert rounded_shares(np.array([0.5, 0.26, 0.24], np.float32), parts=10) == (5, 3, 2)
