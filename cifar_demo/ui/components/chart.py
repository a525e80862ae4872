"""A chart of ours: in the theme, said in words, to be saved as a picture, and perhaps to be clicked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import plotly.graph_objects as go
import streamlit as st


def show_chart(figure: go.Figure, alt: str, *, key: str, on_click: Callable[[Any], None] | None = None) -> None:
    """Show a figure.

    Parameters
    ----------
    figure : plotly.graph_objects.Figure
    alt : str
        In words, for those who do not see it.
    key : str
        Also the name of the file that it is saved as.
    on_click : callable
        Receives the `customdata` of the mark that was clicked, as the browser says it, before the page runs again.
    """

    def clicked() -> None:
        points = st.session_state[key].selection.points
        if points and on_click is not None:
            on_click(points[0].get("customdata"))

    choosing: dict[str, Any] = {"on_select": clicked, "selection_mode": "points"} if on_click else {}
    st.plotly_chart(figure, config=_config(key), alt=alt, key=key, **choosing)


def _config(name: str) -> dict[str, Any]:
    """Offer to save the figure, and none of the tools that change it."""
    return {
        "displaylogo": False,
        "modeBarButtons": [["toImage"]],
        "toImageButtonOptions": {"format": "svg", "filename": name},
    }
