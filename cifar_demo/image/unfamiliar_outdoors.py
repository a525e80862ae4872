"""Plants, land and houses. Each function draws one picture (128, 128, 3), 0 to 255."""

import numpy as np

from cifar_demo.image.unfamiliar_fields import SIDE, clouds, colour, coordinates, mixed, near, smooth_noise, step
from cifar_demo.image.unfamiliar_sketch import Sketch
from cifar_demo.results import FloatArray


def flower(random: np.random.Generator) -> FloatArray:
    """A flower close by, or three, with stems."""
    sketch = Sketch(random, tilt=25)
    petal = colour(random, saturation=(0.2, 0.95), value=(0.7, 1))
    heart = near(random, *((236, 190, 50) if random.random() < 0.6 else (90, 60, 36)))
    count, share = int(random.integers(5, 15)), random.uniform(0.16, 0.34)
    places = (
        [(50.0, 42.0, 30.0)] if random.random() < 0.6 else [(28.0, 34.0, 17.0), (70.0, 28.0, 16.0), (54.0, 62.0, 19.0)]
    )
    for across, down, size in places:
        sketch.line([(across, down), (across + random.uniform(-8, 8), 110)], 3.4, near(random, 80, 130, 50))
        sketch.oval((across + 8, down + size + 14), (9, 3.6), near(random, 84, 136, 56), tilt=-30)
        for turn in np.linspace(0, 360, count, endpoint=False) + random.uniform(0, 30):
            reach = size * 0.62
            centre = across + reach * np.cos(np.deg2rad(turn)), down + reach * np.sin(np.deg2rad(turn))
            shade = petal * random.uniform(0.85, 1.05)
            sketch.oval(centre, (size * 0.46, size * share), shade, tilt=turn, volume=0.6)
        sketch.oval((across, down), (size * 0.27, size * 0.27), heart, volume=0.8)
    return sketch.pixels


def tree(random: np.random.Generator) -> FloatArray:
    """A tree with leaves, a fir or a bare one, under the sky."""
    sketch = Sketch(random, _land(random), tilt=4)
    bark, green = near(random, 92, 68, 46), colour(random, hue=(0.08, 0.38), saturation=(0.4, 0.9), value=(0.25, 0.7))
    kind = random.integers(3)
    sketch.line([(50, 98), (50, 50)], random.uniform(4, 10), bark)
    if kind == 0:
        for _ in range(random.integers(12, 30)):
            angle, distance = random.uniform(0, 2 * np.pi), random.uniform(0, 24)
            place = 50 + distance * 1.2 * np.cos(angle), 36 + distance * np.sin(angle)
            size = random.uniform(6, 14)
            sketch.oval(place, (size, size * 0.8), green * random.uniform(0.6, 1.3), volume=0.6)
    elif kind == 1:
        for level in range(4):
            wide = 12 + level * 8
            sketch.shape(
                [(50, 4 + level * 17), (50 + wide, 32 + level * 17), (50 - wide, 32 + level * 17)],
                green * (0.7 + 0.1 * level),
            )
    else:
        for _ in range(12):
            fork, lean = random.uniform(30, 66), random.uniform(-36, 36)
            bough = [(50, fork), (50 + lean * 0.6, fork - 16), (50 + lean, fork - random.uniform(22, 46))]
            sketch.line(bough, random.uniform(1, 3.4), bark)
    return sketch.pixels


def leaf(random: np.random.Generator) -> FloatArray:
    """A single leaf with its veins."""
    sketch = Sketch(random, tilt=180)
    green = colour(random, hue=(0.02, 0.4), saturation=(0.4, 0.95), value=(0.35, 0.9))
    wide = random.uniform(14, 30)
    outline = [(50, 4), (50 + wide * 0.7, 22), (50 + wide, 48), (50 + wide * 0.6, 76), (50, 92)]
    mirror = [(100 - across, down) for across, down in outline[-2:0:-1]]
    sketch.shadow((54, 54), (wide, 44))
    sketch.round([*outline, *mirror], mixed(green, green * 0.75, clouds(random, 4) * 0.4 + 0.4))
    vein = green * 0.5 + 90
    sketch.line([(50, 6), (50, 104)], 2.2, vein)
    for level in range(20, 80, 10):
        for side in (-1, 1):
            sketch.line([(50, level + 8), (50 + side * wide * 0.75, level - 4)], 1.2, vein)
    return sketch.pixels


