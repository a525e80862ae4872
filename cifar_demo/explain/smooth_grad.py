"""SmoothGrad: the gradient averaged over noisy copies of the picture.

Smilkov, Thorat, Kim, Viégas and Wattenberg, "SmoothGrad: removing noise by adding noise", 2017 (arXiv:1706.03825).
"""

from __future__ import annotations

from typing import Final

import numpy as np

from cifar_demo.explain.contract import scaled_to_one, score_of, strongest_colour
from cifar_demo.explain.gradient import SILENCE, UNIT
from cifar_demo.explain.view import GradientView
from cifar_demo.image.preprocess import GREY_LEVEL, preprocess
from cifar_demo.results import ByteImage, Explanation, Target

NUM_COPIES: Final = 24
# Share of the picture's own range; the paper finds 10 to 20 % best.
NOISE_SHARE: Final = 0.15


def smooth_grad(
    view: GradientView,
    image: ByteImage,
    target: Target,
    *,
    num_copies: int = NUM_COPIES,
    noise_share: float = NOISE_SHARE,
    seed: int = 0,
) -> Explanation:
    """Map how much each pixel moves the score, on average around the picture.

    Parameters
    ----------
    view : GradientView
    image : (32, 32, 3) uint8
    target : Target
    num_copies : int
        At least 1.
    noise_share : float
        Standard deviation of the noise, as a share of the picture's range of values; 0 gives the plain gradient.
    seed : int

    Returns
    -------
    Explanation
        Unsigned; its pattern holds the signed mean gradient of each colour.
    """
    batch = preprocess(image)
    deviation = np.float32(noise_share * np.ptp(batch))
    noise = np.random.default_rng(seed).standard_normal((num_copies, *image.shape), np.float32) * deviation
    _, gradients = view.pixel_gradients(batch + noise, target.direction)
    per_level = gradients.mean(axis=0) * GREY_LEVEL
    heatmap, peak = scaled_to_one(strongest_colour(per_level))
    return Explanation(
        method="smooth_grad",
        network=view.model.name,
        image=image,
        target=target,
        score=score_of(view.logits(batch)[0], target),
        heatmap=heatmap,
        is_signed=False,
        peak=peak,
        unit=UNIT,
        pattern=scaled_to_one(per_level)[0],
        silence=None if peak else SILENCE,
    )
