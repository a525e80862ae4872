"""What every layer of a network gives for one picture, from a single forward pass."""

from __future__ import annotations

from typing import Any

import keras
import tensorflow as tf

from cifar_demo.anatomy.rerun import run_layers
from cifar_demo.constants import IMAGE_SHAPE
from cifar_demo.image.preprocess import preprocess
from cifar_demo.results import ByteImage, FloatArray, LayerOutput


class FeatureExtractor:
    """A view on a network that gives the outputs of all its layers.

    Make one for each network and keep it: making it traces and compiles a graph. It shares the network's weights,
    changes nothing, and may be called from several threads at once.

    Parameters
    ----------
    model : keras.Model
        Flat functional model from (N, 32, 32, 3) to logits.
    """

    def __init__(self, model: keras.Model) -> None:
        self.layer_names: tuple[str, ...] = tuple(layer.name for layer in model.layers)
        first, *others = self.layer_names
        any_number = tf.TensorSpec((None, *IMAGE_SHAPE), tf.float32)

        def forward(batch: tf.Tensor) -> list[tf.Tensor]:
            values = run_layers(model, others, {first: batch})
            return [values[name] for name in self.layer_names]

        self._forward: Any = tf.function(forward, autograph=False).get_concrete_function(any_number)

    def extract(self, image: ByteImage) -> dict[str, LayerOutput]:
        """Run the network once and give every layer's output.

        Parameters
        ----------
        image : (32, 32, 3) uint8
            RGB pixels.

        Returns
        -------
        dict of layer name to LayerOutput
            In the network's order; (H, W, C) or (units,) float32, the first being the scaled picture itself.

        Raises
        ------
        ValueError
            If the picture is not (32, 32, 3) uint8.
        """
        if image.ndim != 3:
            raise ValueError(f"Expected one picture of shape {IMAGE_SHAPE}, got shape {image.shape}.")
        return {name: LayerOutput(name, activation) for name, activation in self.activations(preprocess(image)).items()}

    def activations(self, batch: FloatArray) -> dict[str, FloatArray]:
        """Run the network on an already scaled picture, (1, 32, 32, 3) float32; outputs without the batch axis."""
        return {name: _read_only(output.numpy()[0]) for name, output in self.outputs(batch).items()}

    def outputs(self, batch: FloatArray) -> dict[str, tf.Tensor]:
        """Run the network on scaled pictures, (N, 32, 32, 3) float32; what every layer gives, (N, ...) each.

        All of it is in memory at once: up to 3 MB a picture.
        """
        return dict(zip(self.layer_names, self._forward(tf.constant(batch)), strict=True))


def _read_only(values: FloatArray) -> FloatArray:
    """Lock an array that several visitors may share through a cache."""
    values.flags.writeable = False
    return values
