"""Receptive fields drawn on the picture."""

from typing import Final

import numpy as np

from cifar_demo.figures.pixels import enlarge
from cifar_demo.figures.theme import SEQUENTIAL
from cifar_demo.results import Box, ByteImage, EffectiveField

SIDE: Final = 512
ALLOWED: Final = (255, 157, 46)
MEASURED: Final = (53, 201, 255)
_LINE: Final = 4


def field_picture(picture: ByteImage, field: EffectiveField, box: Box) -> ByteImage:
    """Draw a measured field as light on the darkened picture, with both boxes around it.

    Parameters
    ----------
    picture : (32, 32, 3) uint8
    field : EffectiveField
        Its own box is drawn in blue.
    box : (left, top, right, bottom)
        What the unit can see at all, in pixels of the picture; drawn in orange.

    Returns
    -------
    (512, 512, 3) uint8
    """
    strength = np.sqrt(field.heatmap)[..., None]  # The root shows the faint rim that the eye would miss.
    glow = SEQUENTIAL[np.rint(strength[..., 0] * 255).astype(np.uint8)]
    grey = picture.mean(axis=2, keepdims=True) * 0.45
    mixed = np.rint(grey * (1 - strength) + glow * strength).astype(np.uint8)
    large = enlarge(mixed, SIDE)
    factor = len(large) // len(picture)
    draw_box(large, box, factor, ALLOWED)
    draw_box(large, field.box, factor, MEASURED)
    return large


def draw_box(image: ByteImage, box: Box, factor: int, colour: tuple[int, int, int]) -> None:
    """Draw a frame just inside a box, changing the image.

    Parameters
    ----------
    image : (H, W, 3) uint8
    box : (left, top, right, bottom)
        In pixels before enlarging.
    factor : int
        How much the image was enlarged.
    colour : (red, green, blue)
    """
    left, top, right, bottom = (edge * factor for edge in box)
    for rows, columns in (
        (slice(top, top + _LINE), slice(left, right)),
        (slice(bottom - _LINE, bottom), slice(left, right)),
        (slice(top, bottom), slice(left, left + _LINE)),
        (slice(top, bottom), slice(right - _LINE, right)),
    ):
        image[rows, columns] = colour
