"""Muon on kernels of four dimensions, by what an orthogonal step is."""

import keras
import numpy as np
import pytest

from cifar_demo.training.muon import Muon


@pytest.fixture
def optimizer():
    return Muon(learning_rate=0.5, ns_steps=5, momentum=0.9, weight_decay=0.0, adam_weight_decay=0.0)


def variable(shape, name="kernel"):
    return keras.Variable(np.zeros(shape, np.float32), name=name)


def step(optimizer, given, gradient):
    optimizer.build([given])
    optimizer.apply([gradient.astype(np.float32)], [given])
    return np.asarray(given)


@pytest.mark.parametrize("shape", [(3, 3, 8, 6), (3, 3, 64, 128), (5, 5, 6, 16)])
def test_root_mean_square_of_a_step_is_a_fifth_of_the_rate(shape):
    """As `TrainingConfig.peak_learning_rate` says; with three iterations a direction is only nearly orthogonal."""
    shipped = Muon(learning_rate=0.5, momentum=0.9, weight_decay=0.0, adam_weight_decay=0.0)
    moved = step(shipped, variable(shape), np.random.default_rng(0).normal(0, 1, shape))
    assert np.sqrt((moved**2).mean()) == pytest.approx(0.5 / 5, rel=0.25)


@pytest.mark.parametrize("shape", [(3, 3, 8, 6), (1, 1, 4, 40), (20, 12)])
def test_all_directions_of_a_kernel_move_alike(optimizer, shape):
    gradient = np.random.default_rng(0).normal(0, 1, shape)
    moved = step(optimizer, variable(shape), gradient).reshape(-1, shape[-1])
    size = 0.5 * 0.2 * np.sqrt(max(moved.shape))  # Rate, Keras' factor for steps as large as Adam's.
    singular_values = np.linalg.svd(moved, compute_uv=False) / size
    assert singular_values.min() > 0.6
    assert singular_values.max() < 1.3
    assert (moved * gradient.reshape(moved.shape)).sum() < 0  # Downhill.


def test_size_of_the_gradient_does_not_matter(optimizer):
    gradient = np.random.default_rng(0).normal(0, 1, (3, 3, 4, 8))
    other = Muon(learning_rate=0.5, ns_steps=5, momentum=0.9, weight_decay=0.0)
    large = step(optimizer, variable((3, 3, 4, 8)), 1000 * gradient)
    np.testing.assert_allclose(large, step(other, variable((3, 3, 4, 8)), gradient), rtol=1e-3, atol=1e-5)


def test_biases_go_by_adam(optimizer):
    moved = step(optimizer, variable((3,), "bias"), np.array([1.0, -100.0, 0.01]))
    np.testing.assert_allclose(moved, [-0.5, 0.5, -0.5], rtol=1e-3)  # Adam's first step is the rate itself.


def test_the_last_layer_goes_by_adam():
    inputs = keras.Input((4,))
    model = keras.Model(inputs, keras.layers.Dense(2, name="logits")(inputs))
    optimizer = Muon(learning_rate=0.5, weight_decay=0.0, adam_weight_decay=0.0)
    kernel = model.get_layer("logits").kernel
    before = np.array(kernel)
    moved = step(optimizer, kernel, np.full((4, 2), 3.0)) - before
    np.testing.assert_allclose(moved, -0.5, rtol=1e-3)
