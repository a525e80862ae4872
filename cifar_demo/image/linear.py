"""Changes of pictures that are linear along each axis, written as small matrices: blur, blocks, resampling."""

import numpy as np
import numpy.typing as npt

from cifar_demo.results import ByteImage, FloatArray, IntArray


def to_pixels(values: npt.NDArray[np.floating]) -> ByteImage:
    """Round values on the scale of 0 to 255 and clip them to it: any shape, to uint8."""
    pixels: ByteImage = np.clip(np.rint(values), 0, 255).astype(np.uint8)
    return pixels


def reflected(positions: IntArray, side: int) -> IntArray:
    """Fold positions outside a picture back into it, the edge pixel not repeated.

    Parameters
    ----------
    positions : any shape, int64
    side : int
        Pixels along the axis, at least 2.

    Returns
    -------
    Same shape, int64, in [0, side - 1]; -1 becomes 1, `side` becomes ``side - 2``.
    """
    period = 2 * (side - 1)
    folded = np.mod(positions, period)
    inside: IntArray = np.minimum(folded, period - folded)
    return inside


def change_axes(images: ByteImage, down: FloatArray, across: FloatArray) -> FloatArray:
    """Multiply every column of pixels by `down` and every row by `across`.

    Parameters
    ----------
    images : (N, H, W, 3) uint8
    down : (H, H) float32
        Row i holds the weights of the pixels that make pixel i of a column.
    across : (W, W) float32
        The same for rows of pixels.

    Returns
    -------
    (N, H, W, 3) float32
        On the scale of 0 to 255, not rounded.
    """
    num_images, height, width, channels = images.shape
    by_rows = images.reshape(-1, width * channels).astype(np.float32)
    # The three colours stand side by side in a row: one product of matrices serves them all.
    mixed = by_rows @ np.kron(across.T, np.eye(channels, dtype=np.float32))
    changed: FloatArray = down @ mixed.reshape(num_images, height, width * channels)
    return changed.reshape(images.shape)


def gaussian_matrix(side: int, sigma: float) -> FloatArray:
    """Blur with a bell curve of deviation `sigma` pixels, reflected at the border: (side, side)."""
    if sigma == 0:
        return np.eye(side, dtype=np.float32)
    reach = max(1, int(np.ceil(4 * sigma)))
    steps = np.arange(-reach, reach + 1)
    weights = np.exp(-(steps**2) / (2 * sigma**2))
    return _gathered(np.arange(side)[:, None] + steps, np.broadcast_to(weights, (side, len(steps))))


def block_matrix(side: int, block: float) -> FloatArray:
    """Give each pixel the mean of its block of `block` pixels, at least 1 and not always whole: (side, side)."""
    index = np.floor((np.arange(side) + 0.5) / block)
    starts, ends = index * block, np.minimum((index + 1) * block, side)
    edges = np.arange(side)
    overlap = np.minimum(ends[:, None], edges + 1) - np.maximum(starts[:, None], edges)
    covered = np.clip(overlap, 0, None)
    return np.asarray(covered / covered.sum(axis=1, keepdims=True), np.float32)


def resampling_matrix(side: int, *, factor: float = 1.0, shift: float = 0.0) -> FloatArray:
    """Enlarge about the centre by `factor`, then move on by `shift` pixels; reflected at the border.

    Neighbours are mixed linearly; where the picture shrinks, over as many more pixels, so that nothing aliases.

    Parameters
    ----------
    side : int
        Pixels along the axis.
    factor : float
        Positive; below 1 shrinks.
    shift : float
        In pixels, down or right.

    Returns
    -------
    (side, side) float32
        Rows sum to 1.
    """
    middle = (side - 1) / 2
    sources = (np.arange(side) - shift - middle) / factor + middle
    reach = max(1.0, 1 / factor)
    steps = np.arange(-int(np.ceil(reach)), int(np.ceil(reach)) + 2)
    positions = np.floor(sources).astype(np.int64)[:, None] + steps
    return _gathered(positions, np.clip(1 - np.abs(positions - sources[:, None]) / reach, 0, None))


def _gathered(positions: IntArray, weights: npt.NDArray[np.float64]) -> FloatArray:
    """Collect the weights of positions, folded into the picture, in a matrix whose rows sum to 1."""
    side = len(positions)
    matrix = np.zeros((side, side))
    rows = np.broadcast_to(np.arange(side)[:, None], positions.shape)
    np.add.at(matrix, (rows, reflected(positions, side)), weights)
    return np.asarray(matrix / matrix.sum(axis=1, keepdims=True), np.float32)
