"""How honest a network is about its own confidence (Guo et al., arXiv:1706.04599)."""

from typing import Any, Final

import plotly.graph_objects as go

from cifar_demo.figures.theme import ACCENT, ALARM, GRID, MUTED, layout, legend_above
from cifar_demo.results import ReliabilityBin

_HEIGHT: Final = 420
_SMALLEST, _LARGEST = 6, 26  # Diameters of marks, pixels.
# Of fewer pictures a share says nothing, and draws the eye all the same.
FEWEST: Final = 10


def reliability_diagram(
    calibrated: tuple[ReliabilityBin, ...], as_trained: tuple[ReliabilityBin, ...] = ()
) -> go.Figure:
    """Draw how many answers were right against how sure they were.

    Parameters
    ----------
    calibrated : tuple of ReliabilityBin
        At the card's temperature; blue. Bins of fewer than `FEWEST` pictures are left out.
    as_trained : tuple of ReliabilityBin
        At temperature 1; orange. May be empty.
    """
    traces: list[Any] = [_honesty()]
    if as_trained:
        traces.append(_marks("as trained", as_trained, ALARM, "diamond"))
    traces.append(_marks("calibrated", calibrated, ACCENT, "circle"))
    share: dict[str, Any] = {"range": [0, 1.03], "tickformat": ".0%", "gridcolor": GRID}
    xaxis = share | {"title": {"text": "how sure it said it was"}}
    yaxis = share | {"title": {"text": "how often it was right"}}
    return go.Figure(traces, layout(height=_HEIGHT, xaxis=xaxis, yaxis=yaxis) | legend_above())


def confidence_histogram(bins: tuple[ReliabilityBin, ...]) -> go.Figure:
    """Draw how many answers were how sure, right ones (blue) and wrong ones (orange) stacked.

    Parameters
    ----------
    bins : tuple of ReliabilityBin
    """
    rights = [round(part.num_images * part.accuracy) for part in bins]
    wrongs = [part.num_images - right for part, right in zip(bins, rights, strict=True)]
    traces = [_columns("right", bins, rights, ACCENT), _columns("wrong", bins, wrongs, ALARM)]
    xaxis = {"range": [0, 1], "tickformat": ".0%", "title": {"text": "how sure it said it was"}, "showgrid": False}
    yaxis = {"title": {"text": "pictures"}, "gridcolor": GRID}
    return go.Figure(
        traces, layout(height=_HEIGHT, xaxis=xaxis, yaxis=yaxis) | legend_above() | {"barmode": "stack", "bargap": 0.06}
    )


def _honesty() -> go.Scatter:
    line = {"color": MUTED, "dash": "dash", "width": 2}
    return go.Scatter(x=[0, 1], y=[0, 1], mode="lines", line=line, name="perfectly honest", hoverinfo="skip")


def _marks(name: str, bins: tuple[ReliabilityBin, ...], colour: str, symbol: str) -> go.Scatter:
    filled = [part for part in bins if part.num_images >= FEWEST]
    most = max((part.num_images for part in filled), default=1)
    sizes = [_SMALLEST + (_LARGEST - _SMALLEST) * (part.num_images / most) ** 0.5 for part in filled]
    return go.Scatter(
        name=name,
        x=[part.confidence for part in filled],
        y=[part.accuracy for part in filled],
        customdata=[part.num_images for part in filled],
        mode="lines+markers",
        line={"color": colour, "width": 2},
        marker={"size": sizes, "symbol": symbol, "color": colour},
        cliponaxis=False,
        hovertemplate=f"{name}: %{{x:.1%}} sure, %{{y:.1%}} right<br>%{{customdata:,}} pictures<extra></extra>",
    )


def _columns(name: str, bins: tuple[ReliabilityBin, ...], counts: list[int], colour: str) -> go.Bar:
    return go.Bar(
        name=name,
        x=[(part.low + part.high) / 2 for part in bins],
        width=[0.94 * (part.high - part.low) for part in bins],
        y=counts,
        customdata=[(part.low, part.high) for part in bins],
        marker_color=colour,
        hovertemplate=f"%{{customdata[0]:.0%}} to %{{customdata[1]:.0%}} sure: %{{y:,}} {name}<extra></extra>",
    )
