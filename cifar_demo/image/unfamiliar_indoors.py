"""Rooms, furniture and things one can hold. Each function draws one picture (128, 128, 3), 0 to 255."""

import numpy as np

from cifar_demo.image.unfamiliar_fields import clouds, colour, mixed, near
from cifar_demo.image.unfamiliar_sketch import Point, Sketch
from cifar_demo.results import FloatArray


def interior(random: np.random.Generator) -> FloatArray:
    """A room in perspective: a window or two, a picture, a rug, a sofa, a bed or a table."""
    sketch = Sketch(random, tilt=3, zoom=(0.95, 1.3))
    wall, floor = colour(random, saturation=(0, 0.45), value=(0.5, 1)), near(random, 150, 106, 72, 25)
    left, right = random.uniform(5, 35), random.uniform(65, 95)
    top, low = random.uniform(0, 22), random.uniform(50, 68)
    sketch.box((-60, -60), (160, 160), wall, volume=0)
    sketch.shape([(-60, -70), (left, top), (left, low), (-60, 150)], wall * 0.8, volume=0)
    sketch.shape([(160, -70), (right, top), (right, low), (160, 150)], wall * 0.88, volume=0)
    sketch.shape([(-60, 150), (left, low), (right, low), (160, 150)], floor, volume=0)
    sketch.shape([(-60, -70), (left, top), (right, top), (160, -70)], wall * 0.3 + 178, volume=0)
    _hang(sketch, (left, right), (top, low))
    if random.random() < 0.5:
        sketch.oval((50, low + 22), (34, 9), colour(random), volume=0)
    (_sofa, _bed, _dining_table)[random.integers(3)](sketch, low)
    return sketch.pixels


def _hang(sketch: Sketch, sides: Point, levels: Point) -> None:
    """Put two windows, pictures or curtains on the far wall."""
    (left, right), (top, low) = sides, levels
    random, wide, tall = sketch.random, (right - left) / 2, low - top
    for start in (left, left + wide):
        corner = start + wide * 0.2, top + tall * random.uniform(0.15, 0.3)
        opposite = start + wide * 0.8, top + tall * random.uniform(0.55, 0.8)
        if random.random() < 0.5:
            sketch.box((corner[0] - 2, corner[1] - 2), (opposite[0] + 2, opposite[1] + 2), near(random, 235, 232, 226))
            sketch.box(corner, opposite, near(random, 190, 216, 240), volume=0)
            sketch.line(
                [((corner[0] + opposite[0]) / 2, y) for y in (corner[1], opposite[1])], 1.6, near(random, 235, 232, 226)
            )
        else:
            sketch.box(corner, opposite, near(random, 70, 50, 36))
            sketch.box(
                (corner[0] + 1.6, corner[1] + 1.6),
                (opposite[0] - 1.6, opposite[1] - 1.6),
                mixed(colour(random), colour(random), clouds(random, 4) * 0.5 + 0.5),
                volume=0,
            )


def _sofa(sketch: Sketch, low: float) -> None:
    cloth = colour(sketch.random)
    sketch.shadow((50, low + 27), (40, 6))
    sketch.round([(18, low - 8), (82, low - 8), (84, low + 22), (16, low + 22)], cloth, volume=0.5)
    for side in (33, 66):
        sketch.round(
            [(side - 17, low + 6), (side + 17, low + 6), (side + 17, low + 18), (side - 17, low + 18)],
            cloth * 1.12,
            volume=0.6,
        )
    for side in (14, 86):
        sketch.round(
            [(side - 7, low + 2), (side + 7, low + 2), (side + 7, low + 27), (side - 7, low + 27)],
            cloth * 0.85,
            volume=0.6,
        )


def _bed(sketch: Sketch, low: float) -> None:
    random = sketch.random
    sheet, frame = colour(random, value=(0.6, 1)), near(random, 110, 76, 50, 20)
    sketch.box((24, low - 18), (76, low + 6), frame, volume=0.4)
    sketch.shape([(24, low), (76, low), (92, low + 30), (8, low + 30)], sheet, volume=0.3)
    sketch.shape([(8, low + 30), (92, low + 30), (92, low + 42), (8, low + 42)], sheet * 0.75, volume=0.3)
    for across in (36, 63):
        sketch.round(
            [(across - 13, low - 6), (across + 13, low - 6), (across + 14, low + 7), (across - 14, low + 7)],
            near(random, 240, 238, 234, 6),
        )


