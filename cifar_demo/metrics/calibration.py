"""From logits to probabilities, and how far to believe them (Guo et al., arXiv:1706.04599)."""

from typing import Final

import numpy as np
import numpy.typing as npt

from cifar_demo.results import FloatArray

IntArray = npt.NDArray[np.int64]

NUM_RELIABILITY_BINS: Final = 15
# A network ten times too sure or too shy is not calibrated but broken.
TEMPERATURE_RANGE: Final = (0.1, 10.0)


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


def expected_calibration_error(probs: FloatArray, labels: IntArray, *, num_bins: int = NUM_RELIABILITY_BINS) -> float:
    """Mean gap between how sure the answers are and how many are right, over bins of equal width.

    Parameters
    ----------
    probs : (N, K) float32
    labels : (N,) int64
    num_bins : int

    Returns
    -------
    float
        In [0, 1]; 0.01 means that answers are off by one in a hundred on average.
    """
    confidence = probs.max(axis=1).astype(np.float64)
    is_right = probs.argmax(axis=1) == labels
    bins = np.minimum((confidence * num_bins).astype(np.int64), num_bins - 1)
    gap = np.bincount(bins, weights=is_right - confidence, minlength=num_bins)
    return float(np.abs(gap).sum() / len(labels))


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


def _nll_at(logits: FloatArray, labels: IntArray, log_temperature: float) -> float:
    return negative_log_likelihood(logits, labels, temperature=float(np.exp(log_temperature)))
