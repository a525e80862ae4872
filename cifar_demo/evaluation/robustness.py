"""Accuracy on corrupted test pictures: twelve corruptions, three strengths, the same pictures every time."""

from collections.abc import Iterable, Iterator
from typing import Final

import numpy as np

from cifar_demo.constants import NUM_CLASSES
from cifar_demo.dataset.cifar10 import Split, stratified_indices
from cifar_demo.evaluation.views import Answer
from cifar_demo.image.corruptions import CORRUPTIONS, STRENGTHS, Corruption, corrupt
from cifar_demo.metrics.classification import accuracy
from cifar_demo.results import CorruptionAccuracy, CorruptionFigures, IntArray

# A share of 80 % is then known to 0.9 points (one standard deviation); all 10,000 would take five times as long.
NUM_CORRUPTED: Final = 2_000
SEED: Final = 0


def corrupted_indices(labels: IntArray) -> IntArray:
    """Choose the pictures that are corrupted: `NUM_CORRUPTED`, or half of a smaller set, as many of each class.

    Parameters
    ----------
    labels : (N,) int64

    Returns
    -------
    (M,) int64
        Positions, sorted; the same every time.
    """
    num_images = min(NUM_CORRUPTED, len(labels) // 2) // NUM_CLASSES * NUM_CLASSES
    return stratified_indices(labels, num_images, SEED)[1]


def measure_corruption(answer: Answer, corruption: Corruption, subset: Split) -> CorruptionAccuracy:
    """Measure a network under one corruption at its three strengths."""
    shares = [
        accuracy(answer(corrupt(subset.images, corruption.name, strength, seed=SEED)), subset.labels)
        for strength in STRENGTHS
    ]
    return CorruptionAccuracy(corruption.name, tuple(map(float, corruption.values)), tuple(shares))


def measure_corruptions(answer: Answer, subset: Split) -> Iterator[CorruptionAccuracy]:
    """Measure a network under all corruptions, one after another.

    Parameters
    ----------
    answer : callable
        (N, 32, 32, 3) uint8 to logits (N, 10) float32.
    subset : Split
        The pictures at `corrupted_indices`.
    """
    return (measure_corruption(answer, corruption, subset) for corruption in CORRUPTIONS)


def summarise(clean_accuracy: float, rows: Iterable[CorruptionAccuracy], num_images: int) -> CorruptionFigures:
    """Put the figures of all corruptions together."""
    rows = tuple(rows)
    return CorruptionFigures(
        num_images=num_images,
        seed=SEED,
        clean_accuracy=clean_accuracy,
        mean_accuracy=float(np.mean([row.accuracy for row in rows])),
        by_corruption=rows,
    )