def _dining_table(sketch: Sketch, low: float) -> None:
    random = sketch.random
    timber = near(random, 150, 104, 62, 25)
    for across in (24, 76):
        sketch.line([(across, low + 12), (across, low + 40)], 4, timber * 0.7)
    sketch.shape([(22, low + 2), (78, low + 2), (90, low + 14), (10, low + 14)], timber, volume=0.2)
    sketch.box((10, low + 14), (90, low + 17), timber * 0.75)
    for across in random.uniform(28, 72, int(random.integers(1, 4))):
        sketch.oval((across, low + 4), (4, 5), colour(random))


def chair(random: np.random.Generator) -> FloatArray:
    """A chair, a stool or an armchair."""
    sketch = Sketch(random, tilt=5)
    frame, seat = near(random, 120, 80, 50, 30), colour(random)
    sketch.shadow((52, 92), (34, 5))
    if random.random() < 0.35:
        sketch.round([(22, 20), (78, 20), (82, 66), (18, 66)], seat, volume=0.6)
        sketch.round([(20, 56), (80, 56), (82, 78), (18, 78)], seat * 1.1, volume=0.6)
        for side in (16, 84):
            sketch.round([(side - 9, 46), (side + 9, 46), (side + 9, 90), (side - 9, 90)], seat * 0.85, volume=0.6)
        return sketch.pixels
    for across, down in ((30, 92), (70, 92), (40, 84), (80, 84)):
        sketch.line([(across + (3 if across < 50 else -3), 56), (across, down)], 4, frame)
    if random.random() < 0.75:
        for across in (40, 80):
            sketch.line([(across, 54), (across + 2, 8)], 4, frame)
        for level in (12, 24, 36) if random.random() < 0.5 else (12, 14, 16, 18, 20):
            sketch.line([(40, level), (80, level)], 5, seat)
    sketch.round([(22, 62), (38, 50), (86, 50), (76, 64)], seat, volume=0.4)
    return sketch.pixels


def lamp(random: np.random.Generator) -> FloatArray:
    """A lamp on a table or a bulb from the ceiling, lit or not."""
    sketch = Sketch(random, tilt=6)
    shade = colour(random, saturation=(0, 0.6), value=(0.6, 1))
    is_lit = random.random() < 0.5
    if is_lit:
        sketch.oval((50, 34), (52, 48), near(random, 255, 220, 150, 6), volume=0, opacity=0.4, soft=9)
    if random.random() < 0.35:
        sketch.line([(50, -30), (50, 36)], 1.6, near(random, 40, 40, 40))
        sketch.shape([(42, 26), (58, 26), (76, 54), (24, 54)], shade * 0.8)
        sketch.oval((50, 55), (9, 8), near(random, 255, 240, 200, 5), volume=0.3)
        return sketch.pixels
    sketch.shadow((52, 91), (26, 5))
    sketch.line([(50, 88), (50, 40)], random.uniform(2.4, 7), near(random, 150, 120, 80, 30))
    sketch.oval((50, 89), (18, 4.6), near(random, 130, 100, 70, 30))
    narrow = random.uniform(8, 24)
    sketch.shape(
        [(50 - narrow, 12), (50 + narrow, 12), (80, 48), (20, 48)], shade * (1.2 if is_lit else 0.9), volume=0.5
    )
    return sketch.pixels


def bottle(random: np.random.Generator) -> FloatArray:
    """A bottle with a label, of glass or plastic; or three of them."""
    sketch = Sketch(random, tilt=10)
    places = (50.0,) if random.random() < 0.6 else (24.0, 52.0, 78.0)
    for across in places:
        glass, wide = colour(random, saturation=(0.1, 0.9), value=(0.2, 0.9)), random.uniform(9, 15)
        neck, shoulder = wide * random.uniform(0.25, 0.5), random.uniform(24, 44)
        sketch.shadow((across + 3, 93), (wide + 6, 4))
        half = [(neck, 8), (neck, shoulder - 8), (wide, shoulder + 6), (wide, 90), (wide * 0.8, 94)]
        sketch.shape([(across + x, y) for x, y in half] + [(across - x, y) for x, y in half[::-1]], glass, volume=0.7)
        sketch.box((across - neck - 1, 3), (across + neck + 1, 11), colour(random))
        label = colour(random, saturation=(0, 0.6), value=(0.7, 1))
        sketch.box((across - wide, shoulder + 14), (across + wide, shoulder + 34), label, volume=0.3)
        sketch.oval((across, shoulder + 24), (wide * 0.5, 5), colour(random), volume=0)
        sketch.line([(across - wide * 0.6, shoulder + 8), (across - wide * 0.6, 86)], 1.6, glass * 0.3 + 178, volume=0)
    return sketch.pixels


