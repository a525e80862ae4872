"""Break it: spoil the picture knob by knob, watch every network's answer, and find where each changes its mind."""

from __future__ import annotations

from typing import Final

import streamlit as st

from cifar_demo.figures.bars import as_percent
from cifar_demo.figures.pixels import encode_png, enlarge
from cifar_demo.figures.trust import NetworkMind, mind_bars
from cifar_demo.image.damage import KNOBS, Knob, damaged
from cifar_demo.networks import NETWORKS
from cifar_demo.results import ByteImage
from cifar_demo.store.committee import COMMITTEE
from cifar_demo.ui import cache, explain_words, navigation, picture_state, state
from cifar_demo.ui.components import answer
from cifar_demo.ui.components.attack import show_attack
from cifar_demo.ui.components.chart import show_chart
from cifar_demo.ui.components.limits import show_limits
from cifar_demo.ui.components.network_picker import pick_network, spec_of, tell_of_damaged
from cifar_demo.ui.components.notice import kindly
from cifar_demo.ui.components.one_view import tell_of_first_view
from cifar_demo.ui.components.take_along import offer_png

_LARGE: Final = 352  # Fits a phone.
_SMALL: Final = 192
_SAVED: Final = 640
_COLUMNS: Final = 5


def show() -> None:
    """Draw the page."""
    st.title("Break it", anchor=False)
    st.markdown(
        "Turn the sliders to spoil your picture bit by bit, and watch the answers. "
        "Notice which network changes its mind first, and how far you would still have seen what it is."
    )
    tell_of_damaged()
    pictures, answers = st.columns(2, gap="large", vertical_alignment="center")
    spoiled = _turn_knobs()
    limits, attack = st.container(), st.container()
    with pictures:
        _show_pictures(spoiled)
    place = answers.empty()
    with place, kindly():
        trained = _trained()
        cache.card(trained[0] if trained else NETWORKS[0].name)  # Says so if there is none.
        cache.wait_for_tensorflow(answer.show_waking)
        with place.container():
            awake = _show_answers([*trained, COMMITTEE] if cache.has_committee() else trained, spoiled)
        with limits:
            show_limits(awake, picture_state.picture().framed.image)
        with attack:
            _attack()


def _trained() -> list[str]:
    """Name the networks that have weights, oldest first."""
    trained = cache.trained_networks()
    return [spec.name for spec in NETWORKS if spec.name in trained]


def _show_pictures(spoiled: ByteImage) -> None:
    original = picture_state.picture().framed.image
    with st.container(horizontal=True, vertical_alignment="bottom", key="spoiled_and_before"):
        st.image(
            encode_png(enlarge(spoiled, _LARGE)), caption="what networks get now", width=_LARGE, alt="Spoiled picture"
        )
        with st.container(width=_SMALL):
            st.image(encode_png(enlarge(original, _SMALL)), caption="as it was", width=_SMALL, alt="Picture as it was")
            navigation.link_to("predict", "Change the picture")
            offer_png(lambda: enlarge(spoiled, _SAVED), "spoiled", key="spoiled_png")


def _turn_knobs() -> ByteImage:
    """Show the sliders, and give the picture as they spoil it."""
    for first in range(0, len(KNOBS), _COLUMNS):
        for column, knob in zip(st.columns(_COLUMNS, gap="medium"), KNOBS[first : first + _COLUMNS], strict=True):
            with column:
                _slider(knob)
    settings = {knob.name: float(state.value_of(state.knob_key(knob.name))) for knob in KNOBS}
    st.button(
        "Undo all",
        icon=":material/undo:",
        disabled=all(settings[knob.name] == knob.neutral for knob in KNOBS),
        on_click=_undo_all,
        key="undo_all",
    )
    return damaged(picture_state.picture().framed.image, settings)


def _slider(knob: Knob) -> None:
    key = state.knob_key(knob.name)
    state.settle_number(key, knob.low, knob.high, float(knob.neutral))
    st.slider(
        f"{knob.title}, {knob.unit}",
        float(knob.low),
        float(knob.high),
        step=float(knob.step),
        format="%g",
        key=key,
        persist_state="session",
    )


def _undo_all() -> None:
    for knob in KNOBS:
        state.put(state.knob_key(knob.name), float(knob.neutral))


def _show_answers(networks: list[str], spoiled: ByteImage) -> list[str]:
    """Show every network's answer; a damaged network is told of and does not hide the others.

    Returns
    -------
    list of str
        Networks that answered.
    """
    minds: dict[str, NetworkMind] = {}
    place = st.empty()
    for name in networks:
        place.caption(f"Asking {spec_of(name).title} …")
        with kindly():
            minds[name] = _mind(name, spoiled)
    changed = sum(mind.has_changed for mind in minds.values())
    with place.container():
        st.subheader(explain_words.minds_words(changed, len(minds)), anchor=False)
        said = ", ".join(f"{mind.title} {mind.class_name} {as_percent(mind.probability)}" for mind in minds.values())
        figure = mind_bars(list(minds.values()))
        show_chart(figure, f"Answers: {said}", key="minds")
        st.caption("How sure each is. Blue: the answer it gave to the picture as it was. Orange: another.")
        tell_of_first_view()
    return list(minds)


def _mind(network: str, spoiled: ByteImage) -> NetworkMind:
    before = cache.prediction(network, picture_state.picture().framed.image).top_k[0]
    now = cache.prediction(network, spoiled).top_k[0]
    has_changed = now.class_name != before.class_name
    return NetworkMind(spec_of(network).title, now.class_name, now.probability, has_changed)


def _attack() -> None:
    st.header("Fool one on purpose", anchor=False)
    spec = pick_network(is_brief=True)
    with kindly():
        cache.card(spec.name)
        show_attack(spec)
