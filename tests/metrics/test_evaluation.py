"""All figures together, on answers that can be counted by hand."""

import numpy as np
import pytest

from cifar_demo.metrics.evaluation import evaluate_logits


def test_figures_of_one_right_and_one_wrong_answer():
    logits = np.zeros((2, 10), np.float32)
    logits[:, 3] = 1000  # Both times "cat", certain.
    figures = evaluate_logits(logits, np.array([3, 5]), temperature=100)
    assert figures.num_images == 2
    assert figures.accuracy == 0.5
    assert figures.nll == pytest.approx((0 + 10) / 2, abs=1e-3)
    assert figures.ece == pytest.approx(0.5, abs=1e-3)
    assert figures.per_class["cat"] == 1
    assert figures.per_class["dog"] == 0
    assert (figures.precision_per_class["cat"], figures.precision_per_class["dog"]) == (0.5, 0)
    assert (figures.confusion[3][3], figures.confusion[5][3]) == (1, 1)
    assert sum(map(sum, figures.confusion)) == 2
    assert figures.nll_uncalibrated == pytest.approx(1000 / 2)
    # All other logits are equal: "dog" (5) comes after 0, 1, 2 and 4.
    assert (figures.top2_accuracy, figures.top3_accuracy) == (0.5, 0.5)
    assert figures.reliability[-1].num_images == 2
    assert [part.share for part in figures.by_confidence] == [1.0] * 8
    assert [part.accuracy for part in figures.by_confidence] == [0.5] * 8
    assert figures.ece_by_chance == pytest.approx(0, abs=0.02)  # So sure that nothing scatters.
