"""Ten knobs that spoil a picture, alone or together: what the sliders of a page turn."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from cifar_demo.image.corruptions import corrupt_by
from cifar_demo.image.corruptions_geometry import rotated, scaled, shifted
from cifar_demo.image.corruptions_noise import brightness, contrast
from cifar_demo.results import ByteImage


@dataclass(frozen=True)
class Knob:
    """One way to spoil a picture, by more or by less.

    Attributes
    ----------
    name, title : str
    unit : str
        Of its values, short: "°".
    low, high, step : float
        Where it can be turned, and in which steps.
    neutral : float
        Where it changes nothing: an end of the range, or between.
    """

    name: str
    title: str
    unit: str
    low: float
    high: float
    step: float
    neutral: float

    @property
    def ends(self) -> tuple[float, ...]:
        """Ends of the range that do harm."""
        return tuple(end for end in (self.low, self.high) if end != self.neutral)

    def positions(self, end: float) -> tuple[float, ...]:
        """Where it can stand between neutral and an end, the gentlest first, neutral left out."""
        count = round(abs(end - self.neutral) / self.step)
        return tuple(round(self.neutral + (end - self.neutral) * index / count, 6) for index in range(1, count + 1))


# In the order in which they befall a picture: the scene, the lens, the light, the sensor, the file.
KNOBS: Final[tuple[Knob, ...]] = (
    Knob("rotation", "Rotation", "°", -90, 90, 2, 0),
    Knob("size", "Size", "×", 0.4, 1.6, 0.05, 1),
    Knob("right", "Shift right", "pixels", -16, 16, 1, 0),
    Knob("down", "Shift down", "pixels", -16, 16, 1, 0),
    Knob("blur", "Blur", "pixels", 0, 4, 0.1, 0),
    Knob("brightness", "Brightness", "of full scale", -0.7, 0.7, 0.02, 0),
    Knob("contrast", "Contrast", "×", 0, 2, 0.05, 1),
    Knob("pixelation", "Pixelation", "pixels a block", 1, 10, 0.5, 1),
    Knob("noise", "Noise", "levels of 255", 0, 80, 2, 0),
    Knob("jpeg", "JPEG quality", "of 100", 1, 100, 3, 100),
)
KNOB_NAMES: Final = tuple(knob.name for knob in KNOBS)


def find_knob(name: str) -> Knob:
    """Look a knob up by its name.

    Raises
    ------
    ValueError
        If there is none of this name.
    """
    for knob in KNOBS:
        if knob.name == name:
            return knob
    raise ValueError(f"Expected a knob of {', '.join(KNOB_NAMES)}; got {name!r}.")


def damaged(image: ByteImage, settings: Mapping[str, float], *, seed: int = 0) -> ByteImage:
    """Spoil a picture.

    Parameters
    ----------
    image : (32, 32, 3) uint8
        Left as it is.
    settings : mapping of knob name to float
        Knobs that are not named stand at neutral, where they are left out altogether.
    seed : int
        Of the noise, which is the same at every strength.

    Returns
    -------
    (32, 32, 3) uint8

    Raises
    ------
    ValueError
        If there is no such knob, or a value is outside its range.
    """
    for name, value in settings.items():
        knob = find_knob(name)
        if not knob.low <= value <= knob.high:
            raise ValueError(f"Expected {knob.low:g} to {knob.high:g} for {name}, got {value!r}.")
    images = image[None].copy()
    for knob in KNOBS:
        value = settings.get(knob.name, knob.neutral)
        if value != knob.neutral:
            images = _turned(images, knob.name, value, seed)
    spoiled: ByteImage = images[0]
    return spoiled


def _turned(images: ByteImage, name: str, value: float, seed: int) -> ByteImage:
    generator = np.random.default_rng(seed)
    match name:
        case "rotation":
            return rotated(images, value)
        case "size":
            return scaled(images, value)
        case "right":
            return shifted(images, 0, value)
        case "down":
            return shifted(images, value, 0)
        case "brightness":
            return brightness(images, value, generator)
        case "contrast":
            return contrast(images, value, generator)
    corruption = {"blur": "gaussian_blur", "noise": "gaussian_noise"}.get(name, name)
    return corrupt_by(images, corruption, value, seed=seed)
