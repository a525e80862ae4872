"""Edges found by a rule that people wrote: the kernels of Sobel and Feldman (Stanford, 1968)."""

from typing import Final

import numpy as np

from cifar_demo.results import ByteImage, FloatArray

# Right less left, and below less above; the middle counts twice.
SOBEL: Final[FloatArray] = np.array(
    [[[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]], [[-1, -2, -1], [0, 0, 0], [1, 2, 1]]], np.float32
)
# How bright a colour looks (ITU-R BT.601).
_BRIGHTNESS: Final = np.array([0.299, 0.587, 0.114], np.float32)


def sobel_edges(image: ByteImage) -> FloatArray:
    """Find upright and level edges in the brightness of a picture.

    Parameters
    ----------
    image : (H, W, 3) uint8

    Returns
    -------
    (H, W, 2) float32
        Positive where it gets brighter to the right, and downwards; between -4 and 4. The rim repeats outwards.
    """
    brightness = (image / np.float32(255)) @ _BRIGHTNESS
    padded = np.pad(brightness, 1, mode="edge")
    patches = np.lib.stride_tricks.sliding_window_view(padded, (3, 3))  # (H, W, 3, 3)
    edges: FloatArray = np.einsum("hwij,kij->hwk", patches, SOBEL).astype(np.float32)
    return edges
