"""Principal components against the exact ones."""

import numpy as np
import pytest

from cifar_demo.metrics.projection import PrincipalComponents


def test_points_on_a_line_have_one_direction():
    points = np.outer([-3, -1, 1, 3], [0.6, 0.8]).astype(np.float32) + [10, 20]
    found = PrincipalComponents.fit(points.astype(np.float32), k=1)
    np.testing.assert_allclose(found.directions, [[0.6, 0.8]], atol=1e-5)
    np.testing.assert_allclose(found.centre, [10, 20], atol=1e-5)
    assert found.shares[0] == pytest.approx(1, abs=1e-5)
    np.testing.assert_allclose(found.project(points)[:, 0], [-3, -1, 1, 3], atol=1e-4)


def test_it_agrees_with_the_exact_decomposition():
    generator = np.random.default_rng(0)
    points = (generator.normal(size=(300, 60)) * np.linspace(3, 0.5, 60)).astype(np.float32)
    found = PrincipalComponents.fit(points)
    _, lengths, rows = np.linalg.svd(points - points.mean(axis=0), full_matrices=False)
    np.testing.assert_allclose(np.abs((found.directions * rows[:2]).sum(axis=1)), 1, atol=5e-3)
    np.testing.assert_allclose(found.shares, lengths[:2] ** 2 / (lengths**2).sum(), rtol=5e-3)
    np.testing.assert_allclose(found.directions @ found.directions.T, np.eye(2), atol=1e-5)


def test_points_that_do_not_vary_have_no_shares():
    found = PrincipalComponents.fit(np.ones((5, 3), np.float32))
    np.testing.assert_array_equal(found.shares, 0)
    np.testing.assert_array_equal(found.project(np.ones((2, 3), np.float32)), 0)


def test_more_directions_than_dimensions_are_refused():
    with pytest.raises(ValueError, match="k must be from 1 to 2"):
        PrincipalComponents.fit(np.zeros((5, 2), np.float32), k=3)