def mushroom(random: np.random.Generator) -> FloatArray:
    """A mushroom or two, with or without spots."""
    sketch = Sketch(random)
    cap = colour(random, hue=(-0.04, 0.12), saturation=(0.3, 0.9), value=(0.4, 0.9))
    has_spots = random.random() < 0.6
    for across, size in ((50.0, 1.0),) if random.random() < 0.6 else ((34.0, 0.8), (70.0, 0.55)):
        base = 92.0
        stem = near(random, 226, 214, 192)
        sketch.shape(
            [
                (across - 8 * size, base - 46 * size),
                (across + 8 * size, base - 46 * size),
                (across + 11 * size, base),
                (across - 11 * size, base),
            ],
            stem,
        )
        dome = [(-38, -42), (-32, -64), (-14, -80), (14, -80), (32, -64), (38, -42), (0, -36)]
        sketch.round([(across + x * size, base + y * size) for x, y in dome], cap, volume=0.8)
        for _ in range(9 if has_spots else 0):
            place = across + random.uniform(-22, 22) * size, base - random.uniform(48, 70) * size
            sketch.oval(place, (3.6 * size, 2.8 * size), near(random, 244, 240, 228, 5), volume=0.3)
    return sketch.pixels


def mountain(random: np.random.Generator) -> FloatArray:
    """Ridges one behind the other, the high ones under snow."""
    down = (np.mgrid[:SIDE, :SIDE][0] / SIDE).astype(np.float32)
    pixels = mixed(_sky_colour(random), _sky_colour(random), down * 1.6)
    rock = colour(random, saturation=(0.05, 0.5), value=(0.2, 0.55))
    for depth in range(int(random.integers(1, 4)), 0, -1):
        ridge = 0.78 - depth * random.uniform(0.12, 0.2) + 0.11 * _ridge(random)
        haze = np.asarray(rock + (190 - rock) * (0.2 * depth - 0.15), np.float32)
        surface = mixed(haze * 0.7, haze * 1.2, clouds(random, 5) * 0.5 + 0.5)
        is_snowy = depth > 1 or random.random() < 0.5
        snow = step(ridge + random.uniform(0.02, 0.14) - down + 0.02 * clouds(random, 12), 30) * is_snowy
        pixels = mixed(pixels, mixed(surface, near(random, 240, 244, 250, 4), snow), step(down - ridge, 60))
    meadow = colour(random, hue=(0.12, 0.4), saturation=(0.3, 0.7), value=(0.2, 0.6))
    ground = meadow * (1 + 0.15 * clouds(random, 10))[..., None]
    return mixed(pixels, ground, step(down - random.uniform(0.75, 1) + 0.05 * clouds(random, 2), 40))


def sunset(random: np.random.Generator) -> FloatArray:
    """Sun or moon over a dark horizon."""
    down, across = (np.mgrid[:SIDE, :SIDE] / SIDE).astype(np.float32)
    warm = colour(random, hue=(-0.05, 0.13), saturation=(0.5, 0.95), value=(0.7, 1))
    pixels = mixed(
        colour(random, hue=(0.55, 0.95), value=(0.1, 0.6)), warm, down * 1.5 + 0.12 * clouds(random, 3, stretch=4)
    )
    x, y, radius = random.uniform(0.2, 0.8), random.uniform(0.2, 0.6), random.uniform(0.03, 0.12)
    distance = np.hypot(across - x, down - y)
    pixels = pixels + (90 * np.exp(-distance * 6))[..., None]
    pixels = mixed(pixels, near(random, 255, 240, 190, 8), step(radius - distance, 50))
    hills = random.uniform(0.65, 0.9) + 0.06 * _ridge(random)
    return mixed(pixels, colour(random, value=(0.02, 0.2)), step((down - hills).astype(np.float32), 60))


