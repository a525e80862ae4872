"""Many small pictures as one: the feature maps of a layer, the kernels of a convolution."""

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from cifar_demo.figures.theme import colour_diverging, colour_sequential, is_signed
from cifar_demo.results import ByteImage, FloatArray

Scale = Literal["map", "layer"]

# Between tiles: told apart from black, white and all colours of both scales, on both pages.
GAP_COLOUR: Final = (116, 130, 145)
WIDTH: Final = 1250
MAX_TILE: Final = 200
MAX_HEIGHT: Final = 640
_GOOD_ASPECT: Final = 1.9
_EMPTY_COST: Final = 6.0


@dataclass(frozen=True, eq=False)
class Mosaic:
    """A picture made of tiles, and how to read it.

    Attributes
    ----------
    image : (H, W, 3) uint8
    low, high : float
        Values of the lowest and highest colour; NaN where each tile has a scale of its own.
    is_diverging : bool
        Blue, white, red around zero; else black to pale yellow from zero.
    num_rows, num_columns : int
        Tiles down and across.
    num_left_out : int
        Tiles that were left out, for there are too many.
    """

    image: ByteImage
    low: float
    high: float
    is_diverging: bool
    num_rows: int
    num_columns: int
    num_left_out: int = 0


def map_mosaic(
    activation: FloatArray,
    *,
    scale: Scale = "map",
    fixed: float | None = None,
    width: int = WIDTH,
    is_diverging: bool | None = None,
) -> Mosaic:
    """Draw all feature maps of a layer.

    Parameters
    ----------
    activation : (H, W, C) or (units,) float32
        A vector is drawn as one square a unit.
    scale : str
        "map" stretches the colours over each map, "layer" over all of them.
    fixed : float or None
        Value of the strongest colour, whatever the maps hold; `scale` is then "layer".
    width : int
        Pixels to reach or stay under, where maps allow.
    is_diverging : bool or None
        Which scale to use; None uses the diverging one where a value is negative.

    Returns
    -------
    Mosaic
    """
    maps = activation.reshape(*activation.shape[:2], -1) if activation.ndim == 3 else activation[None, None]
    tiles = np.moveaxis(maps, -1, 0)  # (H, W, C) -> (C, H, W)
    per_map = scale == "map" and tiles[0].size > 1
    limit = np.abs(tiles).max(axis=(1, 2), keepdims=True) if per_map else fixed or float(np.abs(tiles).max())
    signed = is_signed(activation) if is_diverging is None else is_diverging
    coloured = colour_diverging(tiles, limit) if signed else colour_sequential(tiles, limit)
    num_columns = good_columns(len(tiles), aspect=tiles.shape[2] / tiles.shape[1])
    high = float("nan") if per_map else float(np.max(limit))
    low = -high if signed else (high if per_map else 0.0)
    image = tile(coloured, num_columns, width)
    return Mosaic(image, low, high, signed, -(-len(tiles) // num_columns), num_columns)


def kernel_colours(kernel: FloatArray) -> ByteImage:
    """Turn kernels that look at colours into patches of colour: grey is zero, each on a scale of its own.

    Parameters
    ----------
    kernel : (kernel_height, kernel_width, 3, channels_out) float32

    Returns
    -------
    (channels_out, kernel_height, kernel_width, 3) uint8
    """
    tiles = np.moveaxis(kernel, -1, 0)  # (h, w, 3, C) -> (C, h, w, 3)
    limit = np.abs(tiles).max(axis=(1, 2, 3), keepdims=True)
    unit = tiles / np.where(limit > 0, limit, 1)
    return np.rint((unit + 1) / 2 * 255).astype(np.uint8)


def tile(tiles: ByteImage, num_columns: int, width: int = WIDTH, *, gap: int | None = None) -> ByteImage:
    """Lay tiles side by side, enlarged a whole number of times, with gaps between them.

    Parameters
    ----------
    tiles : (N, h, w, 3) uint8
    num_columns : int
    width : int
        Pixels to reach or stay under, where tiles allow.
    gap : int or None
        Pixels between tiles; None chooses.

    Returns
    -------
    (H, W, 3) uint8
    """
    count, height, across, _ = tiles.shape
    num_rows = -(-count // num_columns)
    gap = (2 if num_columns > 12 else 4) if gap is None else gap
    room_across = min((width - gap) // num_columns - gap, MAX_TILE)
    room_down = min((MAX_HEIGHT - gap) // num_rows - gap, MAX_TILE)
    factor = max(1, min(room_across // across, room_down // height))
    cells = np.full((num_rows * num_columns, height * factor + gap, across * factor + gap, 3), GAP_COLOUR, np.uint8)
    cells[:count, gap:, gap:] = tiles.repeat(factor, axis=1).repeat(factor, axis=2)
    grid = cells.reshape(num_rows, num_columns, *cells.shape[1:]).swapaxes(1, 2)
    joined = grid.reshape(num_rows * cells.shape[1], num_columns * cells.shape[2], 3)
    edges = ((0, gap), (0, gap))
    return np.stack(
        [np.pad(joined[..., c], edges, constant_values=GAP_COLOUR[c]) for c in range(joined.shape[-1])], axis=-1
    )


def good_columns(count: int, *, aspect: float = 1.0) -> int:
    """How many columns make a picture about twice as wide as high, with few empty places.

    Parameters
    ----------
    count : int
        Tiles, at least one.
    aspect : float
        Width of a tile over its height.
    """

    def cost(columns: int) -> float:
        rows = -(-count // columns)
        empty = 1 - count / (rows * columns)
        return abs(float(np.log(columns * aspect / rows / _GOOD_ASPECT))) + _EMPTY_COST * empty

    return min(range(1, count + 1), key=cost)


def busiest_maps(activation: FloatArray, *, width: int = 210) -> Mosaic:
    """Draw the nine maps of a layer that vary most over the picture (of fewer, four), as a square.

    Parameters
    ----------
    activation : (H, W, C) float32
    width : int
        Pixels to reach or stay under, where maps allow.

    Returns
    -------
    Mosaic
        Each map on a scale of its own.
    """
    side = 3 if activation.shape[-1] >= 9 else 2
    order = np.argsort(-activation.std(axis=(0, 1)), kind="stable")[: side * side]
    tiles = np.moveaxis(activation[..., order], -1, 0)  # (H, W, C) -> (C, H, W)
    limit = np.abs(tiles).max(axis=(1, 2), keepdims=True)
    signed = is_signed(activation)
    coloured = colour_diverging(tiles, limit) if signed else colour_sequential(tiles, limit)
    nan, rows = float("nan"), -(-len(tiles) // side)
    return Mosaic(tile(coloured, side, width), nan, nan, signed, rows, side, activation.shape[-1] - len(order))
