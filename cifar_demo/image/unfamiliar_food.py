"""Food on plates and tables. Each function draws one picture (128, 128, 3), 0 to 255."""

import numpy as np

from cifar_demo.image.unfamiliar_fields import clouds, colour, mixed, near
from cifar_demo.image.unfamiliar_sketch import Point, Sketch
from cifar_demo.results import FloatArray


def _inside(random: np.random.Generator, radius: float) -> Point:
    """Draw a place within a circle about the middle."""
    angle, distance = random.uniform(0, 2 * np.pi), radius * np.sqrt(random.random())
    return 50 + distance * np.cos(angle), 50 + distance * np.sin(angle)


def _plate(sketch: Sketch, radius: float) -> None:
    china = colour(sketch.random, saturation=(0, 0.3), value=(0.75, 1))
    sketch.shadow((52, 54), (radius + 3, radius + 3))
    sketch.oval((50, 50), (radius, radius), china, volume=0.3)
    sketch.oval((50, 50), (radius * 0.72, radius * 0.72), china * 0.92, volume=-0.2)


def pizza(random: np.random.Generator) -> FloatArray:
    """A whole pizza from above, or most of one."""
    sketch = Sketch(random, tilt=180)
    crust, cheese = near(random, 196, 140, 76), near(random, 236, 190, 90)
    sketch.shadow((52, 53), (44, 44))
    sketch.oval((50, 50), (42, 42), crust)
    sketch.oval((50, 50), (36, 36), near(random, 190, 60, 36), volume=0)
    sketch.oval((50, 50), (34.5, 34.5), mixed(cheese, near(random, 210, 110, 50), clouds(random, 6) * 0.4), volume=0.1)
    for _ in range(random.integers(5, 12)):
        sketch.oval(_inside(random, 30), (6, 6), near(random, 176, 44, 36), volume=0.4)
    for _ in range(random.integers(0, 14)):
        sketch.oval(_inside(random, 31), (4, 1.8), near(random, 70, 110, 40), tilt=random.uniform(0, 180))
    if random.random() < 0.5:
        start = random.uniform(0, 2 * np.pi)
        wedge = [(50 + 48 * np.cos(start + turn), 50 + 48 * np.sin(start + turn)) for turn in (0, 0.35, 0.7)]
        sketch.shape([(50, 50), *wedge], near(random, 200, 190, 170), volume=0.1)
    return sketch.pixels


def fried_egg(random: np.random.Generator) -> FloatArray:
    """One egg or two, on a plate or in a pan."""
    sketch = Sketch(random, tilt=180)
    if random.random() < 0.5:
        _plate(sketch, 44)
    else:
        sketch.line([(50, 50), (110, 50)], 9, near(random, 40, 36, 34))
        sketch.oval((50, 50), (44, 44), near(random, 46, 46, 50, 8))
        sketch.oval((50, 50), (39, 39), near(random, 66, 64, 66, 8), volume=-0.3)
    for middle in ((50.0, 50.0),) if random.random() < 0.6 else ((37.0, 48.0), (63.0, 54.0)):
        size = 26 if middle[0] == 50 else 17
        angles = np.linspace(0, 2 * np.pi, 9, endpoint=False)
        radii = size * random.uniform(0.8, 1.25, 9)
        white = [(middle[0] + r * np.cos(a), middle[1] + r * np.sin(a)) for r, a in zip(radii, angles, strict=True)]
        sketch.round(white, near(random, 246, 244, 236, 5), volume=0.3)
        sketch.oval(middle, (size * 0.42, size * 0.4), near(random, 246, 176, 30))
        sketch.oval((middle[0] - 3, middle[1] - 4), (2.4, 1.6), near(random, 255, 244, 214, 4), volume=0)
    return sketch.pixels


def burger(random: np.random.Generator) -> FloatArray:
    """A burger from the side: bun, salad, cheese, meat, bun."""
    sketch = Sketch(random)
    bun = near(random, 204, 134, 62)
    sketch.shadow((50, 84), (42, 6))
    sketch.round([(14, 68), (86, 68), (84, 88), (50, 90), (16, 88)], bun)
    layers = [
        near(random, 92, 54, 34),
        near(random, 240, 184, 50),
        near(random, 196, 50, 40),
        near(random, 110, 166, 52),
    ]
    level = 70.0
    for layer in random.permutation(4):
        edge = [(10 + step * 8.0, level + random.uniform(-2, 3)) for step in range(11)]
        sketch.round([*edge, (92, level - 8), (8, level - 8)], layers[layer], volume=0.4)
        level -= random.uniform(4, 8)
    sketch.round(
        [(10, level), (14, level - 22), (34, level - 36), (66, level - 36), (86, level - 22), (90, level)], bun
    )
    for _ in range(random.integers(0, 16)):
        place = random.uniform(28, 72), level - random.uniform(12, 30)
        sketch.oval(place, (1.6, 1), near(random, 240, 224, 180), tilt=random.uniform(-40, 40), volume=0)
    return sketch.pixels


