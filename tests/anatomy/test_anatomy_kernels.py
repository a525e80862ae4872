import numpy as np
import pytest
from anatomy_networks import random_image

from cifar_demo.anatomy.feature_maps import FeatureExtractor
from cifar_demo.anatomy.kernels import kernel_norms, order_by_norm, order_by_similarity, strongest_inputs
from cifar_demo.anatomy.usual import usual_ranges


@pytest.fixture
def kernel():
    """Four kernels of one weight for each of two inputs: (1, 1, 2, 4)."""
    return np.array([[[[1, -3, 0, 0.9], [0, 0, 2, 0.1]]]], np.float32)


def test_norm_is_the_root_of_the_sum_of_squares(kernel):
    np.testing.assert_allclose(kernel_norms(kernel), [1, 3, 2, np.sqrt(0.82)], rtol=1e-6)


def test_strongest_kernel_comes_first(kernel):
    assert order_by_norm(kernel) == (1, 2, 0, 3)


def test_neighbours_are_alike(kernel):
    # From the strongest, 1 = (-3, 0): 2 is at a right angle, 0 and 3 point the other way; from 2 the nearest is 3.
    assert order_by_similarity(kernel) == (1, 2, 3, 0)


def test_silent_kernels_have_a_place_too():
    assert sorted(order_by_similarity(np.zeros((3, 3, 2, 5), np.float32))) == list(range(5))


def test_inputs_that_are_used_most_come_first(kernel):
    assert strongest_inputs(kernel, (2, 3)) == (1, 0)
    assert strongest_inputs(kernel, (0, 1)) == (0, 1)


def test_usual_range_is_the_largest_of_all_pictures_and_knows_the_dead(network):
    images = np.stack([random_image(seed) for seed in range(3)])
    extractor = FeatureExtractor(network.model)
    ranges = usual_ranges(extractor, images)
    for name, found in ranges.items():
        outputs = np.stack([extractor.extract(image)[name].activation for image in images])
        assert found.peak == pytest.approx(float(np.abs(outputs).max()))
        never = ~outputs.reshape(-1, outputs.shape[-1]).any(axis=0)
        np.testing.assert_array_equal(found.never_fires, never)
        assert found.num_images == 3
