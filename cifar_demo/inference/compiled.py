"""One fast and small way through a network: normalisation folded into kernels, each weight held once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

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

    Parameters
    ----------
    model : keras.Model
        Left as it is, and not needed afterwards.
    """
    import keras
    import tensorflow as tf

    folded = fold_normalization(model)
    view = keras.Model(folded.input, [folded.output, folded.get_layer("logits").input])
    signature = tf.TensorSpec((None, *IMAGE_SHAPE), tf.float32)
    traced = tf.function(lambda batch: view(batch, training=False), autograph=False).get_concrete_function(signature)
    forward = _session_of(traced)
    forward(np.zeros((1, *IMAGE_SHAPE), np.float32))  # The first call is slow: let nobody wait for it.
    return forward


def fold_normalization(model: keras.Model) -> keras.Model:
    """Copy a network without its batch normalisation: each is folded into the convolution before it.

    Parameters
    ----------
    model : keras.Model
        Each of its `BatchNormalization` layers is fed by a convolution that feeds nothing else.

    Returns
    -------
    keras.Model
        Gives the same answers, up to rounding.
    """
    import keras

    from cifar_demo.anatomy.wiring import feeding_layers

    normalizations = [layer for layer in model.layers if isinstance(layer, keras.layers.BatchNormalization)]
    folded_into = {feeding_layers(layer)[0]: layer for layer in normalizations}

    def copy(layer: keras.Layer) -> keras.Layer:
        bias = {"use_bias": True} if layer.name in folded_into else {}
        return type(layer).from_config(layer.get_config() | bias)

    def call(layer: keras.Layer, x: Any, **arguments: Any) -> Any:
        return x if isinstance(layer, keras.layers.BatchNormalization) else layer(x, **arguments)

    folded = keras.models.clone_model(model, clone_function=copy, call_function=call)
    for layer in folded.layers:
        weights = model.get_layer(layer.name).get_weights()
        if layer.name in folded_into:
            layer.set_weights(_fold(weights, folded_into[layer.name]))
        elif layer.weights:
            layer.set_weights(weights)
    return folded


def _fold(weights: list[FloatArray], normalization: keras.layers.BatchNormalization) -> list[FloatArray]:
    """Give the kernel and bias of a convolution that normalises what it writes."""
    kernel, bias = (*weights, 0.0)[:2]
    spread = np.sqrt(np.asarray(normalization.moving_variance) + normalization.epsilon)
    scale = (1.0 if normalization.gamma is None else np.asarray(normalization.gamma)) / spread
    shift = 0.0 if normalization.beta is None else np.asarray(normalization.beta)
    return [kernel * scale, (bias - np.asarray(normalization.moving_mean)) * scale + shift]


def _session_of(traced: tf.types.experimental.ConcreteFunction) -> ForwardPass:
    """Give a traced function a session of its own, with its weights as variables there.

    As constants they would be in memory four times. See docs/decisions/0002-compiled-network.md.
    """
    import tensorflow as tf

    held = {id(variable.handle): variable for variable in traced.variables}
    captures = [(held[id(handle)], placeholder.name) for handle, placeholder in traced.graph.captures]
    with tf.Graph().as_default() as graph:
        variables = [
            tf.compat.v1.Variable(tf.compat.v1.placeholder(tf.float32, variable.shape), use_resource=True)
            for variable, _ in captures
        ]
        outputs = tf.import_graph_def(
            traced.graph.as_graph_def(),
            input_map={name: own.handle for own, (_, name) in zip(variables, captures, strict=True)},
            return_elements=[output.name for output in traced.outputs],
            name="network",
        )
    # A session runs small operations in the caller's own thread: a millisecond less than handing each to a pool.
    config = tf.compat.v1.ConfigProto(inter_op_parallelism_threads=-1)
    session = tf.compat.v1.Session(graph=graph, config=config)
    # All at once: a session keeps what it prepared for each call that asks for something else.
    given = {
        own.initializer.inputs[1]: variable.numpy() for own, (variable, _) in zip(variables, captures, strict=True)
    }
    session.run([own.initializer for own in variables], given)
    forward: ForwardPass = session.make_callable(outputs, feed_list=[f"network/{traced.inputs[0].name}"])
    return forward
