"""Small squares that stand for a layer on the way through a network."""

from typing import Final

import numpy as np

from cifar_demo.figures.pixels import enlarge
from cifar_demo.figures.theme import colour_diverging, colour_sequential, is_signed
from cifar_demo.results import ByteImage, FloatArray

SIDE: Final = 64


def layer_thumbnail(activation: FloatArray) -> ByteImage:
    """Draw the one map of a layer that shows most, or all units of a vector as squares.

    Parameters
    ----------
    activation : (H, W, C) or (units,) float32

    Returns
    -------
    (side, side, 3) uint8
        At most 64 pixels a side.
    """
    plane = busiest_map(activation) if activation.ndim == 3 and activation.shape[0] > 1 else _square(activation)
    limit = float(np.abs(plane).max())
    coloured = colour_diverging(plane, limit) if is_signed(activation) else colour_sequential(plane, limit)
    return enlarge(coloured, SIDE)


def busiest_map(activation: FloatArray) -> FloatArray:
    """Pick the feature map that varies most over the picture.

    Parameters
    ----------
    activation : (H, W, C) float32

    Returns
    -------
    (H, W) float32
    """
    busiest: FloatArray = activation[..., int(activation.std(axis=(0, 1)).argmax())]
    return busiest


def _square(values: FloatArray) -> FloatArray:
    """Lay a vector out in rows of a square; what is missing at the end is zero."""
    side = int(np.ceil(np.sqrt(values.size)))
    square = np.zeros(side * side, np.float32)
    square[: values.size] = values.ravel()
    return square.reshape(side, side)
