"""Averaging the probabilities of several networks: how much each should count, and how far they disagree."""

from typing import Final

import numpy as np
import numpy.typing as npt

from cifar_demo.metrics.calibration import fit_temperature, negative_log_likelihood, softmax
from cifar_demo.results import FloatArray, IntArray

_ROUNDS: Final = 20
_STEPS: Final = 50  # Between two temperatures.
_RATE: Final = 1.0  # Of a step in the logarithm of a share, per nat of gradient.
_SMALL_SHARE: Final = 0.01
_ENOUGH: Final = 1e-7  # Nats a picture gained in a round: less is no news.
_LEAST: Final = 1e-12


def fit_shares(probs: FloatArray, labels: IntArray) -> FloatArray:
    """Find the shares with which averaged and then calibrated probabilities make the labels likeliest.

    An average of calibrated answers is too shy (arXiv:2007.08792), so a temperature follows it; shares fitted as if it
    did not would give nearly everything to the surest network. Shares take exponentiated gradient steps (Kivinen and
    Warmuth, 1997), which stay on the simplex; in between the temperature is fitted. The better of two starts counts:
    equal shares, and all to the best network.

    Parameters
    ----------
    probs : (M, N, K) float32
        Calibrated, of M networks for N pictures that none was trained on.
    labels : (N,) int64

    Returns
    -------
    (M,) float32
        Not negative; sum to 1.

    Raises
    ------
    ValueError
        If there is no network or no picture.
    """
    if probs.ndim != 3 or 0 in probs.shape:
        raise ValueError(f"Expected probabilities (M, N, K) of a network and a picture or more, got {probs.shape}.")
    count = len(probs)
    alone = [negative_log_likelihood(as_logits(each), labels) for each in probs]
    favourite = np.full(count, _SMALL_SHARE / count)
    favourite[int(np.argmin(alone))] += 1 - _SMALL_SHARE
    found = [_descend(probs, labels, start) for start in (np.full(count, 1 / count), favourite)]
    return np.asarray(min(found, key=lambda each: each[1])[0], np.float32)


def as_logits(probs: FloatArray) -> FloatArray:
    """Write probabilities as logits that give them back: their logarithms, same shape."""
    return np.asarray(np.log(np.maximum(probs, _LEAST)), np.float32)


def mix(probs: FloatArray, shares: FloatArray) -> FloatArray:
    """Average probabilities (M, N, K) of M networks with shares (M,): (N, K), rows sum to 1."""
    return np.asarray(np.einsum("m,mnk->nk", shares, probs), np.float32)


def disagreement(probs: FloatArray, shares: FloatArray) -> FloatArray:
    """Measure how far networks disagree: entropy of their average less the average of their entropies.

    The generalised Jensen-Shannon divergence (Lin, 1991): 0 where all say the same, however unsure each is.

    Parameters
    ----------
    probs : (M, N, K) float32
    shares : (M,) float32

    Returns
    -------
    (N,) float32
        Nats, not negative.
    """
    apart = _entropy(mix(probs, shares).astype(np.float64)) - np.einsum("m,mn->n", shares, _entropy(probs))
    return np.asarray(np.maximum(apart, 0), np.float32)


def _entropy(probs: npt.NDArray[np.floating]) -> npt.NDArray[np.float64]:
    safe = np.where(probs > 0, probs, 1).astype(np.float64)
    entropy: npt.NDArray[np.float64] = -(safe * np.log(safe)).sum(axis=-1)
    return entropy


def _descend(
    probs: FloatArray, labels: IntArray, start: npt.NDArray[np.float64]
) -> tuple[npt.NDArray[np.float64], float]:
    """Go downhill from some shares: where it ends, and the negative log likelihood there."""
    shares, before = start, np.inf
    for _ in range(_ROUNDS):
        temperature = fit_temperature(as_logits(mix(probs, shares.astype(np.float32))), labels)
        for _ in range(_STEPS):
            step = np.exp(-_RATE * _gradient(probs, labels, shares, temperature))
            shares = shares * step / (shares * step).sum()
        reached = negative_log_likelihood(
            as_logits(mix(probs, shares.astype(np.float32))), labels, temperature=temperature
        )
        if before - reached < _ENOUGH:
            break
        before = reached
    return shares, reached


def _gradient(
    probs: FloatArray, labels: IntArray, shares: npt.NDArray[np.float64], temperature: float
) -> npt.NDArray[np.float64]:
    """Slope of the negative log likelihood along each share: (M,), nats a picture."""
    mixed = np.maximum(mix(probs, shares.astype(np.float32)), _LEAST)  # (N, K)
    excess = softmax(np.log(mixed), temperature=temperature).astype(np.float64)
    excess[np.arange(len(labels)), labels] -= 1
    slope: npt.NDArray[np.float64] = np.einsum("nk,mnk->m", excess / mixed, probs) / (temperature * len(labels))
    return slope
