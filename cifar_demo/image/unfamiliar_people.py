"""Faces, hands and figures of people. Each function draws one picture (128, 128, 3), 0 to 255."""

import numpy as np

from cifar_demo.image.unfamiliar_fields import clouds, colour, mixed, near
from cifar_demo.image.unfamiliar_sketch import Sketch
from cifar_demo.results import FloatArray


def _skin(random: np.random.Generator) -> FloatArray:
    pale, dark = np.array((244, 206, 178), np.float32), np.array((84, 54, 40), np.float32)
    return np.asarray(pale + (dark - pale) * random.random() ** 1.3, np.float32)


def _hair(random: np.random.Generator) -> FloatArray:
    tone = near(
        random, *((30, 24, 22), (90, 58, 34), (206, 170, 100), (150, 70, 36), (170, 168, 166))[random.integers(5)]
    )
    return mixed(tone * 0.7, tone * 1.2, clouds(random, 6, stretch=0.3) * 0.4 + 0.5)


def face(random: np.random.Generator) -> FloatArray:
    """A face from the front: hair, eyes, nose, mouth, perhaps glasses or a beard; shoulders below."""
    sketch = Sketch(random, tilt=10)
    skin, hair, wide = _skin(random), _hair(random), random.uniform(20, 27)
    if random.random() < 0.5:
        sketch.round([(50 - wide - 9, 20), (50 + wide + 9, 20), (62 + wide, 84), (38 - wide, 84)], hair, volume=0.3)
    sketch.round([(6, 112), (14, 88), (40, 80), (60, 80), (86, 88), (94, 112)], colour(random), volume=0.3)
    sketch.shape([(40, 66), (60, 66), (62, 86), (38, 86)], skin * 0.85, volume=0)
    _head(sketch, skin, hair, wide)
    _features(sketch, skin, wide * 0.45)
    return sketch.pixels


def _head(sketch: Sketch, skin: FloatArray, hair: FloatArray, wide: float) -> None:
    random = sketch.random
    sketch.oval((50, 26), (wide + 5, 24), hair, volume=0.4)
    for side in (-1, 1):
        sketch.oval((50 + side * wide, 48), (4, 7), skin * 0.92)
    right = [(0.6 * wide, 14.0), (wide, 30.0), (0.95 * wide, 60.0), (10.0, 80.0)]
    left = [(-across, down) for across, down in reversed(right)]
    sketch.round([(50 + across, down) for across, down in right + left], skin, volume=0.5)
    if random.random() < 0.25:
        sketch.round([(50 - wide, 56), (50 + wide, 56), (62, 84), (38, 84)], hair, volume=0.3)
    edge = random.uniform(18, 32)
    fringe = [
        (48 - wide, edge + 8),
        (50 - wide, 8),
        (50 + wide, 8),
        (52 + wide, edge + 6),
        (random.uniform(35, 65), edge),
    ]
    sketch.round(fringe, hair, volume=0.3)


def _features(sketch: Sketch, skin: FloatArray, apart: float) -> None:
    random = sketch.random
    ink, iris = near(random, 40, 28, 24, 6), colour(random, saturation=(0.2, 0.7), value=(0.2, 0.6))
    glasses = colour(random, value=(0, 0.5)) if random.random() < 0.3 else None
    for side in (-1, 1):
        across = 50 + side * apart
        sketch.line([(across - 5, 38), (across + 5, 38)], 1.8, ink, volume=0)
        if glasses is not None:
            sketch.oval((across, 45), (8.5, 7), glasses, volume=0)
            sketch.oval((across, 45), (7, 5.6), skin * 0.9 + 20, volume=0)
        sketch.oval((across, 45), (4.6, 2.6), near(random, 240, 238, 234, 5), volume=0)
        sketch.oval((across, 45), (2.3, 2.5), iris, volume=0)
        sketch.oval((across, 45), (1.2, 1.3), ink, volume=0)
    sketch.shape([(49, 46), (46, 60), (54, 60), (51, 46)], skin * 0.86, volume=0.4)
    smile = random.uniform(-2, 5)
    lips = near(random, 176, 76, 76) * 0.6 + skin * 0.35
    sketch.round([(39, 67), (50, 66 + smile / 2), (61, 67), (50, 71 + smile)], lips, volume=0.2)
    if smile > 3:
        sketch.round([(43, 68), (57, 68), (50, 71)], near(random, 246, 244, 240, 4), volume=0)


def smiley(random: np.random.Generator) -> FloatArray:
    """A round yellow face, or a mask."""
    sketch = Sketch(random)
    skin, ink = (
        near(random, 250, 206, 50) if random.random() < 0.7 else colour(random, value=(0.6, 1)),
        near(random, 50, 34, 20, 8),
    )
    sketch.oval((50, 50), (42, 42), skin, volume=0.5)
    for across in (35, 65):
        sketch.oval((across, 40), (4.6, random.uniform(2, 9)), ink, volume=0)
    bend = random.uniform(-10, 16)
    mouth = [(50 + 24 * step, 66 + bend * (1 - step**2)) for step in np.linspace(-1, 1, 7)]
    sketch.line(mouth, 3.6, ink, volume=0)
    return sketch.pixels


def hand(random: np.random.Generator) -> FloatArray:
    """A hand with some fingers spread and some folded."""
    sketch = Sketch(random, tilt=60)
    skin = _skin(random)
    sketch.line([(50, 74), (50, 120)], 26, colour(random) if random.random() < 0.5 else skin * 0.95, volume=0.5)
    sketch.round([(30, 48), (70, 46), (74, 66), (64, 88), (38, 88), (28, 68)], skin, volume=0.5)
    sketch.line([(32, 74), (16, 60), (8, 46)], 11, skin, volume=0.5)
    for finger, (across, reach) in enumerate(((32, 34), (45, 40), (58, 38), (69, 28))):
        lean = (finger - 1.5) * random.uniform(1, 7)
        if random.random() < 0.75:
            tip = across + lean, 52 - reach
            sketch.line([(across, 54), tip], 9.5, skin * random.uniform(0.92, 1.04), volume=0.5)
            sketch.oval((tip[0], tip[1] - 1), (3, 3.4), skin * 0.4 + 140, volume=0)
        else:
            sketch.oval((across, 50), (6, 7), skin * 0.88)
    return sketch.pixels


def figure(random: np.random.Generator) -> FloatArray:
    """A person standing, walking or waving, whole."""
    sketch = Sketch(random, tilt=8, zoom=(0.85, 1.7))
    skin, shirt, trousers = _skin(random), colour(random), colour(random, saturation=(0.05, 0.7), value=(0.15, 0.6))
    stride, swing = random.uniform(2, 14), random.uniform(-22, 10)
    sketch.shadow((52, 98), (20, 3))
    for side in (-1, 1):
        sketch.line([(50 + side * 4, 58), (50 + side * stride, 96)], 8, trousers, volume=0.5)
        sketch.oval((50 + side * stride + 2, 97), (5.5, 2.6), near(random, 50, 40, 36))
    sketch.round([(38, 26), (62, 26), (60, 62), (40, 62)], shirt, volume=0.6)
    for side in (-1, 1):
        hand_at = (50 + side * 22, 52 + swing) if side > 0 else (50 - 18, 56)
        sketch.line([(50 + side * 11, 30), (50 + side * 18, 44 + swing / 3), hand_at], 6, shirt * 0.9, volume=0.5)
        sketch.oval(hand_at, (3.4, 3.4), skin)
    sketch.oval((50, 15), (8, 10), skin)
    sketch.oval((50, 10), (8.8, 6.6), _hair(random), volume=0.3)
    return sketch.pixels
