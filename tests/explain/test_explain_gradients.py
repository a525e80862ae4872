"""The methods that send something back to the pixels, worked by hand."""

import numpy as np
import pytest
import tensorflow as tf

from cifar_demo.explain.gradient import gradient
from cifar_demo.explain.guided_gradient import NO_RELU, guided_gradient
from cifar_demo.explain.integrated_gradients import integrated_gradients
from cifar_demo.explain.occlusion import occlusion
from cifar_demo.explain.smooth_grad import smooth_grad
from cifar_demo.image.preprocess import GREY_LEVEL, preprocess
from cifar_demo.networks import network_names
from cifar_demo.results import Target
from tests.explain.explain_networks import SMALL, linear_weights

TARGET = Target(3, against=7)


def weights_of_target(view):
    weights = linear_weights(view.model)
    return weights[..., 3] - weights[..., 7]


def test_grey_level_is_what_preprocess_makes_of_one():
    one_more = preprocess(np.full((32, 32, 3), 101, np.uint8)) - preprocess(np.full((32, 32, 3), 100, np.uint8))
    np.testing.assert_allclose(one_more[0, 0, 0], GREY_LEVEL, rtol=1e-4)


def test_gradient_of_weighted_sums_is_the_weights(views, image):
    view = views("linear")
    per_level = weights_of_target(view) * GREY_LEVEL
    explanation = gradient(view, image, TARGET)
    np.testing.assert_allclose(explanation.heatmap * explanation.peak, np.abs(per_level).max(axis=-1), rtol=1e-4)
    np.testing.assert_allclose(explanation.pattern, per_level / np.abs(per_level).max(), rtol=1e-4, atol=1e-6)


@pytest.mark.parametrize("name", ["tiny_alexnet", "tiny_googlenet", "tiny_resnet", "tiny_zfnet", "lenet"])
def test_gradient_is_what_small_changes_do(views, image, name):
    view, batch = views(name), preprocess(image)
    _, gradients = view.pixel_gradients(batch, TARGET.direction)
    step, generator = np.float32(2e-3), np.random.default_rng(0)
    for _ in range(4):
        way = generator.standard_normal(batch.shape).astype(np.float32)
        way /= np.linalg.norm(way)
        ends = view.logits(np.concatenate([batch + step * way, batch - step * way])) @ TARGET.direction
        slope = float(ends[0] - ends[1]) / (2 * float(step))
        assert float((gradients * way).sum()) == pytest.approx(slope, rel=0.05, abs=0.02)


def test_smooth_grad_without_noise_is_the_gradient(views, image):
    view = views("tiny_resnet")
    smooth = smooth_grad(view, image, TARGET, num_copies=3, noise_share=0)
    plain = gradient(view, image, TARGET)
    np.testing.assert_allclose(smooth.heatmap, plain.heatmap, rtol=1e-3, atol=1e-5)
    assert smooth.peak == pytest.approx(plain.peak, rel=1e-4)


def test_smooth_grad_is_the_mean_over_its_copies(views, image):
    view, batch = views("tiny_alexnet"), preprocess(image)
    noise = np.random.default_rng(9).standard_normal((5, 32, 32, 3), np.float32) * np.float32(0.2 * np.ptp(batch))
    each = [view.pixel_gradients(batch + one, TARGET.direction)[1][0] for one in noise]
    expected = np.abs(np.mean(each, axis=0) * GREY_LEVEL).max(axis=-1)
    found = smooth_grad(view, image, TARGET, num_copies=5, noise_share=0.2, seed=9)
    np.testing.assert_allclose(found.heatmap * found.peak, expected, rtol=1e-3, atol=1e-7)


def test_integrated_gradients_of_weighted_sums_are_weight_times_value(views, image):
    view = views("linear")
    expected = (weights_of_target(view) * preprocess(image)[0]).sum(axis=-1)
    found = integrated_gradients(view, image, TARGET, num_steps=2)
    np.testing.assert_allclose(found.heatmap * found.peak, expected, rtol=1e-3, atol=1e-5)


@pytest.mark.parametrize("name", [*network_names(), *SMALL])
def test_integrated_gradients_add_up(views, image, name):
    found = integrated_gradients(views(name), image, TARGET)
    total = float((found.heatmap * found.peak).sum(dtype=np.float64))
    assert total == pytest.approx(found.difference, rel=0.02, abs=2e-3)
    assert found.gap == pytest.approx(total - found.difference, abs=1e-3)


