"""Small squares that stand for a layer on the way through a network."""

from typing import Final

import numpy as np

from cifar_demo.figures.pixels import dim_outside, enlarge
from cifar_demo.figures.theme import colour_diverging, colour_sequential, is_signed
from cifar_demo.results import Box, ByteImage, FloatArray

GREY: Final = 125


def layer_thumbnail(activation: FloatArray) -> ByteImage:
    """Draw the one map of a layer that shows most, or all units of a vector as squares.

    Parameters
    ----------
    activation : (H, W, C) or (units,) float32

    Returns
    -------
    (side, side, 3) uint8
        One pixel a unit: the page enlarges it, and less has to be sent.
    """
    plane = busiest_map(activation) if activation.ndim == 3 and activation.shape[0] > 1 else _square(activation)
    return map_picture(plane, is_diverging=is_signed(activation))


def map_picture(plane: FloatArray, *, is_diverging: bool | None = None) -> ByteImage:
    """Colour one map, stretched over its own values.

    Parameters
    ----------
    plane : (H, W) float32
    is_diverging : bool or None
        Which scale; None goes by the values' signs.

    Returns
    -------
    (H, W, 3) uint8
    """
    limit = float(np.abs(plane).max())
    signed = is_signed(plane) if is_diverging is None else is_diverging
    return colour_diverging(plane, limit) if signed else colour_sequential(plane, limit)


def glimpse(picture: ByteImage, box: Box, side: int = 256) -> ByteImage:
    """Show where in a picture a unit looks: the rest is darkened.

    Parameters
    ----------
    picture : (32, 32, 3) uint8
    box : (left, top, right, bottom)
        In its pixels; it may reach outside.
    side : int
        Pixels to reach or stay under.
    """
    large = enlarge(picture, side)
    factor = len(large) // len(picture)
    left, top, right, bottom = (edge * factor for edge in box)
    return dim_outside(large, (left, top, right, bottom))


def cut_out(picture: ByteImage, box: Box) -> ByteImage:
    """Cut a box out of a picture, as a square: what reaches beyond is grey.

    Parameters
    ----------
    picture : (H, W, 3) uint8
    box : (left, top, right, bottom)
    """
    height, width = picture.shape[:2]
    left, top = max(0, box[0]), max(0, box[1])
    part = picture[top : min(height, box[3]), left : min(width, box[2])]
    square = np.full((max(part.shape[:2]),) * 2 + (3,), GREY, np.uint8)
    square[: part.shape[0], : part.shape[1]] = part
    return square


def liveliest_patch(picture: ByteImage, side: int) -> tuple[int, int]:
    """Find the square of a picture with most contrast: (row, column) of its corner.

    Parameters
    ----------
    picture : (H, W, 3) uint8
    side : int
        Pixels.
    """
    patches = np.lib.stride_tricks.sliding_window_view(picture.astype(np.float32), (side, side), axis=(0, 1))
    contrast = patches.std(axis=(-2, -1)).sum(axis=2)  # (rows, columns, 3, side, side) -> (rows, columns)
    row, column = np.unravel_index(int(contrast.argmax()), contrast.shape)
    return int(row), int(column)


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
