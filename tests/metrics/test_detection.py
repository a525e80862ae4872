"""Familiarity scores on hand-worked features."""

import numpy as np
import pytest

from cifar_demo.metrics.detection import (
    Borders,
    ClassMeans,
    Neighbours,
    area_under_roc,
    energy,
    max_logit,
    max_softmax,
    threshold_for,
)

LOGITS = np.log(np.array([[3, 1], [1, 1]], np.float32))


def test_scores_from_logits():
    np.testing.assert_allclose(max_softmax(LOGITS), [0.75, 0.5], rtol=1e-6)
    np.testing.assert_allclose(max_logit(LOGITS), [np.log(3), 0], atol=1e-6)
    np.testing.assert_allclose(energy(LOGITS), np.log([4, 2]), rtol=1e-6)
    np.testing.assert_allclose(energy(np.array([[1e4, 0]], np.float32)), [1e4])


def test_distance_counts_in_units_of_spread():
    # Two classes at x = 0 and 10, spread 1 along x and 2 along y.
    corners = np.array([[1, 2], [1, -2], [-1, 2], [-1, -2]], np.float32)
    features = np.concatenate([corners, corners + [10, 0]]).astype(np.float32)
    means = ClassMeans.fit(features, np.repeat([0, 1], 4), shrinkage=0)
    np.testing.assert_allclose(means.means, [[0, 0], [10, 0]])
    np.testing.assert_allclose(means.score(np.array([[0, 4], [8, 0], [0, 0]], np.float32)), [-4, -4, 0], atol=1e-5)


def test_shrinkage_keeps_empty_directions_finite():
    features = np.array([[1, 0], [-1, 0], [1, 0], [-1, 0]], np.float32)
    means = ClassMeans.fit(features, np.zeros(4, np.int64))
    assert np.isfinite(means.score(np.array([[0, 1]], np.float32))).all()


def test_neighbours_look_at_direction_only():
    neighbours = Neighbours.fit(np.array([[2, 0], [0, 5], [1, 1]], np.float32), k=2)
    np.testing.assert_allclose(neighbours.score(np.array([[7, 0], [0, 0]], np.float32)), [np.sqrt(0.5), 0], atol=1e-6)


def test_distance_to_borders_is_that_of_plane_geometry():
    # One border at x = 0 between two classes of opposite weights, whatever their size.
    features = np.array([[3, 1], [-0.5, 2], [0, 7]], np.float32)
    for size in (0.1, 40):
        kernel = size * np.array([[1, -1], [0, 0]], np.float32)
        borders = Borders.fit(kernel, np.array([[2, 4], [-2, -2]], np.float32))
        np.testing.assert_allclose(borders.distance(features @ kernel), [3, 0.5, 0], rtol=1e-5)
    np.testing.assert_allclose(borders.usual, [0, 1])
    np.testing.assert_allclose(
        borders.relative_distance(features @ kernel, features), [1, 0.5 / np.hypot(0.5, 1), 0], rtol=1e-5
    )


def test_distance_averages_over_the_other_classes():
    kernel = np.array([[6, 0, 0], [0, 8, 0]], np.float32)  # Gaps 10, 6 and 8.
    borders = Borders.fit(kernel, np.zeros((1, 2), np.float32))
    np.testing.assert_allclose(borders.distance(np.array([[30, 10, 18]], np.float32)), [(20 / 10 + 12 / 6) / 2])


def test_classes_of_equal_weights_have_no_border():
    borders = Borders.fit(np.ones((2, 3), np.float32), np.zeros((1, 2), np.float32))
    assert borders.distance(np.ones((1, 3), np.float32)) == 0
    assert borders.relative_distance(np.ones((1, 3), np.float32), np.zeros((1, 2), np.float32)) == 0


def test_threshold_refuses_the_asked_share():
    scores = np.arange(100, dtype=np.float32)
    assert (scores < threshold_for(scores)).mean() == pytest.approx(0.05)


@pytest.mark.parametrize(
    ("familiar", "unfamiliar", "expected"),
    [([2, 3], [0, 1], 1.0), ([0, 1], [2, 3], 0.0), ([1], [1], 0.5), ([1, 3], [2], 0.5)],
)
def test_area_under_roc(familiar, unfamiliar, expected):
    assert area_under_roc(np.array(familiar, np.float32), np.array(unfamiliar, np.float32)) == expected
