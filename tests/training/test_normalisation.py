"""The mean of two cycles' ends, and what normalisation measures for it."""

import dataclasses

import keras
import numpy as np
import pytest

from cifar_demo.networks import blocks
from cifar_demo.training.batches import epoch_batches
from cifar_demo.training.config import TrainingConfig
from cifar_demo.training.fit import average_ends
from cifar_demo.training.normalisation import measure_normalisation
from cifar_demo.training.state import TrainingState
from tests.making import tiny_split

TRAIN = tiny_split(60, 1)
TWO = TrainingConfig(
    "small", epochs=4, batch_size=20, peak_learning_rate=0.1, restart_epochs=(2,), restart_learning_rate=0.05
)
THREE = dataclasses.replace(TWO, restart_epochs=(1, 3))
ONE = TrainingConfig("small", epochs=4, batch_size=20, peak_learning_rate=0.1)


def small_network():
    keras.utils.set_random_seed(0)
    inputs = blocks.image_input()
    x = blocks.conv_bn_relu(inputs, 4, 3, where="stage1", pool=4)
    x = keras.layers.GlobalAveragePooling2D(name="stage2_pool")(x)
    return blocks.logits_model(x, inputs, name="small")


def test_statistics_are_those_of_the_pictures_that_a_run_shows():
    model = small_network()
    layer = next(layer for layer in model.layers if isinstance(layer, keras.layers.BatchNormalization))
    layer.moving_mean.assign(layer.moving_mean + 7)  # As if of other weights.
    momentum = layer.momentum
    measure_normalisation(model, TRAIN, TWO)
    given = keras.Model(model.input, layer.input)
    batches = [np.asarray(given(batch)) for batch, _ in epoch_batches(TRAIN, TWO, TWO.epochs)]
    assert len(batches) == 3
    means, variances = (np.mean([f(batch, axis=(0, 1, 2)) for batch in batches], axis=0) for f in (np.mean, np.var))
    np.testing.assert_allclose(layer.moving_mean.numpy(), means, rtol=1e-4, atol=1e-5)
    np.testing.assert_allclose(layer.moving_variance.numpy(), variances, rtol=1e-4)
    assert layer.momentum == momentum


def test_a_network_without_normalisation_stays_as_it_is():
    inputs = blocks.image_input()
    x = keras.layers.GlobalAveragePooling2D()(blocks.conv_relu(inputs, 4, 3, where="stage1"))
    model = blocks.logits_model(x, inputs, name="plain")
    before = [weight.numpy() for weight in model.weights]
    measure_normalisation(model, TRAIN, TWO)
    for weight, was in zip(model.weights, before, strict=True):
        np.testing.assert_array_equal(weight.numpy(), was)


@pytest.mark.parametrize(
    ("config", "epoch", "expected"),
    [
        *((TWO, 1, [5.0]), (TWO, 2, [1.0]), (TWO, 3, [5.0]), (TWO, 4, [3.0])),
        *((THREE, 1, [1.0]), (THREE, 2, [5.0]), (THREE, 3, [3.0]), (THREE, 4, [11 / 3])),
        *((ONE, 2, []), (ONE, 4, [])),
    ],
)
def test_the_ends_of_cycles_are_averaged_and_nothing_else(config, epoch, expected):
    state = TrainingState(config, "", mean_of_ends=() if config is ONE else (np.float32(5),))
    assert list(average_ends(state, epoch, (np.float32(1),))) == pytest.approx(expected)
