"""Waiting: what is going on, for how long already, and a way to stop it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

import streamlit as st

if TYPE_CHECKING:
    from streamlit.delta_generator import DeltaGenerator

_SOON: Final = 0.5  # Seconds. What is done by then needs no words.


def telling(
    place: DeltaGenerator, doing: str, *, key: str, on_stop: Callable[[], None] | None = None
) -> Callable[[float], None]:
    """Make what tells a visitor that something takes its time.

    Parameters
    ----------
    place : DeltaGenerator
        Empty; the caller empties it again.
    doing : str
        What is going on, "Working out the map".
    key : str
        Of the button that stops it.
    on_stop : callable or None
        Called when it is pressed, before the page runs again.

    Returns
    -------
    callable
        To be called now and then with the seconds waited.
    """
    lines: list[DeltaGenerator] = []

    def say(seconds: float) -> None:
        if seconds < _SOON:
            return
        if not lines:
            with place.container():
                lines.append(st.empty())
                st.button("Stop", icon=":material/stop:", key=key, on_click=on_stop)
        lines[0].markdown(f"{doing}: {seconds:.0f} s so far.")

    return say
