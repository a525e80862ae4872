"""How one unit's value comes about, in numbers that anyone can check against the network's own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Final

import numpy as np

from cifar_demo.anatomy import pointwise_units
from cifar_demo.anatomy.graph import node_members
from cifar_demo.anatomy.naming import parse_layer_name
from cifar_demo.anatomy.pooled_units import pooling
from cifar_demo.anatomy.unit_context import UnitContext, unit_context
from cifar_demo.anatomy.weighted_sums import convolution, dense
from cifar_demo.metrics.calibration import softmax
from cifar_demo.results import FloatArray, LayerOutput, SoftmaxArithmetic, UnitArithmetic

if TYPE_CHECKING:
    import keras

# What a layer's name says it does -> how to redo it. A new kind of layer is one function and one line.
ARITHMETIC: Final[Mapping[str, Callable[[UnitContext], UnitArithmetic]]] = {
    "input": pointwise_units.scaled_pixel,
    "conv": convolution,
    "dense": dense,
    "logits": dense,
    "pool": pooling,
    "bn": pointwise_units.batch_normalization,
    "lrn": pointwise_units.local_response_normalization,
    "relu": pointwise_units.relu,
    "tanh": pointwise_units.tanh,
    "add": pointwise_units.residual_sum,
    "concat": pointwise_units.concatenation,
    "flatten": pointwise_units.flattening,
    "dropout": pointwise_units.dropout,
}


def unit_arithmetic(
    model: keras.Model, outputs: Mapping[str, LayerOutput], layer_name: str, unit: tuple[int, ...]
) -> UnitArithmetic:
    """Redo one unit by hand, from what its layer received.

    Parameters
    ----------
    model : keras.Model
        Flat functional model whose layer names follow the grammar of `networks.spec`.
    outputs : mapping of layer name to LayerOutput
        All layers' outputs for the picture, as `FeatureExtractor.extract` gives them.
    layer_name : str
    unit : tuple of int
        (row, column, channel), or (index,) in a layer without positions.

    Returns
    -------
    UnitArithmetic
        Its terms add up to `total`; `difference` is the distance to the network's own value.

    Raises
    ------
    ValueError
        If the network has no such layer, or the layer no such unit.
    """
    context = unit_context(model, outputs, layer_name, unit)
    return ARITHMETIC[parse_layer_name(layer_name).operation](context)


def unit_chain(
    model: keras.Model, outputs: Mapping[str, LayerOutput], layer_name: str, unit: tuple[int, ...]
) -> tuple[UnitArithmetic, ...]:
    """Redo one unit through convolution, normalisation and activation: all layers that the map folds into one node.

    Parameters are those of `unit_arithmetic`; `layer_name` may be any layer of the node.

    Returns
    -------
    tuple of UnitArithmetic
        In order; each starts from the value that the one before it ends with.
    """
    members = next(layers for layers in node_members(model).values() if layer_name in layers)
    return tuple(unit_arithmetic(model, outputs, name, unit) for name in members)


def softmax_arithmetic(logits: FloatArray, *, temperature: float = 1.0) -> SoftmaxArithmetic:
    """Turn one picture's logits into probabilities, step by step.

    Parameters
    ----------
    logits : (K,) float32
    temperature : float
        Positive, as on the network's card.

    Raises
    ------
    ValueError
        If `temperature` is not positive.
    """
    network_probs = softmax(logits[None], temperature=temperature)[0]
    exact = logits.astype(np.float64)
    scaled = exact / temperature
    shifted = scaled - scaled.max()
    exponentials = np.exp(shifted)
    exponential_sum = float(exponentials.sum())
    return SoftmaxArithmetic(
        temperature=temperature,
        logits=exact,
        scaled=scaled,
        shifted=shifted,
        exponentials=exponentials,
        exponential_sum=exponential_sum,
        probs=exponentials / exponential_sum,
        network_probs=network_probs,
    )
