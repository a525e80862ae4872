"""How familiar a picture is to a network, on a scale of all ordinary pictures."""

from typing import Any, Final

import plotly.graph_objects as go

from cifar_demo.figures.theme import ACCENT, ALARM, MUTED, layout

_HEIGHT: Final = 84
# Pixels, for the words below and half a mark at either end.
_MARGIN: Final = {"l": 0, "r": 0, "t": 4, "b": 26}


def familiarity_scale(familiarity: float, threshold: float) -> go.Figure:
    """Draw where a picture stands between the strangest and the most ordinary ones.

    Parameters
    ----------
    familiarity : float
        Share of ordinary pictures that are less familiar, in [0, 1].
    threshold : float
        Share below which a picture is called unfamiliar, in [0, 1].
    """
    shares = (threshold, 1 - threshold)
    names = ("called none of the ten", "called one of the ten")
    zones = [
        go.Bar(
            y=[""], x=[share], orientation="h", marker_color=colour, hovertemplate=f"{name}<extra></extra>", width=0.3
        )
        for share, name, colour in zip(shares, names, (ALARM, MUTED), strict=True)
    ]
    mark = go.Scatter(
        x=[familiarity],
        y=[""],
        mode="markers",
        marker={"symbol": "diamond", "size": 20, "color": ACCENT, "line": {"width": 2, "color": "white"}},
        cliponaxis=False,
        hovertemplate="this picture: %{x:.1%}<extra></extra>",
    )
    xaxis: dict[str, Any] = {"range": [-0.04, 1.04], "visible": False}
    ends = [
        {"x": x, "xanchor": side, "y": 0, "yref": "paper", "yanchor": "top", "text": text, "showarrow": False}
        for x, side, text in ((0, "left", "strange"), (1, "right", "ordinary"))
    ]
    own = {"barmode": "stack", "margin": _MARGIN, "annotations": ends}
    return go.Figure([*zones, mark], layout(height=_HEIGHT, xaxis=xaxis, yaxis={"visible": False}) | own)
