"""Many dimensions on a flat map: principal components by randomised subspace iteration.

Halko, Martinsson, Tropp, "Finding structure with randomness", 2011 (arXiv:0909.4061), algorithm 4.4: products with the
data alone, where an exact decomposition of a thousand dimensions would take seconds.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from cifar_demo.results import FloatArray

_MORE: Final = 8  # Directions beyond those wanted, and rounds: enough for three digits where variances fall off slowly.
_ROUNDS: Final = 6


@dataclass(frozen=True, eq=False)
class PrincipalComponents:
    """The directions in which points vary most.

    Attributes
    ----------
    centre : (D,) float32
        Mean of the points.
    directions : (k, D) float32
        Orthonormal rows, the direction of most variance first; each points to its largest entry's positive side.
    shares : (k,) float32
        Of all variance, along each.
    """

    centre: FloatArray
    directions: FloatArray
    shares: FloatArray

    @classmethod
    def fit(cls, points: FloatArray, k: int = 2, *, seed: int = 0) -> PrincipalComponents:
        """Find them for points (N, D).

        Parameters
        ----------
        points : (N, D) float32
        k : int
            From 1 to the smaller of N and D.
        seed : int
            Of the random start; hardly matters.

        Raises
        ------
        ValueError
            If there are fewer points or dimensions than directions wanted.
        """
        if not 1 <= k <= min(points.shape):
            raise ValueError(f"k must be from 1 to {min(points.shape)} for points of shape {points.shape}, got {k}.")
        centre = points.mean(axis=0, dtype=np.float64).astype(np.float32)
        centred = points - centre
        width = min(k + _MORE, *points.shape)
        basis = np.random.default_rng(seed).normal(size=(points.shape[1], width)).astype(np.float32)
        for _ in range(_ROUNDS):
            basis = np.linalg.qr(centred.T @ (centred @ basis))[0]
        _, lengths, rows = np.linalg.svd(centred @ basis, full_matrices=False)
        directions = _signed((rows[:k] @ basis.T).astype(np.float32))
        total = float(np.square(centred, dtype=np.float64).sum())
        shares = lengths[:k] ** 2 / total if total else np.zeros(k)
        return cls(centre, directions, shares.astype(np.float32))

    def project(self, points: FloatArray) -> FloatArray:
        """Place points (N, D) on the map: (N, k)."""
        return np.asarray((points - self.centre) @ self.directions.T, np.float32)


def _signed(directions: FloatArray) -> FloatArray:
    """Turn each direction so that its largest entry is positive: the map never comes out mirrored."""
    largest = np.take_along_axis(directions, np.abs(directions).argmax(axis=1, keepdims=True), axis=1)
    return np.where(largest < 0, -directions, directions)
