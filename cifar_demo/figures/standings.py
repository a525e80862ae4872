"""The committee beside its members."""

from collections.abc import Mapping
from typing import Final

import plotly.graph_objects as go
from plotly.subplots import make_subplots

from cifar_demo.figures.theme import ACCENT, MUTED, layout
from cifar_demo.results import Standing

_ROW_HEIGHT: Final = 40


def standing_bars(standings: tuple[Standing, ...], titles: Mapping[str, str]) -> go.Figure:
    """Draw accuracy, calibration error and refusal of each member (grey) and of the committee, the last (blue).

    Parameters
    ----------
    standings : tuple of Standing
        Of the members, and of the committee last.
    titles : mapping of str to str
        Network -> what people call it.
    """
    columns = {
        "right": [standing.accuracy for standing in standings],
        "confidence off by": [standing.ece for standing in standings],
        "refusal": [mean_refusal(standing) for standing in standings],
    }
    figure = make_subplots(1, len(columns), shared_yaxes=True, subplot_titles=list(columns), horizontal_spacing=0.09)
    names = [titles[standing.network] for standing in standings]
    for place, (what, values) in enumerate(columns.items(), start=1):
        figure.add_trace(_bars(names, values, what), 1, place)
    settings = layout(height=_ROW_HEIGHT * len(standings) + 60, xaxis={}, yaxis={})
    del settings["xaxis"], settings["yaxis"]
    figure.update_layout(settings | {"margin": {"l": 0, "r": 60, "t": 34, "b": 0}})
    figure.update_xaxes(visible=False, fixedrange=True, rangemode="tozero")
    figure.update_yaxes(autorange="reversed", showgrid=False, ticksuffix="  ", fixedrange=True)
    return figure


def mean_refusal(standing: Standing) -> float:
    """Average the areas under the ROC curve over all kinds of unfamiliar pictures, in [0, 1]."""
    return sum(standing.refusal.values()) / len(standing.refusal)


def _bars(names: list[str], values: list[float], what: str) -> go.Bar:
    is_area = what == "refusal"
    return go.Bar(
        y=names,
        x=values,
        orientation="h",
        marker_color=[MUTED] * (len(names) - 1) + [ACCENT],
        text=[f"{value:.3f}" if is_area else f"{value:.2%}" for value in values],
        textposition="outside",
        textfont={"size": 13},
        cliponaxis=False,
        hovertemplate=f"%{{y}}, {what}: %{{text}}<extra></extra>",
    )
