"""What pictures that went wrong cost, and what refusing doubtful answers gains."""

from collections.abc import Mapping
from typing import Any, Final

import plotly.graph_objects as go

from cifar_demo.figures.theme import ACCENT, GRID, layout
from cifar_demo.results import AnsweredShare, CorruptionFigures

STRENGTHS: Final = ("mild", "middling", "strong")
_ROW_HEIGHT: Final = 36
_HEIGHT: Final = 420
# Transparent over the page's own colour: the page's text stays readable on it, light or dark.
_LOSS: Final = [[0, "rgba(213,94,0,0)"], [1, "rgba(213,94,0,0.72)"]]


def corruption_chart(figures: CorruptionFigures, titles: Mapping[str, str]) -> go.Figure:
    """Draw accuracy under each corruption and strength; the deeper the orange, the more of it is lost.

    Parameters
    ----------
    figures : CorruptionFigures
    titles : mapping of str to str
        Name of a corruption -> what people call it.
    """
    rows = figures.by_corruption
    lost = [[max(0.0, figures.clean_accuracy - share) for share in row.accuracy] for row in rows]
    cells = go.Heatmap(
        x=list(STRENGTHS),
        y=[titles[row.name] for row in rows],
        z=lost,
        zmin=0,
        zmax=max(0.01, *(max(row) for row in lost)),
        text=[[f"{share:.1%}" for share in row.accuracy] for row in rows],
        texttemplate="%{text}",
        customdata=[[f"{value:g}" for value in row.values] for row in rows],
        colorscale=_LOSS,
        showscale=False,
        xgap=2,
        ygap=2,
        hovertemplate="%{y}, %{x} (%{customdata}): %{text} right<extra></extra>",
    )
    xaxis = {"side": "top", "showgrid": False, "title": {"text": "strength"}}
    yaxis = {"autorange": "reversed", "showgrid": False, "ticksuffix": "  "}
    return go.Figure(cells, layout(height=_ROW_HEIGHT * len(rows) + 70, xaxis=xaxis, yaxis=yaxis))


def refusal_curve(shares: tuple[AnsweredShare, ...]) -> go.Figure:
    """Draw how many answers are right when only those above a confidence are given, against how many are given.

    Parameters
    ----------
    shares : tuple of AnsweredShare
    """
    filled = [part for part in shares if part.share > 0]
    curve = go.Scatter(
        x=[part.share for part in filled],
        y=[part.accuracy for part in filled],
        text=[f"{part.confidence:.0%}" if part.confidence else "all" for part in filled],
        textposition="bottom left",
        mode="lines+markers+text",
        line={"color": ACCENT, "width": 3},
        marker={"size": 9},
        cliponaxis=False,
        hovertemplate="sure by %{text}: answers %{x:.1%}, %{y:.2%} of them right<extra></extra>",
    )
    share: dict[str, Any] = {"tickformat": ".0%", "gridcolor": GRID}
    xaxis = share | {"title": {"text": "pictures answered"}, "range": [min(part.share for part in filled) - 0.08, 1.02]}
    yaxis = share | {"title": {"text": "of those, right"}}
    return go.Figure(curve, layout(height=_HEIGHT, xaxis=xaxis, yaxis=yaxis))
