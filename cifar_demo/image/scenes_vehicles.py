"""Airplanes, automobiles, ships and trucks, drawn with the painter of `canvas`."""

from collections.abc import Sequence
from typing import Final

import numpy as np

from cifar_demo.image.backgrounds import road, sea, sky
from cifar_demo.image.canvas import FLAT, METAL, ROUND, SHADOW, SIDE, Canvas, Colour, Point, Style, soft

_SIZE: Final = (SIDE, SIDE)
_GLASS: Final[Colour] = (44, 56, 70)
_TYRE: Final[Colour] = (28, 28, 30)
_RIM: Final[Colour] = (168, 172, 178)
_WHITE: Final[Colour] = (236, 238, 242)
_SHINE: Final = Style(volume=0.0, grain=0.0, softness=0.6, opacity=0.5)


def airliner_in_the_sky() -> Canvas:
    """White airliner from the side, climbing against a blue sky."""
    random = np.random.default_rng(11)
    canvas = Canvas(sky(_SIZE, random, top=(74, 130, 204), bottom=(160, 198, 234), clouds=0.35), 11)
    canvas.polygon([(46, 52), (58, 51), (74, 38), (69, 37)], (150, 158, 170), METAL)  # far wing
    canvas.polygon([(8, 31), (14, 30), (25, 52), (14, 55)], (40, 70, 140), METAL)  # fin
    canvas.polygon([(9, 57), (20, 56), (12, 47), (6, 47)], (170, 176, 188), METAL)  # far tailplane
    hull = [(5, 56), (16, 51), (45, 47), (74, 44), (88, 45), (95, 49), (92, 53), (78, 57), (48, 61), (20, 61)]
    canvas.blob(hull, _WHITE, Style(volume=0.9, grain=0.01))
    canvas.polygon([(20, 53.6), (86, 46.4), (86, 47.6), (20, 54.8)], (70, 84, 110), Style(0, 0, 0.15, 0.8))  # windows
    canvas.polygon([(88, 45.6), (92.5, 47.2), (91, 48.4), (87, 47.8)], _GLASS)
    canvas.polygon([(44, 56), (60, 54), (38, 82), (30, 84), (31, 81)], (196, 202, 212), METAL)  # near wing
    canvas.limb([(45, 66), (54, 64.6)], [6, 5.4], (214, 218, 226), Style(volume=0.9, grain=0))
    canvas.ellipse((54, 64.6), (1, 2.6), (60, 66, 78), FLAT)
    canvas.polygon([(8, 58), (20, 57), (8, 67), (3, 67)], (200, 206, 216), METAL)  # near tailplane
    return canvas


def airliner_on_the_runway() -> Canvas:
    """Airliner with a red tail, standing on its wheels."""
    random = np.random.default_rng(12)
    canvas = Canvas(road(_SIZE, random, horizon=0.6, tarmac=(138, 138, 138), behind=None), 12)
    canvas.polygon([(0, 57), (100, 57), (100, 61), (0, 62)], (104, 128, 78), soft(FLAT, 0.5))
    canvas.ellipse((50, 76), (44, 3.5), (60, 60, 64), SHADOW)
    for across, top in ((24, 60), (52, 62), (56, 62)):
        canvas.limb([(across, top), (across, 73)], [1.6], (110, 112, 118), FLAT)
        canvas.ellipse((across, 74), (2.6, 2.8), _TYRE)
    canvas.polygon([(80, 50), (87, 48), (97, 21), (89, 21)], (190, 40, 44), METAL)
    canvas.polygon([(82, 55), (92, 53), (99, 47), (94, 46)], (196, 200, 206), METAL)
    hull = [(4, 57), (7, 51), (16, 46.5), (45, 45.5), (78, 46), (97, 50), (92, 55), (70, 62), (40, 64), (12, 63)]
    canvas.blob(hull, _WHITE, Style(volume=0.95, grain=0.01))
    canvas.polygon([(17, 51.4), (84, 51), (84, 52.8), (17, 53.2)], (70, 80, 100), Style(0, 0, 0.15, 0.8))
    canvas.polygon([(8, 51.6), (14, 48.2), (15, 51), (10, 53)], _GLASS)
    canvas.polygon([(42, 58), (58, 57), (82, 68), (76, 69.5)], (182, 188, 196), METAL)
    canvas.limb([(44, 67), (54, 66.6)], [7.5, 6.5], (206, 210, 218), Style(volume=0.9, grain=0))
    canvas.ellipse((44, 67), (1.2, 3.5), (50, 54, 62), FLAT)
    return canvas


