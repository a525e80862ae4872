"""Right or wrong: accuracy, the confusion matrix and what follows from it."""

from math import sqrt
from typing import Final

import numpy as np
import numpy.typing as npt

from cifar_demo.results import FloatArray, IntArray

# Standard deviations on either side of the mean that hold 95 % of a normal distribution.
TWO_SIDED_95: Final = 1.959964


def accuracy(scores: FloatArray, labels: IntArray) -> float:
    """Share of pictures whose best score is the true class.

    Parameters
    ----------
    scores : (N, K) float32
        Logits or probabilities.
    labels : (N,) int64

    Returns
    -------
    float
        In [0, 1].
    """
    return top_k_accuracy(scores, labels, k=1)


def top_k_accuracy(scores: FloatArray, labels: IntArray, *, k: int) -> float:
    """Share of pictures whose true class is among the `k` best scores.

    Of equal scores the lower class index counts as better, as in `numpy.argmax`.

    Parameters
    ----------
    scores : (N, K) float32
    labels : (N,) int64
    k : int
        From 1 to K.

    Returns
    -------
    float
        In [0, 1].
    """
    _check_labelled(scores, labels)
    best = np.argsort(-scores, axis=1, kind="stable")[:, :k]
    return float((best == labels[:, None]).any(axis=1).mean())


def wilson_interval(share: float, num_images: int) -> tuple[float, float]:
    """Find where the true share lies with 95 % confidence, from a share counted on a sample.

    Wilson, "Probable inference, the law of succession, and statistical inference", 1927: never outside [0, 1], and
    good for shares near 0 and 1 too, where the usual plus and minus is not.

    Parameters
    ----------
    share : float
        Counted, in [0, 1].
    num_images : int
        Pictures it was counted on, at least one.

    Returns
    -------
    low, high : float
        In [0, 1].

    Raises
    ------
    ValueError
        If there is no picture, or the share is none.
    """
    if num_images < 1 or not 0 <= share <= 1:
        raise ValueError(f"Expected a share in [0, 1] of one picture or more, got {share} of {num_images}.")
    squared = TWO_SIDED_95**2
    middle = (share + squared / (2 * num_images)) / (1 + squared / num_images)
    spread = sqrt(share * (1 - share) / num_images + squared / (4 * num_images**2))
    half = TWO_SIDED_95 * spread / (1 + squared / num_images)
    return max(0.0, middle - half), min(1.0, middle + half)


def confusion_matrix(predicted: IntArray, labels: IntArray, num_classes: int) -> IntArray:
    """Count pictures by true class (row) and answer (column).

    Returns
    -------
    (num_classes, num_classes) int64
    """
    counts = np.zeros((num_classes, num_classes), np.int64)
    np.add.at(counts, (labels, predicted), 1)
    return counts


def recall_per_class(confusion: IntArray) -> npt.NDArray[np.float64]:
    """Share of each class's pictures that were named rightly; 0 for a class without pictures.

    Returns
    -------
    (K,) float64
    """
    recalls: npt.NDArray[np.float64] = confusion.diagonal() / np.maximum(confusion.sum(axis=1), 1)
    return recalls


def precision_per_class(confusion: IntArray) -> npt.NDArray[np.float64]:
    """Share of the answers "this class" that were right; 0 for a class that was never answered.

    Returns
    -------
    (K,) float64
    """
    precisions: npt.NDArray[np.float64] = confusion.diagonal() / np.maximum(confusion.sum(axis=0), 1)
    return precisions


def _check_labelled(scores: FloatArray, labels: IntArray) -> None:
    if scores.ndim != 2 or labels.shape != scores.shape[:1] or not len(labels):
        raise ValueError(f"Expected scores (N, K) and labels (N,), N > 0, got {scores.shape} and {labels.shape}.")
