"""One fast way through a network, on the weights that its layers hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol

from cifar_demo.constants import IMAGE_SHAPE
from cifar_demo.results import FloatArray

if TYPE_CHECKING:
    import keras
    import tensorflow as tf

    from cifar_demo.anatomy.feature_maps import FeatureExtractor

_FEW: Final = 8  # Views of one picture.


class ForwardPass(Protocol):
    """A compiled way through a network."""

    def __call__(self, batch: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Map (N, 32, 32, 3) float32 to logits (N, 10) and the features that feed them (N, D), float32."""


def compile_forward(model: keras.Model, extractor: FeatureExtractor) -> ForwardPass:
    """Make the short way through a network, for batches of any size: no Keras machinery, no copy of the weights.

    See docs/decisions/0002-compiled-network.md.

    Parameters
    ----------
    model : keras.Model
        Flat functional model from (N, 32, 32, 3) to logits.
    extractor : FeatureExtractor
        Of this model: few pictures go through it, so that a network is compiled once. For many, whose values between
        layers would take too much memory together, it is compiled again, when there are any.
    """
    import tensorflow as tf

    from cifar_demo.anatomy.rerun import run_layers
    from cifar_demo.anatomy.wiring import feeding_layers

    first, *others = extractor.layer_names
    features = feeding_layers(model.get_layer("logits"))[0]

    def run(batch: tf.Tensor) -> dict[str, tf.Tensor]:
        values = run_layers(model, others, {first: batch})
        return {"logits": values["logits"], features: values[features]}

    any_number = tf.TensorSpec((None, *IMAGE_SHAPE), tf.float32)
    run_many = tf.function(run, input_signature=[any_number], autograph=False)

    def forward(batch: FloatArray) -> tuple[FloatArray, FloatArray]:
        outputs = extractor.outputs(batch) if len(batch) <= _FEW else run_many(tf.constant(batch))
        return outputs["logits"].numpy(), outputs[features].numpy()

    return forward
