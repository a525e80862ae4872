"""How little of one kind of damage makes a network change its mind: a grid, then bisection."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np

from cifar_demo.image.corruptions import corrupt_by, find_corruption
from cifar_demo.results import ByteImage, FloatArray, SmallestChange

GRID: Final = 24
BISECTIONS: Final = 5

Answer = Callable[[ByteImage], FloatArray]


def smallest_change(
    answer: Answer,
    image: ByteImage,
    damage: Callable[[float], ByteImage],
    gentlest: float,
    harshest: float,
    *,
    grid: int = GRID,
    bisections: int = BISECTIONS,
) -> SmallestChange:
    """Find the smallest damage at which the best class is another.

    A network may change its mind and change it back; a grid finds the first change that is not narrower than its
    step, and bisection narrows it down.

    Parameters
    ----------
    answer : callable
        (N, 32, 32, 3) uint8 to (N, 10) logits: `Classifier.logits`.
    image : (32, 32, 3) uint8
    damage : callable
        Gives the damaged picture for a value.
    gentlest, harshest : float
        Ends of the range; the harshest may be the smaller number.
    grid : int
        Steps of the grid.
    bisections : int
        Halvings of the last step.
    """
    values = np.linspace(gentlest, harshest, grid + 1)[1:]
    classes = answer(np.stack([image, *(damage(float(value)) for value in values)])).argmax(axis=1)
    before, is_other = int(classes[0]), classes[1:] != classes[0]
    if not is_other.any():
        return SmallestChange(None, before, before, float(harshest))
    first = int(is_other.argmax())
    same, other = (float(values[first - 1]) if first else float(gentlest)), float(values[first])
    after = int(classes[1 + first])
    for _ in range(bisections):
        middle = (same + other) / 2
        answered = int(answer(damage(middle)[None]).argmax())
        if answered == before:
            same = middle
        else:
            other, after = middle, answered
    return SmallestChange(other, before, after, same)


def smallest_corruption(answer: Answer, image: ByteImage, name: str, *, seed: int = 0) -> SmallestChange:
    """Find the smallest strength of one of `image.corruptions` that changes an answer.

    Parameters
    ----------
    answer, image
        As for `smallest_change`.
    name : str
        One of `image.corruptions.CORRUPTION_NAMES`.
    seed : int
        Of the noise, and of directions, which are the same at every strength.

    Raises
    ------
    ValueError
        If there is no such corruption.
    """
    corruption = find_corruption(name)

    def damage(value: float) -> ByteImage:
        damaged: ByteImage = corrupt_by(image[None], name, value, seed=seed)[0]
        return damaged

    return smallest_change(answer, image, damage, corruption.gentlest, corruption.harshest)
