"""Integrated gradients: the way from a grey picture to this one, each pixel credited with what it brought.

Sundararajan, Taly and Yan, "Axiomatic attribution for deep networks", 2017 (arXiv:1703.01365).
"""

from __future__ import annotations

from typing import Final

import numpy as np

from cifar_demo.explain.contract import scaled_to_one
from cifar_demo.explain.view import GradientView
from cifar_demo.image.preprocess import preprocess
from cifar_demo.results import ByteImage, Explanation, FloatArray, Target

NUM_STEPS: Final = 32
# Steps are doubled until credits add up to the difference of scores this well, or as often as this.
GOOD_GAP: Final = 0.01
MAX_STEPS: Final = 512
# Differences up to here, in points of score, are rounding noise.
_ROUNDING: Final = 1e-4


def integrated_gradients(
    view: GradientView, image: ByteImage, target: Target, *, num_steps: int = NUM_STEPS, max_steps: int = MAX_STEPS
) -> Explanation:
    """Share the difference between this picture's score and a grey picture's out among the pixels.

    The baseline is the mean colour of the training pictures, which is 0 after scaling.

    Parameters
    ----------
    view : GradientView
    image : (32, 32, 3) uint8
    target : Target
    num_steps : int
        Intervals to begin with; doubled while credits miss the difference by more than 1 %.
    max_steps : int
        No more than this; `num_steps` turns doubling off.

    Returns
    -------
    Explanation
        Signed: the colours' credits added up. `gap` says by how much they miss `difference`.
    """
    batch = preprocess(image)
    ends = view.logits(np.concatenate([np.zeros_like(batch), batch])) @ target.direction
    difference = float(ends[1] - ends[0])
    total, count = _gradient_sum(view, batch, target, _trapezoid_shares(num_steps)), num_steps
    while _is_off(batch, total / count, difference) and 2 * count <= max_steps:
        between = (np.arange(count, dtype=np.float32) + np.float32(0.5)) / count
        total += _gradient_sum(view, batch, target, [(share, 1.0) for share in between])
        count *= 2
    credit = (batch[0] * (total / count)).sum(axis=-1).astype(np.float32)
    heatmap, peak = scaled_to_one(credit, silent_below=_ROUNDING / credit.size)
    return Explanation(
        method="integrated_gradients",
        network=view.model.name,
        image=image,
        target=target,
        score=float(ends[1]),
        heatmap=heatmap,
        is_signed=True,
        peak=peak,
        unit="points of score",
        gap=float(credit.sum(dtype=np.float64)) - difference,
        difference=difference,
        silence=None if peak else "No pixel brings this score anything over a grey picture.",
    )


def _trapezoid_shares(num_steps: int) -> list[tuple[float, float]]:
    """Places on the way, from 0 to 1, with their weights: the two ends count half."""
    shares = np.linspace(0, 1, num_steps + 1)
    return [(share, 0.5 if share in (0, 1) else 1.0) for share in shares]


def _gradient_sum(
    view: GradientView, batch: FloatArray, target: Target, places: list[tuple[float, float]]
) -> np.ndarray:
    shares, weights = np.array(places, np.float32).T
    _, gradients = view.pixel_gradients(shares[:, None, None, None] * batch, target.direction)
    return np.tensordot(weights.astype(np.float64), gradients.astype(np.float64), axes=1)


def _is_off(batch: FloatArray, mean_gradient: np.ndarray, difference: float) -> bool:
    credited = float((batch[0] * mean_gradient).sum())
    return abs(credited - difference) > max(GOOD_GAP * abs(difference), _ROUNDING)
