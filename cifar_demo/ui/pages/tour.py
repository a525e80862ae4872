"""Tour: from pixels to the answer in a few steps, on the person's own picture."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import streamlit as st

from cifar_demo.networks import NetworkSpec, get_spec, network_names
from cifar_demo.ui import cache, navigation, picture_state, state, tour_words
from cifar_demo.ui.components import answer
from cifar_demo.ui.components.link_here import offer_link
from cifar_demo.ui.components.network_picker import mind_absent, mind_committee, pick_network
from cifar_demo.ui.components.notice import kindly
from cifar_demo.ui.components.predict_first import Question, ask_first
from cifar_demo.ui.components.stepper import show_stepper
from cifar_demo.ui.tour import (
    activation,
    convolution,
    cortex,
    dense,
    depth,
    pixels,
    pooling,
    softmax,
    timeline,
)
from cifar_demo.ui.tour.stand import Stand


@dataclass(frozen=True)
class Scene:
    """One step: its name in links, its title, and what shows it.

    Attributes
    ----------
    name, title : str
    notice : str
        What to look out for.
    tell : callable
        Gives the paragraph, Markdown.
    ask : callable
        Gives the question, or None where this network allows none.
    draw : callable
        Shows the figure; its second argument tells whether the answer may be seen.
    is_wide : bool
        The figure takes the whole width.
    """

    name: str
    title: str
    notice: str
    tell: Callable[[Stand], str]
    ask: Callable[[Stand], Question | None]
    draw: Callable[[Stand, bool], None]
    is_wide: bool = False


SCENES: Final = (
    Scene("pixels", "A picture is only numbers", tour_words.NOTICE_PIXELS, pixels.tell, pixels.ask, pixels.draw),
    Scene("cortex", "Each unit sees one small patch", tour_words.NOTICE_CORTEX, cortex.tell, cortex.ask, cortex.draw),
    Scene(
        "convolution",
        "Convolution: a pattern slides over",
        tour_words.NOTICE_CONVOLUTION,
        convolution.tell,
        convolution.ask,
        convolution.draw,
    ),
    Scene(
        "activation",
        "Activation: what counts, goes on",
        tour_words.NOTICE_ACTIVATION,
        activation.tell,
        activation.ask,
        activation.draw,
    ),
    Scene("pooling", "Pooling: smaller maps", tour_words.NOTICE_POOLING, pooling.tell, pooling.ask, pooling.draw),
    Scene("deeper", "Deeper: patterns of patterns", tour_words.NOTICE_DEPTH, depth.tell, depth.ask, depth.draw),
    Scene("dense", "Fully connected: all votes count", tour_words.NOTICE_DENSE, dense.tell, dense.ask, dense.draw),
    Scene(
        "softmax",
        "Softmax: from scores to percentages",
        tour_words.NOTICE_SOFTMAX,
        softmax.tell,
        softmax.ask,
        softmax.draw,
    ),
    Scene(
        "timeline",
        "From 1998 to 2015: what each network brought",
        tour_words.NOTICE_TIMELINE,
        timeline.tell,
        timeline.ask,
        timeline.draw,
        is_wide=True,
    ),
)
_NAMES: Final = tuple(scene.name for scene in SCENES)


def show() -> None:
    """Draw the page."""
    state.settle_linked(state.STEP, _NAMES, _NAMES[0])
    here = _NAMES.index(state.value_of(state.STEP))
    scene = SCENES[here]
    with st.container(key="tour_top"):
        show_stepper({each.name: each.title for each in SCENES}, scene.name, key="tour_steps", on_go=_go)
    st.title(f"{here + 1}. {scene.title}", anchor=False)
    trained = cache.trained_networks()
    mind_absent(trained)
    mind_committee(has_committee=False)
    state.settle(state.NETWORK, network_names(), trained[0] if trained else network_names()[0])
    place = st.empty()
    with place, kindly():
        spec = get_spec(state.value_of(state.NETWORK))
        cache.card(spec.name)
        cache.wait_for_tensorflow(answer.show_waking)
        with place.container():
            _show_scene(scene, spec)
    _show_way(here)


def _show_scene(scene: Scene, spec: NetworkSpec) -> None:
    stand = Stand(spec, picture_state.picture().framed.image)
    question = scene.ask(stand)
    key = f"{scene.name}_{stand.key}"
    left, right = st.columns([5, 5] if scene.is_wide else [36, 64], gap="large")
    with left, st.container(key="tour_words"):
        st.markdown(f"{scene.tell(stand)}\n\n**Notice** {scene.notice}")
    with right if scene.is_wide else left:
        is_revealed = question is None or ask_first(question, key=key)
    with st.container() if scene.is_wide else right:
        scene.draw(stand, is_revealed)


def _show_way(here: int) -> None:
    """Lead on, and let the picture and the network be changed."""
    with st.container(horizontal=True, vertical_alignment="center", key="tour_way"):
        if here + 1 < len(SCENES):
            following = SCENES[here + 1]
            label = f"Next: {following.title.partition(':')[0]}"
            st.button(label, icon=":material/arrow_forward:", on_click=_go, args=(following.name,), key="tour_next")
        else:
            navigation.link_to("inside", "Look inside, layer by layer")
        navigation.link_to("predict", "Take another picture")
        with st.popover("Another network", icon=":material/account_tree:"):
            pick_network()
        offer_link("this step and network")


def _go(name: str) -> None:
    state.put(state.STEP, name)
