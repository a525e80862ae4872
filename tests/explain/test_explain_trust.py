"""How far to trust a map: curves, shuffled weights; and how little changes an answer."""

import numpy as np
import pytest

from cifar_demo.explain.faithfulness import (
    faithfulness_curves,
    laid_elsewhere,
    order_in_squares,
    replaced_step_by_step,
    target_probability,
)
from cifar_demo.explain.gradient import gradient
from cifar_demo.explain.integrated_gradients import integrated_gradients
from cifar_demo.explain.smallest_change import smallest_change, smallest_corruption
from cifar_demo.explain.weights_check import LAST_LAYER, check_weights, copied, shuffle_weights, weight_stages
from cifar_demo.image.corruptions import corrupt_by, find_corruption
from cifar_demo.results import FaithfulnessCurves, Target


def test_pixels_are_replaced_in_order():
    start, end = np.zeros((2, 2, 1), np.float32), np.ones((2, 2, 1), np.float32)
    steps = replaced_step_by_step(start, end, np.array([3, 0, 1, 2]), 4)
    assert [step.ravel().tolist() for step in steps] == [
        [0, 0, 0, 0],
        [0, 0, 0, 1],
        [1, 0, 0, 1],
        [1, 1, 0, 1],
        [1, 1, 1, 1],
    ]


def test_order_is_by_value_and_by_chance_among_equals():
    heatmap = np.array([[0, 2], [1, 0]], np.float32)
    orders = {tuple(order_in_squares(heatmap, np.random.default_rng(seed), side=1)) for seed in range(20)}
    assert orders == {(1, 2, 0, 3), (1, 2, 3, 0)}


def test_squares_go_at_once_by_their_mean():
    heatmap = np.array([[9, 0, 1, 1], [0, 0, 4, 4]], np.float32)  # Means 2.25 and 2.5.
    order = order_in_squares(heatmap, np.random.default_rng(0), side=2)
    assert order.tolist() == [2, 3, 6, 7, 0, 1, 4, 5]


def test_map_laid_elsewhere_keeps_its_values_and_leaves_its_place():
    heatmap = np.zeros((32, 32), np.float32)
    heatmap[12:20, 12:20] = np.arange(64).reshape(8, 8)
    for seed in range(10):
        moved = laid_elsewhere(heatmap, np.random.default_rng(seed))
        np.testing.assert_array_equal(np.sort(moved.ravel()), np.sort(heatmap.ravel()))
        assert not (moved * heatmap).any()


def test_area_by_hand():
    shares, curve = np.array([0, 0.5, 1], np.float32), np.array([1, 0.5, 0], np.float32)
    curves = FaithfulnessCurves(shares, *[curve] * 6)
    assert curves.area(curve) == pytest.approx(0.5)
    assert curves.area(np.array([1, 0, 0], np.float32)) == pytest.approx(0.25)


def test_probability_among_ten_or_between_two():
    logits = np.array([[1, 3, 0, 0, 0, 0, 0, 0, 0, 0]], np.float32)
    assert target_probability(logits, Target(1))[0] == pytest.approx(np.exp(3) / (np.exp(3) + np.exp(1) + 8), rel=1e-4)
    assert target_probability(logits, Target(1, against=0))[0] == pytest.approx(1 / (1 + np.exp(-2)), rel=1e-4)
    assert target_probability(logits, Target(1, against=0), 2.0)[0] == pytest.approx(1 / (1 + np.exp(-1)), rel=1e-4)


def test_exact_map_of_weighted_sums_beats_chance(views, image):
    view, target = views("linear"), Target(3, against=7)
    calls = []
    curves = faithfulness_curves(
        view, integrated_gradients(view, image, target), temperature=5.0, progress=lambda *call: calls.append(call)
    )
    assert curves.area(curves.deletion) < curves.area(curves.elsewhere_deletion) - 0.05
    assert curves.area(curves.deletion) < curves.area(curves.random_deletion) - 0.05
    assert curves.area(curves.insertion) > curves.area(curves.random_insertion) + 0.03
    assert len(curves.shares) == len(curves.deletion) == 33
    assert calls[-1] == (18, 18)
    # Both roads begin or end at the picture as it is.
    assert curves.deletion[0] == pytest.approx(curves.insertion[-1], rel=1e-4)


