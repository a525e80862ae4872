"""Where the names beside marks go, so that they write over neither each other nor the marks."""

from collections.abc import Sequence
from typing import Final

Points = Sequence[tuple[float, float]]
Box = tuple[float, float, float, float]  # Left, top, right, bottom, in pixels; y grows downwards.

_RADIUS: Final = 8.0  # Of a mark.
_GAP: Final = 3.0
_ROUNDS: Final = 3
# In order of liking: where all are free, names stand above.
_PLACES: Final = (
    "top center",
    "bottom center",
    "middle right",
    "middle left",
    "bottom right",
    "top left",
    "bottom left",
    "top right",
)
_OUTSIDE: Final = 4.0  # Times as bad as to write over something.


def label_places(marks: Points, sizes: Points, frame: tuple[float, float]) -> list[str]:
    """Choose a place for each name: the best of several tries, which begin with all names in the same place.

    Parameters
    ----------
    marks : sequence of (x, y)
        In pixels of the frame, y downwards.
    sizes : sequence of (width, height)
        Of each name, pixels.
    frame : (width, height)
        Of the plot, pixels.

    Returns
    -------
    list of str
        As Plotly's `textposition` names them, in the order of the marks.
    """
    tries = [_settle([place] * len(marks), marks, sizes, frame) for place in _PLACES]
    return min(tries, key=lambda places: _total(places, marks, sizes, frame))


def overlap(one: Box, other: Box) -> float:
    """Area that two boxes share, in square pixels."""
    width = min(one[2], other[2]) - max(one[0], other[0])
    height = min(one[3], other[3]) - max(one[1], other[1])
    return max(0.0, width) * max(0.0, height)


def _settle(start: Sequence[str], marks: Points, sizes: Points, frame: tuple[float, float]) -> list[str]:
    """Move each name to the place that is best for it, the most crowded mark first, and go round again."""
    places = list(start)
    for _ in range(_ROUNDS):
        for index in sorted(range(len(marks)), key=lambda one: _nearest(marks, one)):
            boxes = {place: _box(marks[index], sizes[index], place) for place in _PLACES}
            taken = _others(index, places, marks, sizes)
            places[index] = min(_PLACES, key=lambda place: _badness(boxes[place], taken, frame))
    return places


def _total(places: Sequence[str], marks: Points, sizes: Points, frame: tuple[float, float]) -> float:
    """Badness of all names together."""
    return sum(
        _badness(_box(marks[index], sizes[index], place), _others(index, places, marks, sizes), frame)
        for index, place in enumerate(places)
    )


def _others(index: int, places: Sequence[str], marks: Points, sizes: Points) -> list[Box]:
    """Boxes of all other marks and of their names."""
    others = [other for other in range(len(marks)) if other != index]
    discs = [(x - _RADIUS, y - _RADIUS, x + _RADIUS, y + _RADIUS) for x, y in (marks[other] for other in others)]
    return discs + [_box(marks[other], sizes[other], places[other]) for other in others]


def _box(mark: tuple[float, float], size: tuple[float, float], place: str) -> Box:
    (x, y), (width, height) = mark, size
    down, across = place.split()
    off = _RADIUS + _GAP if down == "middle" else 0.0  # Corners stand beside the mark's middle, as Plotly draws them.
    left = {"left": x - off - width, "center": x - width / 2, "right": x + off}[across]
    top = {"top": y - _RADIUS - _GAP - height, "middle": y - height / 2, "bottom": y + _RADIUS + _GAP}[down]
    return left, top, left + width, top + height


def _badness(box: Box, taken: Sequence[Box], frame: tuple[float, float]) -> float:
    outside = (box[2] - box[0]) * (box[3] - box[1]) - overlap(box, (0.0, 0.0, *frame))
    return _OUTSIDE * outside + sum(overlap(box, other) for other in taken)


def _nearest(marks: Points, index: int) -> float:
    x, y = marks[index]
    return min(((x - u) ** 2 + (y - v) ** 2 for i, (u, v) in enumerate(marks) if i != index), default=0.0)