def red_car_from_the_side() -> Canvas:
    """Red hatchback on a road, trees behind."""
    random = np.random.default_rng(21)
    canvas = Canvas(road(_SIZE, random, horizon=0.5), 21)
    canvas.ellipse((50, 78), (46, 4.5), (30, 30, 32), SHADOW)
    body = [(4, 70), (4, 58), (8, 52), (20, 48), (32, 34), (44, 30), (66, 30), (80, 36), (92, 47)]
    body += [(96, 56), (96, 70), (88, 74), (12, 74)]
    canvas.blob(body, (196, 30, 32), Style(volume=0.8, grain=0.01))
    canvas.polygon([(26, 48), (36, 36), (48, 34), (48, 48)], _GLASS, Style(0.2, 0))
    canvas.polygon([(51, 48), (51, 34), (66, 34.4), (76, 39), (82, 48)], _GLASS, Style(0.2, 0))
    canvas.limb([(12, 53), (50, 51.5), (92, 53)], [0.9], (255, 170, 160), _SHINE)
    canvas.limb([(49.4, 50), (50, 71)], [0.5], (110, 10, 14), FLAT)
    canvas.limb([(6, 72), (95, 72)], [2.6], (40, 40, 44), FLAT)
    canvas.ellipse((7, 57), (2.6, 2.4), (250, 244, 214), FLAT)
    canvas.ellipse((94.5, 55), (1.6, 3), (140, 10, 14), FLAT)
    canvas.limb([(56, 54.5), (61, 54.5)], [1.2], (130, 16, 18), FLAT)
    _wheel(canvas, (22, 72), 9)
    _wheel(canvas, (78, 72), 9)
    return canvas


def blue_car_from_the_front() -> Canvas:
    """Blue car seen from its front left."""
    random = np.random.default_rng(22)
    canvas = Canvas(road(_SIZE, random, horizon=0.4, behind=(120, 122, 118)), 22)
    canvas.ellipse((50, 84), (44, 5), (30, 30, 32), SHADOW)
    blue: Colour = (42, 84, 160)
    _wheel(canvas, (88, 72), 7.5)
    _wheel(canvas, (66, 80), 9)
    _wheel(canvas, (15, 80), 6)
    side = [(58, 80), (60, 56), (70, 30), (84, 32), (95, 50), (96, 72), (78, 78)]
    canvas.blob(side, (32, 66, 132), Style(volume=0.5, grain=0.01))
    canvas.polygon([(68, 50), (74, 35), (82, 36), (91, 50)], (36, 46, 60), Style(0.2, 0))
    canvas.polygon([(79.5, 35), (81, 35), (83.6, 50), (81.6, 50)], (30, 60, 120), FLAT)
    canvas.blob([(10, 56), (22, 33), (32, 28), (62, 28), (73, 32), (66, 54), (40, 60)], blue, METAL)  # roof
    canvas.polygon([(17, 52), (26, 34), (68, 34), (63, 52)], (50, 64, 82), Style(0.3, 0))
    canvas.polygon([(34, 36), (44, 36), (32, 51), (22, 51)], (150, 170, 190), Style(0, 0, 0.8, 0.35))
    front = [(8, 58), (14, 53), (40, 51), (64, 53), (70, 60), (68, 80), (55, 83), (24, 83), (9, 80)]
    canvas.blob(front, blue, Style(volume=0.75, grain=0.01))
    canvas.blob([(26, 65), (52, 65), (50, 71), (28, 71)], (24, 26, 30), METAL)
    for across in (15, 61):
        canvas.ellipse((across, 64.5), (6, 3.6), (240, 242, 236), Style(volume=0.6, grain=0))
    canvas.polygon([(32, 74), (47, 74), (47, 78), (32, 78)], (232, 232, 226), FLAT)
    canvas.limb([(12, 81), (66, 81)], [2.4], (30, 32, 36), FLAT)
    return canvas


