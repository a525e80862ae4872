"""Averaging the probabilities of several networks: how much each should count, and how far they disagree."""

from typing import Final

import numpy as np
import numpy.typing as npt

from cifar_demo.results import FloatArray

_ROUNDS: Final = 10_000
_ENOUGH: Final = 1e-10  # Nats a picture gained in a round: less is no news.


def fit_shares(true_probs: FloatArray) -> FloatArray:
    """Find the shares with which averaged probabilities give the labels the highest likelihood.

    Expectation maximisation for the weights of a mixture (Dempster, Laird, Rubin, 1977). The likelihood is concave in
    the shares, every round raises it, and the shares stay on the simplex by themselves.

    Parameters
    ----------
    true_probs : (M, N) float32
        What each of M networks gave to the true class of each of N pictures that none was trained on.

    Returns
    -------
    (M,) float32
        Not negative; sum to 1.

    Raises
    ------
    ValueError
        If there is no network or no picture.
    """
    if true_probs.ndim != 2 or 0 in true_probs.shape:
        raise ValueError(f"Expected probabilities (M, N) of a network and a picture or more, got {true_probs.shape}.")
    given = np.maximum(true_probs.astype(np.float64), 1e-12)
    shares = np.full(len(given), 1 / len(given))
    before = -np.inf
    for _ in range(_ROUNDS):
        mixed = shares @ given  # (N,)
        likelihood = float(np.log(mixed).mean())
        if likelihood - before < _ENOUGH:
            break
        before = likelihood
        shares = (shares[:, None] * given / mixed).mean(axis=1)
    return np.asarray(shares / shares.sum(), np.float32)


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
