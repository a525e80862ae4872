"""A small painter for the sample pictures: smooth shapes with volume, grain and soft edges, lit from above."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFilter

from cifar_demo.results import ByteImage, FloatArray

Point = tuple[float, float]
Colour = tuple[int, int, int]
Curve = npt.NDArray[np.float64]  # (M, 2)

SIDE: Final = 256
# Shapes are drawn four times as large and averaged down, for clean edges.
_SUPERSAMPLING: Final = 4
_STEPS_PER_SEGMENT: Final = 10
# Direction that the light comes from, across and down: upper left.
_LIGHT: Final = (0.35, 0.94)


@dataclass(frozen=True)
class Style:
    """How a shape is filled.

    Attributes
    ----------
    volume : float
        0 is flat; 1 shades like a ball, light above and dark below.
    grain : float
        Strength of a fine random texture, as a share of the colour.
    softness : float
        Blur of the edge, in hundredths of the picture's side.
    opacity : float
        0 to 1.
    """

    volume: float = 0.55
    grain: float = 0.03
    softness: float = 0.0
    opacity: float = 1.0


FLAT: Final = Style(volume=0.0, grain=0.015)
ROUND: Final = Style()
FUR: Final = Style(volume=0.6, grain=0.055)
METAL: Final = Style(volume=0.35, grain=0.01)
SHADOW: Final = Style(volume=0.0, grain=0.0, softness=2.5, opacity=0.5)


class Canvas:
    """A square picture of 256 x 256; coordinates run from 0 to 100, across and down.

    Parameters
    ----------
    backdrop : (256, 256, 3) float32
        What stands behind everything, 0 to 255.
    seed : int
        Of the grain.
    """

    def __init__(self, backdrop: FloatArray, seed: int) -> None:
        self._pixels = backdrop.copy()
        self._random = np.random.default_rng(seed)

    def blob(self, points: Sequence[Point], colour: Colour, style: Style = ROUND) -> None:
        """Fill a smooth closed curve through the points."""
        self._fill(closed_curve(points), colour, style)

    def polygon(self, points: Sequence[Point], colour: Colour, style: Style = FLAT) -> None:
        """Fill a shape with straight sides."""
        self._fill(np.array(points, np.float64), colour, style)

    def ellipse(self, centre: Point, radii: Point, colour: Colour, style: Style = ROUND, tilt: float = 0.0) -> None:
        """Fill an ellipse, turned clockwise by `tilt` degrees."""
        angle = np.linspace(0, 2 * np.pi, 40, endpoint=False)
        across, down = radii[0] * np.cos(angle), radii[1] * np.sin(angle)
        cosine, sine = np.cos(np.deg2rad(tilt)), np.sin(np.deg2rad(tilt))
        turned = np.stack([across * cosine - down * sine, across * sine + down * cosine], axis=1)
        self._fill(turned + np.array(centre), colour, style)

    def limb(self, points: Sequence[Point], widths: Sequence[float], colour: Colour, style: Style = ROUND) -> None:
        """Draw a leg, a tail or a branch: a line whose width runs through `widths`."""
        middle = open_curve(points)  # (M, 2)
        half = np.interp(np.linspace(0, 1, len(middle)), np.linspace(0, 1, len(widths)), widths)[:, None] / 2
        along = np.gradient(middle, axis=0)
        across = np.stack([-along[:, 1], along[:, 0]], axis=1) / (np.linalg.norm(along, axis=1, keepdims=True) + 1e-9)
        outline = np.concatenate([middle + across * half, (middle - across * half)[::-1]])
        self._fill(outline, colour, style, caps=((middle[0], half[0, 0]), (middle[-1], half[-1, 0])))

    def mirror(self) -> None:
        """Exchange left and right of what has been drawn."""
        self._pixels = np.ascontiguousarray(self._pixels[:, ::-1])

    def picture(self) -> ByteImage:
        """Give the finished picture, with the slight noise of a camera.

        Returns
        -------
        (256, 256, 3) uint8
        """
        noisy = self._pixels + self._random.normal(0, 2.5, self._pixels.shape[:2])[..., None]
        pixels: ByteImage = np.clip(np.rint(noisy), 0, 255).astype(np.uint8)
        return pixels

    def _fill(
        self,
        outline: Curve,
        colour: Colour,
        style: Style,
        caps: Sequence[tuple[Curve, float]] = (),
    ) -> None:
        scale = SIDE / 100
        margin = 3 + style.softness * 3 * scale + max((radius for _, radius in caps), default=0.0) * scale
        low = np.floor(np.maximum(outline.min(axis=0) * scale - margin, 0)).astype(int)
        high = np.ceil(np.minimum(outline.max(axis=0) * scale + margin, SIDE)).astype(int)
        if (high <= low).any():
            return
        size = ((high - low) * _SUPERSAMPLING).tolist()
        large = Image.new("L", size)
        draw = ImageDraw.Draw(large)
        shifted = (outline * scale - low) * _SUPERSAMPLING
        draw.polygon([tuple(point) for point in shifted.tolist()], fill=255)
        for centre, radius in caps:
            x, y = ((centre * scale - low) * _SUPERSAMPLING).tolist()
            reach = radius * scale * _SUPERSAMPLING
            draw.ellipse((x - reach, y - reach, x + reach, y + reach), fill=255)
        self._composite(large.reduce(_SUPERSAMPLING), (int(low[0]), int(low[1])), colour, style)

    def _composite(self, mask: Image.Image, corner: tuple[int, int], colour: Colour, style: Style) -> None:
        if style.softness:
            mask = mask.filter(ImageFilter.GaussianBlur(style.softness * SIDE / 100))
        alpha = np.asarray(mask).astype(np.float32)[..., None] * (style.opacity / 255)  # (h, w, 1)
        grain = self._random.normal(0, style.grain, mask.size[::-1])
        grain += np.roll(grain, 1, axis=0)  # hairs and scratches are longer than a pixel
        brightness = 1 + _volume(mask, style.volume) + grain
        painted = np.array(colour, np.float32) * brightness[..., None]
        left, top = corner
        target = self._pixels[top : top + mask.height, left : left + mask.width]
        target += alpha * (np.clip(painted, 0, 255) - target)


def soft(style: Style, softness: float) -> Style:
    """Give a style a softer edge."""
    return replace(style, softness=softness)


def _volume(mask: Image.Image, volume: float) -> FloatArray:
    """Brighten the upper left of a shape and darken its lower right, as if it were puffed up: (h, w)."""
    if not volume:
        return np.zeros(mask.size[::-1], np.float32)
    radius = max(1.5, min(mask.size) / 6)
    height = np.asarray(mask.filter(ImageFilter.GaussianBlur(radius))).astype(np.float32) / 255
    down, across = np.gradient(height)
    slope = (down * _LIGHT[1] + across * _LIGHT[0]) * (radius * volume * 1.6)
    return np.asarray(slope, np.float32)


def closed_curve(points: Sequence[Point]) -> Curve:
    """Run a smooth line through the points and back to the first: (M, 2)."""
    ring = np.array([points[-1], *points, points[0], points[1]], np.float64)
    return _catmull_rom(ring)


def open_curve(points: Sequence[Point]) -> Curve:
    """Run a smooth line through the points, from the first to the last: (M, 2)."""
    through = np.array(points, np.float64)
    ends = np.concatenate([2 * through[:1] - through[1:2], through, 2 * through[-1:] - through[-2:-1]])
    return np.concatenate([_catmull_rom(ends), through[-1:]])


def _catmull_rom(points: Curve) -> Curve:
    """Smooth curve through all but the first and last point (Catmull and Rom, 1974): (M, 2)."""
    before, start, end, after = points[:-3, None], points[1:-2, None], points[2:-1, None], points[3:, None]
    t = np.linspace(0, 1, _STEPS_PER_SEGMENT, endpoint=False)[None, :, None]
    curve: Curve = (
        2 * start
        + (end - before) * t
        + (2 * before - 5 * start + 4 * end - after) * t**2
        + (3 * start - before - 3 * end + after) * t**3
    ) / 2
    return curve.reshape(-1, 2)