def cargo_ship() -> Canvas:
    """Laden container ship on the open sea."""
    random = np.random.default_rng(81)
    canvas = Canvas(sea(_SIZE, random, horizon=0.56), 81)
    colours: Sequence[Colour] = ((176, 64, 48), (48, 96, 150), (196, 150, 60), (70, 124, 84), (190, 190, 190))
    for column in range(9):
        for level in range(2 + (column % 3 != 1)):
            colour = colours[(column * 3 + level * 2) % len(colours)]
            left, top = 12 + column * 6.4, 52 - level * 5.4
            canvas.polygon([(left, top), (left + 6, top), (left + 6, top + 5.4), (left, top + 5.4)], colour, METAL)
    canvas.polygon([(72, 57), (72, 30), (86, 30), (87, 57)], (232, 232, 228), METAL)
    for level in range(4):
        canvas.limb([(73, 34 + level * 5), (85.5, 34 + level * 5)], [1.3], (70, 80, 96), FLAT)
    canvas.polygon([(78, 30), (78, 21), (84, 21), (84.5, 30)], (204, 104, 40), METAL)
    canvas.limb([(8, 55), (8, 44)], [0.9], (210, 210, 210), FLAT)
    canvas.polygon([(2, 52), (10, 57), (94, 57), (97, 55), (93, 73), (10, 73)], (52, 44, 50), METAL)
    canvas.polygon([(8, 68), (94.4, 68), (93, 74), (10.4, 74)], (150, 48, 40), METAL)
    canvas.limb([(4, 74), (30, 75), (70, 74.6), (97, 75)], [1, 2.4, 1.4, 2.4], (226, 236, 242), soft(FLAT, 0.6))
    return canvas


def white_ferry() -> Canvas:
    """White passenger ship seen from its bow."""
    random = np.random.default_rng(82)
    canvas = Canvas(sea(_SIZE, random, horizon=0.5, far=(120, 160, 184), near=(44, 92, 122)), 82)
    canvas.polygon([(58, 24), (66, 24), (68, 36), (57, 36)], (50, 84, 140), METAL)  # funnel
    canvas.limb([(40, 34), (40, 16)], [1.1], (220, 220, 220), FLAT)
    for level, (left, right) in enumerate(((34, 78), (30, 88), (26, 95))):
        top = 32 + level * 7
        canvas.polygon([(left, top), (right, top), (right + 1, top + 8), (left - 3, top + 8)], _WHITE, METAL)
        canvas.limb([(left + 3, top + 4), (right - 1, top + 4)], [2], (62, 80, 104), FLAT)
    hull: Sequence[Point] = ((6, 50), (22, 52), (98, 52), (97, 72), (24, 75), (16, 66))
    canvas.polygon(hull, (228, 232, 238), Style(volume=0.5, grain=0.01))
    canvas.polygon([(9, 55), (24, 57), (98, 57), (98, 60), (24, 60.5), (11, 58)], (40, 76, 140), FLAT)
    canvas.polygon([(15, 65), (24, 71), (97.4, 69), (97, 73), (24, 76)], (130, 44, 46), FLAT)
    canvas.limb([(10, 76), (34, 77), (64, 75), (98, 74)], [3, 3.6, 2, 1.4], (232, 240, 244), soft(FLAT, 0.9))
    return canvas


