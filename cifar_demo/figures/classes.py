"""Class by class: how many are found, how many answers hold, and what is taken for what."""

from typing import Final

import plotly.graph_objects as go

from cifar_demo.constants import CLASS_NAMES
from cifar_demo.figures.theme import ACCENT, CLEAR, MUTED, layout, legend_above
from cifar_demo.results import Evaluation

_PAIR_HEIGHT: Final = 46
_CELL_HEIGHT: Final = 44
_ROOM_FOR_NUMBERS: Final = 70  # Pixels, to the right of the longest bar.
# Transparent over the page's own colour, so that the page's text stays readable on both; errors orange, hits blue.
_WRONG_SCALE: Final = [[0, "rgba(213,94,0,0)"], [1, "rgba(213,94,0,0.72)"]]
_RIGHT_SCALE: Final = [[0, "rgba(43,127,212,0)"], [1, "rgba(43,127,212,0.55)"]]


def class_bars(evaluation: Evaluation) -> go.Figure:
    """Draw recall (blue) and precision (grey) of each class as pairs of bars.

    Parameters
    ----------
    evaluation : Evaluation
    """
    bars = [
        _bars("pictures found (recall)", evaluation.per_class, ACCENT),
        _bars("answers that were right (precision)", evaluation.precision_per_class, MUTED),
    ]
    xaxis = {"range": [0, 1], "visible": False}
    yaxis = {"autorange": "reversed", "ticksuffix": "  ", "showgrid": False}
    height = _PAIR_HEIGHT * len(CLASS_NAMES) + 50
    arranged = layout(height=height, xaxis=xaxis, yaxis=yaxis) | legend_above(margin_right=_ROOM_FOR_NUMBERS)
    return go.Figure(bars, arranged | {"barmode": "group", "bargap": 0.25, "bargroupgap": 0})


def confusion_chart(confusion: tuple[tuple[int, ...], ...], chosen: tuple[int, int] | None = None) -> go.Figure:
    """Draw the confusion matrix: rows are what pictures show, columns what was answered.

    Parameters
    ----------
    confusion : tuple of tuples of int
        Pictures by true class (outer) and answer (inner).
    chosen : (true class, answer) or None
        Cell to frame.

    Returns
    -------
    plotly.graph_objects.Figure
        Its last trace has one invisible mark a cell, to point at and to click; its `customdata` is (row, column).
    """
    places = range(len(confusion))
    right = [[confusion[row][column] if row == column else None for column in places] for row in places]
    wrong = [[confusion[row][column] if row != column else None for column in places] for row in places]
    cells = [(row, column) for row in places for column in places]
    marks = go.Scatter(
        x=[CLASS_NAMES[column] for _, column in cells],
        y=[CLASS_NAMES[row] for row, _ in cells],
        customdata=cells,
        text=[_cell_words(row, column, confusion[row][column]) for row, column in cells],
        mode="markers",
        marker={"symbol": "square", "size": 34, "opacity": 0},
        selected={"marker": {"opacity": 0}},
        unselected={"marker": {"opacity": 0}},
        hovertemplate="%{text}<extra></extra>",
    )
    names = {"type": "category", "showgrid": False, "categoryarray": CLASS_NAMES, "categoryorder": "array"}
    xaxis = names | {"side": "top", "title": {"text": "what it answered"}, "tickangle": -40}
    yaxis = names | {"autorange": "reversed", "title": {"text": "what the picture shows"}}
    arranged = layout(height=_CELL_HEIGHT * len(confusion) + 130, xaxis=xaxis, yaxis=yaxis)
    frame = {"shapes": [_frame(*chosen)]} if chosen else {}
    return go.Figure([_cells(right, _RIGHT_SCALE), _cells(wrong, _WRONG_SCALE), marks], arranged | frame)


def _bars(name: str, shares: dict[str, float], colour: str) -> go.Bar:
    return go.Bar(
        name=name,
        y=list(shares),
        x=list(shares.values()),
        orientation="h",
        marker_color=colour,
        text=[f"{share:.1%}" for share in shares.values()],
        textposition="outside",
        textfont={"size": 13},
        cliponaxis=False,
        hovertemplate=f"%{{y}}: %{{x:.1%}} {name}<extra></extra>",
    )


def _cells(counts: list[list[int | None]], scale: list[list[object]]) -> go.Heatmap:
    highest = max(count for row in counts for count in row if count is not None)
    return go.Heatmap(
        x=CLASS_NAMES,
        y=CLASS_NAMES,
        # The root, so that a few mistakes still show beside many.
        z=[[None if count is None else count**0.5 for count in row] for row in counts],
        zmin=0,
        zmax=max(highest, 1) ** 0.5,
        text=[["" if count is None else f"{count:,}" for count in row] for row in counts],
        texttemplate="%{text}",
        colorscale=scale,
        showscale=False,
        xgap=2,
        ygap=2,
        hoverinfo="skip",
    )


def _cell_words(row: int, column: int, count: int) -> str:
    if row == column:
        return f"{CLASS_NAMES[row]}: {count:,} answered rightly"
    return f"{CLASS_NAMES[row]} taken for {CLASS_NAMES[column]}: {count:,}"


def _frame(row: int, column: int) -> dict[str, object]:
    edges = {"x0": column - 0.5, "x1": column + 0.5, "y0": row - 0.5, "y1": row + 0.5}
    return {"type": "rect", **edges, "line": {"color": ACCENT, "width": 4}, "fillcolor": CLEAR}
