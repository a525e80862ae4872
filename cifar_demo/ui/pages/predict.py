"""Predict: any picture in, an answer out, and what the network really saw in between."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import streamlit as st

from cifar_demo.constants import CLASS_NAMES
from cifar_demo.figures.bars import as_percent, probability_bars
from cifar_demo.figures.photographs import photo_url
from cifar_demo.figures.pixels import data_url, encode_png, enlarge
from cifar_demo.networks import NetworkSpec
from cifar_demo.results import Prediction
from cifar_demo.store.committee import COMMITTEE
from cifar_demo.ui import cache, navigation, picture_state, road_words, state, words
from cifar_demo.ui.components import album, answer, road, sources
from cifar_demo.ui.components.chart import show_chart
from cifar_demo.ui.components.crop_box import crop_box
from cifar_demo.ui.components.network_picker import pick_network
from cifar_demo.ui.components.notice import kindly, small_text
from cifar_demo.ui.components.score_table import show_scores
from cifar_demo.ui.components.take_along import offer_png
from cifar_demo.ui.components.votes import show_votes, wake_members

if TYPE_CHECKING:
    from streamlit.delta_generator import DeltaGenerator

_SEEN_SIDE: Final = 640
_GIVEN_SIDE: Final = 640
_BESIDE_ANSWER: Final = 96  # On a phone, where the rest is out of sight.


@dataclass(frozen=True)
class _Places:
    """Places on the page, to be filled when the network has answered."""

    answer: DeltaGenerator
    familiarity: DeltaGenerator
    chart: DeltaGenerator
    cost: DeltaGenerator


def show() -> None:
    """Draw the page: everything that needs no network first, then the answer."""
    st.title("What does a network see?", anchor=False)
    st.markdown(
        "Bring any picture. The network gets it at only 32 × 32 pixels and says which of ten things it shows. "
        "Notice how little that is."
    )
    # On a phone the columns dissolve and their parts are put in another order: see page_style.
    with st.container(key="predict_board"):
        left, right = st.columns([5, 7], gap="large")
    with left:
        samples_place = _show_sources()
    with right:
        spec, num_bars, places = _show_choices()
    if not sources.is_drawing():
        with samples_place:  # Last of what needs no network: drawing all of them takes a third of a second, once.
            sources.offer_samples()
    album_place = st.container()
    road.show_road()
    road.change_road()
    below = st.container()
    with places.answer, kindly():
        prediction = _predict(spec)
        _show_prediction(prediction, num_bars, places, below)
        if album.has_album():
            with album_place:
                album.show_album(spec.name)


def _show_sources() -> DeltaGenerator:
    """Show ways to bring a picture, and the picture; give the place for the samples."""
    sources.bring_picture()
    album.point_to_album()
    if not sources.is_drawing():  # The easel shows its picture itself.
        _show_as_given()
        sources.choose_frame_and_background()
    return st.container()


def _show_choices() -> tuple[NetworkSpec, int, _Places]:
    """Show what needs no network, and keep places for what does."""
    with st.container(key="answer_place"):
        answer_place, familiarity_place = st.empty(), st.container()
    spec = pick_network(with_committee=True)
    with st.container(key="seen_and_sure"):
        seen, chart = st.columns(2, gap="medium")
    with seen:
        _show_as_seen()
    with chart:
        st.subheader("How sure it is", anchor=False)
        chart_place, cost_place = st.empty(), st.empty()
        num_bars = _choose_num_bars()
        _say_what_it_knows()
    return spec, num_bars, _Places(answer_place, familiarity_place, chart_place, cost_place)


def _show_prediction(prediction: Prediction, num_bars: int, places: _Places, below: DeltaGenerator) -> None:
    card = cache.card(prediction.network)
    current = picture_state.picture()
    seen = data_url(enlarge(current.framed.image, _BESIDE_ANSWER))
    is_drawn = current.decoded.source_format in ("drawing", "sample")
    answer.show_answer(prediction, card.test.reliability, current.truth, seen=seen, is_drawn=is_drawn)
    with places.familiarity:
        answer.explain_familiarity(prediction)
    _show_bars(prediction, num_bars, places.chart)
    places.cost.caption(words.answer_cost(prediction, card.num_params))
    with below:
        road.show_views(prediction)
        if prediction.votes:
            show_votes(prediction, cache.committee_seats(), card.temperature)
        else:
            show_scores(prediction, card.temperature)


def _predict(spec: NetworkSpec) -> Prediction:
    """Answer for the current picture, saying so while the network is waking up."""
    cache.card(spec.name)  # Not trained: say so at once, not after a wait for TensorFlow.
    cache.wait_for_tensorflow(answer.show_waking)
    if spec.name == COMMITTEE:
        wake_members(tuple(member.network for member in cache.committee_seats()))
    return cache.prediction(spec.name, picture_state.picture().network_input)


def _show_as_given() -> None:
    picture = picture_state.picture()
    height, width, _ = picture.decoded.image.shape
    is_square = picture_state.framing().mode == "crop"
    with st.container(key="as_given", gap="xxsmall"):
        crop_box(
            photo_url(picture.preview, _GIVEN_SIDE),
            f"The picture as given: {picture.decoded.name}",
            road_words.frame_hint(is_seen_whole=picture.is_seen_whole),
            size=(width, height),
            box=picture.framed.box if is_square else picture.box or (0, 0, width, height),
            is_chosen=picture.box is not None,
            is_square=is_square,
            on_change=picture_state.choose_box,
        )
        small_text(words.origin(picture.decoded.name, is_sample=picture.sample is not None, truth=picture.truth))


def _show_as_seen() -> None:
    picture = picture_state.picture()
    st.subheader("What the network gets", anchor=False)
    st.image(
        encode_png(enlarge(picture.framed.image, _SEEN_SIDE)),
        width="stretch",
        alt="The same picture reduced to 32 by 32 pixels, each shown as a large square",
    )
    st.caption(words.what_it_gets(len(picture.views)))
    offer_png(lambda: picture.framed.image, "what-the-network-gets", key="seen_png")
    story = road_words.picture_story(picture.decoded, picture.framed, is_seen_whole=picture.is_seen_whole)
    small_text(" ".join(story))


def _choose_num_bars() -> int:
    state.settle(state.TOP_K, tuple(range(1, len(CLASS_NAMES) + 1)), state.DEFAULT_TOP_K)
    return int(st.slider("How many answers to show", 1, len(CLASS_NAMES), key=state.TOP_K, persist_state="session"))


def _show_bars(prediction: Prediction, num_bars: int, place: DeltaGenerator) -> None:
    described = ", ".join(f"{c.class_name} {as_percent(c.probability)}" for c in prediction.top_k[:num_bars])
    with place:
        show_chart(
            probability_bars(prediction, num_bars), f"Bar chart of probabilities: {described}", key="probabilities"
        )


def _say_what_it_knows() -> None:
    st.caption(
        f"It knows only these ten: {', '.join(CLASS_NAMES[:-1])} and {CLASS_NAMES[-1]}. "
        "Anything else is pressed into one of them, and the page says so where it can tell."
    )
    navigation.link_to("inside", "Look inside: how it gets there")
