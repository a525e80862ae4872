"""Twelve ways in which pictures go wrong, each at three strengths or at any value between: seeded, on whole batches.

The kinds are the usual ones (Hendrycks and Dietterich, arXiv:1903.12261, and geometric changes); the code and the
values are our own, so figures measured with them do not compare with CIFAR-10-C's.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np

from cifar_demo.constants import IMAGE_SHAPE
from cifar_demo.image import corruptions_geometry as geometry
from cifar_demo.image import corruptions_noise as noise
from cifar_demo.image import corruptions_optics as optics
from cifar_demo.results import ByteImage

Apply = Callable[[ByteImage, float, np.random.Generator], ByteImage]

STRENGTHS: Final = (1, 2, 3)
# Few enough to stay in a processor's cache: twice as fast as all at once.
_CHUNK: Final = 250


@dataclass(frozen=True)
class Corruption:
    """One way in which a picture goes wrong.

    Attributes
    ----------
    name : str
        "gaussian_noise".
    title : str
        As a heading shows it.
    imitates : str
        What in the world does this to a picture, one sentence.
    unit : str
        Of the values, "pixels".
    values : (mild, middling, strong)
        What strengths 1, 2 and 3 stand for, in that unit.
    gentlest, harshest : float
        Ends of the range that makes sense, for a slider; the gentlest changes nothing, or next to nothing. Where a
        smaller value does more harm, `harshest` is the smaller one.
    apply : callable
        (images, value, generator) to images, (N, 32, 32, 3) uint8 both.
    """

    name: str
    title: str
    imitates: str
    unit: str
    values: tuple[float, float, float]
    gentlest: float
    harshest: float
    apply: Apply


CORRUPTIONS: Final[tuple[Corruption, ...]] = (
    Corruption(
        "gaussian_noise",
        "Gaussian noise",
        "A warm sensor adds random values that are the same in light and shade.",
        "levels of 255, standard deviation",
        (10, 18, 28),
        0,
        80,
        noise.gaussian_noise,
    ),
    Corruption(
        "shot_noise",
        "Shot noise",
        "In little light a pixel counts few photons, and counts scatter.",
        "photons at full white",
        (400, 120, 50),
        2000,
        4,
        noise.shot_noise,
    ),
    Corruption(
        "gaussian_blur",
        "Gaussian blur",
        "The lens is out of focus.",
        "pixels, standard deviation",
        (0.5, 0.8, 1.2),
        0,
        4,
        optics.gaussian_blur,
    ),
    Corruption(
        "motion_blur",
        "Motion blur",
        "The hand moved while the shutter stood open.",
        "pixels, length of the track",
        (3, 5, 7),
        1,
        15,
        optics.motion_blur,
    ),
    Corruption(
        "pixelation",
        "Pixelation",
        "A small picture was enlarged without smoothing.",
        "pixels, side of a block",
        (1.5, 2, 3),
        1,
        10,
        optics.pixelation,
    ),
    Corruption(
        "jpeg",
        "JPEG compression",
        "The file was made small: blocks and ringing at the edges.",
        "quality, 1 to 100",
        (80, 50, 20),
        100,
        1,
        optics.jpeg,
    ),
    Corruption(
        "contrast",
        "Low contrast",
        "Dull light, or a faded print: all colours draw near to their mean.",
        "share of contrast kept",
        (0.7, 0.4, 0.2),
        1,
        0,
        noise.contrast,
    ),
    Corruption(
        "brightness",
        "Brightness",
        "Too long an exposure: light parts run into white.",
        "share of full scale added",
        (0.08, 0.16, 0.3),
        0,
        0.7,
        noise.brightness,
    ),
    Corruption(
        "fog",
        "Fog",
        "Haze swallows contrast, unevenly, and adds pale light.",
        "optical depth",
        (0.3, 0.6, 1.1),
        0,
        4,
        noise.fog,
    ),
    Corruption(
        "rotation",
        "Rotation",
        "The camera was held at a slant, to the left or the right.",
        "degrees",
        (10, 20, 30),
        0,
        90,
        geometry.rotation,
    ),
    Corruption(
        "scale",
        "Scale",
        "The object was farther away or nearer: smaller or larger in the picture.",
        "share of the size, less or more",
        (0.1, 0.2, 0.3),
        0,
        0.6,
        geometry.scale,
    ),
    Corruption(
        "translation",
        "Translation",
        "The object is off the centre.",
        "pixels",
        (3, 5, 8),
        0,
        16,
        geometry.translation,
    ),
)
CORRUPTION_NAMES: Final = tuple(corruption.name for corruption in CORRUPTIONS)


def find_corruption(name: str) -> Corruption:
    """Look a corruption up by its name.

    Raises
    ------
    ValueError
        If there is none of this name.
    """
    for corruption in CORRUPTIONS:
        if corruption.name == name:
            return corruption
    raise ValueError(f"Expected a corruption of {', '.join(CORRUPTION_NAMES)}; got {name!r}.")


def corrupt(images: ByteImage, name: str, strength: int, *, seed: int = 0) -> ByteImage:
    """Corrupt pictures at one of three strengths.

    Parameters
    ----------
    images : (N, 32, 32, 3) uint8
        Left as they are.
    name : str
        One of `CORRUPTION_NAMES`.
    strength : int
        1 (mild), 2 or 3 (strong).
    seed : int
        Of all that is random; at least 0.

    Returns
    -------
    (N, 32, 32, 3) uint8

    Raises
    ------
    ValueError
        If the name or strength is unknown, or the pictures have another shape or type.
    """
    if strength not in STRENGTHS:
        raise ValueError(f"Expected a strength of {STRENGTHS}, got {strength!r}.")
    return corrupt_by(images, name, find_corruption(name).values[strength - 1], seed=seed)


def corrupt_by(images: ByteImage, name: str, value: float, *, seed: int = 0) -> ByteImage:
    """Corrupt pictures by any value in the corruption's own unit.

    The same seed draws the same directions and noise at every value, so that a slider moves smoothly; counts of
    shot noise excepted.

    Parameters
    ----------
    images, name, seed
        As for `corrupt`.
    value : float
        Between the corruption's `gentlest` and `harshest`, both included.

    Returns
    -------
    (N, 32, 32, 3) uint8
        Each picture's result hangs on the seed and its place among `images`; with shot noise, also on the pictures
        before it.

    Raises
    ------
    ValueError
        If the name is unknown, the value out of range, or the pictures have another shape or type.
    """
    corruption = find_corruption(name)
    _check(images, corruption, value)
    generator, corrupted = np.random.default_rng(seed), np.empty_like(images)
    for start in range(0, len(images), _CHUNK):
        part = slice(start, start + _CHUNK)
        corrupted[part] = corruption.apply(images[part], value, generator)
    return corrupted


def _check(images: ByteImage, corruption: Corruption, value: float) -> None:
    low, high = sorted((corruption.gentlest, corruption.harshest))
    if not low <= value <= high:
        raise ValueError(f"Expected {low:g} to {high:g} {corruption.unit} for {corruption.name}, got {value!r}.")
    if images.dtype != np.uint8 or images.ndim != 4 or images.shape[1:] != IMAGE_SHAPE:
        raise ValueError(f"Expected (N, 32, 32, 3) uint8 pictures, got {images.shape} {images.dtype}.")
