"""Compare: one picture through every network, and what their answers cost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any, Final

import streamlit as st

from cifar_demo.figures.costs import CostPoint, cost_chart
from cifar_demo.figures.pixels import encode_png, enlarge
from cifar_demo.metrics.classification import wilson_interval
from cifar_demo.networks import NETWORKS
from cifar_demo.results import Prediction
from cifar_demo.store.card import ModelCard, how_to_mend
from cifar_demo.store.committee import COMMITTEE
from cifar_demo.ui import cache, compare_words, navigation, picture_state, state
from cifar_demo.ui.compare_words import DEPARTURE_HEADS, departure_rows
from cifar_demo.ui.components import answer
from cifar_demo.ui.components.answer_cards import NetworkAnswer, show_cards
from cifar_demo.ui.components.chart import show_chart
from cifar_demo.ui.components.network_picker import spec_of, tell_of_damaged, untrained
from cifar_demo.ui.components.notice import kindly, notice, small_text
from cifar_demo.ui.components.same_depth import show_same_depth
from cifar_demo.ui.components.same_method import show_same_method
from cifar_demo.ui.components.take_along import offer_csv
from cifar_demo.ui.words import origin

_DEPTH: Final = "maps at the same depth"
_LOOKED: Final = "where each looked"
_COSTS: Final = {"num_params": "learned numbers", "num_mult_adds": "multiply-adds for one picture"}


def show() -> None:
    """Draw the page."""
    st.title("One picture, every network", anchor=False)
    st.markdown(
        "All of them get the same: your picture at 32 × 32 pixels. Notice where they agree, how sure they are when "
        "they do not, and what a better answer costs. (A mult-add, or multiply-add, is one product, added to a sum.)"
    )
    tell_of_damaged()
    usable = cache.trained_networks()
    trained = [spec.name for spec in NETWORKS if spec.name in usable]
    if trained:
        if missing := compare_words.absence(untrained()):
            notice(missing, tone="news")
        answers = _show_answers([*trained, COMMITTEE] if cache.has_committee() else trained)
        if answers:
            _show_side_by_side([one.network for one in answers if one.network != COMMITTEE])
        _show_costs([cache.card(name) for name in trained])
    else:
        notice(f"No network is trained yet. {how_to_mend('lenet')}", tone="news")
    _show_departures()


def _lacks_members(answered: Sequence[str]) -> bool:
    return any(seat.network not in answered for seat in cache.committee_seats())


def _show_answers(networks: Sequence[str]) -> list[NetworkAnswer]:
    """Let all networks answer; a damaged one is told of and does not hide the others."""
    shown, said = st.columns([1, 5], gap="medium", vertical_alignment="center")
    with shown:
        _show_picture()
    with said:
        verdict = st.empty()
    cards = st.empty()
    with verdict:
        cache.wait_for_tensorflow(answer.show_waking)
    answers: list[NetworkAnswer] = []
    for number, name in enumerate(networks, start=1):
        with kindly():
            if name == COMMITTEE and _lacks_members([one.network for one in answers]):
                continue  # Why they could not answer is said already.
            answers.append(_ask(name, f"Waking {spec_of(name).title}, {number} of {len(networks)}", verdict))
    if not answers:
        verdict.empty()
        return answers
    # The committee is not asked whether it agrees with itself.
    titled = [(one.title, one.prediction) for one in answers if one.network != COMMITTEE]
    with verdict.container():
        st.header(compare_words.agreement(titled), anchor=False)
        if strange := compare_words.strangeness(titled):
            st.markdown(strange)
        navigation.link_to("predict", "Change the picture")
    with cards.container():
        show_cards(answers, _majority([prediction for _, prediction in titled]))
        _list_answers(answers)
    return answers


def _show_picture() -> None:
    picture = picture_state.picture()
    st.image(encode_png(enlarge(picture.framed.image, 320)), width=170, alt="The picture as networks get it")
    small_text(origin(picture.decoded.name, is_sample=picture.sample is not None, truth=picture.truth))


def _ask(network: str, said: str, place: Any) -> NetworkAnswer:
    """Let one network answer; the first time it has to be loaded, which is told."""
    with place, st.spinner(said):
        card, image = cache.card(network), picture_state.picture().network_input
        prediction = cache.prediction(network, image)
        seconds = cache.warm_seconds(network, picture_state.picture().framed.image)
    return NetworkAnswer(
        network, card.title, card.year, prediction, seconds, card.num_params, card.num_mult_adds, card.weights_bytes
    )


def _majority(predictions: Sequence[Prediction]) -> str:
    return Counter(one.top_k[0].class_name for one in predictions).most_common(1)[0][0]


def _list_answers(answers: Sequence[NetworkAnswer]) -> None:
    with st.expander("The same as a table", icon=":material/table_rows:"):
        st.dataframe(
            [_line(one) for one in answers],
            hide_index=True,
            column_config={
                "year": st.column_config.NumberColumn(format="%d"),
                "sure": st.column_config.NumberColumn(format="percent"),
                "familiarity": st.column_config.NumberColumn(format="percent"),
                "milliseconds a view": st.column_config.NumberColumn(format="%.2f"),
                "learned numbers": st.column_config.NumberColumn(format="localized"),
                "multiply-adds": st.column_config.NumberColumn(format="localized"),
                "megabytes": st.column_config.NumberColumn(format="%.2f"),
            },
            alt="Answer, confidence and cost of each network",
        )


def _line(one: NetworkAnswer) -> dict[str, Any]:
    best = one.prediction.top_k[0]
    return {
        "network": one.title,
        "year": None if one.network == COMMITTEE else one.year,
        "answer": best.class_name,
        "sure": best.probability,
        "familiarity": one.prediction.familiarity,
        "one of the ten?": compare_words.familiarity(one.prediction),
        "milliseconds a view": 1000 * one.seconds,
        "learned numbers": one.num_params,
        "multiply-adds": one.num_mult_adds,
        "megabytes": one.weights_bytes / 1e6,
    }


def _show_side_by_side(networks: Sequence[str]) -> None:
    """Show one thing of each network in a row: its maps at one depth, or where it looked."""
    st.header("Side by side", anchor="depth")
    state.settle(state.SIDE_BY_SIDE, (_DEPTH, _LOOKED), _DEPTH)
    st.segmented_control(
        "What to set side by side", (_DEPTH, _LOOKED), key=state.SIDE_BY_SIDE, required=True, persist_state="session"
    )
    with kindly():
        if state.value_of(state.SIDE_BY_SIDE) == _DEPTH:
            show_same_depth(networks)
        else:
            show_same_method(networks, on_stop=lambda: state.put(state.SIDE_BY_SIDE, _DEPTH))


def _show_costs(cards: Sequence[ModelCard]) -> None:
    st.header("What accuracy cost, over the years", anchor="costs")
    st.markdown(
        "Each step to the right is ten times the cost. Notice that better does not always mean larger. "
        "Click a network to read its report."
    )
    for place, (field, what) in zip(st.columns(2, gap="large"), _COSTS.items(), strict=True):
        points = [_point(card, getattr(card, field)) for card in cards]
        described = "; ".join(
            f"{point.title} {point.year}: {point.accuracy:.1%} for {point.cost:,}" for point in points
        )
        with place:
            show_chart(
                cost_chart(points, what), f"Accuracy against {what}. {described}", key=field, on_click=_open_report
            )


def _point(card: ModelCard, cost: int) -> CostPoint:
    low, high = wilson_interval(card.test.accuracy, card.test.num_images)
    return CostPoint(card.network, card.title, card.year, card.test.accuracy, low, high, cost)


def _open_report(network: Any) -> None:
    name = network[0] if isinstance(network, list) else network
    if name in cache.trained_networks():
        state.choose_network(name)
        state.request_page("report")


def _show_departures() -> None:
    st.header("How they depart from their papers", anchor="departures")
    st.markdown(
        "Each was rebuilt for pictures of 32 × 32 pixels, for ten classes, and for training in hours on two processor "
        "cores. Notice how many changes follow from one of the three."
    )
    with st.expander("In the paper, here, and why", icon=":material/difference:"):
        st.table(
            [dict(zip(DEPARTURE_HEADS, row, strict=True)) for row in departure_rows()],
            hide_index=True,
        )
        offer_csv(DEPARTURE_HEADS, departure_rows, "departures-from-the-papers", key="departures_csv")
