"""All figures of a card, from a network and labelled pictures: calibrated on held-out ones, then tested."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from cifar_demo.dataset.cifar10 import Split
from cifar_demo.evaluation.robustness import corrupted_indices, measure_corruptions, summarise
from cifar_demo.evaluation.views import VIEWS, multi_view_logits
from cifar_demo.image.corruptions import CORRUPTIONS, STRENGTHS
from cifar_demo.metrics.calibration import fit_temperature, softmax
from cifar_demo.metrics.classification import accuracy
from cifar_demo.metrics.evaluation import evaluate_logits
from cifar_demo.results import (
    ByteImage,
    CorruptionFigures,
    Evaluation,
    FamiliarityFigures,
    FloatArray,
    IntArray,
    LabelledPredictions,
    MultiViewFigures,
)

Look = Callable[[ByteImage], tuple[FloatArray, FloatArray]]
Report = Callable[[int, int], None]


class Judge(Protocol):
    """Tells pictures of the ten classes from others: a network's familiarity, or a committee's."""

    def score(self, logits: FloatArray, features: FloatArray) -> FloatArray:
        """Score familiarity, higher for the familiar: (N, 10), (N, D) to (N,)."""

    @property
    def threshold(self) -> float:
        """Score below which a picture is called unfamiliar."""


CHUNK = 500  # Pictures between two reports: about a second of the largest network.


@dataclass(frozen=True, eq=False)
class Measurement:
    """What was measured: the fields of `store.card.ModelCard` of the same names, and the test predictions."""

    temperature: float
    validation: Evaluation
    test: Evaluation
    multi_view: MultiViewFigures
    corruption: CorruptionFigures
    familiarity: FamiliarityFigures
    predictions: LabelledPredictions


class Watched:
    """A way through a network that reports how many pictures have gone through it.

    Parameters
    ----------
    look : callable
        (N, 32, 32, 3) uint8 to logits (N, 10) and the features that feed them (N, D), float32.
    report : callable
        Called with the pictures done and those there will be in all.
    num_images : int
        In all.
    """

    def __init__(self, look: Look, report: Report, num_images: int) -> None:
        self._look, self._report, self._num_images = look, report, num_images
        self._num_done = 0

    def look(self, images: ByteImage) -> tuple[FloatArray, FloatArray]:
        """Give logits and features."""
        logits, features = zip(*self._chunks(images), strict=True)
        return np.concatenate(logits), np.concatenate(features)

    def answer(self, images: ByteImage) -> FloatArray:
        """Give logits alone, without keeping the features of many pictures."""
        return np.concatenate([logits for logits, _ in self._chunks(images)])

    def _chunks(self, images: ByteImage) -> Iterator[tuple[FloatArray, FloatArray]]:
        for start in range(0, len(images), CHUNK):
            yield self._look(images[start : start + CHUNK])
            self._num_done += len(images[start : start + CHUNK])
            self._report(self._num_done, self._num_images)


def measure(look: Look, judge: Judge, validation: Split, test: Split, report: Report) -> Measurement:
    """Measure a network.

    Parameters
    ----------
    look : callable
        The network as stored: (N, 32, 32, 3) uint8 to logits (N, 10) and the features that feed them (N, D), float32.
    judge : Judge
    validation : Split
        Held-out training pictures: the temperature is fitted on them.
    test : Split
        Sets no number.
    report : callable
        Called with the pictures done and those there will be in all.
    """
    corrupted = corrupted_indices(test.labels)
    num_passes = len(CORRUPTIONS) * len(STRENGTHS)
    watched = Watched(look, report, len(validation) + len(VIEWS) * len(test) + num_passes * len(corrupted))
    held_out, seen = watched.look(validation.images), watched.look(test.images)
    logits = seen[0]
    temperature = fit_temperature(held_out[0], validation.labels)
    averaged = multi_view_logits(watched.answer, test.images, logits)
    clean = accuracy(logits[corrupted], test.labels[corrupted])
    return Measurement(
        temperature=temperature,
        validation=evaluate_logits(held_out[0], validation.labels, temperature=temperature),
        test=evaluate_logits(logits, test.labels, temperature=temperature),
        multi_view=MultiViewFigures(VIEWS, len(test), accuracy(averaged, test.labels)),
        corruption=summarise(clean, measure_corruptions(watched.answer, test.take(corrupted)), len(corrupted)),
        familiarity=FamiliarityFigures(judge.threshold, refused_share(judge, *held_out), refused_share(judge, *seen)),
        predictions=label_predictions(logits, test.labels, temperature),
    )


def refused_share(judge: Judge, logits: FloatArray, features: FloatArray) -> float:
    """Share of pictures that are called unfamiliar: (N, 10), (N, D) to [0, 1]."""
    return float((judge.score(logits, features) < judge.threshold).mean())


def label_predictions(logits: FloatArray, labels: IntArray, temperature: float) -> LabelledPredictions:
    """Take the best class and its calibrated probability from logits (N, 10)."""
    return LabelledPredictions(logits.argmax(axis=1), softmax(logits, temperature=temperature).max(axis=1), labels)
