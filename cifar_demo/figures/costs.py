"""What accuracy costs, network by network, over the years."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import log10
from typing import Any, Final

import plotly.graph_objects as go

from cifar_demo.figures.label_places import label_places
from cifar_demo.figures.theme import ACCENT, GRID, MUTED, layout

_HEIGHT: Final = 430
# Of the plot on a phone, pixels: names that are clear of each other there are so on wider pages too.
_NARROW: Final = (265.0, 350.0)
_MARGIN, _SHORTEST = 0.4, 1.2  # Tenfold steps.
_LETTER, _LABEL_HEIGHT = 7.6, 18.0  # Pixels, of a name, half of it bold, with its year.
_STEPS: Final = {
    10_000: "10,000",
    100_000: "100,000",
    1_000_000: "1 million",
    10_000_000: "10 million",
    100_000_000: "100 million",
    1_000_000_000: "1 billion",
}


@dataclass(frozen=True)
class CostPoint:
    """One network on the chart.

    Attributes
    ----------
    network, title : str
        Name in the registry, and as people write it.
    year : int
    accuracy, low, high : float
        Share of right answers on the test pictures, and its 95 % interval.
    cost : int
        Learned numbers, or multiply-adds for one picture.
    """

    network: str
    title: str
    year: int
    accuracy: float
    low: float
    high: float
    cost: int


def cost_chart(points: Sequence[CostPoint], what: str) -> go.Figure:
    """Draw accuracy against a cost, on a scale of tenfold steps, with a line from year to year.

    Parameters
    ----------
    points : sequence of CostPoint
    what : str
        The cost in words, "learned numbers".

    Returns
    -------
    plotly.graph_objects.Figure
        Its last trace holds the marks; their `customdata` is the network's name.
    """
    by_year = sorted(points, key=lambda point: point.year)
    xaxis: dict[str, Any] = {
        "type": "log",
        "title": {"text": what},
        "gridcolor": GRID,
        "range": _decades([point.cost for point in points]),
        "tickvals": list(_STEPS),
        "ticktext": list(_STEPS.values()),
        "tickangle": 0,
        "tickfont": {"size": 12},
    }
    yaxis = {"title": {"text": "right on the test pictures"}, "tickformat": ".0%", "gridcolor": GRID}
    places = _places(by_year, xaxis["range"], _room(points)["range"])
    return go.Figure(
        [_road(by_year), _marks(by_year, what, places)],
        layout(height=_HEIGHT, xaxis=xaxis, yaxis=yaxis | _room(points), margin_right=16),
    )


def _places(points: Sequence[CostPoint], costs: Sequence[float], shares: Sequence[float]) -> list[str]:
    """Choose where names stand, given the ranges of the axes (tenfold steps, shares)."""
    width, height = _NARROW
    marks = [
        (
            width * (log10(point.cost) - costs[0]) / (costs[1] - costs[0]),
            height * (shares[1] - point.accuracy) / (shares[1] - shares[0]),
        )
        for point in points
    ]
    return label_places(
        marks, [(_LETTER * len(f"{point.title} {point.year}"), _LABEL_HEIGHT) for point in points], _NARROW
    )


def _road(points: Sequence[CostPoint]) -> go.Scatter:
    return go.Scatter(
        x=[point.cost for point in points],
        y=[point.accuracy for point in points],
        mode="lines",
        line={"color": MUTED, "width": 1.5, "dash": "dot"},
        hoverinfo="skip",
    )


def _marks(points: Sequence[CostPoint], what: str, places: Sequence[str]) -> go.Scatter:
    return go.Scatter(
        x=[point.cost for point in points],
        y=[point.accuracy for point in points],
        customdata=[point.network for point in points],
        text=[f"<b>{point.title}</b> {point.year}" for point in points],
        textposition=places,
        textfont={"size": 14},
        cliponaxis=False,
        mode="markers+text",
        marker={"size": 16, "color": ACCENT},
        # A click leads away; nothing is to fade meanwhile.
        selected={"marker": {"opacity": 1}},
        unselected={"marker": {"opacity": 1}},
        hovertext=[_said(point, what) for point in points],
        hovertemplate="%{hovertext}<extra></extra>",
    )


def _said(point: CostPoint, what: str) -> str:
    interval = f"{point.low:.1%} to {point.high:.1%}"
    return f"{point.title}: {point.accuracy:.2%} right ({interval})<br>{point.cost:,} {what}"


def _decades(costs: Sequence[int]) -> list[float]:
    """Range of a logarithmic axis with room for names, most on the right, where marks crowd; it holds a tick."""
    low, high = log10(min(costs)) - _MARGIN, log10(max(costs)) + 3.4 * _MARGIN
    missing = max(0.0, _SHORTEST - (high - low)) / 2
    return [low - missing, high + missing]


def _room(points: Sequence[CostPoint]) -> dict[str, Any]:
    low, high = min(point.low for point in points), max(point.high for point in points)
    margin = max(0.25 * (high - low), 0.02)
    return {"range": [max(0.0, low - margin), high + margin]}
