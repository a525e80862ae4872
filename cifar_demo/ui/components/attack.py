"""An adversarial step: a change too small to notice, chosen so that the network errs."""

from __future__ import annotations

from typing import Final

import numpy as np
import streamlit as st

from cifar_demo.constants import CLASS_NAMES
from cifar_demo.figures.bars import as_percent
from cifar_demo.figures.damage import before_after_bars
from cifar_demo.figures.heatmaps import magnified
from cifar_demo.figures.pixels import enlarge
from cifar_demo.metrics.calibration import softmax
from cifar_demo.networks import NetworkSpec
from cifar_demo.results import AdversarialExample
from cifar_demo.ui import cache, explain_cache, explain_words, picture_state, state
from cifar_demo.ui.components.chart import show_chart
from cifar_demo.ui.components.patience import patiently
from cifar_demo.ui.components.picture_row import picture_row

_METHODS: Final = {"fgsm": "one step (FGSM)", "pgd": "ten steps (PGD)"}
_PAPERS: Final = {
    "fgsm": "[Goodfellow, Shlens, Szegedy, 2014](https://arxiv.org/abs/1412.6572)",
    "pgd": "[Madry et al., 2017](https://arxiv.org/abs/1706.06083)",
}
# Of our 20 samples, four grey levels fool each network on 18 or more in ten steps, on 8 to 14 in one.
_DEFAULT: Final = "pgd"
_MAX_SIZE: Final = 16
_SIDE: Final = 208  # Three fit beside the bars.


def show_attack(spec: NetworkSpec) -> None:
    """Let a visitor fool a network, and show with how little.

    Parameters
    ----------
    spec : NetworkSpec
        Of a trained network.
    """
    st.markdown(
        f"Sliders spoil a picture blindly. Whoever knows the weights of {spec.title} can do far more with far less: "
        "move each pixel a little in the direction that hurts the answer most. Notice that you can hardly see it."
    )
    attack, epsilon, target = _choose(spec.name)
    image = picture_state.picture().framed.image
    found = patiently(
        f"Looking for the change that {spec.title} minds most",
        (spec.name, image.tobytes(), attack, epsilon, target),
        lambda say: explain_cache.adversarial(spec.name, image, attack, epsilon, target, say=say),
        key="attack",
    )
    if found is None:
        return
    logits = np.stack([found.logits_before, found.logits_after])
    probs = softmax(logits, temperature=cache.card(spec.name).temperature)
    st.markdown(explain_words.attack_words(found, float(probs[0].max()), float(probs[1].max())))
    left, right = st.columns([5, 4], gap="large")
    with left:
        _show_pictures(found)
    with right:
        _show_answers(probs)
    st.caption(f"The method: {_PAPERS[attack]}.")


def _choose(network: str) -> tuple[explain_cache.Attack, int, int | None]:
    state.settle(state.ATTACK, tuple(_METHODS), _DEFAULT)
    state.settle_number(state.ATTACK_SIZE, 1, _MAX_SIZE, 4)
    state.settle(state.ATTACK_TARGET, ("", *CLASS_NAMES), "")
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        st.segmented_control(
            "How",
            tuple(_METHODS),
            format_func=_METHODS.__getitem__,
            key=state.ATTACK,
            required=True,
            persist_state="session",
        )
        with st.container(width=300):
            epsilon = st.slider(
                "Largest change, grey levels of 255", 1, _MAX_SIZE, key=state.ATTACK_SIZE, persist_state="session"
            )
        wanted = st.selectbox(
            "It should say",
            ("", *CLASS_NAMES),
            format_func=lambda name: name or "anything else",
            key=state.ATTACK_TARGET,
            persist_state="session",
            width=200,
        )
    attack: explain_cache.Attack = state.value_of(state.ATTACK)
    return attack, int(epsilon), CLASS_NAMES.index(wanted) if wanted else None


def _show_pictures(found: AdversarialExample) -> None:
    added, factor = magnified(found.perturbation, side=_SIDE)
    shown = {
        "before": enlarge(found.image, _SIDE),
        f"what was added, {factor} times stronger": added,
        "after": enlarge(found.changed, _SIDE),
    }
    picture_row(shown, _SIDE, save_as=f"fooled-by-{found.method}")


def _show_answers(probs: np.ndarray) -> None:
    before, after = probs
    alt = ", ".join(
        f"{name} {as_percent(float(b))} to {as_percent(float(a))}"
        for name, b, a in zip(CLASS_NAMES, before, after, strict=True)
    )
    figure = before_after_bars(before, after, ("before", "after"))
    show_chart(figure, f"Bars: {alt}", key="attack_bars")
    st.caption("Grey: before. Blue: after.")
