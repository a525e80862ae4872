"""Where the names beside marks go, so that they write over neither each other nor the marks."""

from collections.abc import Sequence
from typing import Final

Box = tuple[float, float, float, float]  # Left, top, right, bottom, in pixels; y grows downwards.

_RADIUS: Final = 10.0  # Of a mark.
_GAP: Final = 3.0
# In order of liking: where all are free, names stand above.
_PLACES: Final = ("top center", "bottom center", "middle right", "middle left")
_OUTSIDE: Final = 4.0  # Times as bad as to write over something.


def label_places(
    marks: Sequence[tuple[float, float]], sizes: Sequence[tuple[float, float]], frame: tuple[float, float]
) -> list[str]:
    """Choose a place for each name, the most crowded mark first.

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
    discs = [(x - _RADIUS, y - _RADIUS, x + _RADIUS, y + _RADIUS) for x, y in marks]
    chosen: dict[int, tuple[str, Box]] = {}
    for index in sorted(range(len(marks)), key=lambda one: _nearest(marks, one)):
        taken = [disc for other, disc in enumerate(discs) if other != index] + [box for _, box in chosen.values()]
        boxes = {place: _box(marks[index], sizes[index], place) for place in _PLACES}
        best = min(_PLACES, key=lambda place: _badness(boxes[place], taken, frame))
        chosen[index] = best, boxes[best]
    return [chosen[index][0] for index in range(len(marks))]


def overlap(one: Box, other: Box) -> float:
    """Area that two boxes share, in square pixels."""
    width = min(one[2], other[2]) - max(one[0], other[0])
    height = min(one[3], other[3]) - max(one[1], other[1])
    return max(0.0, width) * max(0.0, height)


def _box(mark: tuple[float, float], size: tuple[float, float], place: str) -> Box:
    (x, y), (width, height), off = mark, size, _RADIUS + _GAP
    left = {"middle left": x - off - width, "middle right": x + off}.get(place, x - width / 2)
    top = {"top center": y - off - height, "bottom center": y + off}.get(place, y - height / 2)
    return left, top, left + width, top + height


def _badness(box: Box, taken: Sequence[Box], frame: tuple[float, float]) -> float:
    outside = (box[2] - box[0]) * (box[3] - box[1]) - overlap(box, (0.0, 0.0, *frame))
    return _OUTSIDE * outside + sum(overlap(box, other) for other in taken)


def _nearest(marks: Sequence[tuple[float, float]], index: int) -> float:
    x, y = marks[index]
    return min(((x - u) ** 2 + (y - v) ** 2 for i, (u, v) in enumerate(marks) if i != index), default=0.0)
