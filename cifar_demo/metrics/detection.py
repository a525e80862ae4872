"""Does a picture show one of the ten classes at all? Scores of familiarity, higher for the familiar, and how they do.

Each score needs only what the network itself gives: logits, or the features that feed its last layer. Compared in
docs/decisions/0004-familiarity.md and docs/experiments.md: maximum softmax (Hendrycks and Gimpel, arXiv:1610.02136),
maximum logit (arXiv:1911.11132), energy (arXiv:2010.03759), distance to the nearest class mean (Lee et al.,
arXiv:1807.03888), to the k-th nearest training picture (Sun et al., arXiv:2204.06507) and to the borders between
classes (Liu and Qin, arXiv:2312.11536).
"""

from dataclasses import dataclass

import numpy as np

from cifar_demo.metrics.calibration import softmax
from cifar_demo.results import FloatArray, IntArray

LEAST_GAP = 1e-6  # Two classes of the same weights have no border between them, and no lead over each other.


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
    directions : (M, D) float32
        Of unit length.
    k : int
    """

    directions: FloatArray
    k: int = 10

    @classmethod
    def fit(cls, features: FloatArray, *, k: int = 10) -> "Neighbours":
        """Keep the features of training pictures (M, D)."""
        return cls(unit_rows(features), k)

    def score(self, features: FloatArray) -> FloatArray:
        """Cosine to the k-th nearest training picture: (N, D) to (N,), in [-1, 1]."""
        cosines = unit_rows(features) @ self.directions.T  # (N, M)
        return np.asarray(np.partition(cosines, -self.k, axis=1)[:, -self.k], np.float32)


@dataclass(frozen=True, eq=False)
class Borders:
    """The flat borders between classes in the space of features, where the last layer's answer changes.

    Attributes
    ----------
    gaps : (K, K) float32
        How far the last layer's weights of each two classes lie apart; never 0.
    usual : (D,) float32
        Mean features of training pictures.
    """

    gaps: FloatArray
    usual: FloatArray

    @classmethod
    def fit(cls, kernel: FloatArray, features: FloatArray) -> "Borders":
        """Take them from the last layer's kernel (D, K) and the features of training pictures (M, D)."""
        gaps = np.linalg.norm(kernel[:, :, None] - kernel[:, None, :], axis=0)
        return cls(np.maximum(gaps, LEAST_GAP).astype(np.float32), features.mean(axis=0, dtype=np.float32))

    def distance(self, logits: FloatArray) -> FloatArray:
        """How far from its borders an answer lies, on average over the other classes: (N, K) to (N,), at least 0."""
        best = logits.argmax(axis=1)
        leads = logits.max(axis=1, keepdims=True) - logits  # 0 for the best itself.
        return np.asarray((leads / self.gaps[best]).sum(axis=1) / (logits.shape[1] - 1), np.float32)

    def relative_distance(self, logits: FloatArray, features: FloatArray) -> FloatArray:
        """The same, as a part of the way from the usual features: (N, K), (N, D) to (N,), at least 0."""
        return self.distance(logits) / row_lengths(features - self.usual)


def row_lengths(features: FloatArray) -> FloatArray:
    """Measure rows, a row of zeros as next to nothing: (N, D) to (N,)."""
    return np.asarray(np.maximum(np.linalg.norm(features, axis=1), 1e-12), np.float32)


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
