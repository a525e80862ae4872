"""Deer and horses, drawn with the painter of `canvas`."""

from collections.abc import Sequence
from typing import Final

import numpy as np

from cifar_demo.image.backgrounds import grass
from cifar_demo.image.canvas import FLAT, FUR, ROUND, SHADOW, SIDE, Canvas, Colour, Point, Style

_SIZE: Final = (SIDE, SIDE)
_BLACK: Final[Colour] = (24, 20, 18)
_PATCH: Final = Style(volume=0.1, grain=0.04, softness=1.2, opacity=0.85)


def stag() -> Canvas:
    """Brown stag with antlers in a meadow before a wood, from the side."""
    random = np.random.default_rng(51)
    canvas = Canvas(grass(_SIZE, random, horizon=0.45, behind=(60, 72, 44), far=(140, 142, 78), near=(98, 104, 48)), 51)
    coat: Colour = (142, 98, 58)
    shade: Colour = (104, 70, 42)
    canvas.ellipse((46, 93), (34, 3), (40, 44, 20), SHADOW)
    _leg(canvas, [(28, 62), (30, 72), (26, 80), (27, 93)], 9, shade)
    _leg(canvas, [(62, 64), (62, 78), (61, 93)], 7, shade)
    canvas.blob([(14, 58), (22, 47), (42, 48), (60, 46), (70, 52), (68, 64), (54, 70), (34, 68), (18, 68)], coat, FUR)
    canvas.blob([(12, 56), (17, 51), (18, 60), (14, 66)], (226, 210, 184), _PATCH)  # rump
    canvas.limb([(63, 56), (72, 42), (76, 30)], [22, 14, 11], coat, FUR)
    _leg(canvas, [(22, 62), (21, 73), (16, 80), (18, 94)], 11, coat)
    _leg(canvas, [(66, 64), (67, 78), (66, 94)], 8, coat)
    canvas.limb([(34, 68), (54, 69)], [2, 2], (206, 184, 150), _PATCH)
    canvas.blob([(70, 28), (74, 22), (82, 21), (92, 29), (95, 33), (92, 36), (82, 35), (74, 35)], coat, FUR)
    canvas.blob([(71, 25), (60, 20), (62, 26), (70, 29)], shade, FUR)  # ear
    for points in (
        [(75, 23), (68, 14), (68, 4)],
        [(70, 17), (60, 12), (56, 5)],
        [(68, 10), (62, 2)],
        [(79, 22), (82, 12), (90, 4)],
        [(81, 15), (92, 13), (96, 8)],
        [(83, 11), (82, 2)],
    ):
        canvas.limb(points, [2.2, 1.8, 1], (176, 150, 112), ROUND)
    canvas.ellipse((93.5, 32), (1.8, 1.6), _BLACK)
    canvas.ellipse((81.5, 26.6), (1.6, 1.4), _BLACK)
    return canvas


def fawn() -> Canvas:
    """Young spotted deer with large ears, looking at the viewer."""
    random = np.random.default_rng(52)
    canvas = Canvas(grass(_SIZE, random, horizon=0.3, behind=(70, 92, 54)), 52)
    coat: Colour = (168, 112, 66)
    shade: Colour = (124, 80, 46)
    canvas.ellipse((54, 94), (34, 3), (34, 48, 20), SHADOW)
    _leg(canvas, [(80, 66), (83, 76), (80, 94)], 8, shade)
    _leg(canvas, [(50, 66), (49, 80), (50, 94)], 6, shade)
    canvas.blob([(38, 58), (48, 50), (66, 50), (82, 48), (92, 58), (88, 70), (70, 74), (50, 74), (40, 70)], coat, FUR)
    _leg(canvas, [(86, 64), (90, 76), (86, 82), (88, 95)], 10, coat)
    _leg(canvas, [(43, 66), (42, 80), (42, 95)], 7, coat)
    canvas.limb([(46, 62), (38, 46), (34, 34)], [20, 14, 13], coat, FUR)
    canvas.limb([(43, 66), (34, 46)], [6, 5], (222, 200, 168), _PATCH)
    for across, down in ((56, 55), (64, 54), (72, 53), (80, 54), (60, 60), (69, 59), (78, 60), (85, 60)):
        canvas.ellipse((across, down), (1.5, 1.1), (238, 222, 192), FLAT)
    for side in (-1, 1):
        canvas.blob([(33 + side * 6, 18), (33 + side * 18, 7), (33 + side * 24, 10), (33 + side * 12, 22)], coat, FUR)
        canvas.blob([(33 + side * 9, 18), (33 + side * 18, 10), (33 + side * 20, 12)], (214, 168, 146), _PATCH)
    canvas.blob([(23, 22), (28, 13), (38, 13), (43, 22), (39, 34), (36, 43), (30, 43), (27, 34)], coat, FUR)
    canvas.blob([(28, 36), (38, 36), (36, 43), (30, 43)], (226, 206, 178), _PATCH)
    canvas.ellipse((33, 40), (3, 2), _BLACK)
    for eye in (25.6, 40.4):
        canvas.ellipse((eye, 24), (2.2, 2.4), _BLACK)
    return canvas


