"""Birds, cats, dogs and frogs, drawn with the painter of `canvas`."""

from typing import Final

import numpy as np

from cifar_demo.image.backgrounds import grass, plain
from cifar_demo.image.canvas import FLAT, FUR, ROUND, SHADOW, SIDE, Canvas, Colour, Point, Style

_SIZE: Final = (SIDE, SIDE)
_BLACK: Final[Colour] = (22, 20, 20)
_GLINT: Final[Colour] = (250, 250, 250)
_STRIPE: Final = Style(volume=0.0, grain=0.04, softness=0.5, opacity=0.75)
_PATCH: Final = Style(volume=0.2, grain=0.04, softness=1.2, opacity=0.9)


def robin_on_a_branch() -> Canvas:
    """Small brown bird with an orange breast, perched, before blurred leaves."""
    random = np.random.default_rng(31)
    canvas = Canvas(grass(_SIZE, random, horizon=1.0, behind=(122, 146, 92)), 31)
    canvas.limb([(0, 84), (40, 80), (100, 86)], [5, 4, 6], (98, 76, 58), FUR)
    brown: Colour = (116, 92, 70)
    canvas.limb([(34, 62), (14, 80), (6, 90)], [10, 7, 5], (84, 66, 52), FUR)  # tail
    for across in (50, 58):
        canvas.limb([(across, 72), (across + 1, 81)], [1.8], (92, 66, 48), FLAT)
    body = [(28, 62), (34, 44), (50, 30), (66, 26), (76, 38), (78, 54), (68, 70), (52, 76), (36, 72)]
    canvas.blob(body, (206, 192, 170), FUR)
    canvas.blob([(54, 44), (64, 32), (80, 32), (80, 50), (72, 62), (58, 60)], (214, 104, 40), _PATCH)
    back = [(26, 66), (32, 46), (46, 32), (58, 30), (58, 44), (50, 60), (38, 68)]
    canvas.blob(back, brown, FUR)
    canvas.blob([(22, 68), (36, 48), (52, 44), (56, 54), (44, 66), (30, 72)], (92, 72, 56), FUR)  # wing
    canvas.blob([(56, 32), (60, 20), (70, 15), (80, 19), (83, 28), (74, 32), (64, 36)], brown, FUR)  # head
    canvas.blob([(70, 26), (80, 22), (84, 30), (80, 36), (72, 36)], (214, 104, 40), _PATCH)
    canvas.polygon([(82, 22), (94, 27), (82, 29)], (60, 52, 44), FLAT)
    _eye(canvas, (76, 23), 2.4)
    return canvas


def gull_on_the_shore() -> Canvas:
    """White gull with grey wings, standing on sand."""
    random = np.random.default_rng(32)
    canvas = Canvas(
        grass(_SIZE, random, horizon=0.55, behind=(140, 152, 156), far=(196, 184, 156), near=(168, 150, 118)), 32
    )
    canvas.ellipse((48, 89), (22, 2.6), (70, 60, 50), SHADOW)
    for across in (46, 54):
        canvas.limb([(across, 66), (across + 1, 88)], [2], (222, 150, 70), FLAT)
        canvas.limb([(across, 88.5), (across + 6, 89)], [2], (222, 150, 70), FLAT)
    canvas.blob([(2, 66), (18, 58), (34, 56), (32, 66), (14, 70)], (58, 58, 64), FUR)  # tail
    body = [(14, 62), (32, 46), (54, 40), (66, 34), (76, 44), (74, 60), (60, 70), (36, 71)]
    canvas.blob(body, (238, 238, 238), Style(volume=0.8, grain=0.03))
    canvas.limb([(66, 54), (72, 36), (73, 24)], [22, 14, 13], (242, 242, 242), Style(volume=0.5, grain=0.03))
    canvas.ellipse((75, 20), (9, 7.6), (244, 244, 244), Style(volume=0.6, grain=0.02))
    canvas.blob([(6, 66), (28, 50), (50, 42), (62, 48), (56, 60), (34, 66)], (146, 152, 162), FUR)  # wing
    canvas.limb([(4, 67), (22, 63), (36, 64)], [2, 3.4, 1], (44, 44, 50), FLAT)
    canvas.polygon([(82, 17), (96, 22), (94, 25.5), (82, 24)], (230, 166, 46), Style(0.3, 0))
    _eye(canvas, (77.5, 18), 1.9)
    return canvas


