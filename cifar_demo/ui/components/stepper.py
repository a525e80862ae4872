"""Where we are on a walk of several steps: back, on, and a dot for each step; also by arrow keys and by a presenter."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

import streamlit as st

_PLACE: Final = Path(__file__).parent
_stepper = st.components.v2.component(
    "cifar_demo_stepper",
    html='<nav class="stepper" aria-label="Steps"></nav>\n',
    css=(_PLACE / "stepper.css").read_text(encoding="utf-8"),
    js=(_PLACE / "stepper.js").read_text(encoding="utf-8"),
)


def show_stepper(steps: Mapping[str, str], here: str, *, key: str, on_go: Callable[[str], None]) -> None:
    """Show the steps; the one that is asked for goes to `on_go` before the page runs again.

    Parameters
    ----------
    steps : mapping
        Name of each step -> its title, in order.
    here : str
        Name of the present one.
    key : str
    on_go : callable
        Receives the name of a step.
    """

    def asked() -> None:
        name = st.session_state[key].get("asked")
        if name in steps:
            on_go(name)

    listed = [{"name": name, "title": title} for name, title in steps.items()]
    _stepper(data={"steps": listed, "here": here}, key=key, on_asked_change=asked)
