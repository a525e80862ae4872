"""The one contract of all methods: a view, a picture and a target go in, an `Explanation` comes out."""

from __future__ import annotations

from typing import Protocol

import numpy as np

from cifar_demo.errors import ExplainError
from cifar_demo.explain.view import GradientView
from cifar_demo.results import ByteImage, Explanation, FloatArray, Target

# Below this a map is rounding noise of the network itself, in whatever unit it has.
SILENT: float = 1e-12


class ExplainMethod(Protocol):
    """A way to explain an answer."""

    def __call__(self, view: GradientView, image: ByteImage, target: Target) -> Explanation:
        """Explain the score of `target` for a picture, (32, 32, 3) uint8."""


def scaled_to_one(values: FloatArray, *, silent_below: float = SILENT) -> tuple[FloatArray, float]:
    """Divide values by their largest magnitude.

    Parameters
    ----------
    values : any shape, float32
    silent_below : float
        Magnitudes up to here are rounding noise: all become 0.

    Returns
    -------
    values, peak : same shape, float
        The largest magnitude is 1 and was `peak`; or all are 0, and so is the peak.

    Raises
    ------
    ExplainError
        If a value is not finite.
    """
    if not np.isfinite(values).all():
        raise ExplainError("The network gave infinite values for this picture, so it cannot be explained.")
    peak = float(np.abs(values).max())
    if peak <= silent_below:
        return np.zeros_like(values), 0.0
    return values / np.float32(peak), peak


def strongest_colour(values: FloatArray) -> FloatArray:
    """Take the largest magnitude among the colours: (..., 3) to (...) (Simonyan et al., arXiv:1312.6034, section 3)."""
    strongest: FloatArray = np.abs(values).max(axis=-1)
    return strongest


def score_of(logits: FloatArray, target: Target) -> float:
    """Give the target's score: (10,) logits to a number."""
    return float(logits @ target.direction)
