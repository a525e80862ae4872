"""Where each network looked: the same Grad-CAM of all of them in a row."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final

import streamlit as st

from cifar_demo.constants import CLASS_NAMES
from cifar_demo.figures.bars import as_percent
from cifar_demo.figures.contact_sheet import contact_sheet
from cifar_demo.figures.heatmaps import overlay
from cifar_demo.figures.pixels import data_url
from cifar_demo.networks import get_spec
from cifar_demo.results import ByteImage, Explanation, Target
from cifar_demo.ui import cache, explain_cache, explain_words, picture_state, state
from cifar_demo.ui.components.one_view import tell_of_first_view
from cifar_demo.ui.components.patience import telling
from cifar_demo.ui.components.strip import StripItem, picture_strip
from cifar_demo.ui.components.take_along import offer_png

_METHOD: Final = "grad_cam"
_OWN: Final = ""  # Each its own answer.
_SIDE: Final = 204
_OPACITY: Final = 0.6


def show_same_method(networks: Sequence[str], *, on_stop: Callable[[], None]) -> None:
    """Let a visitor choose what is to be explained, and show the Grad-CAM of each network.

    Parameters
    ----------
    networks : sequence of str
        Trained ones.
    on_stop : callable
        Called when a visitor does not want to wait, before the page runs again.
    """
    st.markdown(
        "Bright is where each network found what speaks for the class, by Grad-CAM, in the layer that suits it best. "
        "Notice whether they look at the same thing, and whether it is the thing. Click one to look closer."
    )
    state.settle(state.ROW_TARGET, (_OWN, *CLASS_NAMES), _OWN)
    st.selectbox(
        "What speaks for",
        (_OWN, *CLASS_NAMES),
        format_func=lambda name: name or "its own answer",
        key=state.ROW_TARGET,
        persist_state="session",
        width=230,
    )
    found = _find(networks, on_stop)
    picture_strip(
        "Grad-CAM of each network",
        [_item(name, one) for name, one in found.items()],
        key="same_method",
        selected=None,
        on_pick=_look_closer,
        side=_SIDE,
        layout="grid",
    )
    st.caption("Dark: nothing. Pale yellow: the strongest place of that map; each map has a scale of its own.")
    tell_of_first_view()
    offer_png(lambda: _sheet(found), "grad-cam-of-each-network", key="same_method_png")


def _find(networks: Sequence[str], on_stop: Callable[[], None]) -> dict[str, Explanation]:
    place, image = st.empty(), picture_state.picture().framed.image
    found = {}
    for number, name in enumerate(networks, start=1):
        say = telling(
            place,
            f"Asking {get_spec(name).title} where it looked, {number} of {len(networks)}",
            key=f"stop_row_{name}",
            on_stop=on_stop,
        )
        layer = explain_cache.default_cam_layer(name)
        found[name] = explain_cache.explanation(name, image, _METHOD, _target(name), layer, say=say)
        place.empty()
    return found


def _target(network: str) -> Target:
    chosen = state.value_of(state.ROW_TARGET)
    if chosen:
        return Target(CLASS_NAMES.index(chosen))
    return Target(int(cache.prediction(network, picture_state.picture().framed.image).logits.argmax()))


def _item(network: str, found: Explanation) -> StripItem:
    label = _label(network, found)
    where = found.silence or explain_words.where(found.heatmap)
    return StripItem(network, data_url(_picture(found)), f"{label}. {where}", label)


def _label(network: str, found: Explanation) -> str:
    probability = cache.prediction(network, found.image).probs[found.target.class_index]
    said = f"{get_spec(network).title}: {CLASS_NAMES[found.target.class_index]} {as_percent(float(probability))}"
    return f"{said}, nothing spoke for it" if found.silence else said


def _picture(found: Explanation) -> ByteImage:
    return overlay(found.image, found.heatmap, 0 if found.silence else _OPACITY, is_signed=False, side=_SIDE)


def _sheet(found: Mapping[str, Explanation]) -> ByteImage:
    return contact_sheet({_label(name, one): _picture(one) for name, one in found.items()}, columns=3)


def _look_closer(network: str) -> None:
    state.choose_network(network)
    state.put(state.METHOD, _METHOD)
    state.put(state.TARGET, state.value_of(state.ROW_TARGET))
    state.put(state.AGAINST, "")
    state.request_page("explain")
