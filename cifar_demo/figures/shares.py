"""Shares that people can add up: rounded so that they make the whole."""

import numpy as np

from cifar_demo.results import FloatArray


def rounded_shares(shares: FloatArray, *, parts: int = 1000) -> tuple[int, ...]:
    """Round shares to whole parts that sum to the whole, by the largest remainder.

    Parameters
    ----------
    shares : (K,) float32
        Not negative, with a positive sum.
    parts : int
        Of the whole: 1000 for tenths of a percent.

    Returns
    -------
    tuple of int
        `K` of them, each less than one part from the exact share; their sum is `parts`.
    """
    exact = shares.astype(np.float64) / shares.sum(dtype=np.float64) * parts
    whole = np.floor(exact).astype(np.int64)
    missing = parts - int(whole.sum())
    whole[np.argsort(whole - exact, kind="stable")[:missing]] += 1
    return tuple(int(count) for count in whole)