def brown_horse() -> Canvas:
    """Chestnut horse standing in a meadow, from the side."""
    random = np.random.default_rng(73)
    canvas = Canvas(grass(_SIZE, random, horizon=0.42, behind=None), 73)
    canvas.ellipse((48, 94), (38, 3), (34, 50, 20), SHADOW)
    _horse(canvas, coat=(130, 70, 36), shade=(90, 46, 24), mane=(44, 28, 20))
    canvas.blob([(87, 18), (90, 17), (95, 31), (92, 32)], (236, 230, 220), _PATCH)  # blaze
    return canvas


def grey_horse() -> Canvas:
    """White-grey horse before trees, facing left."""
    random = np.random.default_rng(74)
    backdrop = grass(_SIZE, random, horizon=0.5, behind=(64, 84, 52), far=(168, 152, 112), near=(140, 120, 84))
    canvas = Canvas(np.ascontiguousarray(backdrop[:, ::-1]), 74)
    canvas.ellipse((48, 94), (38, 3), (60, 50, 36), SHADOW)
    _horse(canvas, coat=(214, 210, 204), shade=(160, 156, 150), mane=(128, 122, 116))
    canvas.mirror()
    return canvas


def _horse(canvas: Canvas, *, coat: Colour, shade: Colour, mane: Colour) -> None:
    """Draw a horse standing, its head to the right."""
    canvas.limb([(10, 46), (4, 58), (6, 78)], [6, 8, 3], mane, FUR)  # tail
    _leg(canvas, [(24, 62), (27, 72), (23, 80), (25, 94)], 11, shade)
    _leg(canvas, [(60, 62), (61, 77), (60, 94)], 8, shade)
    body = [(8, 50), (16, 39), (32, 40), (46, 43), (60, 38), (70, 44), (70, 58), (58, 66), (40, 67), (24, 65), (11, 62)]
    canvas.blob(body, coat, FUR)
    canvas.limb([(64, 50), (74, 36), (82, 20)], [27, 19, 13], coat, FUR)
    _leg(canvas, [(17, 56), (18, 71), (12, 80), (15, 95)], 15, coat)
    _leg(canvas, [(66, 58), (68, 76), (66, 95)], 10, coat)
    canvas.limb([(58, 38), (66, 28), (74, 15), (81, 11)], [4, 7, 7, 4], mane, FUR)
    canvas.blob([(75, 20), (80, 11), (87, 12), (94, 26), (98, 35), (94, 40), (88, 36), (82, 30), (77, 27)], coat, FUR)
    canvas.polygon([(78, 13), (80, 4), (84, 12)], coat, FUR)
    canvas.blob([(92, 33), (97, 33), (98, 38), (93, 40)], shade, _PATCH)
    canvas.ellipse((85, 19), (1.6, 1.5), _BLACK)
    canvas.ellipse((96, 36), (0.9, 0.9), _BLACK, FLAT)


def _leg(canvas: Canvas, points: Sequence[Point], width: float, colour: Colour) -> None:
    canvas.limb(points, [width, width * 0.62, width * 0.45, width * 0.42], colour, FUR)
    foot, hoof = points[-1], min(width * 0.45, 4.4)
    canvas.limb([(foot[0], foot[1] - 1), (foot[0] + 0.6, foot[1] + 0.5)], [hoof, hoof * 1.2], _BLACK, FLAT)