def tabby_cat() -> Canvas:
    """Grey striped cat sitting, seen from the front."""
    random = np.random.default_rng(41)
    canvas = Canvas(plain(_SIZE, random, light=(206, 182, 154), dark=(150, 116, 86)), 41)
    canvas.ellipse((50, 95), (34, 4), (60, 46, 36), SHADOW)
    grey: Colour = (136, 124, 112)
    dark: Colour = (72, 64, 58)
    canvas.limb([(72, 92), (90, 86), (95, 70), (88, 58)], [9, 9, 8, 5], grey, FUR)  # tail
    body = [(26, 97), (19, 78), (29, 56), (50, 48), (71, 56), (81, 78), (74, 97)]
    canvas.blob(body, grey, FUR)
    for level in range(4):
        for side in (-1, 1):
            y = 62 + level * 8
            canvas.limb([(50 + side * 28, y + 4), (50 + side * 15, y)], [1.6, 3], dark, _STRIPE)
    canvas.blob([(40, 58), (60, 58), (58, 80), (50, 86), (42, 80)], (206, 196, 184), _PATCH)
    for across in (40, 60):
        canvas.limb([(across, 74), (across, 94)], [11, 10], (160, 148, 136), FUR)
        canvas.ellipse((across, 95), (6.4, 3.4), (214, 206, 196), FUR)
    _cat_head(canvas, (50, 36), 1.2, grey, dark)
    return canvas


def ginger_cat() -> Canvas:
    """Face of an orange cat, close."""
    random = np.random.default_rng(42)
    canvas = Canvas(plain(_SIZE, random, light=(120, 132, 140), dark=(74, 84, 94)), 42)
    ginger: Colour = (204, 134, 66)
    canvas.blob([(4, 104), (14, 78), (36, 70), (64, 70), (86, 78), (96, 104)], ginger, FUR)
    canvas.blob([(32, 104), (38, 80), (62, 80), (68, 104)], (236, 220, 198), _PATCH)
    _cat_head(canvas, (50, 50), 1.5, ginger, (156, 88, 36))
    return canvas


def brown_dog() -> Canvas:
    """Face of a brown and white dog with hanging ears."""
    random = np.random.default_rng(61)
    canvas = Canvas(grass(_SIZE, random, horizon=0.35, behind=(150, 160, 140)), 61)
    brown: Colour = (146, 92, 50)
    dark: Colour = (98, 58, 32)
    cream: Colour = (236, 226, 210)
    canvas.blob([(10, 104), (20, 76), (38, 66), (62, 66), (80, 76), (90, 104)], brown, FUR)
    canvas.blob([(30, 104), (38, 74), (62, 74), (70, 104)], cream, _PATCH)
    canvas.blob(
        [(26, 30), (34, 14), (50, 9), (66, 14), (74, 30), (74, 50), (64, 68), (50, 74), (36, 68), (26, 50)], brown, FUR
    )
    for side in (-1, 1):
        ear = [(17, 17), (28, 22), (36, 42), (33, 60), (24, 60), (19, 40)]
        canvas.blob([(50 + side * across, down) for across, down in ear], dark, FUR)
    canvas.blob([(46, 12), (54, 12), (56, 40), (50, 48), (44, 40)], cream, _PATCH)
    canvas.blob([(36, 52), (44, 42), (56, 42), (64, 52), (62, 66), (50, 73), (38, 66)], cream, FUR)
    canvas.limb([(40, 66), (50, 68.5), (60, 66)], [1, 1.6, 1], (70, 44, 36), FLAT)
    canvas.blob([(46, 69), (54, 69), (54.5, 78), (50, 81), (45.5, 78)], (220, 120, 124), ROUND)
    canvas.blob([(42, 49), (50, 46), (58, 49), (55, 56), (50, 59), (45, 56)], _BLACK, ROUND)
    for across in (37, 63):
        _eye(canvas, (across, 38), 4)
    return canvas


