"""The arithmetic of units that look at one place only: scaling, normalisation, activation, merging, passing on."""

from __future__ import annotations

import math

import numpy as np

from cifar_demo.anatomy.receptive_field import branch_of
from cifar_demo.anatomy.unit_context import UnitContext, named, weight_at
from cifar_demo.constants import CHANNEL_MEAN, CHANNEL_STD
from cifar_demo.image.preprocess import unprocess
from cifar_demo.results import UnitArithmetic


def scaled_pixel(context: UnitContext) -> UnitArithmetic:
    """Redo the scaling of one pixel."""
    channel = context.unit[2]
    pixel = float(unprocess(context.output)[0][context.unit])
    mean, deviation = CHANNEL_MEAN[channel], CHANNEL_STD[channel]
    return context.result(
        "scaling",
        "Divide the pixel by 255, subtract the training pictures' mean for this colour, divide by their deviation: how "
        "far they usually are from that mean.",
        {"pixel / 255 / deviation": pixel / 255 / deviation, "- mean / deviation": -mean / deviation},
        quantities=named({"pixel": pixel, "mean": mean, "deviation": deviation}),
    )


def batch_normalization(context: UnitContext) -> UnitArithmetic:
    """Redo batch normalisation with the running statistics (Ioffe and Szegedy, arXiv:1502.03167, algorithm 2)."""
    layer, channel = context.layer, context.unit[-1]
    value = context.same_unit()
    mean, variance = (float(weight_at(v, channel)) for v in (layer.moving_mean, layer.moving_variance))
    gamma, beta = (1.0 if layer.gamma is None else float(weight_at(layer.gamma, channel))), 0.0
    if layer.beta is not None:
        beta = float(weight_at(layer.beta, channel))
    deviation = math.sqrt(variance + layer.epsilon)
    normalised = (value - mean) / deviation
    quantities = {"input": value, "mean": mean, "variance": variance, "epsilon": layer.epsilon}
    quantities |= {"deviation": deviation, "normalised": normalised}
    if layer.gamma is None:
        then, name = "Then add beta, which is learned. (The usual learned factor is left out here.)", "normalised"
    else:
        then, name = "Then multiply by gamma and add beta, both learned.", "gamma times normalised"
        quantities["gamma"] = gamma
    return context.result(
        "batch normalisation",
        "Subtract the mean that this map had in training. Divide by its deviation, how far it usually was from that "
        f"mean: the square root of variance plus epsilon, a tiny number against division by zero. {then}",
        {name: gamma * normalised, "beta": beta},
        quantities=named(quantities),
    )


def local_response_normalization(context: UnitContext) -> UnitArithmetic:
    """Redo local response normalisation (Krizhevsky, Sutskever and Hinton, 2012, section 3.3).

    The layer tells its constants in attributes named as the arguments of `tf.nn.local_response_normalization`:
    `depth_radius`, `bias` (the paper's k), `alpha` and `beta`.
    """
    layer, (row, column, channel) = context.layer, context.unit
    first = max(channel - layer.depth_radius, 0)
    neighbours = context.inputs[0][row, column, first : channel + layer.depth_radius + 1]
    value = context.same_unit()
    squares = float(np.square(neighbours, dtype=np.float64).sum())
    divisor = (layer.bias + layer.alpha * squares) ** layer.beta
    quantities = {"input": value, "sum of squares": squares, "bias": layer.bias, "alpha": layer.alpha}
    quantities |= {"beta": layer.beta, "divisor": divisor}
    return context.result(
        "local response normalisation",
        f"Square what maps {first} to {first + len(neighbours) - 1} have at this place, and add up. Times alpha, plus "
        "bias, to the power of beta: that divides the input. The three are fixed, not learned.",
        {"input / divisor": value / divisor},
        quantities=named(quantities),
        patch=neighbours.copy(),  # Not a view, which would keep the whole layer.
    )


def relu(context: UnitContext) -> UnitArithmetic:
    """Redo a rectified linear unit."""
    value = context.same_unit()
    return context.result(
        "ReLU",
        "Let a positive input through, turn a negative one into 0.",
        {"larger of 0 and input": max(0.0, value)},
        quantities=named({"input": value}),
    )


def tanh(context: UnitContext) -> UnitArithmetic:
    """Redo a hyperbolic tangent."""
    value = context.same_unit()
    return context.result(
        "tanh",
        "Squeeze the input between −1 and 1: the hyperbolic tangent, tanh on a calculator.",
        {"tanh of input": math.tanh(value)},
        quantities=named({"input": value}),
    )


def residual_sum(context: UnitContext) -> UnitArithmetic:
    """Redo a residual sum: one term for each layer that feeds it."""
    terms = {source: context.same_unit(which) for which, source in enumerate(context.sources)}
    return context.result("residual sum", f"Add the {len(terms)} inputs, place by place.", terms)


def concatenation(context: UnitContext) -> UnitArithmetic:
    """Find the branch and channel that a concatenated unit came from."""
    *place, channel = context.unit
    counts = {source: values.shape[-1] for source, values in zip(context.sources, context.inputs, strict=True)}
    source, channel_there = branch_of(channel, counts)
    formula = f"The branches' maps are put one after the other: this is map {channel_there} of {source}."
    return _passed_on(context, "concatenation", formula, source, (*place, channel_there))


def flattening(context: UnitContext) -> UnitArithmetic:
    """Find the place on the map that a flattened unit came from."""
    unit = tuple(int(index) for index in np.unravel_index(context.unit[0], context.inputs[0].shape))
    formula = f"All maps are written out as one row: this is map {unit[2]}, row {unit[0]}, column {unit[1]}."
    return _passed_on(context, "flattening", formula, context.sources[0], unit)


def dropout(context: UnitContext) -> UnitArithmetic:
    """Pass a unit on: dropout works in training only."""
    formula = "Dropout silences units in training only; in use it changes nothing."
    return _passed_on(context, "dropout", formula, context.sources[0], context.unit)


def _passed_on(
    context: UnitContext, operation: str, formula: str, source: str, unit: tuple[int, ...]
) -> UnitArithmetic:
    value = float(context.inputs[context.sources.index(source)][unit])
    return context.result(operation, formula, {"input": value}, source_layer=source, source_unit=unit)