def test_more_steps_close_the_gap(views, image):
    few = integrated_gradients(views("tiny_resnet"), image, TARGET, num_steps=2, max_steps=2)
    many = integrated_gradients(views("tiny_resnet"), image, TARGET, num_steps=2)
    assert abs(many.gap) < abs(few.gap)


def test_occlusion_of_weighted_sums_by_hand(views, image):
    view = views("linear")
    credit = (weights_of_target(view) * preprocess(image)[0]).sum(axis=-1)
    losses, counts = np.zeros((32, 32)), np.zeros((32, 32))
    for top in range(-3, 30, 3):
        for left in range(-3, 30, 3):
            place = (slice(max(top, 0), top + 6), slice(max(left, 0), left + 6))
            losses[place] += credit[place].sum()
            counts[place] += 1
    found = occlusion(view, image, TARGET, side=6, step=3)
    np.testing.assert_allclose(found.heatmap * found.peak, losses / counts, rtol=1e-3, atol=1e-3)


def test_occlusion_says_how_far_it_is_and_hides_every_pixel(views, image):
    calls = []
    occlusion(views("linear"), image, TARGET, progress=lambda *call: calls.append(call))
    assert calls[-1][0] == calls[-1][1]
    with pytest.raises(ValueError, match="never hides"):
        occlusion(views("linear"), image, TARGET, side=2, step=3)


def test_guided_gradient_stops_what_is_negative_or_off(views, image):
    view, batch = views("tiny_zfnet"), preprocess(image)
    model = view.model
    # By hand from the first dense layer on: dense, ReLU, logits.
    dense, logits = (np.asarray(model.get_layer(name).kernel) for name in ("stage3_dense", "logits"))
    before, _ = view.pixel_gradients(batch, np.zeros(12, np.float32), layer="stage3_dense")
    signal = np.maximum(logits @ TARGET.direction, 0) * (before[0] > 0)
    pooled = (dense @ signal).reshape(view.shape("stage2_pool")).astype(np.float32)
    by_hand = view.pixel_gradients(batch, pooled, layer="stage2_pool", rule="guided")[1][0]
    found = guided_gradient(view, image, TARGET)
    expected = np.abs(by_hand * GREY_LEVEL).max(axis=-1)
    np.testing.assert_allclose(found.heatmap * found.peak, expected, rtol=1e-3, atol=1e-8)


def test_guided_gradient_is_the_gradient_where_nothing_is_stopped(views, image):
    lenet = guided_gradient(views("lenet"), image, TARGET)
    assert lenet.note == NO_RELU
    np.testing.assert_allclose(lenet.heatmap, gradient(views("lenet"), image, TARGET).heatmap, rtol=1e-5)
    zfnet = guided_gradient(views("tiny_zfnet"), image, TARGET)
    assert zfnet.note is None
    assert not np.allclose(zfnet.heatmap, gradient(views("tiny_zfnet"), image, TARGET).heatmap, atol=1e-2)


def test_guided_relu_by_hand():
    from cifar_demo.explain.backward_rules import stand_ins
    from tests.explain.explain_networks import zfnet

    relu = stand_ins(zfnet(), "guided")["stage1_relu"]
    values, signal = tf.constant([-1.0, 2.0, 3.0, 0.0]), tf.constant([5.0, -5.0, 5.0, 5.0])
    with tf.GradientTape() as tape:
        tape.watch(values)
        rectified = relu(values)
    np.testing.assert_array_equal(rectified, [0, 2, 3, 0])
    np.testing.assert_array_equal(tape.gradient(rectified, values, output_gradients=signal), [0, 0, 5, 0])


def test_layer_that_is_not_there_is_refused(views, image):
    with pytest.raises(ValueError, match="stage9_conv"):
        views("linear").pixel_gradients(preprocess(image), np.zeros(1, np.float32), layer="stage9_conv")


def test_view_forgets_what_was_not_used_for_long(views, image, monkeypatch):
    from cifar_demo.explain import view as view_module

    monkeypatch.setattr(view_module, "_MAX_COMPILED", 2)
    view = view_module.GradientView(views("tiny_zfnet").model)
    for layer in ("stage1_conv", "stage1_relu", "stage1_pool", "stage1_conv"):
        seed = np.ones(view.shape(layer), np.float32)
        view.pixel_gradients(preprocess(image), seed, layer=layer)
    assert list(view._compiled) == [("pixels", "stage1_pool", "plain"), ("pixels", "stage1_conv", "plain")]
