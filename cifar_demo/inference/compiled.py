"""One fast and small way through a network: normalisation folded into kernels, each weight held once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

import numpy as np

from cifar_demo.constants import IMAGE_SHAPE
from cifar_demo.results import FloatArray

if TYPE_CHECKING:
    import keras
    import tensorflow as tf


class ForwardPass(Protocol):
    """A compiled way through a network."""

    def __call__(self, batch: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Map (N, 32, 32, 3) float32 to logits (N, 10) and the features that feed them (N, D), float32."""


def compile_forward(model: keras.Model) -> ForwardPass:
    """Compile a network once for batches of any size, so that one picture takes one call and no Keras machinery.

    The graph gets a session of its own, with the weights as variables there: as constants they would be in memory four
    times. See docs/decisions/0002-compiled-network.md.

    Parameters
    ----------
    model : keras.Model
        Left as it is, and not needed afterwards.
    """
    import tensorflow as tf

    folded = folded_weights(model)
    with tf.Graph().as_default() as graph:
        batch = tf.compat.v1.placeholder(tf.float32, (None, *IMAGE_SHAPE))
        weights = {name: [_variable(values.shape) for values in arrays] for name, arrays in folded.items()}
        outputs = run_folded(model, weights, batch)
    # A session runs small operations in the caller's own thread: a millisecond less than handing each to a pool.
    config = tf.compat.v1.ConfigProto(inter_op_parallelism_threads=-1)
    session = tf.compat.v1.Session(graph=graph, config=config)
    # All at once: a session keeps what it prepared for each call that asks for something else.
    initializers = [variable.initializer for variables in weights.values() for variable in variables]
    values = [values for arrays in folded.values() for values in arrays]
    session.run(initializers, {made.inputs[1]: value for made, value in zip(initializers, values, strict=True)})
    forward: ForwardPass = session.make_callable(list(outputs), feed_list=[batch])
    forward(np.zeros((1, *IMAGE_SHAPE), np.float32))  # The first call is slow: let nobody wait for it.
    return forward


def folded_weights(model: keras.Model) -> dict[str, list[FloatArray]]:
    """Fold each batch normalisation of a network into the convolution before it.

    Parameters
    ----------
    model : keras.Model
        Each of its `BatchNormalization` layers is fed by a convolution that feeds nothing else.

    Returns
    -------
    dict of str to list of float32 arrays
        Name of a layer with weights -> its kernel and, where it has one or needs one now, its bias.
    """
    normalized_by = _normalizations(model)
    normalizing = {layer.name for layer in normalized_by.values()}
    weights = {layer.name: layer.get_weights() for layer in model.layers if layer.weights}
    return {
        name: _fold(arrays, normalized_by[name]) if name in normalized_by else arrays
        for name, arrays in weights.items()
        if name not in normalizing
    }


def run_folded(
    model: keras.Model, weights: Mapping[str, Sequence[tf.Variable]], batch: tf.Tensor
) -> Sequence[tf.Tensor]:
    """Run a network with folded weights in place of its own, and without batch normalisation.

    Parameters
    ----------
    model : keras.Model
    weights : mapping of str to sequence of variables or tensors
        As `folded_weights` gives them.
    batch : (N, 32, 32, 3) float32 tensor

    Returns
    -------
    logits, features : (N, 10), (N, D) float32 tensors
        Those of the network, up to rounding; the features feed the last layer.
    """
    import keras
    import tensorflow as tf

    from cifar_demo.anatomy.rerun import run_layers
    from cifar_demo.anatomy.wiring import feeding_layers

    first, *others = (layer.name for layer in model.layers)
    own = {layer.name: layer.weights for layer in model.layers}
    new_biases = {name: tensors[-1] for name, tensors in weights.items() if len(tensors) > len(own[name])}
    replaced = [pair for name, tensors in weights.items() for pair in zip(own[name], tensors, strict=False)]
    with keras.StatelessScope(state_mapping=replaced):
        values = run_layers(
            model,
            others,
            {first: batch},
            change=lambda name, output: tf.nn.bias_add(output, new_biases[name]) if name in new_biases else output,
            stand_ins={layer.name: tf.identity for layer in _normalizations(model).values()},
        )
    return values["logits"], values[feeding_layers(model.get_layer("logits"))[0]]


def _variable(shape: tuple[int, ...]) -> tf.Variable:
    """Make a variable in the graph at hand, whose initializer is given its values in place of its second input."""
    import tensorflow as tf

    return tf.compat.v1.Variable(tf.compat.v1.placeholder(tf.float32, shape), use_resource=True)


def _normalizations(model: keras.Model) -> dict[str, keras.layers.BatchNormalization]:
    """Map each convolution that is normalised to what normalises it."""
    import keras

    from cifar_demo.anatomy.wiring import feeding_layers

    normalizations = [layer for layer in model.layers if isinstance(layer, keras.layers.BatchNormalization)]
    return {feeding_layers(layer)[0]: layer for layer in normalizations}


def _fold(weights: list[FloatArray], normalization: keras.layers.BatchNormalization) -> list[FloatArray]:
    """Give the kernel and bias of a convolution that normalises what it writes."""
    kernel, bias = (*weights, 0.0)[:2]
    spread = np.sqrt(np.asarray(normalization.moving_variance) + normalization.epsilon)
    scale = (1.0 if normalization.gamma is None else np.asarray(normalization.gamma)) / spread
    shift = 0.0 if normalization.beta is None else np.asarray(normalization.beta)
    return [kernel * scale, (bias - np.asarray(normalization.moving_mean)) * scale + shift]
