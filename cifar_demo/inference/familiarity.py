"""Is this one of the ten at all? How a picture compares with the held-out pictures, by two scores taken together.

Both ask how far its features lie from where the answer would change (Liu and Qin, arXiv:2312.11536): as it is, and as
a part of the way from the usual features. Compared with others in docs/decisions/0004-familiarity.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
import numpy.typing as npt

from cifar_demo.metrics.detection import Borders, threshold_for
from cifar_demo.results import FloatArray

# Share of pictures of the ten classes that are wrongly called unfamiliar.
FALSE_ALARM_RATE: Final = 0.05
NUM_QUANTILES: Final = 201
LEAST_SPREAD: Final = 1e-3
ARRAYS: Final = ("gaps", "usual", "centre", "spread", "quantiles")  # As a weights file calls them.


@dataclass(frozen=True, eq=False)
class Familiarity:
    """Statistics of training and held-out pictures that new ones are compared with.

    Attributes
    ----------
    borders : Borders
        Between the classes.
    centre, spread : (2,) float32
        Mean and deviation of distance and relative distance over the held-out pictures.
    quantiles : (NUM_QUANTILES,) float32
        Of their joint score, from the lowest to the highest, in equal steps of rank.
    """

    borders: Borders
    centre: FloatArray
    spread: FloatArray
    quantiles: FloatArray

    @classmethod
    def fit(cls, borders: Borders, held_out_logits: FloatArray, held_out_features: FloatArray) -> Familiarity:
        """Take statistics of held-out pictures, (N, 10) and (N, D)."""
        parts = _parts(borders, held_out_logits, held_out_features)
        # A network whose units have all died answers everything alike: no spread, and nothing to divide by.
        centre, spread = parts.mean(axis=0), np.maximum(parts.std(axis=0), LEAST_SPREAD)
        joint = ((parts - centre) / spread).sum(axis=1)
        return cls(borders, centre, spread, np.quantile(joint, np.linspace(0, 1, NUM_QUANTILES)).astype(np.float32))

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, npt.NDArray[np.generic]]) -> Familiarity:
        """Make one from what `to_arrays` gave."""
        gaps, usual, *statistics = (np.asarray(arrays[name], np.float32) for name in ARRAYS)
        return cls(Borders(gaps, usual), *statistics)

    def to_arrays(self) -> dict[str, npt.NDArray[np.generic]]:
        """Give everything that a file must hold."""
        arrays = (self.borders.gaps, self.borders.usual, self.centre, self.spread, self.quantiles)
        return dict(zip(ARRAYS, arrays, strict=True))

    def score(self, logits: FloatArray, features: FloatArray) -> FloatArray:
        """Sum of both scores in units of their deviation: (N, 10), (N, D) to (N,); 0 is average, higher familiar."""
        parts = _parts(self.borders, logits, features)
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


def _parts(borders: Borders, logits: FloatArray, features: FloatArray) -> FloatArray:
    """Both scores side by side: (N, 2)."""
    return np.stack([borders.distance(logits), borders.relative_distance(logits, features)], axis=1)
