"""Random fields, coordinates and colours that the unfamiliar pictures are made of, all (128, 128)."""

import colorsys
from typing import Final

import numpy as np
from PIL import Image

from cifar_demo.results import FloatArray

SIDE: Final = 128
Span = tuple[float, float]


def colour(
    random: np.random.Generator,
    *,
    hue: Span | None = None,
    saturation: Span = (0.05, 0.95),
    value: Span = (0.25, 1),
) -> FloatArray:
    """Draw a colour within spans of hue (in turns, red at 0), saturation and value: (3,) float32, 0 to 255.

    Dull colours are drawn more often than vivid ones and, where no hue is asked for, warm ones more often than cold,
    as photographs have them.
    """
    low, high = hue or ((-0.03, 0.17) if random.random() < 0.4 else (0, 1))
    dullness = saturation[0] + (saturation[1] - saturation[0]) * random.random() ** 1.7
    rgb = colorsys.hsv_to_rgb(random.uniform(low, high) % 1, dullness, random.uniform(*value))
    return np.array(rgb, np.float32) * 255


def near(random: np.random.Generator, red: float, green: float, blue: float, spread: float = 18) -> FloatArray:
    """Draw a colour near this one: (3,) float32, 0 to 255."""
    varied = np.array((red, green, blue)) * random.uniform(0.85, 1.15) + random.normal(0, spread, 3)
    return np.clip(varied, 0, 255).astype(np.float32)


def smooth_noise(random: np.random.Generator, cells: tuple[int, int]) -> FloatArray:
    """Draw smooth noise of about unit deviation with so many cells down and across: (128, 128)."""
    grid = Image.fromarray(random.normal(0, 1, cells).astype(np.float32))
    return np.array(grid.resize((SIDE, SIDE), Image.Resampling.BICUBIC), np.float32)


def clouds(random: np.random.Generator, cells: int = 3, *, stretch: float = 1.0) -> FloatArray:
    """Draw noise of four sizes, each half as strong as the one before; `stretch` makes it longer: (128, 128)."""
    total = np.zeros((SIDE, SIDE), np.float32)
    for octave in range(4):
        down = cells << octave
        total += smooth_noise(random, (down, max(2, round(down / stretch)))) / 2**octave
    return total


def coordinates(random: np.random.Generator, *, tilt: float = np.pi, tapering: float = 0.6) -> tuple[FloatArray, ...]:
    """Draw a plane seen at a slant: two arrays (128, 128) of places across and down it, about -0.5 to 0.5.

    Parameters
    ----------
    random : Generator
    tilt : float
        Largest turn to either side, in radians.
    tapering : float
        Strongest perspective; 0 looks straight at the plane.
    """
    down, across = (np.mgrid[:SIDE, :SIDE] / SIDE - 0.5).astype(np.float32)
    depth = 1 + random.uniform(-tapering, tapering) * down + random.uniform(-tapering, tapering) * across
    angle = random.uniform(-tilt, tilt)
    turned = np.cos(angle) * across - np.sin(angle) * down, np.sin(angle) * across + np.cos(angle) * down
    return tuple(np.asarray(axis / depth, np.float32) for axis in turned)


def mixed(first: FloatArray, second: FloatArray, share: FloatArray) -> FloatArray:
    """Go from one colour or picture to another by a share (128, 128) in [0, 1]: (128, 128, 3)."""
    clipped = np.clip(share, 0, 1)[..., None]
    return np.asarray(first + (second - first) * clipped, np.float32)


def step(values: FloatArray, sharpness: float = 12) -> FloatArray:
    """Turn values into 0 below zero and 1 above, with a soft edge."""
    return np.asarray(np.clip(values * sharpness + 0.5, 0, 1), np.float32)
