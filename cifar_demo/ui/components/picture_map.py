"""The test set as a flat map, drawn by the browser: only the picture that is chosen comes back to Python."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import streamlit as st

_PLACE: Final = Path(__file__).parent
_map = st.components.v2.component(
    "cifar_demo_picture_map",
    html=(_PLACE / "picture_map.html").read_text(encoding="utf-8"),
    css=(_PLACE / "picture_map.css").read_text(encoding="utf-8"),
    js=(_PLACE / "picture_map.js").read_text(encoding="utf-8"),
)


def picture_map(packed: bytes, *, key: str, on_pick: Callable[[int], None]) -> None:
    """Show a map.

    Parameters
    ----------
    packed : bytes
        As `figures.atlas.pack_map` gives them.
    key : str
    on_pick : callable
        Receives the position of the picked picture, as the browser says it: to be checked.
    """

    def picked() -> None:
        index: Any = st.session_state[key].get("picked")
        if type(index) is int:
            on_pick(index)

    _map(data=packed, key=key, on_picked_change=picked)
