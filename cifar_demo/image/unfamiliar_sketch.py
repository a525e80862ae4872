"""A painter for the unfamiliar pictures: shapes with volume, placed, turned and lit by chance, before scenery."""

from collections.abc import Sequence
from typing import Final

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from cifar_demo.image.unfamiliar_fields import SIDE, clouds, colour, coordinates, mixed, near, smooth_noise, step
from cifar_demo.results import FloatArray

Point = tuple[float, float]
Points = Sequence[Point]
# A circle drawn as so many corners.
_CORNERS: Final = np.linspace(0, 2 * np.pi, 28, endpoint=False)


class Sketch:
    """A picture of 128 x 128; shapes use 0 to 100, across and down, through a view drawn for each picture.

    Parameters
    ----------
    random : Generator
    backdrop : (128, 128, 3) float32
        What stands behind; a chance scene where None.
    tilt : float
        Largest turn of the view to either side, in degrees.
    zoom : (low, high)
        Size of the view; at 1 the square of 0 to 100 fills the picture.
    """

    def __init__(
        self,
        random: np.random.Generator,
        backdrop: FloatArray | None = None,
        *,
        tilt: float = 14,
        zoom: tuple[float, float] = (0.75, 1.25),
    ) -> None:
        self.random = random
        self.pixels = scenery(random) if backdrop is None else backdrop.copy()
        angle, size = np.deg2rad(random.uniform(-tilt, tilt)), random.uniform(*zoom) * SIDE / 100
        turn = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
        self._view = turn * size * [[random.choice([-1, 1])], [1]]  # mirrored half of the time
        slack = 10 + 22 * abs(1 - size * 100 / SIDE)
        self._middle = SIDE / 2 + random.uniform(-slack, slack, 2)
        self._light = random.normal(0, 1, 2) - (0, 1.2)  # most often from above

    def shape(
        self, points: Points, paint: FloatArray, *, volume: float = 0.5, opacity: float = 1, soft: float = 0
    ) -> None:
        """Fill a shape with straight sides.

        Parameters
        ----------
        points : (M, 2)
        paint : (3,) or (128, 128, 3) float32
        volume : float
            0 is flat, 1 shaded like a ball.
        opacity : float
            In [0, 1].
        soft : float
            Blur of the edge, in pixels of 128.
        """
        placed = (np.asarray(points, np.float64) - 50) @ self._view + self._middle
        mask = Image.new("L", (SIDE, SIDE))
        ImageDraw.Draw(mask).polygon([tuple(point) for point in placed.tolist()], fill=255)
        self.stamp(mask, paint, volume=volume, opacity=opacity, soft=soft)

    def round(
        self, points: Points, paint: FloatArray, *, volume: float = 0.5, opacity: float = 1, soft: float = 0
    ) -> None:
        """Fill a shape whose corners are cut off twice over (Chaikin, 1974); arguments as for `shape`."""
        ring = np.asarray(points, np.float64)
        for _ in range(2):
            after = np.roll(ring, -1, axis=0)
            ring = np.stack([0.75 * ring + 0.25 * after, 0.25 * ring + 0.75 * after], axis=1).reshape(-1, 2)
        self.shape(ring.tolist(), paint, volume=volume, opacity=opacity, soft=soft)

    def oval(
        self,
        centre: Point,
        radii: Point,
        paint: FloatArray,
        *,
        tilt: float = 0,
        volume: float = 0.5,
        opacity: float = 1,
        soft: float = 0,
    ) -> None:
        """Fill an ellipse, turned clockwise by `tilt` degrees; other arguments as for `shape`."""
        across, down = radii[0] * np.cos(_CORNERS), radii[1] * np.sin(_CORNERS)
        cosine, sine = np.cos(np.deg2rad(tilt)), np.sin(np.deg2rad(tilt))
        ring = np.stack([across * cosine - down * sine, across * sine + down * cosine], axis=1) + centre
        self.shape(ring.tolist(), paint, volume=volume, opacity=opacity, soft=soft)

    def box(
        self, corner: Point, opposite: Point, paint: FloatArray, *, volume: float = 0.2, opacity: float = 1
    ) -> None:
        """Fill a rectangle between two corners."""
        (left, top), (right, bottom) = corner, opposite
        self.shape([(left, top), (right, top), (right, bottom), (left, bottom)], paint, volume=volume, opacity=opacity)

    def line(self, points: Points, width: float, paint: FloatArray, *, volume: float = 0.3) -> None:
        """Draw straight strokes from point to point, with round ends."""
        for (x0, y0), (x1, y1) in zip(points[:-1], points[1:], strict=True):
            length = max(float(np.hypot(x1 - x0, y1 - y0)), 1e-6)
            across, down = (y1 - y0) / length * width / 2, (x0 - x1) / length * width / 2
            corners = [
                (x0 + across, y0 + down),
                (x1 + across, y1 + down),
                (x1 - across, y1 - down),
                (x0 - across, y0 - down),
            ]
            self.shape(corners, paint, volume=volume)
        if width > 3:
            for point in (points[0], points[-1]):
                self.oval(point, (width / 2, width / 2), paint, volume=volume)

    def curve(self, points: Points, width: float, paint: FloatArray) -> None:
        """Draw a smooth flat stroke along the points."""
        path = np.asarray(points, np.float64)
        for _ in range(3):  # corners cut off, ends kept
            before, after = path[:-1], path[1:]
            between = np.stack([0.75 * before + 0.25 * after, 0.25 * before + 0.75 * after], axis=1).reshape(-1, 2)
            path = np.concatenate([path[:1], between[1:-1], path[-1:]])
        placed = ((path - 50) @ self._view + self._middle).ravel().tolist()
        mask = Image.new("L", (SIDE, SIDE))
        ImageDraw.Draw(mask).line(placed, fill=255, width=max(1, round(width * SIDE / 100)), joint="curve")
        self.stamp(mask, paint)

    def shadow(self, centre: Point, radii: Point) -> None:
        """Darken the ground under a thing."""
        self.oval(centre, radii, np.zeros(3, np.float32), volume=0, opacity=self.random.uniform(0.2, 0.6), soft=3)

    def stamp(
        self, mask: Image.Image, paint: FloatArray, *, volume: float = 0, opacity: float = 1, soft: float = 0
    ) -> None:
        """Paint where a mask (128 x 128, mode L) is white; other arguments as for `shape`."""
        box = mask.getbbox()
        if box is None:
            return
        margin = 2 + round(3 * soft)
        left, top = max(box[0] - margin, 0), max(box[1] - margin, 0)
        right, bottom = min(box[2] + margin, SIDE), min(box[3] + margin, SIDE)
        part = mask.crop((left, top, right, bottom))
        alpha = np.asarray(part.filter(ImageFilter.GaussianBlur(soft)) if soft else part, np.float32)[..., None]
        fill = paint[top:bottom, left:right] if paint.ndim == 3 else paint
        target = self.pixels[top:bottom, left:right]
        target += alpha * (opacity / 255) * (fill * self._shade(part, volume)[..., None] - target)

    def _shade(self, mask: Image.Image, volume: float) -> FloatArray:
        """Brighten the side of a shape that faces the light: (h, w), about 1."""
        if not volume or min(mask.size) < 4:
            return np.ones(mask.size[::-1], np.float32)
        radius = max(1.0, min(mask.size) / 6)
        height = np.asarray(mask.filter(ImageFilter.GaussianBlur(radius)), np.float32) / 255
        down, across = np.gradient(height)
        slope = (across * self._light[0] + down * self._light[1]) * (-radius * volume)
        return np.asarray(np.clip(1 + slope, 0.25, 1.7), np.float32)


