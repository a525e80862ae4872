"""The deconvnet against one written out in NumPy, with switches."""

import numpy as np
import pytest

from cifar_demo.errors import ExplainError
from cifar_demo.explain.deconvnet import deconvnet, project_unit
from cifar_demo.image.preprocess import GREY_LEVEL, preprocess
from cifar_demo.results import Target


def pad_before(extent, size, stride):
    """Rows that "same" padding adds before the first."""
    outputs = -(-extent // stride)
    return max((outputs - 1) * stride + size - extent, 0) // 2


def convolve(values, kernel, stride):
    size, extent = kernel.shape[0], values.shape[0]
    first, outputs = pad_before(extent, size, stride), -(-extent // stride)
    result = np.zeros((outputs, outputs, kernel.shape[3]))
    for row, column in np.ndindex(outputs, outputs):
        for down, across in np.ndindex(size, size):
            y, x = row * stride + down - first, column * stride + across - first
            if 0 <= y < extent and 0 <= x < extent:
                result[row, column] += values[y, x] @ kernel[down, across]
    return result


def convolve_back(signal, kernel, stride, extent):
    """Each output drops its kernel, weighted, where it had looked."""
    size, first = kernel.shape[0], pad_before(extent, kernel.shape[0], stride)
    result = np.zeros((extent, extent, kernel.shape[2]))
    for row, column in np.ndindex(signal.shape[:2]):
        for down, across in np.ndindex(size, size):
            y, x = row * stride + down - first, column * stride + across - first
            if 0 <= y < extent and 0 <= x < extent:
                result[y, x] += kernel[down, across] @ signal[row, column]
    return result


def pool(values, size, stride):
    """Maxima, and the switches: which place won each window."""
    extent = values.shape[0]
    first, outputs = pad_before(extent, size, stride), -(-extent // stride)
    maxima, switches = np.zeros((outputs, outputs, values.shape[2])), {}
    for row, column, channel in np.ndindex(maxima.shape):
        rows = range(max(row * stride - first, 0), min(row * stride - first + size, extent))
        columns = range(max(column * stride - first, 0), min(column * stride - first + size, extent))
        winner = max(((y, x) for y in rows for x in columns), key=lambda place: values[(*place, channel)])
        maxima[row, column, channel], switches[row, column, channel] = values[(*winner, channel)], winner
    return maxima, switches


def unpool(signal, switches, shape):
    result = np.zeros(shape)
    for (row, column, channel), place in switches.items():
        result[(*place, channel)] += signal[row, column, channel]  # Windows that share a winner add up.
    return result


class HandDeconvnet:
    """Forward and back through the tiny ZFNet, layer by layer."""

    def __init__(self, model, image):
        def weights(name):
            return [np.asarray(variable, np.float64) for variable in model.get_layer(name).weights]

        self.first, bias = weights("stage1_conv")
        conv1 = convolve(preprocess(image)[0].astype(np.float64), self.first, 2) + bias
        self.relu1 = np.maximum(conv1, 0)
        pool1, self.switches1 = pool(self.relu1, 3, 2)
        lrn = model.get_layer("stage1_lrn")
        squares = [
            (pool1[..., max(0, c - lrn.depth_radius) : c + lrn.depth_radius + 1] ** 2).sum(axis=-1) for c in range(5)
        ]
        self.divided = (lrn.bias + lrn.alpha * np.stack(squares, axis=-1)) ** -lrn.beta
        (self.second,) = weights("stage2_conv")
        gamma, beta, mean, variance = weights("stage2_bn")
        self.scale = gamma / np.sqrt(variance + model.get_layer("stage2_bn").epsilon)
        conv2 = convolve(pool1 * self.divided, self.second, 1)
        self.relu2 = np.maximum((conv2 - mean) * self.scale + beta, 0)
        self.pool2, self.switches2 = pool(self.relu2, 3, 2)
        self.pool1 = pool1

    def from_pool2(self, signal):
        back = np.maximum(unpool(signal, self.switches2, self.relu2.shape), 0) * self.scale
        return self.from_pool1(convolve_back(back, self.second, 1, 8) * self.divided)

    def from_pool1(self, signal):
        back = np.maximum(unpool(signal, self.switches1, self.relu1.shape), 0)
        return convolve_back(back, self.first, 2, 32)


@pytest.fixture(scope="module")
def hand(views):
    image = np.random.default_rng(2).integers(0, 256, (32, 32, 3), np.uint8)
    return HandDeconvnet(views("tiny_zfnet").model, image), image


def test_unit_of_the_second_pooling_by_hand(views, hand):
    by_hand, image = hand
    unit = tuple(int(index) for index in np.unravel_index(by_hand.pool2.argmax(), by_hand.pool2.shape))
    signal = np.zeros_like(by_hand.pool2)
    signal[unit] = by_hand.pool2[unit]
    found = project_unit(views("tiny_zfnet"), image, "stage2_pool", unit)
    assert found.value == pytest.approx(by_hand.pool2[unit], rel=1e-4)
    expected = by_hand.from_pool2(signal)
    np.testing.assert_allclose(found.pattern, expected, rtol=1e-3, atol=1e-4 * np.abs(expected).max())
    assert not found.is_silent
    assert found.heatmap.max() == pytest.approx(1)


def test_every_unit_of_the_first_pooling_by_hand(views, hand):
    by_hand, image = hand
    for unit in [(0, 0, 1), (3, 4, 0), (7, 7, 4), (5, 2, 2)]:
        signal = np.zeros_like(by_hand.pool1)
        signal[unit] = by_hand.pool1[unit]
        found = project_unit(views("tiny_zfnet"), image, "stage1_pool", unit)
        np.testing.assert_allclose(found.pattern, by_hand.from_pool1(signal), rtol=1e-3, atol=1e-4)


def test_class_by_hand(views, hand):
    by_hand, image = hand
    model, target = views("tiny_zfnet").model, Target(6, against=2)
    dense, logits = (np.asarray(model.get_layer(name).kernel, np.float64) for name in ("stage3_dense", "logits"))
    signal = dense @ np.maximum(logits @ target.direction, 0)  # Rectified, whether the unit was on or off.
    expected = np.abs(by_hand.from_pool2(signal.reshape(by_hand.pool2.shape)) * GREY_LEVEL).max(axis=-1)
    found = deconvnet(views("tiny_zfnet"), image, target)
    np.testing.assert_allclose(found.heatmap * found.peak, expected, rtol=1e-3, atol=1e-3 * expected.max())


def test_unit_that_did_not_fire_is_silent(views, hand):
    by_hand, image = hand
    quiet = tuple(int(index) for index in np.argwhere(by_hand.relu2 == 0)[0])
    found = project_unit(views("tiny_zfnet"), image, "stage2_relu", quiet)
    assert found.is_silent
    assert found.value == 0
    assert not found.pattern.any()
    assert not found.heatmap.any()


def test_what_cannot_be_projected_is_refused(views, hand):
    _, image = hand
    with pytest.raises(ValueError, match="there is no"):
        project_unit(views("tiny_zfnet"), image, "stage2_pool", (9, 0, 0))
    with pytest.raises(ExplainError, match="AlexNet, ZFNet or VGGNet"):
        project_unit(views("tiny_resnet"), image, "stage1_relu", (0, 0, 0))
