"""Choosing a network, by name and year, with how good it is; the committee too, where a page can use it."""

from __future__ import annotations

import streamlit as st

from cifar_demo.errors import WeightsError
from cifar_demo.inference.committee import SPEC as COMMITTEE_SPEC
from cifar_demo.networks import NETWORKS, NetworkSpec, get_spec, network_names
from cifar_demo.store.committee import COMMITTEE
from cifar_demo.ui import address, cache, state
from cifar_demo.ui.components.notice import notice


def pick_network(*, is_brief: bool = False, with_committee: bool = False) -> NetworkSpec:
    """Let a visitor choose a network; the choice holds on all pages.

    Parameters
    ----------
    is_brief : bool
        Leave out what the network brought.
    with_committee : bool
        Offer the committee of all networks too, where there is one. A page that looks into layers cannot: who comes
        there with the committee gets the most accurate network, and the committee again on the next page that has it.

    Returns
    -------
    NetworkSpec
        Of a network that is not trained yet where none is; of the committee, one that cannot be built.
    """
    has_committee = with_committee and cache.has_committee()
    trained = cache.trained_networks()
    mind_absent(trained)
    # Where some are trained, the others would lead nowhere; they stand on the page Networks.
    usable = tuple(name for name in network_names() if name in trained) or network_names()
    names = (*usable, COMMITTEE) if has_committee else usable
    mind_committee(has_committee)
    state.settle(state.NETWORK, names, trained[0] if trained else names[0])
    st.segmented_control(
        "Network",
        names,
        format_func=lambda name: _label(name, is_trained=name in (*trained, COMMITTEE)),
        key=state.NETWORK,
        required=True,
        wrap=True,
        persist_state="session",
        on_change=lambda: state.put(state.COMMITTEE_ASIDE, False),
        help="Six ideas, from 1998 to 2015, rebuilt small. " * (len(usable) == 6)
        + "Each was trained on the same photographs, of 32 × 32 pixels."
        + " The committee lets them answer together." * has_committee,
    )
    spec = spec_of(state.value_of(state.NETWORK))
    if not is_brief:
        st.caption(describe(spec))
    if state.value_of(state.COMMITTEE_ASIDE) and not has_committee:
        st.caption(
            "What follows looks into a single network: the committee has no layers of its own, so a member stands in."
        )
    return spec


def spec_of(name: str) -> NetworkSpec:
    """Describe a network, or the committee."""
    return COMMITTEE_SPEC if name == COMMITTEE else get_spec(name)


def describe(spec: NetworkSpec) -> str:
    """Say in a line what a network brought and how often it is right."""
    try:
        test = cache.card(spec.name).test
    except WeightsError:
        return spec.idea
    return f"{spec.idea} Right on **{test.accuracy:.1%}** of {test.num_images:,} pictures it had never seen."


def mind_absent(trained: tuple[str, ...]) -> None:
    """Where a network was asked for that cannot answer, or a committee that is not there, take another and say so.

    Parameters
    ----------
    trained : tuple of str
        The networks that have weights, the most accurate first.
    """
    wanted = state.value_of(state.NETWORK)
    if not trained or wanted in (*trained, None) or (wanted == COMMITTEE and cache.has_committee()):
        return
    try:
        cache.card(wanted)
    except WeightsError as error:
        instead = get_spec(trained[0]).title
        address.note_about_link(f"You see {instead} instead of {spec_of(wanted).title}, which was asked for. {error}")
        state.put(state.NETWORK, trained[0])


def mind_committee(has_committee: bool) -> None:
    """Put the committee aside on a page that cannot use it, and take it up again on one that can.

    Parameters
    ----------
    has_committee : bool
        Whether the page can.
    """
    if not has_committee and state.value_of(state.NETWORK) == COMMITTEE:
        state.put(state.COMMITTEE_ASIDE, True)
    elif has_committee and state.value_of(state.COMMITTEE_ASIDE):
        state.put(state.COMMITTEE_ASIDE, False)
        state.put(state.NETWORK, COMMITTEE)


def tell_of_damaged() -> None:
    """Where a network has a card that cannot be used, say which and how to mend it: a page of all networks lacks it."""
    for spec in NETWORKS:
        error = _trouble_with(spec)
        if error is not None and not _is_untrained(error):
            notice(str(error))


def untrained() -> tuple[NetworkSpec, ...]:
    """List the networks that are not trained yet, oldest first; damaged ones are not among them."""
    return tuple(spec for spec in NETWORKS if (error := _trouble_with(spec)) is not None and _is_untrained(error))


def _trouble_with(spec: NetworkSpec) -> WeightsError | None:
    try:
        cache.card(spec.name)
    except WeightsError as error:
        return error
    return None


def _is_untrained(error: WeightsError) -> bool:
    return isinstance(error.__cause__, FileNotFoundError)


def _label(name: str, *, is_trained: bool) -> str:
    if name == COMMITTEE:
        return COMMITTEE_SPEC.title
    spec = get_spec(name)
    return f"{spec.title} · {spec.year}{'' if is_trained else ' · not trained yet'}"
