"""How a signal comes back through a layer: as the gradient, or by another rule that a paper proposes."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import tensorflow as tf

from cifar_demo.anatomy.naming import parse_layer_name

if TYPE_CHECKING:
    import keras

Rule = Literal["plain", "guided", "deconvnet", "waking"]
Call = Callable[[Any], Any]


def stand_ins(model: keras.Model, rule: Rule) -> dict[str, Call]:
    """Give what runs in the stead of some layers: forward the same, backward by the rule.

    Parameters
    ----------
    model : keras.Model
        Flat functional model whose layer names follow the grammar of `networks.spec`.
    rule : str
        "plain" is the gradient. "guided" lets a ReLU pass only what is positive, and only where it was on
        (Springenberg et al., arXiv:1412.6806). "deconvnet" lets a ReLU pass what is positive, on or off (Zeiler and
        Fergus, arXiv:1311.2901); a maximum pooling goes back to the winners that it recorded, as in the gradient.
        "waking" lets a ReLU pass all that comes, so that a unit that is off learns which way it would turn on.

    Returns
    -------
    dict of layer name to callable
        The network's own layers stay as they are.
    """
    if rule == "plain":
        return {}
    relu = {"guided": _guided_relu, "deconvnet": _deconvnet_relu, "waking": _waking_relu}[rule]
    replaced: dict[str, Call] = {}
    for layer in model.layers:
        operation = parse_layer_name(layer.name).operation
        if operation == "relu":
            replaced[layer.name] = relu
        elif operation == "lrn" and rule == "deconvnet":
            replaced[layer.name] = _fixed_response_normalization(layer)
    return replaced


@tf.custom_gradient  # type: ignore[untyped-decorator]
def _guided_relu(values: Any) -> tuple[Any, Call]:
    rectified = tf.nn.relu(values)
    return rectified, lambda signal: tf.where(values > 0, tf.nn.relu(signal), tf.zeros_like(signal))


@tf.custom_gradient  # type: ignore[untyped-decorator]
def _deconvnet_relu(values: Any) -> tuple[Any, Call]:
    return tf.nn.relu(values), tf.nn.relu


@tf.custom_gradient  # type: ignore[untyped-decorator]
def _waking_relu(values: Any) -> tuple[Any, Call]:
    return tf.nn.relu(values), tf.identity


def _fixed_response_normalization(layer: keras.Layer) -> Call:
    """Divide on the way back by what was divided by on the way forward: the linear map that it was for this picture.

    The paper has no rule for it. The gradient would also let neighbouring channels inhibit each other.
    """

    @tf.custom_gradient  # type: ignore[untyped-decorator]
    def normalize(values: Any) -> tuple[Any, Call]:
        num_channels = values.shape[-1]
        distance = np.abs(np.subtract.outer(np.arange(num_channels), np.arange(num_channels)))
        neighbours = tf.constant((distance <= layer.depth_radius).astype(np.float32))
        factor = (layer.bias + layer.alpha * tf.matmul(tf.square(values), neighbours)) ** -layer.beta
        return layer.call(values), lambda signal: signal * factor

    call: Call = normalize
    return call