def fruit(random: np.random.Generator) -> FloatArray:
    """Apples, oranges, lemons or berries, one or a bowlful."""
    sketch = Sketch(random)
    hue, count = random.uniform(-0.06, 0.24), int(random.choice([1, 1, 3, 7]))
    radius = {1: 32, 3: 21, 7: 14}[count]
    sketch.shadow((50, 78), (40, 8))
    for index in range(count):
        centre = (50.0, 50.0) if count == 1 else _inside(random, 34)
        skin = colour(random, hue=(hue - 0.02, hue + 0.02), saturation=(0.65, 0.95), value=(0.6, 0.98))
        _ripe(sketch, centre, radius, skin)
        if index % 2 == 0:
            _stalk(sketch, centre, radius)
    return sketch.pixels


def _ripe(sketch: Sketch, centre: Point, radius: float, skin: FloatArray) -> None:
    """Draw one round fruit with a highlight."""
    sketch.oval(centre, (radius, radius * sketch.random.uniform(0.85, 1.05)), skin, volume=0.8)
    shine = centre[0] - radius * 0.3, centre[1] - radius * 0.4
    sketch.oval(shine, (radius * 0.2, radius * 0.13), skin * 0.3 + 178, volume=0, soft=1)


def _stalk(sketch: Sketch, centre: Point, radius: float) -> None:
    """Draw the stalk of a fruit, with a leaf."""
    (across, down), random = centre, sketch.random
    stalk = [(across, down - radius * 0.85), (across + 2, down - radius * 1.15)]
    sketch.line(stalk, 2.5, near(random, 84, 60, 36))
    place = across + radius * 0.3, down - radius
    sketch.oval(place, (radius * 0.3, radius * 0.12), near(random, 84, 140, 50), tilt=-20)


def banana(random: np.random.Generator) -> FloatArray:
    """A banana, or a bunch of them."""
    sketch = Sketch(random, tilt=40)
    sketch.shadow((52, 74), (36, 6))
    for offset in (0,) if random.random() < 0.5 else (-14, -6, 2):
        peel = colour(random, hue=(0.11, 0.19), saturation=(0.6, 0.95), value=(0.7, 0.98))
        bow = [(12, 36), (22, 62), (50, 74), (80, 60), (90, 34), (84, 32), (72, 50), (50, 56), (28, 50), (18, 32)]
        sketch.round([(across, down + offset) for across, down in bow], peel)
    sketch.oval((87, 33), (3, 3), near(random, 70, 50, 30))
    return sketch.pixels


def cake(random: np.random.Generator) -> FloatArray:
    """A cake or a slice, with icing, cherries or candles."""
    sketch = Sketch(random)
    icing, dough = colour(random, saturation=(0.05, 0.6), value=(0.75, 1)), near(random, 190, 140, 84)
    sketch.oval((50, 84), (46, 10), near(random, 226, 226, 226), volume=0.3)
    sketch.round([(14, 46), (86, 46), (86, 84), (50, 92), (14, 84)], dough)
    for level in (58, 70):
        sketch.line([(15, level), (50, level + 5), (85, level)], 3, icing)
    sketch.oval((50, 46), (36, 13), icing, volume=0.3)
    drops = [(16 + 8.5 * step, 48 + random.uniform(2, 16)) for step in range(9)]
    sketch.round([(14, 44), *drops, (86, 44)], icing, volume=0.3)
    for _ in range(random.integers(2, 7)):
        across = random.uniform(26, 74)
        if random.random() < 0.5:
            sketch.oval((across, 40), (4.5, 4.5), near(random, 190, 30, 44), volume=0.9)
        else:
            sketch.line([(across, 42), (across, 22)], 2.8, colour(random))
            sketch.oval((across, 18), (1.8, 3.6), near(random, 255, 214, 90), volume=0)
    return sketch.pixels


def vegetables(random: np.random.Generator) -> FloatArray:
    """Carrots, or a heap of tomatoes, peas, onions and such."""
    sketch = Sketch(random, tilt=180)
    if random.random() < 0.4:
        for _ in range(random.integers(1, 5)):
            base = random.uniform(25, 75)
            orange = near(random, 232, 122, 40)
            sketch.round(
                [(base - 9, 30), (base, 26), (base + 9, 30), (base + 4, 66), (base, 92), (base - 4, 66)], orange
            )
            for lean in (-10, -3, 5, 11):
                sketch.line([(base, 29), (base + lean, random.uniform(0, 12))], 2.6, near(random, 70, 130, 50))
        return sketch.pixels
    hues = random.uniform(-0.05, 0.4, 3)
    for _ in range(random.integers(15, 45)):
        size = random.uniform(4, 14)
        hue = random.choice(hues)
        skin = colour(random, hue=(hue - 0.02, hue + 0.02), saturation=(0.4, 0.9), value=(0.45, 0.95))
        sketch.oval(
            _inside(random, 55), (size, size * random.uniform(0.7, 1)), skin, tilt=random.uniform(0, 180), volume=0.8
        )
    return sketch.pixels