def white_dog() -> Canvas:
    """Small fluffy white dog standing on grass, facing the viewer."""
    random = np.random.default_rng(62)
    canvas = Canvas(grass(_SIZE, random, horizon=0.25), 62)
    white: Colour = (228, 220, 206)
    shade: Colour = (178, 166, 148)
    canvas.ellipse((54, 92), (34, 4.5), (34, 50, 20), SHADOW)
    canvas.limb([(80, 52), (92, 40), (90, 28), (82, 26)], [10, 11, 9, 5], white, FUR)  # tail
    for across in (66, 80):
        canvas.limb([(across, 70), (across + 1, 88)], [12, 10], shade, FUR)
    canvas.blob([(36, 54), (58, 46), (78, 50), (88, 62), (84, 76), (64, 82), (42, 80)], (208, 198, 182), FUR)
    for across in (32, 48):
        canvas.limb([(across, 68), (across, 90)], [14, 11], white, FUR)
        canvas.ellipse((across, 91), (6.4, 3.6), white, FUR)
    canvas.blob([(22, 66), (28, 52), (40, 46), (52, 52), (58, 66), (52, 80), (40, 84), (28, 80)], white, FUR)
    canvas.blob([(16, 36), (20, 20), (40, 12), (60, 20), (64, 36), (58, 52), (40, 60), (22, 52)], white, FUR)
    for side in (-1, 1):
        ear = [(14, 16), (23, 18), (30, 34), (28, 48), (22, 48), (18, 34)]
        canvas.blob([(40 + side * across, down) for across, down in ear], (206, 184, 150), FUR)
    canvas.blob([(29, 46), (34, 38), (46, 38), (51, 46), (48, 56), (40, 59), (32, 56)], (242, 236, 226), FUR)
    canvas.blob([(35, 41), (40, 39.5), (45, 41), (43, 46), (40, 47.5), (37, 46)], _BLACK, ROUND)
    canvas.limb([(33, 51), (40, 53), (47, 51)], [0.8, 1.3, 0.8], (90, 66, 58), FLAT)
    canvas.blob([(37, 53), (43, 53), (42.5, 59), (40, 60.5), (37.5, 59)], (220, 124, 126), ROUND)
    for across in (31, 49):
        _eye(canvas, (across, 33), 3.1)
    return canvas


def green_frog() -> Canvas:
    """Green frog sitting, seen from its front right."""
    random = np.random.default_rng(71)
    canvas = Canvas(grass(_SIZE, random, horizon=0.0, far=(120, 108, 84), near=(86, 72, 54)), 71)
    green: Colour = (96, 148, 44)
    dark: Colour = (70, 112, 34)
    canvas.ellipse((50, 84), (44, 6), (36, 30, 22), SHADOW)
    for side in (-1, 1):
        thigh = [(20, 80), (24, 58), (38, 52), (45, 64), (40, 82)]
        canvas.blob([(50 + side * across, down) for across, down in thigh], dark, ROUND)
        canvas.limb([(50 + side * 36, 80), (50 + side * 24, 85), (50 + side * 40, 88)], [7, 5, 4], green)
    canvas.blob([(20, 70), (24, 46), (38, 32), (62, 32), (76, 46), (80, 70), (66, 82), (34, 82)], green, ROUND)
    canvas.blob([(32, 62), (50, 60), (68, 62), (66, 78), (50, 83), (34, 78)], (206, 208, 150), _PATCH)
    for side in (-1, 1):
        canvas.limb([(50 + side * 20, 64), (50 + side * 22, 78), (50 + side * 17, 88)], [9, 7, 5], green)
        for toe in (-6, 0, 6):
            canvas.limb([(50 + side * 17, 87), (50 + side * 17 + toe, 91)], [2.6, 2], dark)
    canvas.blob([(22, 52), (28, 38), (42, 30), (58, 30), (72, 38), (78, 52), (64, 60), (36, 60)], (112, 168, 52), ROUND)
    canvas.limb([(24, 53), (36, 58), (50, 59.5), (64, 58), (76, 53)], [0.8, 1.3, 1.3, 1.3, 0.8], (52, 70, 24), FLAT)
    for side in (-1, 1):
        canvas.ellipse((50 + side * 19, 33), (9, 8.5), (112, 168, 52), ROUND)
        canvas.ellipse((50 + side * 20, 32.4), (6, 5.6), (206, 170, 60), ROUND)
        canvas.ellipse((50 + side * 20, 32.4), (3.6, 2.6), _BLACK, FLAT)
        canvas.ellipse((50 + side * 4, 42), (0.9, 0.7), (40, 60, 20), FLAT)
    _spots(canvas, random, ((26, 44), (74, 66)), 9, (64, 104, 30))
    return canvas


