"""Where several networks agree, disagree, or are wrong together."""

from collections.abc import Sequence

import numpy as np

from cifar_demo.constants import NUM_CLASSES
from cifar_demo.results import FloatArray, IntArray, LabelledPredictions


def wrong_for_all(predictions: Sequence[LabelledPredictions]) -> IntArray:
    """Find the pictures that every network answers wrongly, those of the surest wrong answers first.

    Parameters
    ----------
    predictions : sequence of LabelledPredictions
        At least one, all of the same pictures.

    Returns
    -------
    (M,) int64
        Positions.
    """
    are_wrong = np.stack([each.class_indices != each.labels for each in predictions]).all(axis=0)
    confidence = np.stack([each.confidences for each in predictions]).mean(axis=0)
    found = np.flatnonzero(are_wrong)
    return found[np.argsort(-confidence[found], kind="stable")]


def disagreement(predictions: Sequence[LabelledPredictions]) -> FloatArray:
    """Measure how far the answers to each picture lie apart: entropy of the votes, each counting by its confidence.

    Parameters
    ----------
    predictions : sequence of LabelledPredictions
        At least one, all of the same pictures.

    Returns
    -------
    (N,) float32
        Nats, 0 where all give the same answer.
    """
    votes = np.zeros((len(predictions[0]), NUM_CLASSES))
    for each in predictions:
        votes[np.arange(len(each)), each.class_indices] += each.confidences
    shares = votes / np.maximum(votes.sum(axis=1, keepdims=True), 1e-12)
    terms = np.where(shares > 0, shares * np.log(np.where(shares > 0, shares, 1)), 0)
    return np.asarray(-terms.sum(axis=1), np.float32)
