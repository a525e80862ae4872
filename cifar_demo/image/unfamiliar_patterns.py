"""Noise, gradients and surfaces: pictures of no thing at all. Each function draws one (128, 128, 3), 0 to 255."""

import numpy as np

from cifar_demo.image.unfamiliar_fields import SIDE, clouds, colour, coordinates, mixed, near, step
from cifar_demo.results import FloatArray


def white_noise(random: np.random.Generator) -> FloatArray:
    """Grain of one size, grey or coloured, about any mean."""
    cells = int(random.choice([8, 16, 32, 64]))
    channels = int(random.choice([1, 3]))
    grain = random.normal(0, random.uniform(15, 90), (cells, cells, channels))
    large = np.kron(grain, np.ones((SIDE // cells, SIDE // cells, 1)))
    return np.asarray(colour(random, saturation=(0, 0.6)) + large, np.float32)


def pink_noise(random: np.random.Generator) -> FloatArray:
    """Noise whose strength falls with frequency, as in photographs, but with no edges that mean anything."""
    channels = int(random.choice([1, 3]))
    spectrum = np.fft.fft2(random.normal(0, 1, (SIDE, SIDE, channels)), axes=(0, 1))
    frequency = np.hypot(np.fft.fftfreq(SIDE)[:, None], np.fft.fftfreq(SIDE))
    frequency[0, 0] = np.inf
    values = np.fft.ifft2(spectrum / frequency[..., None] ** random.uniform(0.7, 2), axes=(0, 1)).real
    tint = colour(random, saturation=(0, 0.7), value=(0.35, 0.75))
    return np.asarray(tint + values / values.std() * random.uniform(20, 65), np.float32)


def gradient(random: np.random.Generator) -> FloatArray:
    """Two or three colours that run into each other, straight or in rings."""
    across, down = coordinates(random, tapering=0)
    share = across + 0.5 if random.random() < 0.6 else np.hypot(across + random.uniform(-0.4, 0.4), down) * 1.6
    blended = mixed(colour(random), colour(random), share)
    return mixed(blended, colour(random), down + 0.5) if random.random() < 0.5 else blended


def stripes(random: np.random.Generator) -> FloatArray:
    """Straight or wavy stripes of two or three colours."""
    across, down = coordinates(random)
    wave = np.sin(down * random.uniform(3, 15)) * random.choice([0, 0.05])
    phase = (across + wave) * random.uniform(3, 14) + random.random()
    banded = mixed(colour(random), colour(random), step(np.sin(2 * np.pi * phase), random.uniform(0.5, 8)))
    return mixed(banded, colour(random), step(np.sin(np.pi * phase + 1) - random.uniform(0.3, 1.2)))


def checks(random: np.random.Generator) -> FloatArray:
    """A chessboard or a checked cloth."""
    across, down = coordinates(random)
    count = random.uniform(2, 8)
    columns, rows = step(np.sin(2 * np.pi * across * count)), step(np.sin(2 * np.pi * down * count))
    is_cloth = random.random() < 0.4
    share = (columns + rows) / 2 if is_cloth else np.abs(columns - rows)
    return mixed(colour(random), colour(random), np.asarray(share, np.float32))


def dots(random: np.random.Generator) -> FloatArray:
    """Polka dots, in rows."""
    across, down = coordinates(random)
    count = random.uniform(2, 8)
    shifted = across * count + 0.5 * (np.floor(down * count) % 2)
    distance = np.hypot(shifted % 1 - 0.5, (down * count) % 1 - 0.5)
    return mixed(colour(random), colour(random), step(random.uniform(0.2, 0.42) - distance))


def woven(random: np.random.Generator) -> FloatArray:
    """Threads or strips that pass over and under each other."""
    across, down = coordinates(random, tapering=0.3)
    count = random.uniform(4, 12)
    warp, weft = np.abs(np.sin(np.pi * across * count)), np.abs(np.sin(np.pi * down * count))
    is_over = (np.floor(across * count) + np.floor(down * count)) % 2
    first, second = colour(random, saturation=(0, 0.7)), colour(random, saturation=(0, 0.7))
    threads = mixed(first * 0.3, first, warp) * is_over[..., None]
    return np.asarray(threads + mixed(second * 0.3, second, weft) * (1 - is_over[..., None]), np.float32)


def marble(random: np.random.Generator) -> FloatArray:
    """Stone with winding veins."""
    across, _ = coordinates(random)
    veins = np.abs(np.sin(across * random.uniform(4, 14) + clouds(random) * random.uniform(0.6, 1.6)))
    stone = colour(random, saturation=(0, 0.35), value=(0.3, 1))
    sharpness = random.uniform(0.3, 0.8)
    return mixed(colour(random, value=(0.1, 0.9)), stone, np.asarray(veins**sharpness, np.float32))


def brick(random: np.random.Generator) -> FloatArray:
    """A wall of bricks or paving, each of a slightly different colour."""
    across, down = coordinates(random, tilt=0.3)
    rows = random.uniform(4, 10)
    course = np.floor(down * rows)
    along = across * rows / random.uniform(1.5, 3) + 0.5 * (course % 2)
    joint = np.minimum(np.minimum(along % 1, 1 - along % 1) * 2, np.minimum(down * rows % 1, 1 - down * rows % 1))
    tone = 0.8 + 0.4 * ((np.sin(np.floor(along) * 12.9 + course * 78.2) * 43758.5) % 1)
    stone = near(random, 160, 84, 62, 30) if random.random() < 0.6 else colour(random, saturation=(0, 0.5))
    surface = stone * (tone * (1 + 0.08 * clouds(random, 12)))[..., None]
    return mixed(near(random, 170, 165, 155), np.asarray(surface, np.float32), step(joint - 0.1, 14))


def wood(random: np.random.Generator) -> FloatArray:
    """Boards with their grain."""
    across, down = coordinates(random)
    boards = random.uniform(1.5, 5)
    board = np.floor(across * boards)
    rings = np.sin((across * 30 + clouds(random, 2) * 1.5 + board * 7) * random.uniform(0.5, 1.5) + down * 3)
    timber = near(random, 160, 110, 66, 28) * (0.85 + 0.3 * (np.sin(board * 91.7) % 1))[..., None]
    gap = np.minimum(across * boards % 1, 1 - across * boards % 1)
    grained = mixed(np.asarray(timber * 0.6, np.float32), np.asarray(timber, np.float32), rings * 0.4 + 0.6)
    return grained * step(gap - 0.03, 25)[..., None]


def mosaic(random: np.random.Generator) -> FloatArray:
    """Cells of many colours, as in mosaics, pebbles and stained glass."""
    centres = random.uniform(0, SIDE, (random.integers(8, 50), 2))
    down, across = np.mgrid[:SIDE, :SIDE]
    distances = np.hypot(down[..., None] - centres[:, 0], across[..., None] - centres[:, 1])
    nearest = np.argmin(distances, axis=2)
    first, second = np.sort(np.partition(distances, 1, axis=2)[..., :2], axis=2).transpose(2, 0, 1)
    hue = random.uniform(0, 1)
    palette = np.stack([colour(random, hue=(hue, hue + random.choice([0.1, 1]))) for _ in centres])
    joint = colour(random, saturation=(0, 0.3), value=(0, 1))
    return mixed(joint, palette[nearest], step((second - first).astype(np.float32) - 3, 0.4))


def sand(random: np.random.Generator) -> FloatArray:
    """Sand, carpet, plaster or gravel: one colour and a rough surface lit from the side."""
    rough = clouds(random, int(random.integers(6, 40)), stretch=random.uniform(0.5, 3))
    down, across = np.gradient(rough)
    lit = 1 + (down + across * random.uniform(-1, 1)) * random.uniform(0.2, 1.2)
    return np.asarray(colour(random, saturation=(0, 0.6)) * np.asarray(np.clip(lit, 0.2, 1.8))[..., None], np.float32)


def crumpled(random: np.random.Generator) -> FloatArray:
    """Crumpled cloth or paper: creases with a light and a dark side."""
    ridges = np.asarray(np.abs(clouds(random, 2)) + np.abs(clouds(random, 4)), np.float32)
    down, across = np.gradient(ridges)
    lit = 1 + (down * random.uniform(-1, 1) + across) * random.uniform(2, 6)
    return np.asarray(colour(random) * np.asarray(np.clip(lit, 0.3, 1.6))[..., None], np.float32)