def test_stages_go_from_the_last_layer_to_the_first(views):
    stages = weight_stages(views("tiny_zfnet").model)
    assert list(stages) == [LAST_LAYER, "stage 3", "stage 2", "stage 1"]
    assert stages["stage 2"] == ("stage2_bn", "stage2_conv")


def test_shuffling_keeps_the_numbers_and_pairs_means_with_deviations(views):
    copy = copied(views("tiny_zfnet").model)
    before = [np.asarray(variable).copy() for variable in copy.get_layer("stage2_bn").weights]
    shuffle_weights(copy, ["stage2_bn"], np.random.default_rng(1))
    after = [np.asarray(variable) for variable in copy.get_layer("stage2_bn").weights]
    assert not np.array_equal(after[0], before[0])
    pairs = [sorted(zip(*values, strict=True)) for values in (before, after)]
    assert pairs[0] == pairs[1]


def test_gradient_notices_that_weights_are_shuffled(views, image):
    view = views("tiny_zfnet")
    before = view.model.get_weights()
    explanation, calls = gradient(view, image, Target(3)), []
    check = check_weights(
        view,
        explanation,
        lambda other: gradient(other, image, Target(3)),
        progress=lambda *call: calls.append(call),
    )
    assert check.stages == (LAST_LAYER, "stage 3", "stage 2", "stage 1")
    assert check.rank_correlations[-1] < 0.6
    assert check.similarities[-1] < 0.6
    assert check.heatmaps.shape == (4, 32, 32)
    assert calls[-1] == (5, 5)
    for old, new in zip(before, view.model.get_weights(), strict=True):
        np.testing.assert_array_equal(new, old)


def test_map_that_ignores_the_network_is_found_out(views, image):
    explanation = gradient(views("tiny_zfnet"), image, Target(3))
    check = check_weights(views("tiny_zfnet"), explanation, lambda other: explanation)
    np.testing.assert_allclose(check.rank_correlations, 1, atol=1e-6)
    np.testing.assert_allclose(check.similarities, 1, atol=1e-6)


def brightness_judge(threshold):
    """A network that says 1 where a picture is bright, else 0."""

    def answer(images):
        is_bright = images.mean(axis=(1, 2, 3)) > threshold
        return np.eye(10, dtype=np.float32)[is_bright.astype(int)]

    return answer


def test_smallest_brightness_is_found_closely():
    image = np.full((32, 32, 3), 100, np.uint8)
    found = smallest_corruption(brightness_judge(150.5), image, "brightness")
    assert (found.before, found.after) == (0, 1)
    assert found.value == pytest.approx(50.5 / 255, abs=0.002)
    assert found.last_unchanged < found.value
    changed = corrupt_by(image[None], "brightness", found.value)
    assert brightness_judge(150.5)(changed).argmax() == 1


def test_ranges_that_run_downwards_are_searched_from_their_gentle_end():
    image = np.zeros((32, 32, 3), np.uint8)
    image[:16] = 200

    def answer(images):
        is_flat = images.std(axis=(1, 2, 3)) < 30
        return np.eye(10, dtype=np.float32)[is_flat.astype(int)]

    found = smallest_corruption(answer, image, "contrast")
    assert found.value == pytest.approx(0.3, abs=0.02)
    assert found.value < found.last_unchanged < find_corruption("contrast").gentlest


def test_a_network_that_never_changes_its_mind_is_said_so(image):
    found = smallest_corruption(brightness_judge(300), image, "gaussian_blur")
    assert found.value is None
    assert found.before == found.after
    assert found.last_unchanged == find_corruption("gaussian_blur").harshest


def test_a_mind_that_changes_back_is_caught_by_the_grid():
    def answer(images):
        value = int(images[0, 0, 0, 0]) if len(images) == 1 else images[:, 0, 0, 0].astype(int)
        return np.eye(10, dtype=np.float32)[np.atleast_1d(((np.asarray(value) > 40) & (np.asarray(value) < 60)) * 2)]

    found = smallest_change(
        answer, np.zeros((32, 32, 3), np.uint8), lambda value: np.full((32, 32, 3), round(value), np.uint8), 0, 200
    )
    assert found.after == 2
    assert 40 <= found.value <= 42
