"""Pictures that show none of the ten classes: drawn by our own code, or made of pictures that do show them.

They measure how well "none of these ten" is recognised. No weight and no threshold is set by them, but which scores
refuse was chosen after looking at them (docs/experiments.md). Drawings are no photographs: figures for them say that
the score works at all, not how it does on everything that a camera sees.
"""

from collections.abc import Callable
from typing import Final

import numpy as np
from PIL import Image

from cifar_demo.constants import IMAGE_SHAPE, IMAGE_SIDE
from cifar_demo.image import unfamiliar_food as food
from cifar_demo.image import unfamiliar_indoors as indoors
from cifar_demo.image import unfamiliar_marks as marks
from cifar_demo.image import unfamiliar_outdoors as outdoors
from cifar_demo.image import unfamiliar_patterns as patterns
from cifar_demo.image import unfamiliar_people as people
from cifar_demo.image.linear import to_pixels
from cifar_demo.image.unfamiliar_fields import SIDE
from cifar_demo.results import ByteImage, FloatArray

Draw = Callable[[np.random.Generator], FloatArray]

_GRID: Final = 4
_PATCH: Final = 8
_FILTERS: Final = (Image.Resampling.BOX, Image.Resampling.HAMMING, Image.Resampling.LANCZOS)
_DRAWN: Final[dict[str, Draw]] = {
    draw.__name__: draw
    for draw in (
        patterns.white_noise,
        patterns.pink_noise,
        patterns.gradient,
        patterns.stripes,
        patterns.checks,
        patterns.dots,
        patterns.woven,
        patterns.marble,
        patterns.brick,
        patterns.wood,
        patterns.mosaic,
        patterns.sand,
        patterns.crumpled,
        food.pizza,
        food.fried_egg,
        food.burger,
        food.fruit,
        food.banana,
        food.cake,
        food.vegetables,
        outdoors.flower,
        outdoors.tree,
        outdoors.leaf,
        outdoors.mushroom,
        outdoors.mountain,
        outdoors.sunset,
        outdoors.stars,
        outdoors.house,
        outdoors.fence,
        indoors.interior,
        indoors.chair,
        indoors.lamp,
        indoors.bottle,
        indoors.cup,
        indoors.clock,
        indoors.book,
        indoors.ball,
        indoors.umbrella,
        indoors.tool,
        people.face,
        people.smiley,
        people.hand,
        people.figure,
        marks.text,
        marks.digit,
        marks.chart,
        marks.screenshot,
        marks.logo,
        marks.shapes,
        marks.traffic_sign,
        marks.scribble,
    )
}
UNFAMILIAR_KINDS: Final = tuple(_DRAWN)


def draw_unfamiliar(kind: str, num_images: int, *, seed: int = 0) -> ByteImage:
    """Draw pictures that show none of the ten classes.

    Parameters
    ----------
    kind : str
        One of `UNFAMILIAR_KINDS`.
    num_images : int
        At least 0.
    seed : int
        At least 0; the same seed draws the same pictures, and more of them begin with those.

    Returns
    -------
    (N, 32, 32, 3) uint8

    Raises
    ------
    ValueError
        If there is no such kind, or the number is negative.
    """
    if kind not in _DRAWN:
        raise ValueError(f"Expected a kind of {', '.join(UNFAMILIAR_KINDS)}; got {kind!r}.")
    if num_images < 0:
        raise ValueError(f"Expected a number of pictures of at least 0, got {num_images}.")
    images = np.empty((num_images, *IMAGE_SHAPE), np.uint8)
    for index in range(num_images):
        random = np.random.default_rng((seed, UNFAMILIAR_KINDS.index(kind), index))
        images[index] = _photographed(_DRAWN[kind](random), random)
    return images


def scrambled(images: ByteImage, seed: int = 0) -> ByteImage:
    """Shuffle the sixteen patches of each picture: local detail stays, the object is gone.

    Parameters
    ----------
    images : (N, 32, 32, 3) uint8
    seed : int

    Returns
    -------
    (N, 32, 32, 3) uint8
    """
    side = IMAGE_SIDE // _GRID
    grid = images.reshape(-1, _GRID, side, _GRID, side, 3).transpose(0, 1, 3, 2, 4, 5)
    patches = grid.reshape(-1, _GRID**2, side, side, 3)  # (N, 16, 8, 8, 3)
    orders = np.random.default_rng(seed).random(patches.shape[:2]).argsort(axis=1)
    shuffled = np.take_along_axis(patches, orders[:, :, None, None, None], axis=1)
    back = shuffled.reshape(grid.shape).transpose(0, 1, 3, 2, 4, 5)
    return back.reshape(images.shape)


def blended(images: ByteImage, seed: int = 0) -> ByteImage:
    """Take the mean of each picture and another, so that two objects show through each other.

    Parameters
    ----------
    images : (N, 32, 32, 3) uint8
        At least 2.
    seed : int
        Of who is paired with whom; nobody is paired with itself.

    Returns
    -------
    (N, 32, 32, 3) uint8

    Raises
    ------
    ValueError
        If there are fewer than two pictures.
    """
    if len(images) < 2:
        raise ValueError(f"Expected at least two pictures to blend, got {len(images)}.")
    order = np.random.default_rng(seed).permutation(len(images))
    partners = np.empty_like(order)
    partners[order] = np.roll(order, 1)  # the next one in a random ring
    return to_pixels((images.astype(np.float32) + images[partners]) / 2)


def zoomed(images: ByteImage, seed: int = 0) -> ByteImage:
    """Enlarge a patch of 8x8 pixels of each picture to the whole: surface without form.

    Parameters
    ----------
    images : (N, 32, 32, 3) uint8
    seed : int
        Of where the patches lie.

    Returns
    -------
    (N, 32, 32, 3) uint8
    """
    corners = np.random.default_rng(seed).integers(0, IMAGE_SIDE - _PATCH + 1, (len(images), 2))
    enlarged = np.empty_like(images)
    for image, target, (top, left) in zip(images, enlarged, corners, strict=True):
        patch = Image.fromarray(image[top : top + _PATCH, left : left + _PATCH])
        target[:] = np.asarray(patch.resize((IMAGE_SIDE, IMAGE_SIDE), Image.Resampling.BICUBIC))
    return enlarged


def _photographed(pixels: FloatArray, random: np.random.Generator) -> ByteImage:
    """Light a drawing unevenly, tint, expose, reduce it and add a camera's noise: (128, 128, 3) to (32, 32, 3)."""
    down, across = np.linspace(-1, 1, SIDE)[:, None], np.linspace(-1, 1, SIDE)
    slopes = random.normal(0, 0.14, 2)
    falloff = 1 + slopes[0] * down + slopes[1] * across - random.uniform(0, 0.18) * (down**2 + across**2)
    tint = random.normal(1, 0.05, 3) * random.uniform(0.8, 1.3)
    lit = to_pixels(pixels * falloff[..., None] * tint)
    small = Image.fromarray(lit).resize((IMAGE_SIDE, IMAGE_SIDE), _FILTERS[random.integers(len(_FILTERS))])
    noise = random.normal(0, random.uniform(0, 6), IMAGE_SHAPE)
    return to_pixels(np.asarray(small, np.float32) + noise)
