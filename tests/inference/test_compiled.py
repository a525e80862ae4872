"""The compiled way through a network: the same answers, on the same weights."""

import keras
import numpy as np
import pytest

from cifar_demo.anatomy.feature_maps import FeatureExtractor
from cifar_demo.inference.compiled import compile_forward
from cifar_demo.networks import get_spec, network_names


def with_learnt_statistics(model):
    """Give every vector of a fresh network values that training could have left."""
    rng = np.random.default_rng(3)
    for variable in model.weights:
        if len(variable.shape) == 1:
            variable.assign(rng.uniform(0.5, 1.5, variable.shape).astype(np.float32))
    return model


@pytest.mark.parametrize("num_images", [3, 20], ids=["few", "many"])
@pytest.mark.parametrize("name", network_names())
def test_answers_and_features_are_those_of_the_network(name, num_images):
    model = with_learnt_statistics(get_spec(name).build())
    batch = np.random.default_rng(0).normal(size=(num_images, 32, 32, 3)).astype(np.float32)
    both = keras.Model(model.input, [model.output, model.get_layer("logits").input])
    forward = compile_forward(model, FeatureExtractor(model))
    for ours, expected in zip(forward(batch), both(batch, training=False), strict=True):
        np.testing.assert_allclose(ours, expected, atol=1e-4 * np.abs(expected).max(), rtol=1e-3)


@pytest.mark.parametrize("num_images", [2, 20], ids=["few", "many"])
def test_compiled_way_answers_with_the_weights_that_the_layers_hold(num_images):
    """A copy would take as much memory again."""
    model = get_spec("lenet").build()
    forward = compile_forward(model, FeatureExtractor(model))
    for variable in model.get_layer("logits").weights:
        variable.assign(np.full(variable.shape, 2.0, np.float32))
    logits, features = forward(np.ones((num_images, 32, 32, 3), np.float32))
    np.testing.assert_allclose(logits, np.repeat(2 * features.sum(axis=1, keepdims=True) + 2, 10, axis=1), rtol=1e-4)
