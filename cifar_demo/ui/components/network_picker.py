"""Choosing a network, by name and year, with how good it is."""

from __future__ import annotations

import streamlit as st

from cifar_demo.errors import WeightsError
from cifar_demo.networks import NETWORKS, NetworkSpec, get_spec, network_names
from cifar_demo.ui import cache, state


def pick_network(*, is_brief: bool = False) -> NetworkSpec:
    """Let a visitor choose a network; the choice holds on all pages.

    Parameters
    ----------
    is_brief : bool
        Leave out what the network brought.

    Returns
    -------
    NetworkSpec
        Perhaps of a network that is not trained yet.
    """
    names = network_names()
    trained = cache.trained_networks()
    state.settle(state.NETWORK, names, trained[0] if trained else names[0])
    st.segmented_control(
        "Network",
        names,
        format_func=lambda name: _label(get_spec(name), is_trained=name in trained),
        key=state.NETWORK,
        required=True,
        persist_state="session",
        help="Six ideas from twenty years of research, rebuilt small. " * (len(NETWORKS) == 6)
        + "Each was trained on the same 50,000 tiny pictures.",
    )
    spec = get_spec(state.value_of(state.NETWORK))
    if not is_brief:
        st.caption(describe(spec))
    return spec


def _label(spec: NetworkSpec, *, is_trained: bool) -> str:
    return f"{spec.title} · {spec.year}{'' if is_trained else ' · not trained yet'}"


def describe(spec: NetworkSpec) -> str:
    """Say in a line what a network brought and how often it is right."""
    try:
        accuracy = cache.card(spec.name).test.accuracy
    except WeightsError:
        return spec.idea
    return f"{spec.idea} Right on **{accuracy:.1%}** of 10,000 pictures it had never seen."
