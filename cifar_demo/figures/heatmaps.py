"""Heatmaps on a picture, patterns, and what an attacker added: each as pixels to show."""

from typing import Final

import numpy as np
import numpy.typing as npt

from cifar_demo.figures.pixels import enlarge
from cifar_demo.figures.theme import colour_diverging, colour_sequential
from cifar_demo.results import ByteImage, FloatArray

SIDE: Final = 640
# A few single values would leave the rest of a pattern grey.
_FULL_COLOUR_SHARE: Final = 99.0


def coloured_map(heatmap: FloatArray, *, is_signed: bool, side: int = SIDE) -> ByteImage:
    """Colour a heatmap, each pixel a square.

    Parameters
    ----------
    heatmap : (H, W) float32
        In [0, 1], or in [-1, 1] if signed.
    is_signed : bool
        Blue, white, red around zero; else black to pale yellow.
    side : int
        Longest side to reach or stay under, in pixels.

    Returns
    -------
    (H', W', 3) uint8
    """
    return enlarge(colour_diverging(heatmap, 1.0) if is_signed else colour_sequential(heatmap, 1.0), side)


def overlay(image: ByteImage, heatmap: FloatArray, opacity: float, *, is_signed: bool, side: int = SIDE) -> ByteImage:
    """Lay a coloured heatmap over the picture, which turns grey as the map comes out.

    Parameters
    ----------
    image : (H, W, 3) uint8
    heatmap : (H, W) float32
    opacity : float
        0 shows the picture alone, 1 the map alone.
    is_signed, side
        As for `coloured_map`.

    Returns
    -------
    (H', W', 3) uint8
    """
    colours = coloured_map(heatmap, is_signed=is_signed, side=0).astype(np.float32)
    grey = image.mean(axis=2, keepdims=True, dtype=np.float32)
    ground = image + (grey - image) * min(1.0, 2 * opacity)
    mixed = ground * (1 - opacity) + colours * opacity
    return enlarge(np.rint(mixed).astype(np.uint8), side)


def pattern_picture(pattern: FloatArray, *, side: int = SIDE) -> ByteImage:
    """Draw signed colours around grey, the strongest hundredth in full.

    Parameters
    ----------
    pattern : (H, W, 3) float32
    side : int
        Longest side to reach or stay under, in pixels.
    """
    limit = float(np.percentile(np.abs(pattern), _FULL_COLOUR_SHARE)) or float(np.abs(pattern).max()) or 1.0
    return enlarge(_around_grey(pattern / np.float32(limit)), side)


def magnified(perturbation: npt.NDArray[np.int16], *, side: int = SIDE) -> tuple[ByteImage, int]:
    """Draw small changes of pixels around grey, as many times larger as fits.

    Parameters
    ----------
    perturbation : (H, W, 3) int16
        Grey levels.
    side : int
        Longest side to reach or stay under, in pixels.

    Returns
    -------
    picture, factor : (H', W', 3) uint8, int
    """
    factor = 127 // max(1, int(np.abs(perturbation).max()))
    return enlarge(_around_grey(perturbation * np.float32(factor / 127)), side), factor


def _around_grey(values: FloatArray) -> ByteImage:
    """Draw -1 as black, 0 as grey, 1 as white, in each colour."""
    return np.rint(128 + np.clip(values, -1, 1) * 127).astype(np.uint8)
