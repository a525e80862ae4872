"""Whether a heatmap's order is right: take the picture away, or bring it, the most important first, and watch.

Petsiuk, Das and Saenko, "RISE", 2018 (arXiv:1806.07421), section 4.2: deletion and insertion curves, and the areas
under them. Small squares go at once in place of single pixels (Samek et al., 2015, arXiv:1509.06321): scattered grey
pixels act as noise, and fell an answer by themselves. The curves are set beside two kinds of chance: the same map laid
elsewhere, which keeps its grain but leaves the middle, where things are; and squares in random order.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np

from cifar_demo.explain.view import GradientView
from cifar_demo.image.corruptions import corrupt_by
from cifar_demo.image.preprocess import preprocess
from cifar_demo.metrics.calibration import softmax
from cifar_demo.results import Explanation, FaithfulnessCurves, FloatArray, IntArray, Target

NUM_STEPS: Final = 32
SQUARE_SIDE: Final = 4  # Pixels; 64 squares a picture.
NUM_ELSEWHERE: Final = 4
NUM_RANDOM: Final = 4
# Blurs away what a picture shows, and leaves its colours.
BLUR: Final = 4.0


def faithfulness_curves(
    view: GradientView,
    explanation: Explanation,
    *,
    temperature: float = 1.0,
    num_steps: int = NUM_STEPS,
    num_elsewhere: int = NUM_ELSEWHERE,
    num_random: int = NUM_RANDOM,
    seed: int = 0,
    progress: Callable[[int, int], None] | None = None,
) -> FaithfulnessCurves:
    """Measure deletion and insertion curves of a heatmap, beside those of two kinds of chance.

    Parameters
    ----------
    view : GradientView
    explanation : Explanation
        Its picture, target and heatmap; where squares are equal, chance decides.
    temperature : float
        From the network's card.
    num_steps : int
        Steps in which all pixels are changed; 64 squares are shared out evenly over a divisor of 64.
    num_elsewhere, num_random : int
        Places and random orders to average over, at least 1 each.
    seed : int
    progress : callable or None
        Called with curves done and curves in all.
    """
    generator = np.random.default_rng(seed)
    heatmap = explanation.heatmap
    moved = [laid_elsewhere(heatmap, generator) for _ in range(num_elsewhere)]
    noise = [generator.random(heatmap.shape, np.float32) for _ in range(num_random)]
    orders = [order_in_squares(each, generator) for each in (heatmap, *moved, *noise)]
    original = preprocess(explanation.image)[0]
    blurred = preprocess(corrupt_by(explanation.image[None], "gaussian_blur", BLUR))[0]
    roads = ((original, np.zeros_like(original)), (blurred, original))  # 0 is the mean colour.
    curves: list[list[FloatArray]] = [[], []]
    for done, order in enumerate(orders):
        for index, (start, end) in enumerate(roads):
            logits = view.logits(replaced_step_by_step(start, end, order, num_steps))
            curves[index].append(target_probability(logits, explanation.target, temperature))
            if progress is not None:
                progress(2 * done + index + 1, 2 * len(orders))
    deletion, insertion = (np.stack(curve) for curve in curves)
    return FaithfulnessCurves(
        shares=np.linspace(0, 1, num_steps + 1, dtype=np.float32),
        deletion=deletion[0],
        insertion=insertion[0],
        elsewhere_deletion=deletion[1 : 1 + num_elsewhere].mean(axis=0),
        elsewhere_insertion=insertion[1 : 1 + num_elsewhere].mean(axis=0),
        random_deletion=deletion[1 + num_elsewhere :].mean(axis=0),
        random_insertion=insertion[1 + num_elsewhere :].mean(axis=0),
    )


def laid_elsewhere(heatmap: FloatArray, generator: np.random.Generator) -> FloatArray:
    """Move a heatmap, (H, W), by a quarter of the picture or more each way, round the edges, and perhaps mirror it.

    Its values and its grain stay; what it says about this picture goes.
    """
    moves = [int(generator.integers(extent // 4, extent - extent // 4, endpoint=True)) for extent in heatmap.shape]
    moved: FloatArray = np.roll(heatmap, moves, axis=(0, 1))
    return moved[:, ::-1] if generator.random() < 0.5 else moved


def order_in_squares(heatmap: FloatArray, generator: np.random.Generator, side: int = SQUARE_SIDE) -> IntArray:
    """Order the pixels of a heatmap square by square, the square of the largest mean first.

    Parameters
    ----------
    heatmap : (H, W) float32
        Both multiples of `side`.
    generator : numpy.random.Generator
        Decides among squares of equal mean.
    side : int
        Of a square, pixels.

    Returns
    -------
    (H * W,) int64
        Positions in the heatmap laid out flat.
    """
    height, width = heatmap.shape
    in_squares = (height // side, side, width // side, side)
    means = heatmap.reshape(in_squares).mean(axis=(1, 3)).ravel()
    order = np.lexsort((generator.permutation(means.size), -means))
    positions = np.arange(heatmap.size).reshape(in_squares).swapaxes(1, 2).reshape(means.size, side * side)
    return np.asarray(positions[order].ravel(), np.int64)


def replaced_step_by_step(start: FloatArray, end: FloatArray, order: IntArray, num_steps: int) -> FloatArray:
    """Turn one picture into another pixel by pixel.

    Parameters
    ----------
    start, end : (H, W, C) float32
    order : (H * W,) int64
        Which pixels go first.
    num_steps : int

    Returns
    -------
    (num_steps + 1, H, W, C) float32
        From `start` to `end`, as good as the same number of pixels a step.
    """
    place = np.empty(len(order), np.int64)
    place[order] = np.arange(len(order))
    changed = np.rint(np.linspace(0, len(order), num_steps + 1)).astype(np.int64)
    is_changed = place.reshape(start.shape[:2]) < changed[:, None, None]  # (S + 1, H, W)
    return np.where(is_changed[..., None], end, start)


def target_probability(logits: FloatArray, target: Target, temperature: float = 1.0) -> FloatArray:
    """Probability of the target's class, (N,): among all ten, or between it and the class that it is set against."""
    if target.against is None:
        return softmax(logits, temperature=temperature)[:, target.class_index]
    return softmax(logits[:, [target.class_index, target.against]], temperature=temperature)[:, 0]