def semi_truck() -> Canvas:
    """Lorry with a white trailer and a red cab, from the side."""
    random = np.random.default_rng(91)
    canvas = Canvas(road(_SIZE, random, horizon=0.56, behind=None), 91)
    canvas.polygon([(0, 52), (100, 50), (100, 57), (0, 57)], (92, 116, 74), soft(FLAT, 1))
    canvas.ellipse((50, 81), (48, 4), (30, 30, 32), SHADOW)
    canvas.limb([(6, 72), (92, 72)], [4], (46, 46, 50), FLAT)
    canvas.polygon([(31, 22), (98, 22), (98, 68), (31, 68)], (228, 230, 232), Style(volume=0.3, grain=0.01))
    canvas.polygon([(31, 58), (98, 58), (98, 62), (31, 62)], (60, 92, 150), FLAT)
    for across in range(38, 98, 8):
        canvas.limb([(across, 23), (across, 67)], [0.4], (190, 192, 196), FLAT)
    cab = [(3, 74), (3, 52), (6, 38), (12, 30), (27, 29), (28, 50), (28, 74)]
    canvas.blob(cab, (188, 36, 34), Style(volume=0.6, grain=0.01))
    canvas.polygon([(5.4, 50), (9, 38), (12, 38), (12, 50)], _GLASS)
    canvas.polygon([(14, 50), (14, 38), (23, 38), (23, 50)], _GLASS, Style(0.2, 0))
    canvas.limb([(2.6, 74), (16, 74)], [3.4], (196, 198, 202), METAL)
    canvas.ellipse((4.4, 64), (1.6, 2.4), (250, 240, 200), FLAT)
    for across in (13, 33, 76, 89):
        _wheel(canvas, (across, 76.5), 6.4)
    return canvas


def delivery_truck() -> Canvas:
    """Box truck with a yellow cab, seen from its front left."""
    random = np.random.default_rng(92)
    canvas = Canvas(road(_SIZE, random, horizon=0.45, behind=(104, 110, 116)), 92)
    canvas.ellipse((52, 87), (44, 4.5), (30, 30, 32), SHADOW)
    for centre, radius in (((88, 74), 6.5), ((60, 82), 8), ((16, 83), 6)):
        _wheel(canvas, centre, radius)
    canvas.polygon([(56, 10), (97, 22), (97, 70), (56, 78)], (196, 200, 204), METAL)  # side of the box
    canvas.polygon([(10, 12), (56, 10), (56, 40), (10, 42)], (232, 234, 236), METAL)  # its front
    yellow: Colour = (222, 164, 36)
    canvas.polygon([(50, 42), (57, 34), (68, 36), (70, 76), (50, 82)], (186, 132, 26), METAL)
    canvas.polygon([(54, 52), (57, 38), (65, 39.5), (66, 53)], _GLASS)
    cab = [(7, 58), (10, 34), (16, 32), (44, 31.5), (52, 34), (54, 58), (53, 82), (30, 84), (8, 83)]
    canvas.blob(cab, yellow, Style(volume=0.5, grain=0.01))
    canvas.polygon([(11, 54), (14, 36), (48, 35.5), (50, 54)], (48, 60, 76), Style(0.3, 0))
    canvas.polygon([(24, 38), (33, 38), (27, 53), (18, 53)], (150, 170, 190), Style(0, 0, 0.8, 0.3))
    canvas.polygon([(18, 63), (44, 63), (43, 72), (19, 72)], (40, 40, 44), METAL)
    for across in (12, 49):
        canvas.ellipse((across, 68), (3.6, 3.4), (246, 244, 232), Style(0.6, 0))
    canvas.limb([(8, 80), (53, 80)], [4.4], (54, 54, 58), METAL)
    return canvas


def _wheel(canvas: Canvas, centre: Point, radius: float) -> None:
    canvas.ellipse(centre, (radius, radius), _TYRE, ROUND)
    canvas.ellipse(centre, (radius * 0.58, radius * 0.58), _RIM, METAL)
    canvas.ellipse(centre, (radius * 0.2, radius * 0.2), (80, 82, 88), FLAT)
