"""Does a picture show one of the ten classes at all? Scores of familiarity, higher for the familiar, and how they do.

Each score needs only what the network itself gives: logits, or the features that feed its last layer. Compared in
docs/experiments.md: maximum softmax (Hendrycks and Gimpel, arXiv:1610.02136), maximum logit (arXiv:1911.11132),
energy (arXiv:2010.03759), distance to the nearest class mean (Lee et al., arXiv:1807.03888) and to the k-th nearest
training picture (Sun et al., arXiv:2204.06507).
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from cifar_demo.metrics.calibration import softmax
from cifar_demo.results import FloatArray, IntArray


def max_softmax(logits: FloatArray, *, temperature: float = 1.0) -> FloatArray:
    """Probability of the best class: (N, K) logits to (N,), in [1/K, 1]."""
    return np.asarray(softmax(logits, temperature=temperature).max(axis=1), np.float32)


def max_logit(logits: FloatArray) -> FloatArray:
    """Best logit: (N, K) to (N,)."""
    return np.asarray(logits.max(axis=1), np.float32)


def energy(logits: FloatArray, *, temperature: float = 1.0) -> FloatArray:
    """Negative free energy T log sum exp(logit / T): (N, K) logits to (N,); higher is more familiar."""
    scaled = logits.astype(np.float64) / temperature
    peak = scaled.max(axis=1)
    return np.asarray(temperature * (peak + np.log(np.exp(scaled - peak[:, None]).sum(axis=1))), np.float32)


@dataclass(frozen=True, eq=False)
class ClassMeans:
    """Mean features of each class and the precision matrix they share (Mahalanobis distance).

    Attributes
    ----------
    means : (K, D) float32
    precision : (D, D) float32
        Inverse of the covariance within classes.
    """

    means: FloatArray
    precision: FloatArray

    @classmethod
    def fit(cls, features: FloatArray, labels: IntArray, *, shrinkage: float = 0.05) -> "ClassMeans":
        """Estimate from training features (N, D) and their classes (N,).

        `shrinkage` mixes the covariance with a multiple of the identity, so that directions of no variance do not
        count without bound.
        """
        means = np.stack([features[labels == index].mean(axis=0) for index in range(int(labels.max()) + 1)])
        centred = (features - means[labels]).astype(np.float64)
        covariance = centred.T @ centred / len(features)
        mean_variance = np.trace(covariance) / len(covariance)
        mixed = (1 - shrinkage) * covariance + shrinkage * mean_variance * np.eye(len(covariance))
        return cls(means.astype(np.float32), np.linalg.inv(mixed).astype(np.float32))

    def score(self, features: FloatArray) -> FloatArray:
        """Negative squared distance to the nearest class mean: (N, D) to (N,), at most 0."""
        offsets = features[:, None, :] - self.means[None]  # (N, K, D)
        distances = np.einsum("nkd,de,nke->nk", offsets, self.precision, offsets, optimize=True)
        return np.asarray(-distances.min(axis=1), np.float32)


@dataclass(frozen=True, eq=False)
class Neighbours:
    """Features of training pictures; another picture is familiar if the k-th nearest lies in nearly its direction.

    Attributes
    ----------
    features : (M, D) of any number type
        As they were given: in bytes they take a quarter of the memory.
    lengths : (M,) float32
        Of the rows; never 0.
    k : int
    """

    features: npt.NDArray[np.generic]
    lengths: FloatArray
    k: int = 10

    @classmethod
    def fit(cls, features: npt.NDArray[np.generic], *, k: int = 10) -> "Neighbours":
        """Keep the features of training pictures (M, D)."""
        return cls(features, row_lengths(features), k)

    def score(self, features: FloatArray) -> FloatArray:
        """Cosine to the k-th nearest training picture: (N, D) to (N,), in [-1, 1]."""
        # Row by row: as one matrix product, NumPy's threads would wait for those of a network that has just answered.
        products = np.vecdot(self.features, unit_rows(features)[:, None])  # (N, M)
        cosines = products / self.lengths
        return np.asarray(np.partition(cosines, -self.k, axis=1)[:, -self.k], np.float32)


def row_lengths(features: npt.NDArray[np.generic]) -> FloatArray:
    """Measure rows, a row of zeros as next to nothing: (N, D) to (N,)."""
    return np.asarray(np.maximum(np.linalg.norm(features.astype(np.float32), axis=1), 1e-12), np.float32)


def unit_rows(features: FloatArray) -> FloatArray:
    """Scale rows to unit length; a row of zeros stays: (N, D) to the same."""
    return np.asarray(features / row_lengths(features)[:, None], np.float32)


def threshold_for(scores: FloatArray, *, false_alarm_rate: float = 0.05) -> float:
    """Find the score below which this share of familiar pictures lies.

    Parameters
    ----------
    scores : (N,) float32
        Of held-out pictures that do show one of the classes.
    false_alarm_rate : float
        Share of them that will be wrongly refused, in [0, 1].
    """
    return float(np.quantile(scores, false_alarm_rate))


def area_under_roc(familiar: FloatArray, unfamiliar: FloatArray) -> float:
    """Chance that a familiar picture scores higher than an unfamiliar one; ties count half.

    Parameters
    ----------
    familiar, unfamiliar : (N,), (M,) float32

    Returns
    -------
    float
        In [0, 1]; 0.5 is guessing.
    """
    ordered = np.sort(unfamiliar)
    below = np.searchsorted(ordered, familiar, side="left")
    not_above = np.searchsorted(ordered, familiar, side="right")
    return float(((below + not_above) / 2).mean() / len(unfamiliar))
