"""How alike two maps are: by the order of their values, and by local structure."""

from typing import Final

import numpy as np
import numpy.typing as npt

from cifar_demo.results import FloatArray

WINDOW: Final = 7
# Constants of the paper for values that range over 1.
_STEADY_MEAN: Final = 0.01**2
_STEADY_CONTRAST: Final = 0.03**2

Values = npt.NDArray[np.floating]


def rank_correlation(one: Values, other: Values) -> float:
    """Correlate the ranks of two lists of values (Spearman, 1904); equal values share their mean rank.

    Parameters
    ----------
    one, other : same shape

    Returns
    -------
    float
        From -1 to 1; 0 where all values of one are equal, for then there is no order.
    """
    ranks = [_mean_ranks(values.ravel()) for values in (one, other)]
    centred = [rank - rank.mean() for rank in ranks]
    lengths = [float(np.sqrt((rank**2).sum())) for rank in centred]
    if 0 in lengths:
        return 0.0
    return float((centred[0] * centred[1]).sum() / (lengths[0] * lengths[1]))


def structural_similarity(one: FloatArray, other: FloatArray) -> float:
    """Compare two maps window by window: means, contrasts, and whether they vary together.

    Wang, Bovik, Sheikh and Simoncelli, "Image quality assessment", 2004 (doi:10.1109/TIP.2003.819861), with plain
    windows of 7x7.

    Parameters
    ----------
    one, other : (H, W) float32
        In [0, 1]; at least 7 by 7.

    Returns
    -------
    float
        Mean over all windows, up to 1 for equal maps.
    """
    first, second = (_windows(values.astype(np.float64)) for values in (one, other))
    means = first.mean(axis=(2, 3)), second.mean(axis=(2, 3))
    variances = first.var(axis=(2, 3)), second.var(axis=(2, 3))
    covariance = (first * second).mean(axis=(2, 3)) - means[0] * means[1]
    brightness = (2 * means[0] * means[1] + _STEADY_MEAN) / (means[0] ** 2 + means[1] ** 2 + _STEADY_MEAN)
    structure = (2 * covariance + _STEADY_CONTRAST) / (variances[0] + variances[1] + _STEADY_CONTRAST)
    return float((brightness * structure).mean())


def _windows(values: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    return np.lib.stride_tricks.sliding_window_view(values, (WINDOW, WINDOW))


def _mean_ranks(values: Values) -> npt.NDArray[np.float64]:
    _, group, counts = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    return (last - (counts - 1) / 2)[group]
