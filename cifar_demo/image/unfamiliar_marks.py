"""Writing, charts, screens, logos and plain shapes. Each function draws one picture (128, 128, 3), 0 to 255."""

import string
from typing import Final

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from cifar_demo.image.unfamiliar_fields import SIDE, colour, near
from cifar_demo.image.unfamiliar_sketch import Points, Sketch, scenery
from cifar_demo.results import FloatArray

_LETTERS: Final = np.array(list(string.ascii_letters))


def text(random: np.random.Generator) -> FloatArray:
    """A page, a sign or a word, in letters of any size."""
    size = float(random.choice([9, 12, 18, 28, 48]))
    lines = [_words(random, int(170 / size)) for _ in range(max(1, round(random.uniform(0.4, 1.1) * 110 / size)))]
    return _written("\n".join(lines), size, random)


def digit(random: np.random.Generator) -> FloatArray:
    """One large digit, or two or three."""
    count = int(random.choice([1, 1, 2, 3]))
    return _written(
        "".join(str(value) for value in random.integers(0, 10, count)), {1: 110, 2: 80, 3: 58}[count], random
    )


def chart(random: np.random.Generator) -> FloatArray:
    """Bars, a line, dots or a pie on paper."""
    sketch = Sketch(random, _paper(random), tilt=2, zoom=(0.9, 1.1))
    ink, kind = near(random, 60, 60, 70), random.integers(4)
    hues = [colour(random, saturation=(0.4, 0.9)) for _ in range(4)]
    if kind == 3:
        turns = np.cumsum([0, *random.dirichlet((2, 2, 2, 2))]) * 2 * np.pi
        for start, end, paint in zip(turns[:-1], turns[1:], hues, strict=True):
            rim = [(50 + 38 * np.cos(turn), 50 + 38 * np.sin(turn)) for turn in np.linspace(start, end, 12)]
            sketch.shape([(50, 50), *rim], paint, volume=0)
        return sketch.pixels
    heights = np.clip(np.cumsum(random.normal(0, 14, 9)) + random.uniform(25, 60), 6, 78)
    for index, height in enumerate(heights):
        left = 14 + index * 9
        if kind == 0:
            sketch.box((left, 90 - height), (left + 6, 90), hues[index % 2], volume=0)
        elif kind == 1 and index:
            sketch.line([(left - 9, 90 - heights[index - 1]), (left, 90 - height)], 2.4, hues[0], volume=0)
        elif kind == 2:
            sketch.oval((left, 90 - height), (3, 3), hues[index % 3], volume=0)
    sketch.line([(10, 6), (10, 91), (96, 91)], 1.6, ink, volume=0)
    return sketch.pixels


def screenshot(random: np.random.Generator) -> FloatArray:
    """A window of a program: a bar on top, a list at the side, lines of text, a picture, buttons."""
    is_dark = random.random() < 0.4
    page, ink = (
        (near(random, 34, 36, 44, 6), near(random, 190, 190, 200))
        if is_dark
        else (near(random, 248, 248, 250, 3), near(random, 90, 94, 104))
    )
    accent = colour(random, saturation=(0.5, 0.9), value=(0.5, 0.95))
    sketch = Sketch(random, np.zeros((SIDE, SIDE, 3), np.float32) + page, tilt=0, zoom=(0.95, 1.3))
    sketch.box((-30, -30), (130, random.uniform(8, 18)), accent, volume=0)
    side = random.uniform(-20, 30)
    sketch.box((-30, 18), (side, 130), page * 0.92 + 6, volume=0)
    for level in np.arange(24, 110, random.uniform(6, 10)):
        sketch.box((side + 6, level), (side + random.uniform(20, 64), level + 2.4), ink, volume=0)
        sketch.box((2, level), (side - 6, level + 2.4), ink * 0.8 + 30, volume=0) if side > 14 else None
    if random.random() < 0.7:
        sketch.box((60, 24), (96, 52), scenery(random), volume=0)
    sketch.box((62, 84), (92, 94), accent, volume=0)
    return sketch.pixels


def logo(random: np.random.Generator) -> FloatArray:
    """A badge with a sign or a letter in it."""
    sketch = Sketch(random, _paper(random) if random.random() < 0.6 else None)
    outer, inner = colour(random, saturation=(0.4, 1)), colour(random, value=(0.6, 1))
    for size, paint in ((44, outer), (34, inner), (30, outer * 0.8)):
        sketch.shape(_regular(random.choice([3, 4, 6, 28]) if size == 44 else 28, size), paint, volume=0.1)
    if random.random() < 0.5:
        sketch.shape(_star(int(random.integers(4, 9)), 24, random.uniform(0.3, 0.7)), inner, volume=0)
    else:
        sketch.stamp(_letters(str(random.choice(_LETTERS)), 56, 0), inner)
    return sketch.pixels


