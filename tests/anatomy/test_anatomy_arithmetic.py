import math

import keras
import numpy as np
import pytest
from keras import layers

from cifar_demo.anatomy.unit_arithmetic import ARITHMETIC, softmax_arithmetic, unit_arithmetic, unit_chain
from cifar_demo.anatomy.weighted_sums import window_patch
from cifar_demo.anatomy.windows import Window
from cifar_demo.networks import LAYER_NAME
from cifar_demo.networks.response import LocalResponseNormalization
from cifar_demo.results import LayerOutput

TOLERANCE = 1e-4


def by_name(terms):
    return {term.label: term.value for term in terms}


def small_case(layer, *inputs):
    """One layer on hand-made inputs: a model and what all its layers give."""
    tensors = [
        keras.Input(values.shape, name="input" if number == 0 else f"stage{number}_relu")
        for number, values in enumerate(inputs)
    ]
    model = keras.Model(tensors, layer(tensors if len(tensors) > 1 else tensors[0]))
    answer = layer([values[None] for values in inputs] if len(inputs) > 1 else inputs[0][None])
    outputs = {tensor.name: LayerOutput(tensor.name, values) for tensor, values in zip(tensors, inputs, strict=True)}
    return model, outputs | {layer.name: LayerOutput(layer.name, np.asarray(answer[0].numpy()))}


def test_every_layer_of_every_network_adds_up(network):
    """Sampled units in every layer, edges and corners among them."""
    random = np.random.default_rng(3)
    for layer in network.model.layers:
        shape = network.outputs[layer.name].activation.shape
        units = [tuple(int(random.integers(extent)) for extent in shape) for _ in range(5)]
        for unit in [(0,) * len(shape), tuple(extent - 1 for extent in shape), *units]:
            redone = unit_arithmetic(network.model, network.outputs, layer.name, unit)
            assert redone.difference < TOLERANCE, (layer.name, unit, redone.total, redone.network_value)
            assert redone.total == pytest.approx(sum(term.value for term in redone.terms))
            assert redone.network_value == network.outputs[layer.name].activation[unit]


def test_what_is_kept_of_a_unit_keeps_no_whole_layer_alive(network):
    for layer in network.model.layers:
        shape = network.outputs[layer.name].activation.shape
        redone = unit_arithmetic(network.model, network.outputs, layer.name, (0,) * len(shape))
        for array in (redone.patch, redone.kernel, redone.products):
            assert array is None or bytes_kept_by(array) == array.nbytes, layer.name


def bytes_kept_by(array):
    """Size of what an array, perhaps a view, keeps in memory."""
    while array.base is not None:
        array = array.base
    return array.nbytes


def test_there_is_arithmetic_for_every_name_in_the_grammar():
    for operation in ARITHMETIC:
        assert LAYER_NAME.fullmatch(operation if operation in ("input", "logits") else f"stage1_{operation}")
    assert len(ARITHMETIC) == 13


def test_a_convolution_by_hand():
    layer = layers.Conv2D(1, 2, padding="same", name="stage1_conv")
    values = np.array([[1, 2], [3, 4]], np.float32)[..., None]
    model, _ = small_case(layer, values)
    layer.kernel.assign(np.array([[1, 10], [100, 1000]], np.float32)[..., None, None])
    layer.bias.assign([0.5])
    _, outputs = small_case(layer, values)
    whole = unit_arithmetic(model, outputs, "stage1_conv", (0, 0, 0))
    assert by_name(whole.terms) == {"sum of 4 products": 1 + 20 + 300 + 4000, "bias": 0.5}
    assert (whole.total, whole.network_value) == (4321.5, 4321.5)
    # The corner looks at one pixel of the map; the other three are padding, which counts as 0.
    corner = unit_arithmetic(model, outputs, "stage1_conv", (1, 1, 0))
    assert corner.patch_box == (1, 1, 3, 3)
    np.testing.assert_array_equal(corner.products[..., 0], [[4, 0], [0, 0]])
    assert corner.network_value == 4.5


def test_a_grouped_convolution_sees_its_own_channels_only():
    layer = layers.Conv2D(4, 1, groups=2, use_bias=False, name="stage1_conv")
    values = np.array([1, 10, 100, 1000], np.float32).reshape(1, 1, 4)
    model, _ = small_case(layer, values)
    layer.kernel.assign(np.ones((1, 1, 2, 4), np.float32))
    _, outputs = small_case(layer, values)
    assert unit_arithmetic(model, outputs, "stage1_conv", (0, 0, 1)).total == 11
    assert unit_arithmetic(model, outputs, "stage1_conv", (0, 0, 2)).total == 1100
    assert outputs["stage1_conv"].activation.ravel().tolist() == [11, 11, 1100, 1100]


def test_a_dilated_window_skips_pixels():
    values = np.arange(16, dtype=np.float32).reshape(4, 4, 1)
    window = Window(size=(2, 2), strides=(1, 1), dilation=(2, 2), padding=(1, 1))
    patch = window_patch(values, window, (0, 1))[..., 0]
    np.testing.assert_array_equal(patch, [[np.nan, np.nan], [4, 6]])


def test_batch_normalization_by_hand():
    layer = layers.BatchNormalization(epsilon=1.0, name="stage1_bn")
    values = np.full((1, 1, 1), 7, np.float32)
    model, _ = small_case(layer, values)
    for variable, value in zip(layer.weights, (2.0, 0.25, 1.0, 8.0), strict=True):  # gamma, beta, mean, variance
        variable.assign([value])
    redone = unit_arithmetic(model, small_case(layer, values)[1], "stage1_bn", (0, 0, 0))
    # (7 - 1) / sqrt(8 + 1) = 2, times 2, plus 0.25.
    assert by_name(redone.terms) == {"gamma times normalised": 4.0, "beta": 0.25}
    assert by_name(redone.quantities)["normalised"] == 2.0
    assert redone.difference < 1e-5


