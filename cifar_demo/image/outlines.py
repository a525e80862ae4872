"""Outlines to go on drawing on: a few closed lines for each class, so that its parts can be filled with colour."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final, Literal

import numpy as np
import numpy.typing as npt

from cifar_demo.image.backgrounds import BackgroundKind
from cifar_demo.image.canvas import Point, closed_curve, open_curve

Line = npt.NDArray[np.float64]  # (M, 2)
Kind = Literal["curve", "polygon", "open"]


@dataclass(frozen=True)
class Stretch:
    """One line of an outline, in a square from 0 to 100, across and down.

    Attributes
    ----------
    kind : str
        "curve" is smooth and closed, "polygon" has straight sides and is closed, "open" is smooth and has two ends.
    points : sequence of (float, float)
        That it goes through.
    """

    kind: Kind
    points: Sequence[Point]

    def trace(self) -> Line:
        """Give the points of a line as fine as it is drawn: (M, 2)."""
        if self.kind == "polygon":
            return np.array([*self.points, self.points[0]], np.float64)
        if self.kind == "open":
            return open_curve(self.points)
        ring = closed_curve(self.points)
        return np.concatenate([ring, ring[:1]])


@dataclass(frozen=True)
class Outline:
    """A drawing to begin with.

    Attributes
    ----------
    class_name : str
        What it is meant to be, of `constants.CLASS_NAMES`.
    title : str
        With its article: "a car".
    background : str
        That suits it.
    stretches : tuple of Stretch
        Drawn in this order.
    """

    class_name: str
    title: str
    background: BackgroundKind
    stretches: tuple[Stretch, ...]

    def lines(self) -> tuple[Line, ...]:
        """Give all lines, (M, 2) each, 0 to 100 across and down."""
        return tuple(stretch.trace() for stretch in self.stretches)


_curve = partial(Stretch, "curve")
_polygon = partial(Stretch, "polygon")
_open = partial(Stretch, "open")


def _wheel(across: float, down: float, radius: float) -> Stretch:
    angle = np.linspace(0, 2 * np.pi, 12, endpoint=False)
    return _curve([(across + radius * np.cos(turn), down + radius * np.sin(turn)) for turn in angle.tolist()])


# Each closed line hides what lies behind it, so parts in front come last.
_CAR: Final = (
    _curve(
        [(8, 66), (9, 54), (22, 50), (34, 36), (60, 35), (74, 49), (90, 53), (93, 66), (80, 69), (50, 69), (20, 69)]
    ),
    _polygon([(31, 49), (38, 40), (48, 40), (48, 49)]),
    _polygon([(53, 40), (60, 40), (68, 49), (53, 49)]),
    _wheel(28, 69, 9),
    _wheel(73, 69, 9),
    _wheel(28, 69, 4),
    _wheel(73, 69, 4),
)
_TRUCK: Final = (
    _polygon([(64, 42), (82, 42), (92, 54), (94, 70), (60, 70)]),
    _polygon([(6, 28), (62, 28), (62, 70), (6, 70)]),
    _polygon([(71, 46), (81, 46), (87, 55), (71, 55)]),
    _wheel(20, 71, 8),
    _wheel(40, 71, 8),
    _wheel(80, 71, 8),
)
_SHIP: Final = (
    _polygon([(46, 40), (48, 22), (57, 22), (57, 40)]),
    _polygon([(34, 50), (34, 36), (62, 36), (62, 50)]),
    _polygon([(24, 64), (24, 46), (72, 46), (72, 64)]),
    _polygon([(30, 50), (38, 50), (38, 55), (30, 55)]),
    _polygon([(44, 50), (52, 50), (52, 55), (44, 55)]),
    _polygon([(58, 50), (66, 50), (66, 55), (58, 55)]),
    _polygon([(6, 60), (94, 58), (86, 76), (16, 76)]),
)
_AIRPLANE: Final = (
    _polygon([(42, 47), (54, 47), (64, 28), (57, 28)]),
    _polygon([(74, 48), (86, 24), (94, 24), (91, 48)]),
    _curve([(5, 52), (14, 45), (34, 43), (70, 43), (90, 45), (94, 49), (84, 54), (60, 58), (24, 58), (9, 57)]),
    _polygon([(40, 53), (56, 53), (76, 78), (66, 78)]),
    _polygon([(10, 48), (17, 46), (18, 50), (11, 51)]),
)
_BIRD: Final = (
    _polygon([(20, 33), (5, 38), (20, 41)]),
    _polygon([(66, 52), (95, 60), (93, 68), (66, 65)]),
    _open([(44, 68), (43, 78), (42, 86), (34, 88)]),
    _open([(54, 67), (54, 78), (53, 86), (45, 88)]),
    _curve(
        [(16, 36), (22, 26), (33, 26), (40, 36), (52, 40), (68, 50), (76, 60), (62, 68), (42, 70), (26, 62), (20, 48)]
    ),
    _curve([(40, 46), (54, 46), (68, 54), (74, 61), (60, 62), (46, 58)]),
    _wheel(26, 33, 2),
)
_CAT: Final = (
    _curve([(70, 88), (86, 84), (88, 70), (94, 70), (94, 84), (86, 93), (70, 95)]),
    _curve([(36, 50), (50, 50), (64, 50), (73, 70), (75, 90), (62, 95), (38, 95), (25, 90), (27, 70)]),
    _polygon([(27, 38), (25, 8), (48, 24)]),
    _polygon([(52, 24), (75, 8), (73, 38)]),
    _curve([(27, 30), (34, 22), (50, 19), (66, 22), (73, 30), (75, 42), (66, 52), (50, 56), (34, 52), (25, 42)]),
    _curve([(36, 34), (41, 31), (46, 35), (41, 39)]),
    _curve([(54, 35), (59, 31), (64, 34), (59, 39)]),
    _polygon([(47, 42), (53, 42), (50, 46)]),
    _open([(42, 49), (46, 51), (50, 46), (54, 51), (58, 49)]),
)
_DOG: Final = (
    _curve([(38, 50), (50, 50), (62, 50), (72, 70), (74, 92), (62, 95), (38, 95), (26, 92), (28, 70)]),
    _curve([(30, 26), (38, 16), (50, 14), (62, 16), (70, 26), (69, 42), (62, 54), (50, 58), (38, 54), (31, 42)]),
    _curve([(32, 20), (22, 22), (17, 38), (20, 52), (28, 48), (31, 34)]),
    _curve([(68, 20), (78, 22), (83, 38), (80, 52), (72, 48), (69, 34)]),
    _curve([(40, 42), (50, 37), (60, 42), (60, 50), (50, 54), (40, 50)]),
    _curve([(45, 41), (50, 39), (55, 41), (50, 46)]),
    _wheel(41, 30, 2.6),
    _wheel(59, 30, 2.6),
)
_FROG: Final = (
    _curve([(26, 60), (10, 64), (6, 78), (14, 86), (30, 86), (36, 74)]),
    _curve([(74, 60), (90, 64), (94, 78), (86, 86), (70, 86), (64, 74)]),
    _curve([(20, 50), (26, 40), (50, 36), (74, 40), (80, 50), (78, 66), (64, 78), (36, 78), (22, 66)]),
    _wheel(33, 36, 9),
    _wheel(67, 36, 9),
    _wheel(33, 36, 3),
    _wheel(67, 36, 3),
    _open([(30, 54), (40, 60), (50, 61), (60, 60), (70, 54)]),
)
_HORSE: Final = (
    _curve([(78, 44), (88, 46), (95, 62), (93, 76), (89, 64), (82, 56)]),
    _polygon([(45, 58), (52, 58), (50, 90), (45, 90)]),
    _polygon([(66, 58), (74, 58), (75, 90), (70, 90)]),
    _polygon([(34, 56), (43, 58), (41, 92), (35, 92)]),
    _polygon([(75, 57), (83, 55), (85, 92), (79, 92)]),
    _polygon([(23, 18), (26, 7), (31, 18)]),
    _curve(
        [(16, 20), (24, 14), (33, 19), (40, 34), (52, 41), (72, 39), (82, 46), (83, 60), (74, 65), (50, 65), (36, 64)]
        + [(29, 52), (27, 38), (21, 33), (9, 36), (6, 30)]
    ),
    _curve([(29, 14), (38, 20), (48, 38), (42, 40), (35, 30)]),
    _wheel(19, 23, 1.6),
)
_DEER: Final = (
    _open([(27, 26), (22, 14), (14, 10)]),
    _open([(24, 17), (25, 10), (23, 4)]),
    _open([(30, 26), (34, 14), (42, 9)]),
    _open([(33, 17), (33, 10), (36, 4)]),
    _curve([(32, 29), (40, 23), (43, 27), (35, 34)]),
    _polygon([(79, 54), (88, 48), (85, 60)]),
    _polygon([(45, 60), (50, 60), (49, 92), (45, 92)]),
    _polygon([(66, 60), (71, 60), (72, 92), (68, 92)]),
    _polygon([(35, 58), (41, 60), (39, 94), (35, 94)]),
    _polygon([(74, 60), (81, 56), (82, 94), (78, 94)]),
    _curve(
        [(20, 28), (27, 24), (33, 30), (37, 44), (50, 49), (72, 47), (82, 53), (81, 63), (70, 67), (48, 67), (36, 65)]
        + [(30, 54), (28, 42), (22, 39), (12, 41), (10, 36)]
    ),
    _wheel(22, 31, 1.6),
)

OUTLINES: Final = (
    Outline("automobile", "a car", "road", _CAR),
    Outline("ship", "a ship", "sea", _SHIP),
    Outline("bird", "a bird", "sky", _BIRD),
    Outline("cat", "a cat", "plain", _CAT),
    Outline("horse", "a horse", "grass", _HORSE),
    Outline("airplane", "an airplane", "sky", _AIRPLANE),
    Outline("truck", "a truck", "road", _TRUCK),
    Outline("dog", "a dog", "plain", _DOG),
    Outline("deer", "a deer", "grass", _DEER),
    Outline("frog", "a frog", "grass", _FROG),
)
