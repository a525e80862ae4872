"""Detail lost: out of focus, moved while exposed, enlarged from few pixels, compressed."""

import io
from typing import Final

import numpy as np
import numpy.typing as npt
from PIL import Image

from cifar_demo.image.linear import block_matrix, change_axes, gaussian_matrix, to_pixels
from cifar_demo.results import ByteImage

# Pictures that move in the same direction are blurred together; 16 directions are 11 degrees apart.
_NUM_DIRECTIONS: Final = 16


def gaussian_blur(images: ByteImage, sigma: float, generator: np.random.Generator) -> ByteImage:
    """Blur with a bell curve of this standard deviation, in pixels."""
    height, width = images.shape[1:3]
    return to_pixels(change_axes(images, gaussian_matrix(height, sigma), gaussian_matrix(width, sigma)))


def pixelation(images: ByteImage, block: float, generator: np.random.Generator) -> ByteImage:
    """Replace blocks of so many pixels a side by their mean colour."""
    height, width = images.shape[1:3]
    return to_pixels(change_axes(images, block_matrix(height, block), block_matrix(width, block)))


def jpeg(images: ByteImage, quality: float, generator: np.random.Generator) -> ByteImage:
    """Compress as JPEG of this quality, 1 to 100, colours at half resolution, and decode again."""
    return np.stack([_compressed(image, round(quality)) for image in images]) if len(images) else images.copy()


def motion_blur(images: ByteImage, length: float, generator: np.random.Generator) -> ByteImage:
    """Average along a straight line of so many pixels, its direction drawn for each picture."""
    directions = generator.integers(0, _NUM_DIRECTIONS, len(images))
    blurred = np.empty_like(images)
    for direction in np.unique(directions):
        chosen = directions == direction
        kernel = line_kernel(length, direction * np.pi / _NUM_DIRECTIONS)
        blurred[chosen] = _convolved(images[chosen], kernel)
    return blurred


def line_kernel(length: float, angle: float) -> npt.NDArray[np.float32]:
    """Draw a line through the middle of a square of weights.

    Parameters
    ----------
    length : float
        In pixels, at least 1; 1 is a single dot.
    angle : float
        In radians, 0 to the right, half pi downwards.

    Returns
    -------
    (2R + 1, 2R + 1) float32
        Weights that sum to 1.
    """
    reach = int(np.ceil((length - 1) / 2))
    along = np.linspace(-(length - 1) / 2, (length - 1) / 2, 8 * reach + 1)
    steps = np.arange(-reach, reach + 1)
    # Each dot of the line is shared by the four pixels around it.
    in_rows = np.clip(1 - np.abs(steps - np.sin(angle) * along[:, None]), 0, None)  # (dots, 2R + 1)
    in_columns = np.clip(1 - np.abs(steps - np.cos(angle) * along[:, None]), 0, None)
    kernel = in_rows.T @ in_columns
    return np.asarray(kernel / kernel.sum(), np.float32)


def _convolved(images: ByteImage, kernel: npt.NDArray[np.float32]) -> ByteImage:
    reach = len(kernel) // 2
    height, width = images.shape[1:3]
    padded = np.pad(images, ((0, 0), (reach, reach), (reach, reach), (0, 0)), mode="reflect").astype(np.float32)
    total = np.zeros(images.shape, np.float32)
    for down, across in np.argwhere(kernel > 1e-4):
        total += kernel[down, across] * padded[:, down : down + height, across : across + width]
    return to_pixels(total)


def _compressed(image: ByteImage, quality: int) -> ByteImage:
    stored = io.BytesIO()
    Image.fromarray(image).save(stored, "JPEG", quality=quality, subsampling="4:2:0")
    return np.asarray(Image.open(stored))