def cup(random: np.random.Generator) -> FloatArray:
    """A cup with a handle, full of coffee or tea, on a saucer or not."""
    sketch = Sketch(random)
    china = colour(random, saturation=(0, 0.9), value=(0.5, 1))
    top, foot, low = random.uniform(26, 34), random.uniform(16, 32), random.uniform(76, 88)
    if random.random() < 0.5:
        sketch.oval((50, low), (46, 11), china * 0.92, volume=0.3)
    sketch.shadow((52, low), (foot + 6, 5))
    sketch.oval((50 + top, 50), (14, 15), china * 0.9)
    sketch.oval((50 + top, 50), (8, 9), sketch.pixels, volume=0, opacity=1)
    sketch.oval((50 + top, 50), (8, 9), china * 0.4, volume=0)
    sketch.shape(
        [(50 - top, 30), (50 + top, 30), (50 + foot, low - 3), (50, low), (50 - foot, low - 3)], china, volume=0.7
    )
    sketch.oval((50, 30), (top, 9), china * 0.85 + 30, volume=0)
    sketch.oval(
        (50, 31), (top * 0.88, 7), near(random, 76, 44, 26) if random.random() < 0.7 else china * 0.5, volume=0.1
    )
    if random.random() < 0.4:
        sketch.oval((50, 56), (9, 9), colour(random), volume=0)
    return sketch.pixels


def clock(random: np.random.Generator) -> FloatArray:
    """A round or square clock with marks and hands."""
    sketch = Sketch(random, tilt=6)
    rim, face = colour(random), colour(random, saturation=(0, 0.15), value=(0.85, 1))
    ink = near(random, 30, 30, 36, 8)
    if random.random() < 0.7:
        sketch.oval((50, 50), (44, 44), rim)
        sketch.oval((50, 50), (38, 38), face, volume=0.1)
    else:
        sketch.box((8, 8), (92, 92), rim, volume=0.4)
        sketch.box((14, 14), (86, 86), face)
    for hour in range(12):
        angle = hour * np.pi / 6
        inner = 28 if hour % 3 == 0 else 31
        ends = [(50 + reach * np.sin(angle), 50 - reach * np.cos(angle)) for reach in (inner, 35)]
        sketch.line(ends, 3 if hour % 3 == 0 else 1.6, ink, volume=0)
    for reach, width in ((18, 4), (29, 2.6)):
        angle = random.uniform(0, 2 * np.pi)
        sketch.line([(50, 50), (50 + reach * np.sin(angle), 50 - reach * np.cos(angle))], width, ink)
    sketch.oval((50, 50), (3, 3), rim)
    return sketch.pixels


def book(random: np.random.Generator) -> FloatArray:
    """An open book, a pile of books or a shelf of them."""
    sketch = Sketch(random, tilt=12)
    (_open_book, _pile_of_books, _shelf_of_books)[random.integers(3)](sketch)
    return sketch.pixels


def _open_book(sketch: Sketch) -> None:
    random = sketch.random
    sketch.shadow((52, 56), (48, 30))
    page, ink = near(random, 244, 238, 222, 6), near(random, 110, 110, 110)
    for side in (-1, 1):
        outline = [(50, 26), (50 + side * 44, 20), (50 + side * 44, 76), (50, 84)]
        sketch.shape(outline, page * (1 if side > 0 else 0.92), volume=0.2)
        for level in range(30, 74, 6):
            sketch.line([(50 + side * 6, level + 1), (50 + side * 38, level - 3)], 1.6, ink, volume=0)


def _pile_of_books(sketch: Sketch) -> None:
    random, level = sketch.random, 96.0
    while level > 20:
        thick, half, cover = random.uniform(6, 14), random.uniform(26, 44), colour(sketch.random)
        sketch.box((50 - half, level - thick), (50 + half, level), cover, volume=0.6)
        sketch.box((50 - half + 8, level - thick), (50 - half + 12, level), cover * 0.4 + 130)
        level -= thick + 0.8