def test_batch_normalization_without_gamma_names_none():
    layer = layers.BatchNormalization(epsilon=1.0, scale=False, name="stage1_bn")
    values = np.full((1, 1, 1), 7, np.float32)
    model, _ = small_case(layer, values)
    for variable, value in zip(layer.weights, (0.25, 1.0, 8.0), strict=True):  # beta, mean, variance
        variable.assign([value])
    redone = unit_arithmetic(model, small_case(layer, values)[1], "stage1_bn", (0, 0, 0))
    assert by_name(redone.terms) == {"normalised": 2.0, "beta": 0.25}
    assert "gamma" not in by_name(redone.quantities)
    assert "gamma" not in redone.formula


def test_max_pooling_names_the_winner():
    layer = layers.MaxPooling2D(2, padding="same", name="stage1_pool")
    values = -np.array([[4, 3, 9], [2, 1, 8], [5, 6, 7]], np.float32)[..., None]
    model, outputs = small_case(layer, values)
    first = unit_arithmetic(model, outputs, "stage1_pool", (0, 0, 0))
    assert (first.source_layer, first.source_unit, first.total) == ("input", (1, 1, 0), -1)
    # The last window holds one pixel; padding never wins, though all pixels are negative.
    last = unit_arithmetic(model, outputs, "stage1_pool", (1, 1, 0))
    assert (last.source_unit, last.total, last.network_value) == ((2, 2, 0), -7, -7)
    assert np.isnan(last.patch).sum() == 3


def test_average_pooling_leaves_padding_out():
    layer = layers.AveragePooling2D(2, padding="same", name="stage1_pool")
    values = np.array([[4, 2, 9], [2, 0, 7], [5, 6, 7]], np.float32)[..., None]
    model, outputs = small_case(layer, values)
    assert unit_arithmetic(model, outputs, "stage1_pool", (0, 0, 0)).total == 2
    edge = unit_arithmetic(model, outputs, "stage1_pool", (0, 1, 0))
    assert by_name(edge.quantities) == {"sum of inputs": 16, "number of inputs": 2}
    assert edge.total == edge.network_value == 8


def test_lrn_by_hand():
    layer = LocalResponseNormalization(2, 2.0, 0.1, 0.75, name="stage1_lrn")
    values = np.array([1, 2, 3, 4], np.float32).reshape(1, 1, 4)
    model, outputs = small_case(layer, values)
    redone = unit_arithmetic(model, outputs, "stage1_lrn", (0, 0, 0))
    # Two neighbours above, none below: 1 + 4 + 9 = 14.
    assert by_name(redone.quantities)["sum of squares"] == 14
    assert redone.total == pytest.approx((2 + 0.1 * 14) ** -0.75)
    assert redone.difference < 1e-5


def test_a_residual_sum_shows_both_terms():
    layer = layers.Add(name="stage1_add")
    model, outputs = small_case(layer, np.full((1, 1, 2), 3, np.float32), np.full((1, 1, 2), -5, np.float32))
    redone = unit_arithmetic(model, outputs, "stage1_add", (0, 0, 1))
    assert by_name(redone.terms) == {"input": 3, "stage1_relu": -5}
    assert redone.total == redone.network_value == -2


def test_a_concatenated_unit_tells_its_branch(built):
    network = built("tiny_googlenet")
    redone = unit_arithmetic(network.model, network.outputs, "stage2_block1_concat", (2, 3, 8))
    assert (redone.source_layer, redone.source_unit) == ("stage2_block1_branch3_relu", (2, 3, 1))


def test_the_input_tells_its_pixel(built):
    network = built("lenet")
    redone = unit_arithmetic(network.model, network.outputs, "input", (4, 5, 2))
    assert by_name(redone.quantities)["pixel"] == network.image[4, 5, 2]


def test_a_chain_hands_its_value_on(built):
    network = built("vggnet")
    chain = unit_chain(network.model, network.outputs, "stage2_bn1", (3, 4, 5))
    assert [step.operation for step in chain] == ["convolution", "batch normalisation", "ReLU"]
    for before, after in zip(chain, chain[1:], strict=False):
        assert by_name(after.quantities)["input"] == before.network_value


def test_softmax_by_hand():
    steps = softmax_arithmetic(np.log(np.array([1, 3, 4], np.float32)) * 2, temperature=2.0)
    np.testing.assert_allclose(steps.probs, [1 / 8, 3 / 8, 4 / 8], rtol=1e-6)
    np.testing.assert_allclose(steps.exponentials, [1 / 4, 3 / 4, 1], rtol=1e-6)
    assert steps.exponential_sum == pytest.approx(2)
    assert steps.difference < 1e-6
    assert math.isclose(steps.shifted.max(), 0)


def test_a_built_in_activation_is_refused():
    layer = layers.Conv2D(1, 1, activation="relu", name="stage1_conv")
    model, outputs = small_case(layer, np.ones((2, 2, 1), np.float32))
    with pytest.raises(ValueError, match="layer of its own"):
        unit_arithmetic(model, outputs, "stage1_conv", (0, 0, 0))


def test_an_unknown_unit_is_refused(built):
    network = built("lenet")
    with pytest.raises(ValueError, match="there is no"):
        unit_arithmetic(network.model, network.outputs, "stage1_conv", (28, 0, 0))
