"""How far each knob can be turned before each network changes its mind: a table, on demand."""

from __future__ import annotations

from typing import Final

import streamlit as st

from cifar_demo.constants import CLASS_NAMES
from cifar_demo.figures.pixels import encode_png, enlarge
from cifar_demo.image.damage import KNOBS, Knob, damaged
from cifar_demo.results import ByteImage, SmallestChange
from cifar_demo.store.committee import COMMITTEE
from cifar_demo.ui import explain_cache, explain_words, state
from cifar_demo.ui.components.network_picker import spec_of

Limits = dict[str, SmallestChange]

_SIDE: Final = 192
NEVER: Final = "never"


def show_limits(networks: list[str], image: ByteImage) -> None:
    """Offer to find the limits of all networks, and show what was found.

    Parameters
    ----------
    networks : list of str
        The committee last, if it is among them: its members have been asked by then.
    image : (32, 32, 3) uint8
        As it was before anything spoiled it.
    """
    st.header("How little does it take?", anchor=False)
    place = st.empty()
    known = {name: limits for name in networks if (limits := explain_cache.known_limits(name, image)) is not None}
    if len(known) < len(networks):
        with place.container():
            st.markdown(
                "Each slider by itself, turned step by step, either way, until the network says something else. The "
                "smallest turn that does it is its limit."
            )
            if not st.button("Find the limits", icon=":material/straighten:", type="primary", key="find_limits"):
                st.caption(_how_long(networks))
                return
        with place.container():
            known = _find(networks, image)
        place.empty()
    _show_table(known)
    _offer_turns(known, image)


def _find(networks: list[str], image: ByteImage) -> dict[str, Limits]:
    bar = st.progress(0.0, "Starting …")
    st.button("Stop", icon=":material/stop:", key="stop_limits")  # Any click ends the run at the next step.
    found = {}
    for index, name in enumerate(networks):

        def advance(done: int, total: int, index: int = index, name: str = name) -> None:
            bar.progress((index + done / total) / len(networks), f"Spoiling it for {spec_of(name).title} …")

        known = explain_cache.known_limits(name, image)
        found[name] = explain_cache.find_limits(name, image, progress=advance) if known is None else known
    return found


def _show_table(known: dict[str, Limits]) -> None:
    st.dataframe(
        [
            {"": knob.title}
            | {spec_of(name).title: limit_words(knob, limits[knob.name]) for name, limits in known.items()}
            for knob in KNOBS
        ],
        hide_index=True,
        alt="Table: for each slider and network, the smallest turn that changes the answer, and what it becomes",
    )
    st.caption(
        "The smallest turn at which the answer is another, and what it becomes. “Never”: not within the slider's "
        "range. A network can change its mind back further on."
    )


def limit_words(knob: Knob, limit: SmallestChange) -> str:
    """Write a limit for people: "−14° → cat"."""
    if limit.value is None:
        return NEVER
    return f"{explain_words.knob_value(knob, limit.value)} → {CLASS_NAMES[limit.after]}"


def _offer_turns(known: dict[str, Limits], image: ByteImage) -> None:
    """Show the picture at the limit of one network and knob, and offer to set the sliders to it."""
    offers = {
        f"{spec_of(name).title}: {knob.title.lower()} {limit_words(knob, limits[knob.name])}": (knob.name, value)
        for name, limits in known.items()
        for knob in KNOBS
        if (value := limits[knob.name].value) is not None
    }
    if not offers:
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        with st.container(width=460):
            chosen = st.selectbox("See one of them", tuple(offers), key="limit_to_see")
            turn = offers[chosen]
            st.button("Set the slider to it", icon=":material/tune:", on_click=_set_alone, args=turn, key="set_slider")
        spoiled = damaged(image, {turn[0]: turn[1]})
        st.image(encode_png(enlarge(spoiled, _SIDE)), width=_SIDE, alt="The picture, spoiled as far as this")


def _set_alone(name: str, value: float) -> None:
    for knob in KNOBS:
        state.put(state.knob_key(knob.name), float(value if knob.name == name else knob.neutral))


def _how_long(networks: list[str]) -> str:
    alone = [name for name in networks if name != COMMITTEE]
    said = f"Takes 2 to 20 seconds a network; there {'is one' if len(alone) == 1 else f'are {len(alone)}'}."
    return f"{said} The committee only counts their votes." if COMMITTEE in networks else said