def scenery(random: np.random.Generator) -> FloatArray:
    """Draw what stands behind a thing: a wall, a table, leaves, lights out of focus or clutter: (128, 128, 3)."""
    kind = random.integers(6)
    pixels = (_wall, _table, _leaves, _lights, _clutter, _floor)[kind](random)
    grain = smooth_noise(random, (64, 64))[..., None] * random.uniform(0, 5)
    return np.asarray(pixels + grain, np.float32)


def _wall(random: np.random.Generator) -> FloatArray:
    light = colour(random, saturation=(0, 0.6), value=(0.4, 1))
    return mixed(light, light * random.uniform(0.4, 0.9), clouds(random, 2) * 0.3 + 0.5)


def _floor(random: np.random.Generator) -> FloatArray:
    """Draw a wall above a floor."""
    level = random.uniform(-0.1, 0.3)
    _, down = coordinates(random, tilt=0.1, tapering=0)
    ground = colour(random, saturation=(0.1, 0.6), value=(0.2, 0.8)) * (1 + 0.08 * clouds(random, 6))[..., None]
    return mixed(_wall(random), ground, step(down - level, 60))


def _table(random: np.random.Generator) -> FloatArray:
    across, down = coordinates(random)
    grain = clouds(random, 3, stretch=0.5) * 0.25 + np.sin(across * random.uniform(20, 60) + down * 4) * 0.3
    wood = near(random, 168, 116, 70, 25)
    return mixed(wood, wood * 0.65, grain + 0.4)


def _leaves(random: np.random.Generator) -> FloatArray:
    green = colour(random, hue=(0.12, 0.42), saturation=(0.1, 0.7), value=(0.3, 0.7))
    return mixed(green * 0.35, green * 1.25, clouds(random, int(random.integers(4, 16))) * 0.35 + 0.5)


def _lights(random: np.random.Generator) -> FloatArray:
    """Draw lamps far out of focus."""
    dark = colour(random, value=(0.05, 0.4))
    pixels = np.repeat(np.repeat(dark[None, None], SIDE, axis=0), SIDE, axis=1)
    down, across = np.mgrid[:SIDE, :SIDE]
    for _ in range(random.integers(4, 12)):
        centre, radius = random.uniform(0, SIDE, 2), random.uniform(5, 20)
        disc = step((radius - np.hypot(down - centre[0], across - centre[1])).astype(np.float32), 0.3)
        pixels += disc[..., None] * colour(random, value=(0.5, 1)) * random.uniform(0.2, 0.7)
    return pixels


def _clutter(random: np.random.Generator) -> FloatArray:
    """Draw patches of several colours, as shelves and streets look when they are blurred."""
    grid = random.integers(0, 3, (random.integers(2, 7), random.integers(2, 7)))
    palette = np.stack([colour(random) for _ in range(3)])
    patches = Image.fromarray(palette[grid].astype(np.uint8)).resize((SIDE, SIDE), Image.Resampling.NEAREST)
    return np.asarray(patches.filter(ImageFilter.GaussianBlur(random.uniform(2, 9))), np.float32)
