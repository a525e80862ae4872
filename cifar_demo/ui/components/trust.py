"""Trust it? Two checks of a heatmap, on demand."""

from __future__ import annotations

from typing import Final

import streamlit as st

from cifar_demo.figures.heatmaps import coloured_map
from cifar_demo.figures.trust import correlation_chart, curve_chart
from cifar_demo.results import Explanation
from cifar_demo.ui import explain_cache, explain_words
from cifar_demo.ui.components.chart import show_chart
from cifar_demo.ui.components.picture_row import picture_row
from cifar_demo.ui.explain_cache import Trust

_SMALL: Final = 96


def show_trust(network: str, found: Explanation) -> None:
    """Offer to check a heatmap, and show what came of it.

    Parameters
    ----------
    network : str
    found : Explanation
        Not a silent one.
    """
    st.header("Trust it?", anchor=False)
    place = st.empty()
    trust = explain_cache.known_trust(network, found)
    if trust is None:
        with place.container():
            st.markdown(
                "A map can be convincing and wrong. Two checks: do the places that it marks carry the answer, and does "
                "the map change when the network is made to forget?"
            )
            if not st.button("Check this map", icon=":material/fact_check:", type="primary", key="check_map"):
                st.caption("Takes a few seconds.")
                return
        with place.container():
            trust = _measure(network, found)
        place.empty()
    _show_curves(trust)
    _show_check(found, trust)


def _measure(network: str, found: Explanation) -> Trust:
    bar = st.progress(0.0, "Starting …")
    st.button("Stop", icon=":material/stop:", key="stop_check")  # Any click ends the run at the next step.

    def say(share: float, doing: str) -> None:
        bar.progress(share, doing)

    return explain_cache.measure_trust(network, found, say=say)


def _show_curves(trust: Trust) -> None:
    from cifar_demo.explain.faithfulness import SQUARE_SIDE  # Imports TensorFlow, which is awake by now.

    st.markdown(explain_words.curves_verdict(trust.curves))
    for column, is_insertion in zip(st.columns(2, gap="large"), (False, True), strict=True):
        with column:
            name, done = ("insertion", "Brought back") if is_insertion else ("deletion", "Taken away")
            st.subheader(f"{done}, brightest first", anchor=False)
            words = explain_words.area_words(trust.curves, is_insertion=is_insertion)
            chart = curve_chart(trust.curves, is_insertion=is_insertion)
            show_chart(chart, f"Curve of {name}. {words}", key=f"{name}_curve")
            st.caption(words)
    st.caption(
        "Two kinds of chance: the same map moved to four random places (dotted), and squares in random order, four "
        f"times over (dashed). Squares of {SQUARE_SIDE} × {SQUARE_SIDE} pixels go "
        "at once: taken away, they become the grey of an average picture; they are brought back to a blurred one. "
        "Both make pictures that no network was trained on, so small differences mean little."
    )


def _show_check(found: Explanation, trust: Trust) -> None:
    st.markdown(explain_words.weights_verdict(trust.check))
    left, right = st.columns(2, gap="large", vertical_alignment="center")
    with left:
        values = ", ".join(f"{value:.2f}" for value in trust.check.rank_correlations)
        chart = correlation_chart(trust.check)
        show_chart(chart, f"Likeness after each shuffle: {values}", key="weights_curve")
    with right:
        maps = [found.heatmap, *trust.check.heatmaps]
        names = ["as trained", *trust.check.stages]
        pictures = [coloured_map(heatmap, is_signed=found.is_signed, side=_SMALL) for heatmap in maps]
        picture_row(dict(zip(names, pictures, strict=True)), _SMALL, save_as=f"{found.network}-{found.method}-shuffled")
        st.caption("The same map as the weights of a copy are shuffled: first the last layer's, in the end all.")
