"""Which pixels do change a unit, and how much: gradients averaged over pictures.

Luo, Li, Urtasun and Zemel, "Understanding the effective receptive field in deep convolutional neural networks", 2016
(arXiv:1701.04128).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import tensorflow as tf

from cifar_demo.anatomy.receptive_field import check_unit
from cifar_demo.anatomy.rerun import run_layers
from cifar_demo.anatomy.wiring import ancestors, feeders
from cifar_demo.image.preprocess import preprocess
from cifar_demo.results import Box, ByteImage, EffectiveField, FloatArray

if TYPE_CHECKING:
    import keras

# Share of the gradient that the effective box holds along each axis.
MIDDLE_SHARE: Final = 0.95


def effective_field(model: keras.Model, layer_name: str, unit: tuple[int, ...], images: ByteImage) -> EffectiveField:
    """Measure how much each pixel changes one unit, on average over pictures.

    Runs only the layers up to this one; keeps nothing afterwards.

    Parameters
    ----------
    model : keras.Model
    layer_name : str
    unit : tuple of int
        (row, column, channel), or (index,) in a layer without positions.
    images : (N, 32, 32, 3) uint8
        A dozen or more: a single picture shows its own content as much as the network's field.

    Raises
    ------
    ValueError
        If the layer has no such unit.
    """
    check_unit(layer_name, unit, tuple(model.get_layer(layer_name).output.shape[1:]))
    gradients = unit_gradients(model, layer_name, unit, preprocess(images))
    magnitude = np.abs(gradients).sum(axis=-1)  # (N, 32, 32, 3) -> (N, 32, 32)
    mean: FloatArray = magnitude.mean(axis=0)
    largest = mean.max()
    return EffectiveField(
        layer=layer_name,
        unit=unit,
        gradient=mean,
        heatmap=mean / largest if largest > 0 else np.zeros_like(mean),
        box=middle_box(mean),
        num_images=len(magnitude),
        num_silent=int((magnitude.max(axis=(1, 2)) == 0).sum()),
    )


def unit_gradients(model: keras.Model, layer_name: str, unit: tuple[int, ...], batch: FloatArray) -> FloatArray:
    """Differentiate one unit by the scaled input, picture by picture.

    Parameters
    ----------
    model : keras.Model
    layer_name : str
    unit : tuple of int
    batch : (N, 32, 32, 3) float32
        As `preprocess` gives it.

    Returns
    -------
    (N, 32, 32, 3) float32
    """
    # TensorFlow 2.21 on a CPU with oneDNN corrupts memory in the kernel gradient of a strided 1x1 convolution (a ResNet
    # shortcut) for a batch of one; the eager tape computes it, wanted or not. A batch of two is safe.
    pixels = tf.constant(np.concatenate([batch, batch]) if len(batch) == 1 else batch)
    names = ancestors(feeders(model), layer_name)
    with tf.GradientTape(watch_accessed_variables=False) as tape:
        tape.watch(pixels)
        outputs = run_layers(model, names, {"input": tf.identity(pixels)})
        # Pictures do not mix in use, so the gradient of the sum holds each picture's own.
        answer = tf.reduce_sum(outputs[layer_name][(slice(None), *unit)])
    gradients: FloatArray = tape.gradient(answer, pixels).numpy()[: len(batch)]
    return gradients


def middle_box(gradient: FloatArray) -> Box:
    """Find the rows and columns that hold the middle 95 % of a map of non-negative values along each axis.

    Parameters
    ----------
    gradient : (H, W) float32

    Returns
    -------
    (left, top, right, bottom)
        The whole map if all values are 0.
    """
    left, right = _middle(gradient.sum(axis=0))
    top, bottom = _middle(gradient.sum(axis=1))
    return left, top, right, bottom


def _middle(profile: FloatArray) -> tuple[int, int]:
    total = profile.sum(dtype=np.float64)
    if total <= 0:
        return 0, len(profile)
    cumulated = np.cumsum(profile, dtype=np.float64) / total
    tail = (1 - MIDDLE_SHARE) / 2
    # A pixel is inside as soon as the tail before it, or behind it, would be too heavy with it.
    first = int(np.searchsorted(cumulated, tail, side="right"))
    last = int(np.searchsorted(cumulated, 1 - tail, side="left"))
    return first, min(last, len(profile) - 1) + 1
