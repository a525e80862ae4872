"""Turned, smaller or larger, off the centre: the same pixels elsewhere, filled in by reflection at the border.

`rotated`, `scaled` and `shifted` do what they are told; `rotation`, `scale` and `translation` draw a direction for
each picture and then do it.
"""

from typing import Final

import numpy as np
import numpy.typing as npt

from cifar_demo.image.linear import change_axes, reflected, resampling_matrix, to_pixels
from cifar_demo.results import ByteImage

# Down and right: the eight neighbours on a chessboard.
_DIRECTIONS: Final = ((-1, -1), (-1, 0), (-1, 1), (0, -1), (0, 1), (1, -1), (1, 0), (1, 1))


def rotation(images: ByteImage, degrees: float, generator: np.random.Generator) -> ByteImage:
    """Turn by so many degrees, each picture left or right at random."""
    is_left = generator.random(len(images)) < 0.5
    turned = np.empty_like(images)
    turned[is_left] = rotated(images[is_left], -degrees)
    turned[~is_left] = rotated(images[~is_left], degrees)
    return turned


def scale(images: ByteImage, change: float, generator: np.random.Generator) -> ByteImage:
    """Change the size by this share, each picture smaller (1 - change) or larger (1 + change) at random."""
    is_smaller = generator.random(len(images)) < 0.5
    resized = np.empty_like(images)
    resized[is_smaller] = scaled(images[is_smaller], 1 - change)
    resized[~is_smaller] = scaled(images[~is_smaller], 1 + change)
    return resized


def translation(images: ByteImage, pixels: float, generator: np.random.Generator) -> ByteImage:
    """Move by so many pixels, sideways, up or down, or both: one of eight directions for each picture."""
    directions = generator.integers(0, len(_DIRECTIONS), len(images))
    moved = np.empty_like(images)
    for index, (down, right) in enumerate(_DIRECTIONS):
        chosen = directions == index
        moved[chosen] = shifted(images[chosen], down * pixels, right * pixels)
    return moved


def scaled(images: ByteImage, factor: float) -> ByteImage:
    """Enlarge about the centre: (N, H, W, 3) uint8, `factor` above 0, below 1 for smaller."""
    height, width = images.shape[1:3]
    down, across = resampling_matrix(height, factor=factor), resampling_matrix(width, factor=factor)
    return to_pixels(change_axes(images, down, across))


def shifted(images: ByteImage, down: float, right: float) -> ByteImage:
    """Move by so many pixels, negative for up and left: (N, H, W, 3) uint8; a part of a pixel mixes neighbours."""
    height, width = images.shape[1:3]
    return to_pixels(change_axes(images, resampling_matrix(height, shift=down), resampling_matrix(width, shift=right)))


def rotated(images: ByteImage, degrees: float) -> ByteImage:
    """Turn clockwise about the centre: (N, H, W, 3) uint8; neighbours are mixed linearly."""
    num_images, height, width, channels = images.shape
    flat = images.reshape(num_images, height * width, channels)
    rows, columns = _turned_grid(height, width, np.deg2rad(degrees))
    total = np.zeros(flat.shape, np.float32)
    for below in (0, 1):
        for beside in (0, 1):
            near_rows, near_columns = np.floor(rows) + below, np.floor(columns) + beside
            share = (1 - np.abs(rows - near_rows)) * (1 - np.abs(columns - near_columns))
            row = reflected(near_rows.astype(np.int64), height)
            column = reflected(near_columns.astype(np.int64), width)
            total += share.astype(np.float32)[:, None] * flat[:, row * width + column]
    return to_pixels(total).reshape(images.shape)


def _turned_grid(height: int, width: int, angle: float) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Find the row and column that each pixel comes from: two arrays (H * W,)."""
    down, across = np.mgrid[:height, :width].reshape(2, -1) - np.array([[height - 1], [width - 1]]) / 2
    rows = np.cos(angle) * down - np.sin(angle) * across + (height - 1) / 2
    columns = np.sin(angle) * down + np.cos(angle) * across + (width - 1) / 2
    return rows, columns
