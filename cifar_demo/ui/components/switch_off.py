"""Switch maps of a layer off, and see what the answer loses."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import streamlit as st

from cifar_demo.constants import CLASS_NAMES
from cifar_demo.figures.bars import as_percent
from cifar_demo.figures.damage import MAX_RANKED, before_after_bars, ranking_bars
from cifar_demo.results import ByteImage, ChannelRanking, FloatArray, LayerSummary, SwitchedOff
from cifar_demo.ui import cache, layers_cache, picture_state, state, words
from cifar_demo.ui.components.chart import show_chart

_RANKING_WIDTH: Final = 620


def show_switches(network: str, layer: LayerSummary, unit: tuple[int, ...], titles: Mapping[str, str]) -> None:
    """Let a visitor switch parts of a layer off.

    Parameters
    ----------
    network : str
    layer : LayerSummary
    unit : tuple of int
        The pinned one; its map is offered first.
    titles : mapping of layer name to str
        What people call the layers.
    """
    if layer.name == "logits":
        st.markdown("Nothing comes after the ten scores. Choose an earlier layer to switch parts of it off.")
        return
    image = picture_state.picture().framed.image
    what = "map" if len(layer.output_shape) == 3 else "unit"
    st.markdown(
        f"Switch {what}s off, and the rest of the network has to answer without them. "
        "Notice how much it can lose before it changes its mind."
    )
    left, right = st.columns(2, gap="large")
    with left:
        parts = _choose_parts(network, layer, unit, what, titles)
        before, after = layers_cache.answer_without(network, image, parts)
        st.markdown(words.what_changed(before, after) if parts else "Everything is on.")
    with right:
        _show_answers(before, after)
    _offer_ranking(network, layer, image, what)


def _choose_parts(
    network: str, layer: LayerSummary, unit: tuple[int, ...], what: str, titles: Mapping[str, str]
) -> tuple[SwitchedOff, ...]:
    key, pinned = state.off_key(network, layer.name), unit[-1]
    roads_key = f"{key}_inputs"
    state.settle_list(key, range(layer.output_shape[-1]))
    chosen = state.value_of(key)
    with st.container(horizontal=True):
        st.button(
            f"Switch off {what} {pinned}, the pinned one",
            icon=":material/toggle_off:",
            disabled=pinned in chosen,
            on_click=state.put,
            args=(key, [*chosen, pinned]),
            key="switch_pinned",
        )
        st.button(
            "All on again",
            icon=":material/undo:",
            disabled=not (chosen or state.value_of(roads_key)),
            on_click=_switch_on,
            args=(key, roads_key),
            key="all_on",
        )
    channels = st.multiselect(
        f"Switched off {what}s",
        range(layer.output_shape[-1]),
        format_func=lambda channel: f"{what} {channel}",
        key=key,
        placeholder=f"choose {what}s",
        persist_state="session",
    )
    inputs = _choose_inputs(network, layer, titles, roads_key)
    place = layers_cache.silenced_at(network, layer.name)
    by_channel = (SwitchedOff(place, channels=tuple(sorted(channels))),) if channels else ()
    by_input = (SwitchedOff(layer.name, inputs=inputs),) if inputs else ()
    return by_channel + by_input


def _switch_on(*keys: str) -> None:
    for key in keys:
        state.put(key, [])


def _choose_inputs(network: str, layer: LayerSummary, titles: Mapping[str, str], key: str) -> tuple[str, ...]:
    """Offer the roads that meet in a merging layer: inception branches, a residual shortcut."""
    if layer.kind != "merge":
        return ()
    sources = layers_cache.feeding_layers(network, layer.name)
    state.settle_list(key, sources)
    chosen = st.multiselect(
        "Switched off roads",
        sources,
        format_func=lambda name: titles[name],
        key=key,
        placeholder="choose where it comes from",
        persist_state="session",
    )
    return tuple(chosen)


def _show_answers(before: FloatArray, after: FloatArray) -> None:
    alt = ", ".join(
        f"{name} {as_percent(float(b))} to {as_percent(float(a))}"
        for name, b, a in zip(CLASS_NAMES, before, after, strict=True)
    )
    show_chart(before_after_bars(before, after, ("everything on", "switched off")), f"Bars: {alt}", key="without")
    st.caption("Grey: everything on. Blue: with what you switched off.")


def _offer_ranking(network: str, layer: LayerSummary, image: ByteImage, what: str) -> None:
    count = layer.output_shape[-1]
    class_index = int(cache.prediction(network, image).logits.argmax())
    name = CLASS_NAMES[class_index]
    place = st.empty()
    ranking = layers_cache.known_ranking(network, image, layer.name, class_index)
    if ranking is None:
        asked = place.button(
            f"Try all {count:,} {what}s, one at a time", icon=":material/leaderboard:", key="rank", type="primary"
        )
        if not asked:
            st.caption(f"It finds the {what}s that “{name}” needs most.")
            return
        bar = place.progress(0.0, f"Switching off one {what} after the other …")

        def advance(done: int, total: int) -> None:
            bar.progress(done / total)

        ranking = layers_cache.rank(network, image, layer.name, class_index, progress=advance)
        place.empty()
    _show_ranking(ranking, name, what)


def _show_ranking(ranking: ChannelRanking, class_name: str, what: str) -> None:
    best = ranking.order[0]
    st.markdown(
        f"**{what.capitalize()} {best}** matters most for “{class_name}”: without it the score falls from "
        f"{ranking.logit:.2f} to {ranking.logit - float(ranking.damage[best]):.2f}. "
        f"{int((ranking.damage > 0).sum()):,} of {len(ranking.damage):,} {what}s help, the others do nothing or "
        "speak for something else."
    )
    with st.container(width=_RANKING_WIDTH):
        show_chart(ranking_bars(ranking, what), f"The {what}s that matter most", key="ranking")
    st.caption(f"The {min(MAX_RANKED, len(ranking.damage))} that matter most: how much the score falls without each.")
