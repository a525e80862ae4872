"""Is this one of the ten at all? How a picture compares with the held-out pictures, by two scores taken together.

Energy (arXiv:2010.03759) asks how strongly the network answers; the cosine to the k-th nearest training picture
(arXiv:2204.06507) asks whether it has seen the like. Each errs where the other does not: docs/experiments.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
import numpy.typing as npt

from cifar_demo.metrics.detection import Neighbours, energy, threshold_for
from cifar_demo.results import FloatArray

# Share of pictures of the ten classes that are wrongly called unfamiliar.
FALSE_ALARM_RATE: Final = 0.05
NUM_QUANTILES: Final = 201
NUM_NEIGHBOURS: Final = 1_000
NEAREST: Final = 5
LEAST_SPREAD: Final = 1e-3


@dataclass(frozen=True, eq=False)
class Familiarity:
    """Statistics of training and held-out pictures that new ones are compared with.

    Attributes
    ----------
    neighbours : Neighbours
        Features of some training pictures.
    centre, spread : (2,) float32
        Mean and deviation of energy and cosine over the held-out pictures.
    quantiles : (NUM_QUANTILES,) float32
        Of their joint score, from the lowest to the highest, in equal steps of rank.
    """

    neighbours: Neighbours
    centre: FloatArray
    spread: FloatArray
    quantiles: FloatArray

    @classmethod
    def fit(cls, train_features: FloatArray, held_out_logits: FloatArray, held_out_features: FloatArray) -> Familiarity:
        """Take statistics: (M, D) of training pictures; (N, 10) and (N, D) of held-out ones."""
        neighbours = Neighbours.fit(_in_bytes(train_features), k=NEAREST)  # As stored.
        parts = _parts(neighbours, held_out_logits, held_out_features)
        # A network whose units have all died answers everything alike: no spread, and nothing to divide by.
        centre, spread = parts.mean(axis=0), np.maximum(parts.std(axis=0), LEAST_SPREAD)
        joint = ((parts - centre) / spread).sum(axis=1)
        return cls(neighbours, centre, spread, np.quantile(joint, np.linspace(0, 1, NUM_QUANTILES)).astype(np.float32))

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, npt.NDArray[np.generic]]) -> Familiarity:
        """Make one from what `to_arrays` gave."""
        neighbours = Neighbours.fit(arrays["directions"], k=NEAREST)
        return cls(neighbours, *(np.asarray(arrays[name], np.float32) for name in ("centre", "spread", "quantiles")))

    def to_arrays(self) -> dict[str, npt.NDArray[np.generic]]:
        """Give everything that a file must hold."""
        return {
            "directions": self.neighbours.features,
            "centre": self.centre,
            "spread": self.spread,
            "quantiles": self.quantiles,
        }

    def score(self, logits: FloatArray, features: FloatArray) -> FloatArray:
        """Sum of both scores in units of their deviation: (N, 10), (N, D) to (N,); 0 is average, higher familiar."""
        parts = _parts(self.neighbours, logits, features)
        return np.asarray(((parts - self.centre) / self.spread).sum(axis=1), np.float32)

    @cached_property
    def threshold(self) -> float:
        """Score below which a picture is called unfamiliar."""
        return threshold_for(self.quantiles, false_alarm_rate=FALSE_ALARM_RATE)

    def share_below(self, scores: FloatArray) -> FloatArray:
        """Share of held-out pictures that are less familiar: (N,) to (N,) in [0, 1]."""
        return np.interp(scores, self.quantiles, self._ranks).astype(np.float32)

    @cached_property
    def _ranks(self) -> FloatArray:
        return np.linspace(0, 1, len(self.quantiles), dtype=np.float32)


def _in_bytes(features: FloatArray) -> npt.NDArray[np.int8]:
    """Scale each row so that its largest number is 127, and round: the direction stays, (M, D) to the same."""
    peaks = np.abs(features).max(axis=1, keepdims=True)
    in_bytes: npt.NDArray[np.int8] = np.rint(127 * features / np.maximum(peaks, 1e-12)).astype(np.int8)
    return in_bytes


def _parts(neighbours: Neighbours, logits: FloatArray, features: FloatArray) -> FloatArray:
    """Both scores side by side: (N, 2)."""
    return np.stack([energy(logits), neighbours.score(features)], axis=1)
