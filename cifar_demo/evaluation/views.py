"""Six views of a test picture, whose logits are averaged: as it is and one pixel off along a diagonal, each mirrored.

The views of Jordan, arXiv:2404.00498, section 3.5, all counting the same. Of those tried on held-out pictures (mirror
alone, two pixels, both diagonals) they did best: docs/experiments.md.
"""

from collections.abc import Callable
from typing import Final

import numpy as np

from cifar_demo.dataset import augment
from cifar_demo.results import ByteImage, FloatArray

Answer = Callable[[ByteImage], FloatArray]

# Down and right, in pixels.
_SHIFTS: Final = {"as it is": (0, 0), "one pixel up and left": (-1, -1), "one pixel down and right": (1, 1)}
VIEWS: Final = tuple(f"{words}{mirrored}" for words in _SHIFTS for mirrored in ("", ", mirrored"))


def other_views(images: ByteImage) -> tuple[ByteImage, ...]:
    """Make all views but the first, which is the pictures themselves.

    Parameters
    ----------
    images : (N, 32, 32, 3) uint8

    Returns
    -------
    tuple of (N, 32, 32, 3) uint8
        In the order of `VIEWS`; what a shift uncovers is filled in by reflection.
    """
    shifted = [augment.translate(images, np.tile(shift, (len(images), 1)), 1) for shift in _SHIFTS.values()]
    return tuple(view for upright in shifted for view in (upright, upright[:, :, ::-1]))[1:]


def multi_view_logits(answer: Answer, images: ByteImage, first: FloatArray) -> FloatArray:
    """Average the logits of all views.

    Parameters
    ----------
    answer : callable
        (N, 32, 32, 3) uint8 to logits (N, 10) float32.
    images : (N, 32, 32, 3) uint8
    first : (N, 10) float32
        What the network answered to the pictures as they are.
    """
    total = first.astype(np.float64)
    for view in other_views(images):
        total += answer(view)
    return np.asarray(total / len(VIEWS), np.float32)