def stars(random: np.random.Generator) -> FloatArray:
    """Night sky or fireworks: bright dots on the dark, some with a glow."""
    night, haze = colour(random, value=(0, 0.15)), colour(random, value=(0.3, 0.8))
    pixels = mixed(night, haze, clouds(random, 2) * 0.5 + random.uniform(0, 0.6))
    reach = 12
    down, across = np.mgrid[-reach : reach + 1, -reach : reach + 1]
    for _ in range(random.integers(15, 80)):
        y, x = random.integers(reach, SIDE - reach, 2)
        bright = np.exp(-np.hypot(down, across) / random.uniform(1, 3.4))[..., None]
        star = colour(random, saturation=(0, 0.6), value=(0.6, 1))
        pixels[y - reach : y + reach + 1, x - reach : x + reach + 1] += bright * star
    return pixels


def house(random: np.random.Generator) -> FloatArray:
    """A house with a roof, a door and windows; or a tower block."""
    sketch = Sketch(random, _land(random), tilt=3)
    wall, roof, glass = (
        colour(random, saturation=(0.05, 0.6), value=(0.5, 1)),
        near(random, 140, 66, 50, 30),
        near(random, 120, 150, 176),
    )
    floors, columns = (2, 3) if random.random() < 0.6 else (int(random.integers(5, 9)), int(random.integers(3, 6)))
    top = 46 if floors == 2 else -6
    sketch.box((16, top), (84, 92), wall)
    if floors == 2:
        sketch.shape([(8, top + 2), (26, 16), (74, 16), (92, top + 2)], roof, volume=0.3)
        sketch.box((66, 8), (74, 28), roof * 0.7)
    for floor in range(floors):
        for column in range(columns):
            left = 16 + 68 * (column + 0.25) / columns
            level = top + (92 - top) * (floor + 0.25) / floors
            sketch.box(
                (left, level),
                (left + 34 / columns, level + 0.55 * (92 - top) / floors),
                glass * random.uniform(0.5, 1.4),
            )
    sketch.box((45, 74), (56, 92), colour(random, value=(0.2, 0.7)))
    return sketch.pixels


def fence(random: np.random.Generator) -> FloatArray:
    """A fence or railing in front of a meadow."""
    sketch = Sketch(random, _land(random), tilt=6)
    paint = colour(random, saturation=(0, 0.5), value=(0.3, 1))
    gap = random.uniform(7, 16)
    for level in (46, 76):
        sketch.box((-30, level), (130, level + 5), paint * 0.85)
    for left in np.arange(-30, 130, gap):
        sketch.shape(
            [(left, 96), (left, 36), (left + gap * 0.3, 30), (left + gap * 0.6, 36), (left + gap * 0.6, 96)], paint
        )
    return sketch.pixels


def _sky_colour(random: np.random.Generator) -> FloatArray:
    return colour(random, hue=(0.5, 0.66), saturation=(0.05, 0.65), value=(0.6, 1))


def _ridge(random: np.random.Generator) -> FloatArray:
    """Draw a skyline: (1, 128), about -2 to 2."""
    return clouds(random, 4)[:1] + 0.3 * smooth_noise(random, (2, 30))[:1]


def _land(random: np.random.Generator) -> FloatArray:
    """Draw sky above a meadow, sand, snow or tarmac."""
    _, down = coordinates(random, tilt=0.05, tapering=0)
    sky = mixed(_sky_colour(random), _sky_colour(random), clouds(random, 2, stretch=0.5) * 0.3 + down + 0.5)
    ground = colour(random, hue=(0.08, 0.4), saturation=(0.05, 0.7), value=(0.25, 0.85))
    return mixed(sky, ground * (1 + 0.12 * clouds(random, 12))[..., None], step(down - random.uniform(0.1, 0.4), 60))
