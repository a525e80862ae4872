"""How far to trust a heatmap, and which network changed its mind, as charts."""

from dataclasses import dataclass
from typing import Final

import plotly.graph_objects as go

from cifar_demo.figures.bars import as_percent
from cifar_demo.figures.theme import ACCENT, MUTED, layout
from cifar_demo.results import FaithfulnessCurves, FloatArray, WeightsCheck

CHANGED: Final = "#d55e00"
_CURVE_HEIGHT: Final = 300
_BAR_HEIGHT: Final = 46
_ROOM_FOR_WORDS: Final = 190  # Pixels, to the right of the longest bar: "automobile over 99.9%".


@dataclass(frozen=True)
class NetworkMind:
    """What one network says of a spoiled picture.

    Attributes
    ----------
    title : str
        The network's.
    class_name : str
        Its answer now.
    probability : float
    has_changed : bool
        It said something else of the picture as it was.
    """

    title: str
    class_name: str
    probability: float
    has_changed: bool


def curve_chart(curves: FaithfulnessCurves, *, is_insertion: bool) -> go.Figure:
    """Draw one of the two curves (blue) beside two kinds of chance (grey): the map laid elsewhere, and random order.

    Parameters
    ----------
    curves : FaithfulnessCurves
    is_insertion : bool
        Insertion; else deletion.
    """
    by_map = curves.insertion if is_insertion else curves.deletion
    elsewhere = curves.elsewhere_insertion if is_insertion else curves.elsewhere_deletion
    random = curves.random_insertion if is_insertion else curves.random_deletion
    done = "brought back" if is_insertion else "taken away"
    lines = [
        _line(curves.shares, elsewhere, "map laid elsewhere", MUTED, "dot"),
        _line(curves.shares, random, "random order", MUTED, "dash"),
        _line(curves.shares, by_map, "brightest first", ACCENT, "solid"),
    ]
    arranged = layout(
        height=_CURVE_HEIGHT,
        xaxis={"title": {"text": f"pixels {done}"}, "tickformat": ".0%", "range": [0, 1]},
        yaxis={"title": {"text": "probability"}, "tickformat": ".0%", "range": [0, 1.02]},
        margin_right=24,  # For half of "100%".
    )
    legend = {"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom"}
    return go.Figure(lines, arranged | {"showlegend": True, "legend": legend, "hovermode": "x unified"})


def correlation_chart(check: WeightsCheck) -> go.Figure:
    """Draw how much a map still resembles itself as more and more weights are shuffled.

    Parameters
    ----------
    check : WeightsCheck
    """
    steps = ["as trained", *check.stages]
    lines = [
        go.Scatter(
            x=steps,
            y=[1.0, *(float(value) for value in values)],
            name=name,
            mode="lines+markers",
            line={"color": colour, "width": 3, "dash": dash},
            hovertemplate=f"{name}: %{{y:.2f}}<extra></extra>",
        )
        for name, values, colour, dash in (
            ("same order of pixels", check.rank_correlations, ACCENT, "solid"),
            ("same structure", check.similarities, MUTED, "dot"),
        )
    ]
    lowest = min(0.0, float(check.rank_correlations.min()), float(check.similarities.min()))
    arranged = layout(
        height=_CURVE_HEIGHT,
        xaxis={"title": {"text": "shuffled down to here"}},
        yaxis={"title": {"text": "likeness, 1 is equal"}, "range": [lowest - 0.05, 1.05]},
    )
    legend = {"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom"}
    return go.Figure(lines, arranged | {"showlegend": True, "legend": legend})


def mind_bars(minds: list[NetworkMind]) -> go.Figure:
    """Draw each network's answer as a bar of its sureness: blue as before, orange where it changed its mind.

    Parameters
    ----------
    minds : list of NetworkMind
        From top to bottom.
    """
    bars = go.Bar(
        y=[mind.title for mind in minds],
        x=[mind.probability for mind in minds],
        orientation="h",
        marker_color=[CHANGED if mind.has_changed else ACCENT for mind in minds],
        text=[f"{mind.class_name} {as_percent(mind.probability)}" for mind in minds],
        textposition="outside",
        textfont={"size": 16},
        cliponaxis=False,
        hovertemplate="%{y}: %{text}<extra></extra>",
    )
    return go.Figure(
        bars,
        layout(
            height=_BAR_HEIGHT * len(minds) + 20,
            xaxis={"range": [0, 1], "visible": False},
            yaxis={"autorange": "reversed", "ticksuffix": "  ", "showgrid": False, "tickfont": {"size": 16}},
            margin_right=_ROOM_FOR_WORDS,
        ),
    )


def _line(shares: FloatArray, curve: FloatArray, name: str, colour: str, dash: str) -> go.Scatter:
    return go.Scatter(
        x=[float(share) for share in shares],
        y=[float(value) for value in curve],
        name=name,
        mode="lines",
        line={"color": colour, "width": 3, "dash": dash},
        hovertemplate=f"{name}: %{{y:.1%}}<extra></extra>",
    )
