"""Occlusion: a grey square is moved over the picture; where it costs the score most, there was what counted.

Zeiler and Fergus, "Visualizing and understanding convolutional networks", 2013 (arXiv:1311.2901), section 4.2.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np

from cifar_demo.constants import IMAGE_SIDE
from cifar_demo.explain.contract import scaled_to_one
from cifar_demo.explain.view import GradientView
from cifar_demo.image.preprocess import preprocess
from cifar_demo.results import ByteImage, Explanation, FloatArray, IntArray, Target

SIDE: Final = 8
STEP: Final = 2
_AT_ONCE: Final = 64
# Changes of the score up to here are rounding noise.
_ROUNDING: Final = 1e-4


def occlusion(
    view: GradientView,
    image: ByteImage,
    target: Target,
    *,
    side: int = SIDE,
    step: int = STEP,
    progress: Callable[[int, int], None] | None = None,
) -> Explanation:
    """Map what the score loses while a grey square hides each part of the picture.

    Parameters
    ----------
    view : GradientView
    image : (32, 32, 3) uint8
    target : Target
    side, step : int
        Of the square and between its places, in pixels. It starts half outside: edges are hidden nearly as often.
    progress : callable or None
        Called with places done and places in all.

    Returns
    -------
    Explanation
        Signed: each pixel has the mean loss over all squares that hid it.
    """
    batch = preprocess(image)
    covers = _covers(side, step)
    score = float(view.logits(batch)[0] @ target.direction)
    losses = np.zeros(len(covers), np.float32)
    for start in range(0, len(covers), _AT_ONCE):
        part = covers[start : start + _AT_ONCE]
        hidden = np.where(part[..., None], np.float32(0), batch)  # 0 is the mean colour.
        losses[start : start + len(part)] = score - view.logits(hidden) @ target.direction
        if progress is not None:
            progress(start + len(part), len(covers))
    mean_loss: FloatArray = np.tensordot(losses, covers, axes=1) / covers.sum(axis=0)
    heatmap, peak = scaled_to_one(mean_loss.astype(np.float32), silent_below=_ROUNDING)
    return Explanation(
        method="occlusion",
        network=view.model.name,
        image=image,
        target=target,
        score=score,
        heatmap=heatmap,
        is_signed=True,
        peak=peak,
        unit="points of score lost",
        silence=None if peak else "Hiding any part of the picture changes nothing for this score.",
    )


def _covers(side: int, step: int) -> np.ndarray:
    """Mark what the square hides in each of its places: (places, 32, 32) bool, every pixel in one or more."""
    starts: IntArray = np.arange(-(side // 2), IMAGE_SIDE - side // 2 + 1, step)
    pixels = np.arange(IMAGE_SIDE)
    in_line = (pixels >= starts[:, None]) & (pixels < starts[:, None] + side)  # (starts, 32)
    if not in_line.any(axis=0).all():
        raise ValueError(f"A square of {side} pixels in steps of {step} leaves pixels that it never hides.")
    both = in_line[:, None, :, None] & in_line[None, :, None, :]
    return both.reshape(-1, IMAGE_SIDE, IMAGE_SIDE)
