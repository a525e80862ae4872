"""Agreement of networks on hand-worked answers."""

import numpy as np
import pytest

from cifar_demo.metrics.agreement import disagreement, wrong_for_all
from cifar_demo.results import LabelledPredictions

LABELS = np.array([0, 0, 1, 2])


def answers(classes, confidences=(1.0, 1.0, 1.0, 1.0)) -> LabelledPredictions:
    return LabelledPredictions(np.array(classes), np.array(confidences, np.float32), LABELS)


def test_pictures_wrong_for_all_come_surest_first():
    one, other = answers([1, 0, 3, 4], (0.5, 1, 0.9, 0.9)), answers([2, 3, 3, 4], (0.5, 1, 0.9, 0.7))
    assert wrong_for_all([one, other]).tolist() == [2, 3, 0]


def test_one_network_that_is_right_is_enough():
    assert wrong_for_all([answers([0, 1, 1, 2]), answers([1, 1, 3, 3])]).tolist() == [1]


def test_disagreement_is_the_entropy_of_the_votes():
    one, other = answers([0, 1, 1, 5]), answers([0, 2, 1, 6], (1, 1, 1, 1 / 3))
    quarter = -(0.75 * np.log(0.75) + 0.25 * np.log(0.25))
    assert disagreement([one, other]) == pytest.approx([0, np.log(2), 0, quarter], abs=1e-6)
