"""Backgrounds without an object: sky, sea, grass, road and a plain wall, for samples and for drawing on."""

from collections.abc import Callable
from typing import Final, Literal

import numpy as np
from PIL import Image

from cifar_demo.results import ByteImage, FloatArray

BackgroundKind = Literal["sky", "sea", "grass", "road", "plain"]
Colour = tuple[int, int, int]

_MAX_SIDE: Final = 4096


def draw_background(kind: BackgroundKind, size: tuple[int, int]) -> ByteImage:
    """Draw a background, the same one each time.

    Parameters
    ----------
    kind : str
        "sky", "sea", "grass", "road" or "plain".
    size : (width, height)
        In pixels, 1 to 4096 each.

    Returns
    -------
    (height, width, 3) uint8

    Raises
    ------
    ValueError
        If the kind is unknown or the size is out of range.
    """
    if kind not in _DRAWN:
        raise ValueError(f"Expected a background of {BACKGROUND_KINDS}, got {kind!r}.")
    if not all(1 <= side <= _MAX_SIDE for side in size):
        raise ValueError(f"Expected sides of 1 to {_MAX_SIDE} pixels, got {size}.")
    pixels: ByteImage = np.clip(np.rint(_DRAWN[kind](size, np.random.default_rng(7))), 0, 255).astype(np.uint8)
    return pixels


def sky(
    size: tuple[int, int],
    random: np.random.Generator,
    *,
    top: Colour = (88, 146, 212),
    bottom: Colour = (190, 216, 238),
    clouds: float = 0.5,
) -> FloatArray:
    """Clear sky, paler towards the horizon, with soft clouds: (height, width, 3), 0 to 255."""
    pixels = _gradient(size, top, bottom)
    cover = np.clip(_clouds(size, random, (3, 2)) * 1.4 - 0.2, 0, 1)[..., None] * clouds
    clouded: FloatArray = pixels + cover * (np.array((250, 250, 252), np.float32) - pixels)
    return clouded


def sea(
    size: tuple[int, int],
    random: np.random.Generator,
    *,
    horizon: float = 0.45,
    far: Colour = (96, 140, 172),
    near: Colour = (30, 74, 112),
) -> FloatArray:
    """Sky above water with long waves; `horizon` is its height, 0 at the top: (height, width, 3), 0 to 255."""
    width, height = size
    water = _gradient(size, far, near) + _texture(size, random, (6, 44))[..., None] * 14
    return _above(sky(size, random, clouds=0.4), water, round(height * horizon))


def grass(
    size: tuple[int, int],
    random: np.random.Generator,
    *,
    horizon: float = 0.0,
    far: Colour = (128, 158, 84),
    near: Colour = (74, 112, 40),
    behind: Colour | None = (58, 86, 52),
) -> FloatArray:
    """Meadow, with trees `behind` it above the horizon, or sky where that is None: (height, width, 3), 0 to 255."""
    blades = _texture(size, random, (70, 40)) * 9 + _texture(size, random, (7, 5)) * 11
    meadow = _gradient(size, far, near) + blades[..., None] * np.array((1.0, 1.0, 0.6), np.float32)
    row = round(size[1] * horizon)
    return _above(sky(size, random) if behind is None else _trees(size, random, behind), meadow, row)


def road(
    size: tuple[int, int],
    random: np.random.Generator,
    *,
    horizon: float = 0.42,
    tarmac: Colour = (118, 118, 122),
    behind: Colour | None = (86, 112, 70),
) -> FloatArray:
    """Tarmac with trees or sky behind it: (height, width, 3), 0 to 255."""
    pale: Colour = (min(tarmac[0] + 30, 255), min(tarmac[1] + 30, 255), min(tarmac[2] + 30, 255))
    surface = _gradient(size, pale, tarmac) + _texture(size, random, (90, 60))[..., None] * 7
    row = round(size[1] * horizon)
    far = sky(size, random) if behind is None else _trees(size, random, behind)
    return _above(far, surface, row)


def plain(
    size: tuple[int, int],
    random: np.random.Generator,
    *,
    light: Colour = (226, 220, 208),
    dark: Colour = (176, 166, 150),
) -> FloatArray:
    """A wall or a studio's paper with soft light: (height, width, 3), 0 to 255."""
    return _gradient(size, light, dark) + _texture(size, random, (3, 3))[..., None] * 9


_DRAWN: Final[dict[str, Callable[[tuple[int, int], np.random.Generator], FloatArray]]] = {
    "sky": sky,
    "sea": sea,
    "grass": grass,
    "road": road,
    "plain": plain,
}
BACKGROUND_KINDS: Final = tuple(_DRAWN)


def _gradient(size: tuple[int, int], top: Colour, bottom: Colour) -> FloatArray:
    width, height = size
    share = np.linspace(0, 1, height, dtype=np.float32)[:, None, None]  # (H, 1, 1)
    column = np.array(top, np.float32) * (1 - share) + np.array(bottom, np.float32) * share
    return np.repeat(column, width, axis=1)


def _texture(size: tuple[int, int], random: np.random.Generator, cells: tuple[int, int]) -> FloatArray:
    """Smooth noise of about unit deviation, with so many cells across and down: (H, W)."""
    grid = random.normal(0, 1, (cells[1], cells[0])).astype(np.float32)
    return np.array(Image.fromarray(grid).resize(size, Image.Resampling.BICUBIC), np.float32)


def _clouds(size: tuple[int, int], random: np.random.Generator, cells: tuple[int, int]) -> FloatArray:
    """Noise of several sizes, as clouds and foliage have it, about -1 to 1: (H, W)."""
    octaves = [_texture(size, random, (cells[0] << step, cells[1] << step)) / 2**step for step in range(4)]
    total: FloatArray = np.sum(octaves, axis=0) / 2
    return total


def _trees(size: tuple[int, int], random: np.random.Generator, colour: Colour) -> FloatArray:
    foliage = 1 + 0.28 * _clouds(size, random, (6, 6))
    trees: FloatArray = np.array(colour, np.float32) * np.clip(foliage, 0.3, 1.9)[..., None]
    return trees


def _above(upper: FloatArray, lower: FloatArray, row: int) -> FloatArray:
    """Put one backdrop above another, squeezed so that each shows whole at its place, with a soft seam."""
    height = upper.shape[0]
    if row <= 0:
        return lower
    rows = np.arange(height)
    from_upper = upper[np.clip(rows * height // max(row, 1), 0, height - 1)] if row >= height // 3 else upper
    from_lower = lower[np.clip((rows - row) * height // max(height - row, 1), 0, height - 1)]
    share = np.clip((rows - row) / max(1.0, height / 100), 0, 1).astype(np.float32)[:, None, None]
    joined: FloatArray = from_upper * (1 - share) + from_lower * share
    return joined
