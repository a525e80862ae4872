"""The compiled way through a network: normalisation folded away, the same answers."""

import keras
import numpy as np
import pytest

from cifar_demo.inference.compiled import compile_forward, folded_weights
from cifar_demo.networks import get_spec, network_names


def with_learnt_statistics(model):
    """Give every vector of a fresh network values that training could have left."""
    rng = np.random.default_rng(3)
    for variable in model.weights:
        if len(variable.shape) == 1:
            variable.assign(rng.uniform(0.5, 1.5, variable.shape).astype(np.float32))
    return model


@pytest.mark.parametrize("name", network_names())
def test_answers_and_features_are_those_of_the_network(name):
    model = with_learnt_statistics(get_spec(name).build())
    batch = np.random.default_rng(0).normal(size=(3, 32, 32, 3)).astype(np.float32)
    both = keras.Model(model.input, [model.output, model.get_layer("logits").input])
    for ours, expected in zip(compile_forward(model)(batch), both(batch, training=False), strict=True):
        np.testing.assert_allclose(ours, expected, atol=1e-4 * np.abs(expected).max(), rtol=1e-3)


def test_folding_leaves_no_normalisation_and_the_network_as_it_was():
    model = with_learnt_statistics(get_spec("resnet").build())
    before = [np.array(variable) for variable in model.weights]
    folded = folded_weights(model)
    kernels = {layer.name for layer in model.layers if hasattr(layer, "kernel")}
    assert set(folded) == kernels
    assert all(len(arrays) == 2 for arrays in folded.values())
    for old, variable in zip(before, model.weights, strict=True):
        np.testing.assert_array_equal(old, variable)


def test_compiled_way_does_not_need_the_network_any_more():
    model = get_spec("lenet").build()
    batch = np.ones((1, 32, 32, 3), np.float32)
    forward = compile_forward(model)
    expected = forward(batch)[0]
    for variable in model.weights:
        variable.assign(np.zeros(variable.shape, np.float32))
    del model
    np.testing.assert_array_equal(forward(batch)[0], expected)