def brown_frog() -> Canvas:
    """Brown spotted frog on moss, from the side."""
    random = np.random.default_rng(72)
    canvas = Canvas(grass(_SIZE, random, horizon=0.0, far=(112, 126, 74), near=(70, 86, 40)), 72)
    brown: Colour = (150, 116, 72)
    canvas.ellipse((48, 84), (42, 5), (30, 32, 18), SHADOW)
    body = [(8, 74), (16, 56), (34, 42), (54, 32), (74, 30), (90, 40), (94, 50), (84, 60), (72, 76), (40, 83), (16, 82)]
    canvas.blob(body, brown, ROUND)
    canvas.blob([(92, 50), (78, 56), (70, 76), (56, 80), (66, 60)], (214, 198, 158), _PATCH)
    canvas.limb([(92, 49), (80, 52.5), (68, 52)], [1, 1.4, 0.8], (84, 60, 36), FLAT)
    canvas.blob([(6, 80), (8, 60), (22, 50), (40, 56), (46, 72), (34, 84), (16, 86)], (132, 100, 60), ROUND)  # thigh
    canvas.limb([(14, 82), (34, 86), (52, 88)], [8, 6, 4], (140, 106, 64))
    canvas.limb([(66, 62), (70, 76), (64, 87), (74, 89)], [11, 8, 5, 3], (144, 110, 68))
    for toe in (74, 78):
        canvas.limb([(68, 87), (toe, 90)], [2.4, 1.6], (120, 90, 54))
    for band in ((14, 62, 32, 74), (26, 56, 42, 68)):
        canvas.limb([band[:2], band[2:]], [3, 4], (88, 64, 38), _STRIPE)
    _spots(canvas, random, ((30, 40), (70, 58)), 9, (92, 66, 40))
    canvas.ellipse((76, 31), (8.6, 7.6), (156, 122, 76), ROUND)
    canvas.ellipse((78, 30.6), (5.4, 5), (208, 164, 66), ROUND)
    canvas.ellipse((78.4, 30.6), (3, 2.4), _BLACK, FLAT)
    canvas.ellipse((70, 44), (4.2, 4.2), (104, 76, 46), ROUND)
    return canvas


def _eye(canvas: Canvas, centre: Point, radius: float) -> None:
    canvas.ellipse(centre, (radius, radius), _BLACK, ROUND)
    glint = (centre[0] - radius * 0.3, centre[1] - radius * 0.35)
    canvas.ellipse(glint, (radius * 0.3, radius * 0.3), _GLINT, FLAT)


def _cat_head(canvas: Canvas, centre: Point, scale: float, fur: Colour, dark: Colour) -> None:
    """Draw the front of a cat's head, about 48 wide at scale 1."""

    def at(across: float, down: float) -> Point:
        return centre[0] + across * scale, centre[1] + down * scale

    for side in (-1, 1):
        canvas.blob([at(side * 22, -6), at(side * 21, -27), at(side * 15, -23), at(side * 5, -14)], fur, FUR)
        canvas.blob([at(side * 19, -10), at(side * 19, -22), at(side * 10, -14)], (190, 138, 124), _PATCH)
    skull = [at(-23, 0), at(-17, -14), at(0, -18), at(17, -14), at(23, 0), at(17, 14), at(0, 20), at(-17, 14)]
    canvas.blob(skull, fur, FUR)
    for across in (-7.0, 0.0, 7.0):
        canvas.limb([at(across, -17), at(across * 0.7, -8)], [2.4 * scale, 1.2 * scale], dark, _STRIPE)
    for side in (-1, 1):
        for down in (2.0, 8.0):
            canvas.limb([at(side * 22, down), at(side * 13, down - 1)], [1.8 * scale, 0.8 * scale], dark, _STRIPE)
    canvas.blob([at(-11, 9), at(0, 5), at(11, 9), at(8, 17), at(0, 19), at(-8, 17)], (226, 214, 200), _PATCH)
    for side in (-1, 1):
        canvas.ellipse(at(side * 9.5, -1), (5 * scale, 4.4 * scale), (168, 176, 70), ROUND, tilt=side * 12)
        canvas.ellipse(at(side * 9.2, -1), (1.9 * scale, 4 * scale), _BLACK, FLAT)
        canvas.limb([at(0, 10.5), at(side * 2, 13.5), at(side * 6, 12.6)], [0.9 * scale], (90, 60, 52), FLAT)
    canvas.blob([at(-3.4, 6.4), at(3.4, 6.4), at(0, 10.4)], (190, 112, 106), ROUND)


def _spots(canvas: Canvas, random: np.random.Generator, area: tuple[Point, Point], count: int, colour: Colour) -> None:
    for _ in range(count):
        across, down = random.uniform(area[0], area[1])
        canvas.ellipse((across, down), (random.uniform(1.4, 2.8), random.uniform(1.0, 2.0)), colour, _STRIPE)
