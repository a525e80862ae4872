"""All figures of one network on one labelled set, from its logits."""

import numpy as np
import numpy.typing as npt

from cifar_demo.constants import CLASS_NAMES
from cifar_demo.metrics.calibration import (
    answered_shares,
    calibration_error_by_chance,
    expected_calibration_error,
    negative_log_likelihood,
    reliability_bins,
    softmax,
)
from cifar_demo.metrics.classification import (
    confusion_matrix,
    precision_per_class,
    recall_per_class,
    top_k_accuracy,
)
from cifar_demo.results import Evaluation, FloatArray, IntArray


def evaluate_logits(logits: FloatArray, labels: IntArray, *, temperature: float = 1.0) -> Evaluation:
    """Measure a network from what it answered.

    Parameters
    ----------
    logits : (N, 10) float32
    labels : (N,) int64
    temperature : float
        Positive; divides the logits.

    Returns
    -------
    Evaluation
    """
    confusion = confusion_matrix(logits.argmax(axis=1), labels, len(CLASS_NAMES))
    probs = softmax(logits, temperature=temperature)
    reliability = reliability_bins(probs, labels)
    reliability_uncalibrated = reliability_bins(softmax(logits), labels)
    return Evaluation(
        num_images=len(labels),
        accuracy=top_k_accuracy(logits, labels, k=1),
        top2_accuracy=top_k_accuracy(logits, labels, k=2),
        top3_accuracy=top_k_accuracy(logits, labels, k=3),
        nll=negative_log_likelihood(logits, labels, temperature=temperature),
        ece=expected_calibration_error(reliability),
        nll_uncalibrated=negative_log_likelihood(logits, labels),
        ece_uncalibrated=expected_calibration_error(reliability_uncalibrated),
        ece_by_chance=calibration_error_by_chance(probs),
        per_class=_by_class(recall_per_class(confusion)),
        precision_per_class=_by_class(precision_per_class(confusion)),
        confusion=tuple(tuple(map(int, row)) for row in confusion),
        reliability=reliability,
        by_confidence=answered_shares(probs, labels),
        reliability_uncalibrated=reliability_uncalibrated,
    )


def _by_class(shares: npt.NDArray[np.float64]) -> dict[str, float]:
    return {name: float(share) for name, share in zip(CLASS_NAMES, shares, strict=True)}
