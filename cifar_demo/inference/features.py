"""What a network makes of many pictures just before its answer: filled piece by piece, and searched for the like."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Final

import numpy as np
import numpy.typing as npt

from cifar_demo.inference.classifier import BATCH_SIZE, Classifier
from cifar_demo.metrics.detection import unit_rows
from cifar_demo.results import ByteImage, FloatArray, IntArray

_SEARCHED_AT_ONCE: Final = 8192


class FeatureBank:
    """Directions of the features of many pictures in one network.

    Filling can be stopped at any moment and goes on where it stopped; several threads may fill and read at once.

    Parameters
    ----------
    classifier : Classifier
    images : (N, 32, 32, 3) uint8
    """

    def __init__(self, classifier: Classifier, images: ByteImage) -> None:
        self._classifier, self._images = classifier, images
        num_features = classifier.logits_and_features(images[:1])[1].shape[1]
        # Half precision: three digits of a cosine, and half the memory.
        self._directions: npt.NDArray[np.float16] = np.empty((len(images), num_features), np.float16)
        self._answers: npt.NDArray[np.uint8] = np.empty(len(images), np.uint8)
        self._lock = threading.Lock()
        self.num_filled = 0

    def fill(self, count: int, progress: Callable[[int, int], None]) -> None:
        """Have the first `count` pictures in it.

        Parameters
        ----------
        count : int
            At most as many as there are.
        progress : callable
            Told after each batch how many are done, and of how many; may raise to stop.
        """
        while self.num_filled < count:
            with self._lock:
                if self.num_filled < count:  # Whoever had the lock before may have filled it.
                    self._fill_some(min(count, self.num_filled + BATCH_SIZE))
            progress(min(self.num_filled, count), count)

    def directions(self, count: int) -> FloatArray:
        """Give the features of the first `count` pictures, rows of unit length: (count, D)."""
        return self._directions[: self._filled(count)].astype(np.float32)

    def answers(self, count: int) -> IntArray:
        """Give the network's answers to the first `count` pictures, as indices of classes: (count,)."""
        return self._answers[: self._filled(count)].astype(np.int64)

    def nearest(self, image: ByteImage, k: int, count: int) -> tuple[IntArray, FloatArray]:
        """Find the pictures whose features point most nearly where those of another picture do.

        Parameters
        ----------
        image : (32, 32, 3) uint8
        k : int
            How many to find.
        count : int
            Search among the first so many.

        Returns
        -------
        positions, cosines : (k,), (k,)
            The nearest first.
        """
        direction = self.direction(image)
        cosines = np.concatenate(
            [
                self._directions[start : min(start + _SEARCHED_AT_ONCE, count)].astype(np.float32) @ direction
                for start in range(0, self._filled(count), _SEARCHED_AT_ONCE)
            ]
        )
        order = np.argsort(-cosines, kind="stable")[:k]
        return order.astype(np.int64), cosines[order]

    def direction(self, image: ByteImage) -> FloatArray:
        """Give the features of another picture (32, 32, 3), at unit length: (D,)."""
        direction: FloatArray = unit_rows(self._classifier.logits_and_features(image[None])[1])[0]
        return direction

    def _fill_some(self, end: int) -> None:
        start = self.num_filled
        logits, features = self._classifier.logits_and_features(self._images[start:end])
        self._directions[start:end] = unit_rows(features)
        self._answers[start:end] = logits.argmax(axis=1)
        self.num_filled = max(start, end)

    def _filled(self, count: int) -> int:
        if count > self.num_filled:
            raise ValueError(f"Only {self.num_filled} pictures are filled in, {count} were asked for.")
        return count