def shapes(random: np.random.Generator) -> FloatArray:
    """Triangles, squares, circles and stars, a few of them."""
    sketch = Sketch(random, _paper(random) if random.random() < 0.5 else None, tilt=180)
    for _ in range(random.integers(1, 8)):
        corners, size = int(random.choice([3, 4, 5, 6, 28])), random.uniform(8, 30)
        outline = _regular(corners, size) if random.random() < 0.7 else _star(corners, size, 0.5)
        across, down = random.uniform(-22, 22, 2)
        sketch.shape([(x + across, y + down) for x, y in outline], colour(random), volume=random.choice([0, 0.6]))
    return sketch.pixels


def traffic_sign(random: np.random.Generator) -> FloatArray:
    """A road sign on its pole."""
    sketch = Sketch(random, tilt=6)
    sketch.box((47, 40), (53, 130), near(random, 150, 152, 156), volume=0.6)
    corners, rim = (
        int(random.choice([3, 4, 8, 28])),
        near(random, *((196, 30, 36), (30, 80, 170), (240, 200, 40))[random.integers(3)]),
    )
    sketch.shape(_regular(corners, 34, down=40), rim, volume=0.1)
    sketch.shape(_regular(corners, 27, down=40), near(random, 244, 244, 240, 6), volume=0.1)
    kind = random.integers(3)
    if kind == 0:
        sketch.box((32, 36), (68, 44), rim)
    elif kind == 1:
        sketch.line([(38, 52), (50, 30), (62, 52)], 4, near(random, 30, 30, 30, 6))
    else:
        sketch.shape(_star(4, 16, 0.4, down=40), near(random, 30, 30, 34, 6), volume=0)
    return sketch.pixels


def scribble(random: np.random.Generator) -> FloatArray:
    """A line drawn by hand, round and round."""
    sketch = Sketch(random, _paper(random), tilt=180)
    for _ in range(random.integers(1, 4)):
        corners = random.uniform(5, 95, (random.integers(4, 14), 2))
        sketch.curve(corners.tolist(), random.uniform(1.2, 5), colour(random, value=(0, 0.8)))
    return sketch.pixels


def _written(words: str, size: float, random: np.random.Generator) -> FloatArray:
    """Write on paper, a wall or any scene, in a colour that stands out."""
    sketch = Sketch(random, _paper(random) if random.random() < 0.6 else None)
    is_dark = sketch.pixels.mean() < 128
    ink = colour(random, saturation=(0, 0.6), value=(0.8, 1)) if is_dark else colour(random, value=(0, 0.45))
    sketch.stamp(_letters(words, size, random.normal(0, 10)), ink)
    return sketch.pixels


def _letters(words: str, size: float, tilt: float) -> Image.Image:
    mask = Image.new("L", (SIDE, SIDE))
    font = ImageFont.load_default(size)
    ImageDraw.Draw(mask).multiline_text((SIDE / 2, SIDE / 2), words, fill=255, font=font, anchor="mm")
    return mask.rotate(tilt, Image.Resampling.BILINEAR)


def _words(random: np.random.Generator, length: int) -> str:
    letters = random.choice(_LETTERS, max(length, 3))
    letters[random.random(len(letters)) < 0.15] = " "
    return "".join(letters)


def _paper(random: np.random.Generator) -> FloatArray:
    sheet = colour(random, saturation=(0, 0.25), value=(0.75, 1)) if random.random() < 0.75 else colour(random)
    light = np.linspace(random.uniform(0.75, 1), 1, SIDE, dtype=np.float32)
    return np.asarray(np.ones((SIDE, 1, 1), np.float32) * light[:, None] * sheet, np.float32)


def _regular(corners: int, radius: float, *, down: float = 50) -> Points:
    angles = (
        np.linspace(0, 2 * np.pi, corners, endpoint=False) - np.pi / 2 + (np.pi / corners if corners % 4 == 0 else 0)
    )
    return [(50 + radius * np.cos(angle), down + radius * np.sin(angle)) for angle in angles]


def _star(points: int, radius: float, depth: float, *, down: float = 50) -> Points:
    angles = np.linspace(0, 2 * np.pi, 2 * points, endpoint=False) - np.pi / 2
    reach = np.where(np.arange(2 * points) % 2, radius * depth, radius)
    return [(50 + r * np.cos(a), down + r * np.sin(a)) for r, a in zip(reach, angles, strict=True)]
