"""How often numbers of each size occur."""

from typing import Final

import numpy as np
import plotly.graph_objects as go

from cifar_demo.figures.theme import ACCENT, ALARM, layout
from cifar_demo.results import FloatArray

_NUM_BINS: Final = 40


def value_histogram(values: FloatArray, what: str = "numbers") -> go.Figure:
    """Count how often numbers of each size occur: those below zero stand apart.

    Parameters
    ----------
    values : float32 array of any shape
    what : str
        What they are called.
    """
    flat = values.ravel()
    limit = float(np.quantile(np.abs(flat), 0.995)) or 1.0
    edges = np.linspace(-limit, limit, _NUM_BINS + 1)  # An even number: zero is an edge.
    counts, _ = np.histogram(np.clip(flat, -limit, limit), edges)
    middles = (edges[:-1] + edges[1:]) / 2
    bars = go.Bar(
        x=[float(middle) for middle in middles],
        y=[int(count) for count in counts],
        marker_color=[ACCENT if middle > 0 else ALARM for middle in middles],
        hovertemplate=f"%{{y}} {what} near %{{x:.3f}}<extra></extra>",
    )
    xaxis = {"title": {"text": f"size of the {what}"}, "showgrid": False}
    yaxis = {"title": {"text": "how many"}, "rangemode": "tozero"}
    return go.Figure(bars, layout(height=230, xaxis=xaxis, yaxis=yaxis) | {"bargap": 0.08})
