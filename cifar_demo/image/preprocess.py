"""The one place that scales pixels: RGB uint8 to the batch a network receives, and back."""

import numpy as np
import numpy.typing as npt

from cifar_demo.constants import CHANNEL_MEAN, CHANNEL_STD, IMAGE_SHAPE
from cifar_demo.results import ByteImage, FloatArray

FULL_SCALE = np.float32(255)
_MEAN = np.array(CHANNEL_MEAN, np.float32)
_STD = np.array(CHANNEL_STD, np.float32)
# What one grey level of 255 is after scaling, (3,) float32: changes of pixels, and gradients, are measured with it.
GREY_LEVEL: FloatArray = np.reciprocal(FULL_SCALE * _STD)


def preprocess(images: ByteImage) -> FloatArray:
    """Scale pixels to zero mean and unit deviation per channel, as measured on the training set.

    Parameters
    ----------
    images : (N, 32, 32, 3) or (32, 32, 3) uint8
        RGB pixels; one image becomes a batch of one.

    Returns
    -------
    (N, 32, 32, 3) float32
        ``(pixel / 255 - mean) / std``, dimensionless, about -2 to 2.1.

    Raises
    ------
    ValueError
        If the pixels are not uint8 or not 32x32 RGB.
    """
    if images.dtype != np.uint8:
        raise ValueError(
            f"Expected uint8 pixels from 0 to 255, got {images.dtype}; decode and frame the picture first."
        )
    _check_shape(images.shape)
    scaled: FloatArray = images.reshape(-1, *IMAGE_SHAPE).astype(np.float32) / FULL_SCALE
    return (scaled - _MEAN) / _STD


def unprocess(batch: npt.NDArray[np.floating]) -> ByteImage:
    """Turn what a network receives back into pixels: the inverse of `preprocess`, rounded and clipped.

    Parameters
    ----------
    batch : (N, 32, 32, 3) or (32, 32, 3) floating
        Values as `preprocess` gives them; what lies outside the range of pixels is clipped to it.

    Returns
    -------
    (N, 32, 32, 3) uint8

    Raises
    ------
    ValueError
        If the values are not floating, not finite or not 32x32 RGB.
    """
    if not np.issubdtype(batch.dtype, np.floating):
        raise ValueError(f"Expected the floating values that preprocess gives, got {batch.dtype}.")
    _check_shape(batch.shape)
    if not np.isfinite(batch).all():
        raise ValueError("Expected finite values, got NaN or infinity.")
    scaled = (batch.reshape(-1, *IMAGE_SHAPE).astype(np.float32) * _STD + _MEAN) * FULL_SCALE
    pixels: ByteImage = np.clip(np.rint(scaled), 0, FULL_SCALE).astype(np.uint8)
    return pixels


def _check_shape(shape: tuple[int, ...]) -> None:
    if len(shape) not in (3, 4) or shape[-3:] != IMAGE_SHAPE:
        raise ValueError(f"Expected shape {IMAGE_SHAPE} or (N, {', '.join(map(str, IMAGE_SHAPE))}), got {shape}.")
