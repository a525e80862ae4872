"""Noise, light and weather: what a sensor, a lamp or fog does to a picture.

Every function here draws its random numbers for each picture in turn, in one array: the result for a picture hangs
on the generator's seed and the picture's place, not on how many others follow it.
"""

from typing import Final

import numpy as np

from cifar_demo.image.linear import resampling_matrix, to_pixels
from cifar_demo.results import ByteImage, FloatArray

# Fog scatters light that is nearly white.
_FOG_LEVEL: Final = 225.0
_FOG_CELLS: Final = 4


def gaussian_noise(images: ByteImage, deviation: float | FloatArray, generator: np.random.Generator) -> ByteImage:
    """Add to every value a random number of this standard deviation, in levels of 255; (N, 1, 1, 1): each its own."""
    noise = generator.standard_normal(images.shape, np.float32)
    noise *= deviation
    noise += images
    return to_pixels(noise)


def shot_noise(images: ByteImage, photons: float, generator: np.random.Generator) -> ByteImage:
    """Count each value anew in so many photons as full white gives: dark pixels get few, and counts scatter."""
    expected = np.arange(256) * (photons / 255)
    counts = generator.poisson(expected[images])
    return to_pixels(counts * np.float32(255 / photons))


def brightness(images: ByteImage, added: float, generator: np.random.Generator) -> ByteImage:
    """Add light, as a share of full scale; what goes beyond white or black is lost."""
    levels = to_pixels(np.arange(256) + 255 * added)
    return levels[images]


def contrast(images: ByteImage, kept: float, generator: np.random.Generator) -> ByteImage:
    """Keep this share of the distance to the picture's mean colour."""
    means = images.mean(axis=(1, 2), keepdims=True, dtype=np.float32)  # (N, 1, 1, 3)
    return to_pixels(means + (images - means) * np.float32(kept))


def fog(images: ByteImage, depth: float, generator: np.random.Generator) -> ByteImage:
    """Let light through by exp(-depth), more or less from place to place, and scatter pale light in its stead.

    This is the law of Koschmieder (1924) for the light that reaches an eye through haze.
    """
    through = np.exp(-depth * _banks(len(images), images.shape[1], generator))[..., None]  # (N, H, W, 1)
    return to_pixels(_FOG_LEVEL + (images - np.float32(_FOG_LEVEL)) * through)


def _banks(num_images: int, side: int, generator: np.random.Generator) -> FloatArray:
    """Draw how thick the fog lies: smooth banks, 0.4 to 1.6, thicker at the top, which is far: (N, side, side)."""
    cells = generator.random((num_images, _FOG_CELLS, _FOG_CELLS), np.float32)
    smooth = resampling_matrix(side, factor=side / _FOG_CELLS)  # Its middle columns hold all the weight.
    first = (side - _FOG_CELLS) // 2
    enlarge = smooth[:, first : first + _FOG_CELLS]
    enlarge = enlarge / enlarge.sum(axis=1, keepdims=True)
    banks = enlarge @ cells @ enlarge.T  # (N, side, side)
    slope = np.linspace(0.2, -0.2, side, dtype=np.float32)[:, None]
    return np.asarray(0.6 + 0.8 * banks + slope, np.float32)
