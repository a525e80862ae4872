"""From logits to probabilities, and how far to believe them (Guo et al., arXiv:1706.04599)."""

from typing import Final

import numpy as np
import numpy.typing as npt

from cifar_demo.results import AnsweredShare, FloatArray, IntArray, ReliabilityBin

NUM_RELIABILITY_BINS: Final = 15
# A network ten times too sure or too shy is not calibrated but broken.
TEMPERATURE_RANGE: Final = (0.1, 10.0)
BELIEVED_CONFIDENCES: Final = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99)


def log_softmax(logits: FloatArray, *, temperature: float = 1.0) -> FloatArray:
    """Logarithm of `softmax`, exact where probabilities are tiny.

    Parameters
    ----------
    logits : (N, K) float32
    temperature : float
        Positive, dimensionless.

    Returns
    -------
    (N, K) float32
        Nats, at most 0.
    """
    if not temperature > 0:
        raise ValueError(f"temperature must be positive, got {temperature}.")
    scaled = logits.astype(np.float64) / temperature
    shifted = scaled - scaled.max(axis=1, keepdims=True)
    log_probs: FloatArray = (shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))).astype(np.float32)
    return log_probs


def softmax(logits: FloatArray, *, temperature: float = 1.0) -> FloatArray:
    """Turn logits into class probabilities.

    Parameters
    ----------
    logits : (N, K) float32
        Unnormalised scores.
    temperature : float
        Positive, dimensionless; 1 keeps the network as trained (arXiv:1706.04599).

    Returns
    -------
    (N, K) float32
        Rows sum to 1.

    Raises
    ------
    ValueError
        If `temperature` is not positive.
    """
    return np.exp(log_softmax(logits, temperature=temperature))


def negative_log_likelihood(logits: FloatArray, labels: IntArray, *, temperature: float = 1.0) -> float:
    """Mean of -log(probability of the true class), in nats; 0 is perfect, log(10) = 2.303 is guessing among ten."""
    log_probs = log_softmax(logits, temperature=temperature)
    return float(-log_probs[np.arange(len(labels)), labels].mean(dtype=np.float64))


def reliability_bins(
    probs: FloatArray, labels: IntArray, *, num_bins: int = NUM_RELIABILITY_BINS
) -> tuple[ReliabilityBin, ...]:
    """Sort answers by how sure they are, into bins of equal width, and count how many are right.

    Parameters
    ----------
    probs : (N, K) float32
    labels : (N,) int64
    num_bins : int

    Returns
    -------
    tuple of ReliabilityBin
        `num_bins` of them, from 0 to 1; a confidence on an edge belongs to the bin below.
    """
    confidence = probs.max(axis=1).astype(np.float64)
    is_right = probs.argmax(axis=1) == labels
    index = _bin_of(confidence, num_bins)
    counts = np.bincount(index, minlength=num_bins)
    per_image = 1 / np.maximum(counts, 1)
    means = np.bincount(index, weights=confidence, minlength=num_bins) * per_image
    rights = np.bincount(index, weights=is_right, minlength=num_bins) * per_image
    return tuple(
        ReliabilityBin(place / num_bins, (place + 1) / num_bins, int(count), float(mean), float(right))
        for place, (count, mean, right) in enumerate(zip(counts, means, rights, strict=True))
    )


def expected_calibration_error(bins: tuple[ReliabilityBin, ...]) -> float:
    """Mean gap between how sure the answers are and how many are right, each bin by its number of pictures.

    Returns
    -------
    float
        In [0, 1]; 0.01 means that answers are off by one in a hundred on average.
    """
    num_images = sum(part.num_images for part in bins)
    return sum(part.num_images * abs(part.confidence - part.accuracy) for part in bins) / num_images


def calibration_error_by_chance(probs: FloatArray, *, num_bins: int = NUM_RELIABILITY_BINS) -> float:
    """Expected calibration error that a perfectly calibrated network would show on average, being as sure as this one.

    Of n answers of confidence p, the number of right ones scatters with variance n p (1 - p) though nothing is wrong;
    the mean size of a normal deviation is sqrt(2 / pi) standard deviations.

    Parameters
    ----------
    probs : (N, K) float32
    num_bins : int

    Returns
    -------
    float
        In [0, 1].
    """
    confidence = probs.max(axis=1).astype(np.float64)
    variances = np.bincount(_bin_of(confidence, num_bins), weights=confidence * (1 - confidence), minlength=num_bins)
    return float(np.sqrt(2 / np.pi * np.clip(variances, 0, None)).sum() / len(probs))


def answered_shares(
    probs: FloatArray, labels: IntArray, confidences: tuple[float, ...] = BELIEVED_CONFIDENCES
) -> tuple[AnsweredShare, ...]:
    """Count how many answers are at least so sure, and how many of those are right.

    Parameters
    ----------
    probs : (N, K) float32
    labels : (N,) int64
    confidences : tuple of float
        In [0, 1].
    """
    best, is_right = probs.max(axis=1), probs.argmax(axis=1) == labels
    believed = [best >= confidence for confidence in confidences]
    return tuple(
        AnsweredShare(confidence, float(chosen.mean()), float(is_right[chosen].mean()) if chosen.any() else 0.0)
        for confidence, chosen in zip(confidences, believed, strict=True)
    )


def share_right(bins: tuple[ReliabilityBin, ...], confidence: float, *, min_images: int = 30) -> float:
    """Look up how many answers of about this confidence were right.

    Parameters
    ----------
    bins : tuple of ReliabilityBin
        In order, as `reliability_bins` gives them.
    confidence : float
        Probability of the best class, in [0, 1].
    min_images : int
        Neighbouring bins are joined until there are so many pictures: a share of three says nothing.

    Returns
    -------
    float
        In [0, 1].
    """
    by_distance = sorted(bins, key=lambda part: max(part.low - confidence, confidence - part.high, 0.0))
    num_images, num_right = 0, 0.0
    for part in by_distance:
        num_images += part.num_images
        num_right += part.num_images * part.accuracy
        if num_images >= min_images:
            break
    return num_right / num_images


def fit_temperature(logits: FloatArray, labels: IntArray) -> float:
    """Find the temperature of least negative log likelihood, by golden section.

    Parameters
    ----------
    logits : (N, K) float32
        Of pictures that were not trained on.
    labels : (N,) int64

    Returns
    -------
    float
        Within `TEMPERATURE_RANGE`, to 1e-4 of its value.
    """
    # The likelihood has one minimum in 1/T (it is convex there), so also in log T.
    low, high = np.log(TEMPERATURE_RANGE)
    ratio = (np.sqrt(5) - 1) / 2
    while high - low > 1e-4:
        left, right = high - ratio * (high - low), low + ratio * (high - low)
        if _nll_at(logits, labels, left) < _nll_at(logits, labels, right):
            high = right
        else:
            low = left
    return float(np.exp((low + high) / 2))


def _bin_of(confidence: npt.NDArray[np.float64], num_bins: int) -> IntArray:
    """Place confidences (N,) in bins of equal width; one on an edge belongs to the bin below."""
    return np.clip(np.ceil(confidence * num_bins).astype(np.int64) - 1, 0, num_bins - 1)


def _nll_at(logits: FloatArray, labels: IntArray, log_temperature: float) -> float:
    return negative_log_likelihood(logits, labels, temperature=float(np.exp(log_temperature)))
