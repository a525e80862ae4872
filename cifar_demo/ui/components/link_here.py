"""What the address of a page brings back, said where somebody may want to share it."""

from __future__ import annotations

import streamlit as st

from cifar_demo.ui import state, words


def offer_link(place: str) -> None:
    """Say that the address leads back to here, and whether the picture comes with it.

    Parameters
    ----------
    place : str
        What the address names beside the picture: "this network, layer and unit".
    """
    with st.popover("Link to here", icon=":material/link:"):
        st.markdown(words.about_link(place, has_sample=state.picture().sample is not None))
