"""The benchmark of training, on the smallest network and a single step."""

import pytest

from benchmarks import training


def test_it_trains_and_compares_with_the_matrix_product(monkeypatch):
    for name, value in {"NETWORK": "lenet", "ROUNDS": 1, "STEPS": 1}.items():
        monkeypatch.setattr(training, name, value)
    monkeypatch.setattr(training, "matrix_product_rate", lambda: 1e11)
    rates, peaks, flop, waited = training.measure("float32")
    assert rates.shape == waited.shape == (1,)
    assert rates[0] > 0
    assert peaks[0] == pytest.approx(1e11)
    assert flop == 2 * (3 * 651_720 - 352_800)  # The first convolution needs no gradient of the picture.