def _shelf_of_books(sketch: Sketch) -> None:
    random, left = sketch.random, -14.0
    sketch.box((-60, 92), (160, 100), near(random, 120, 80, 50, 20))
    while left < 110:
        thick, tall, cover = random.uniform(5, 13), random.uniform(50, 85), colour(sketch.random)
        sketch.box((left, 92 - tall), (left + thick, 92), cover, volume=0.6)
        sketch.box((left, 92 - tall * 0.8), (left + thick, 92 - tall * 0.7), cover * 0.4 + 130)
        left += thick + 0.8


def ball(random: np.random.Generator) -> FloatArray:
    """A ball with patches, seams or stripes; or a balloon on its string."""
    sketch = Sketch(random, tilt=180)
    skin, mark = colour(random), colour(random)
    if random.random() < 0.35:
        sketch.line([(50, 76), (46, 90), (54, 110)], 1.4, near(random, 230, 230, 230))
        sketch.shape([(50, 70), (56, 80), (44, 80)], skin)
        sketch.oval((50, 42), (27, 33), skin, volume=0.8)
        sketch.oval((41, 30), (5, 8), skin * 0.2 + 200, volume=0, opacity=0.7, soft=1)
        return sketch.pixels
    sketch.shadow((54, 84), (30, 8))
    kind = random.integers(3)
    base = mixed(skin, mark, clouds(random, 3) * 2) if kind == 0 else skin
    sketch.oval((50, 50), (34, 34), base, volume=0.9)
    if kind == 1:
        for across, down in ((50, 50), (28, 36), (72, 36), (36, 74), (66, 74)):
            sketch.oval((across, down), (8, 8), mark, volume=0.2)
    if kind == 2:
        for bend in (-24, 0, 24):
            sketch.line(
                [(50 + bend, 18 + abs(bend) / 3), (50 + bend * 0.4, 50), (50 + bend, 82 - abs(bend) / 3)], 2, mark * 0.4
            )
    return sketch.pixels


def umbrella(random: np.random.Generator) -> FloatArray:
    """An open umbrella from the side."""
    sketch = Sketch(random, tilt=30)
    first, second = colour(random), colour(random)
    sketch.line([(50, 10), (50, 88), (44, 94), (38, 88)], 2.6, near(random, 60, 50, 46))
    dome = [(6, 54), (12, 34), (30, 18), (50, 12), (70, 18), (88, 34), (94, 54)]
    sketch.shape([*dome, (78, 48), (64, 54), (50, 48), (36, 54), (22, 48)], first, volume=0.6)
    for left, right in ((22, 36), (64, 78)):
        sketch.shape([(50, 12), (left, 50), ((left + right) / 2, 54), (right, 52)], second, volume=0.2)
    return sketch.pixels


def tool(random: np.random.Generator) -> FloatArray:
    """Scissors, a key, a spoon or a pencil, on a table."""
    sketch = Sketch(random, tilt=180)
    steel, grip = near(random, 190, 194, 200, 10), colour(random)
    kind = random.integers(4)
    sketch.shadow((54, 54), (14, 40))
    if kind == 0:
        for side in (-1, 1):
            sketch.shape([(50 - side * 4, 56), (50 + side * 12, 4), (50 + side * 4, 58)], steel)
            sketch.oval((50 - side * 13, 78), (11, 15), grip)
            sketch.oval((50 - side * 13, 78), (6, 9), grip * 0.25 + 80, volume=0)
    elif kind == 1:
        sketch.line([(50, 30), (50, 92)], 6, near(random, 200, 170, 90, 20))
        sketch.oval((50, 20), (16, 16), near(random, 200, 170, 90, 20))
        sketch.oval((50, 18), (7, 7), np.full(3, 60, np.float32), volume=0)
        sketch.line([(50, 80), (64, 80), (64, 90), (50, 90)], 5, near(random, 200, 170, 90, 20))
    elif kind == 2:
        sketch.line([(50, 34), (50, 96)], 5, steel, volume=0.7)
        sketch.oval((50, 22), (14, 20), steel, volume=-0.8)
    else:
        sketch.box((44, 24), (56, 92), grip, volume=0.8)
        sketch.shape([(44, 24), (56, 24), (50, 4)], near(random, 226, 190, 140))
        sketch.box((44, 86), (56, 96), near(random, 230, 130, 140), volume=0.6)
    return sketch.pixels
