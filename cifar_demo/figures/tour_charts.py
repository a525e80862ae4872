"""Charts of the guided tour: what speaks for a class, how scores become percentages."""

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import plotly.graph_objects as go

from cifar_demo.figures.bars import as_percent, as_score
from cifar_demo.figures.theme import ACCENT, ALARM, CLEAR, MUTED, layout
from cifar_demo.results import SoftmaxArithmetic

_BAR: Final = 36
_PANELS: Final = ((0.0, 0.35), (0.36, 0.67), (0.68, 1.0))  # Shares of the width that the three charts take.


def contribution_bars(names: Sequence[str], values: Sequence[float], total: float) -> go.Figure:
    """Add up what speaks for and against a class, one bar behind the other, to its score.

    Parameters
    ----------
    names : sequence of str
    values : sequence of float
        Summands, in order.
    total : float
    """
    bars = go.Waterfall(
        y=[*names, "score"],
        x=[*(float(value) for value in values), float(total)],
        measure=["relative"] * len(values) + ["total"],
        orientation="h",
        text=[_signed(value) for value in values] + [f"{total:.2f}".replace("-", "−")],
        textposition="outside",
        textfont={"size": 15},
        cliponaxis=False,
        increasing={"marker": {"color": ACCENT}},
        decreasing={"marker": {"color": ALARM}},
        totals={"marker": {"color": MUTED}},
        connector={"line": {"color": MUTED, "width": 1}},
        hovertemplate="%{y}: %{delta:.3f}<extra></extra>",
    )
    reached = np.cumsum([0.0, *values])
    span = float(reached.max() - reached.min()) or 1.0
    xaxis = {"range": [float(reached.min()) - 0.14 * span, float(reached.max()) + 0.14 * span], "zeroline": True}
    yaxis = {"autorange": "reversed", "ticksuffix": "  ", "showgrid": False, "tickfont": {"size": 15}}
    return go.Figure(bars, layout(height=_BAR * (len(values) + 1) + 50, xaxis=xaxis, yaxis=yaxis, margin_right=52))


def softmax_columns(softmax: SoftmaxArithmetic, names: Sequence[str]) -> go.Figure:
    """Draw scores, powers of e and percentages beside each other, the likeliest class on top.

    Parameters
    ----------
    softmax : SoftmaxArithmetic
    names : sequence of str
        Of the classes, in its order.
    """
    order = np.argsort(-softmax.scaled, kind="stable")
    columns = (
        (f"score ÷ {softmax.temperature:.2f}", softmax.scaled, as_score),
        ("e to that", np.exp(softmax.scaled), _short),
        ("share", softmax.probs, as_percent),
    )
    bars, axes = [], {}
    for number, (title, values, write) in enumerate(columns, start=1):
        shown = [float(value) for value in values[order]]
        bars.append(_column(number, [names[index] for index in order], shown, [write(value) for value in shown]))
        axes[f"xaxis{number}"] = _panel(title, shown, _PANELS[number - 1])
    arranged = layout(height=_BAR * len(names) + 70, xaxis={}, yaxis={})
    arranged.pop("xaxis")
    arranged["yaxis"] |= {"autorange": "reversed", "ticksuffix": "  ", "showgrid": False, "tickfont": {"size": 16}}
    return go.Figure(bars, arranged | axes)


def _column(number: int, names: list[str], values: list[float], texts: list[str]) -> go.Bar:
    return go.Bar(
        y=names,
        x=values,
        xaxis=f"x{number}",
        orientation="h",
        marker_color=[ACCENT] + [MUTED] * (len(names) - 1),
        text=texts,
        textposition="outside",
        textfont={"size": 15},
        cliponaxis=False,
        hovertemplate="%{y}: %{text}<extra></extra>",
    )


def _panel(title: str, values: list[float], place: tuple[float, float]) -> dict[str, Any]:
    low, high = min(0.0, *values), max(0.0, *values)
    room = (high - low) or 1.0  # On a phone, numbers take as much width as bars.
    return {
        "domain": place,
        "anchor": "y",
        "fixedrange": True,
        "showticklabels": False,
        "showgrid": False,
        "zeroline": True,
        "zerolinecolor": CLEAR if low == 0 else MUTED,
        "range": [low - 0.45 * room * (low < 0), high + 0.7 * room],
        "title": {"text": title, "font": {"size": 15}},
        "side": "top",
    }


def _signed(value: float) -> str:
    text = f"{abs(value):.2f}"
    return text if not float(text) else f"+{text}" if value > 0 else f"−{text}"


def _short(value: float) -> str:
    """Write a number of any size in few digits: 0.004, 3.2, 1,203."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 1 else f"{value:.3f}"
