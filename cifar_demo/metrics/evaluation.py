"""All figures of one network on one labelled set, from its logits."""

import numpy as np
import numpy.typing as npt

from cifar_demo.constants import CLASS_NAMES
from cifar_demo.metrics.calibration import expected_calibration_error, negative_log_likelihood, softmax
from cifar_demo.metrics.classification import accuracy, confusion_matrix, recall_per_class
from cifar_demo.results import Evaluation, FloatArray

IntArray = npt.NDArray[np.int64]


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
    recalls = recall_per_class(confusion)
    return Evaluation(
        num_images=len(labels),
        accuracy=accuracy(logits, labels),
        nll=negative_log_likelihood(logits, labels, temperature=temperature),
        ece=expected_calibration_error(softmax(logits, temperature=temperature), labels),
        per_class={name: float(recall) for name, recall in zip(CLASS_NAMES, recalls, strict=True)},
    )
