"""Accuracy and its relatives on hand-worked scores."""

import numpy as np
import pytest

from cifar_demo.metrics.classification import (
    accuracy,
    confusion_matrix,
    precision_per_class,
    recall_per_class,
    top_k_accuracy,
    wilson_interval,
)

SCORES = np.array([[3, 2, 1], [1, 3, 2], [3, 2, 1], [1, 2, 3]], np.float32)
LABELS = np.array([0, 2, 2, 2])


def test_accuracy_counts_best_scores():
    assert accuracy(SCORES, LABELS) == 0.5


@pytest.mark.parametrize(("k", "expected"), [(1, 0.5), (2, 0.75), (3, 1.0)])
def test_top_k_accuracy(k, expected):
    assert top_k_accuracy(SCORES, LABELS, k=k) == expected


def test_of_equal_scores_the_lower_class_is_the_answer():
    assert accuracy(np.ones((2, 3), np.float32), np.array([0, 1])) == 0.5


def test_nothing_to_count_is_refused():
    with pytest.raises(ValueError, match="N > 0"):
        accuracy(np.zeros((0, 3), np.float32), np.array([], np.int64))


def test_rows_are_true_classes_and_columns_answers():
    confusion = confusion_matrix(np.array([0, 1, 0, 2]), np.array([0, 2, 2, 2]), 3)
    np.testing.assert_array_equal(confusion, [[1, 0, 0], [0, 0, 0], [1, 1, 1]])


def test_recall_and_precision_per_class():
    confusion = np.array([[1, 0, 0], [0, 0, 0], [1, 1, 2]])
    np.testing.assert_allclose(recall_per_class(confusion), [1, 0, 0.5])
    np.testing.assert_allclose(precision_per_class(confusion), [0.5, 0, 1])


def test_wilson_interval_of_a_worked_example():
    """50 of 100: (0.5 + 3.8415 / 200) / 1.038415 is the middle, 1.96 sqrt(0.0025 + 3.8415 / 40,000) / 1.038."""
    assert wilson_interval(0.5, 100) == pytest.approx((0.40383, 0.59617), abs=1e-5)


@pytest.mark.parametrize("share", [0.0, 0.1, 0.9, 1.0])
def test_wilson_interval_holds_the_share_and_stays_a_share(share):
    low, high = wilson_interval(share, 20)
    assert 0 <= low <= share + 1e-12 and share - 1e-12 <= high <= 1
    assert low < high


@pytest.mark.parametrize(("share", "count"), [(0.5, 0), (1.1, 10)])
def test_wilson_interval_of_nothing_is_refused(share, count):
    with pytest.raises(ValueError, match="of one picture or more"):
        wilson_interval(share, count)
