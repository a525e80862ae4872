"""Bar charts: how much a network believes in each class, and what single units answer."""

from typing import Final

import plotly.graph_objects as go

from cifar_demo.constants import CLASS_NAMES
from cifar_demo.figures.theme import ACCENT, MUTED, Axis, layout
from cifar_demo.results import FloatArray, Prediction

_BAR_HEIGHT: Final = 38
_NAMES: Final[Axis] = {"autorange": "reversed", "ticksuffix": "  ", "showgrid": False, "tickfont": {"size": 17}}
_ROOM_FOR_NUMBERS: Final = 92  # Pixels, to the right of the longest bar: "over 99.9%".


def probability_bars(prediction: Prediction, k: int) -> go.Figure:
    """Draw the `k` most probable classes as horizontal bars, best on top.

    Parameters
    ----------
    prediction : Prediction
        With `k` classes or more in its `top_k`.
    k : int
        Bars to draw.
    """
    shown = prediction.top_k[:k]
    probs = [scored.probability for scored in shown]
    bars = go.Bar(
        y=[scored.class_name for scored in shown],
        x=probs,
        orientation="h",
        marker_color=[ACCENT] + [MUTED] * (len(shown) - 1),
        text=[as_percent(probability) for probability in probs],
        textposition="outside",
        textfont={"size": 16},
        cliponaxis=False,
        hovertemplate="%{y}: %{x:.2%}<extra></extra>",
    )
    height = _BAR_HEIGHT * len(shown) + 20
    xaxis = {"range": [0, 1], "visible": False}
    return go.Figure(bars, layout(height=height, xaxis=xaxis, yaxis=_NAMES, margin_right=_ROOM_FOR_NUMBERS))


def unit_bars(activation: FloatArray) -> go.Figure:
    """Draw one bar a unit, above or below zero.

    Parameters
    ----------
    activation : (units,) float32
    """
    values = [float(value) for value in activation]
    bars = go.Bar(
        x=list(range(len(values))), y=values, marker_color=ACCENT, hovertemplate="unit %{x}: %{y:.3f}<extra></extra>"
    )
    xaxis = {"title": {"text": "unit"}, "showgrid": False}
    return go.Figure(bars, layout(height=300, xaxis=xaxis, yaxis={"title": {"text": "activation"}}))


def logit_bars(logits: FloatArray) -> go.Figure:
    """Draw the raw score of each class, in the order of `constants.CLASS_NAMES`.

    Parameters
    ----------
    logits : (10,) float32
    """
    values = [float(value) for value in logits]
    best = max(values)
    bars = go.Bar(
        x=values,
        y=list(CLASS_NAMES),
        orientation="h",
        marker_color=[ACCENT if value == best else MUTED for value in values],
        text=[as_score(value) for value in values],
        textposition="outside",
        cliponaxis=False,
        hovertemplate="%{y}: %{x:.3f}<extra></extra>",
    )
    xaxis = {"title": {"text": "raw score (logit)"}, "range": _range_with_room(values)}
    return go.Figure(bars, layout(height=_BAR_HEIGHT * len(values) + 40, xaxis=xaxis, yaxis=_NAMES))


def as_percent(probability: float) -> str:
    """Write a probability for people: never a rounded 0 % or 100 % that is neither.

    Parameters
    ----------
    probability : float
        In [0, 1].
    """
    percent = probability * 100
    if 0 < percent < 0.1:
        return "under 0.1%"
    if 99.9 < percent < 100:
        return "over 99.9%"
    return f"{percent:.1f}%"


def as_score(value: float) -> str:
    """Write a raw score with a real minus sign, and never as a negative nothing.

    Parameters
    ----------
    value : float
    """
    text = f"{abs(value):.1f}"
    return f"−{text}" if value < 0 and float(text) else text


def _range_with_room(values: list[float]) -> list[float]:
    room = 0.15 * (max(values) - min(values)) or 1.0
    return [min(0.0, *values) - room, max(0.0, *values) + room]
