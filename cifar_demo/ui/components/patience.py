"""Waiting: what is going on, for how long already, and a way to stop it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, Final, TypeVar

import streamlit as st

from cifar_demo.ui import state

if TYPE_CHECKING:
    from streamlit.delta_generator import DeltaGenerator

T = TypeVar("T")

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


def patiently(
    doing: str, wanted: tuple[Any, ...], work: Callable[[Callable[[float], None]], T], *, key: str
) -> T | None:
    """Have something done that may take long; who stops it can go on with it.

    Parameters
    ----------
    doing : str
        What is going on, "Working out the map".
    wanted : tuple
        What is asked for: another wish is not stopped with it.
    work : callable
        Does it; it is given what is to be called now and then with the seconds waited.
    key : str
        Short, unique on the page.

    Returns
    -------
    T or None
        None if it was stopped.
    """
    if was_stopped(wanted, key=key):
        return None
    place = st.empty()
    found = work(telling(place, doing, key=f"stop_{key}", on_stop=partial(stop, wanted)))
    place.empty()
    return found


def stop(wanted: tuple[Any, ...]) -> None:
    """Remember that a visitor stopped something, until they go on with it or stop something else."""
    state.put(state.STOPPED, wanted)


def was_stopped(wanted: tuple[Any, ...], *, key: str) -> bool:
    """Whether a visitor stopped just this; then a way to go on with it is shown."""
    if state.value_of(state.STOPPED) != wanted:
        return False
    st.markdown("You stopped this. Choose something else, or go on.")
    st.button(
        "Go on", icon=":material/play_arrow:", key=f"go_on_{key}", on_click=partial(state.put, state.STOPPED, None)
    )
    return True
