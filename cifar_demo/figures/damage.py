"""What switching part of a network off does to its answer, as bars."""

from typing import Final

import numpy as np
import plotly.graph_objects as go

from cifar_demo.constants import CLASS_NAMES
from cifar_demo.figures.bars import as_percent
from cifar_demo.figures.theme import ACCENT, MUTED, layout
from cifar_demo.results import ChannelRanking, FloatArray

MAX_RANKED: Final = 12
_PAIR_HEIGHT: Final = 46
_BAR_HEIGHT: Final = 30
_ROOM_FOR_NUMBERS: Final = 92  # Pixels, to the right of the longest bar.


def before_after_bars(before: FloatArray, after: FloatArray, names: tuple[str, str]) -> go.Figure:
    """Draw the probabilities before (grey) and after a change (blue), the likeliest class on top.

    Parameters
    ----------
    before, after : (10,) float32
        In the order of `constants.CLASS_NAMES`.
    names : (str, str)
        What they are called under the pointer.
    """
    order = np.argsort(-before, kind="stable")
    classes = [CLASS_NAMES[index] for index in order]
    bars = [
        _bars(names[1], classes, after[order], ACCENT),
        _bars(names[0], classes, before[order], MUTED),
    ]
    height = _PAIR_HEIGHT * len(classes) + 20
    xaxis = {"range": [0, 1], "visible": False}
    yaxis = {"autorange": "reversed", "ticksuffix": "  ", "showgrid": False}
    arranged = layout(height=height, xaxis=xaxis, yaxis=yaxis, margin_right=_ROOM_FOR_NUMBERS)
    # Plotly draws the groups of a reversed axis in the order given: the new answer above the old one.
    return go.Figure(bars, arranged | {"barmode": "group", "bargap": 0.25, "bargroupgap": 0})


def ranking_bars(ranking: ChannelRanking, what: str) -> go.Figure:
    """Draw what each of the most needed channels carries of a class's score, the most needed on top.

    Parameters
    ----------
    ranking : ChannelRanking
    what : str
        What a channel is called: "map" or "unit".
    """
    shown = ranking.order[:MAX_RANKED]
    values = [float(ranking.damage[channel]) for channel in shown]
    bars = go.Bar(
        y=[f"{what} {channel}" for channel in shown],
        x=values,
        orientation="h",
        marker_color=ACCENT,
        text=[f"{value:+.2f}".replace("-", "−") for value in values],
        textposition="outside",
        cliponaxis=False,
        hovertemplate="without %{y} the score falls by %{x:.3f}<extra></extra>",
    )
    low, high = min(0.0, *values), max(0.0, *values)
    xaxis = {"range": [low - 0.15 * (high - low), high], "visible": False}
    yaxis = {"autorange": "reversed", "ticksuffix": "  ", "showgrid": False}
    height = _BAR_HEIGHT * len(shown) + 20
    return go.Figure(bars, layout(height=height, xaxis=xaxis, yaxis=yaxis, margin_right=_ROOM_FOR_NUMBERS))


def _bars(name: str, classes: list[str], probs: FloatArray, colour: str) -> go.Bar:
    return go.Bar(
        name=name,
        y=classes,
        x=[float(probability) for probability in probs],
        orientation="h",
        marker_color=colour,
        text=[as_percent(float(probability)) for probability in probs],
        textposition="outside",
        textfont={"size": 13},
        cliponaxis=False,
        hovertemplate=f"{name}: %{{x:.2%}} %{{y}}<extra></extra>",
    )
