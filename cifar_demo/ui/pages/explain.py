"""Explain: which parts of the picture spoke for an answer, by seven methods, and how far to trust them."""

from __future__ import annotations

from typing import Final

import streamlit as st

from cifar_demo.constants import CLASS_NAMES
from cifar_demo.explain.catalog import MethodSpec, find_method
from cifar_demo.figures.contact_sheet import contact_sheet
from cifar_demo.figures.heatmaps import coloured_map, overlay, pattern_picture
from cifar_demo.figures.pixels import data_url, encode_png, enlarge
from cifar_demo.figures.theme import colour_bar
from cifar_demo.metrics.calibration import softmax
from cifar_demo.networks import NetworkSpec
from cifar_demo.results import ByteImage, Explanation, Prediction, Target
from cifar_demo.ui import cache, explain_cache, explain_words, layers_cache, navigation, picture_state, state
from cifar_demo.ui.components import answer
from cifar_demo.ui.components.network_picker import pick_network
from cifar_demo.ui.components.notice import kindly, notice
from cifar_demo.ui.components.one_view import tell_of_one_view
from cifar_demo.ui.components.patience import patiently
from cifar_demo.ui.components.picture_row import picture_row
from cifar_demo.ui.components.take_along import offer_png
from cifar_demo.ui.components.trust import show_trust

_OVER: Final = "laid over"
_BESIDE: Final = "side by side"
_DEFAULT_OPACITY: Final = 60  # Percent.
_LARGE: Final = 480
_SMALL: Final = 224


def show() -> None:
    """Draw the page."""
    st.title("Why this answer?", anchor=False)
    st.markdown(
        "Choose a class, and see which parts of your picture spoke for it. "
        "Notice whether the network looked at the thing itself, or at what is around it."
    )
    spec = pick_network(is_brief=True)
    place = st.empty()
    with place, kindly():
        cache.card(spec.name)
        cache.wait_for_tensorflow(answer.show_waking)
        with st.spinner(f"Waking {spec.title} …"):
            prediction = cache.prediction(spec.name, picture_state.picture().framed.image)
        with place.container():
            tell_of_one_view(spec.name)
            _explain(spec, prediction)


def _explain(spec: NetworkSpec, prediction: Prediction) -> None:
    picture, reading = st.columns([2, 3], gap="large")
    with reading:
        method = _choose_method(spec.name)
        target, layer = _choose_target(spec.name, method, int(prediction.logits.argmax()))
    with picture:
        found = _work_out(spec.name, method, target, layer)
    if found is None:
        return
    with picture:
        _show_map(found)
    with reading:
        _show_reading(method, found, prediction)
    if found.silence is None:
        show_trust(spec.name, found)


def _work_out(network: str, method: MethodSpec, target: Target, layer: str | None) -> Explanation | None:
    """Make the map, saying so if it takes its time; None if the visitor has stopped it."""
    image = picture_state.picture().framed.image
    found = patiently(
        f"Working out the map by {method.title}",
        (network, image.tobytes(), method.name, target, layer),
        lambda say: explain_cache.explanation(network, image, method.name, target, layer, say=say),
        key="map",
    )
    if found is None:
        st.image(encode_png(enlarge(image, _LARGE)), width=_LARGE, alt="The picture, without a map")
    return found


def _choose_method(network: str) -> MethodSpec:
    names = explain_cache.method_names(network)
    state.settle_linked(state.METHOD, names, names[0])
    st.pills(
        "Method",
        names,
        format_func=lambda name: find_method(name).title,
        key=state.METHOD,
        required=True,
        wrap=True,
        persist_state="session",
        help=explain_cache.methods_left_out(network) or None,
    )
    return find_method(state.value_of(state.METHOD))


def _choose_target(network: str, method: MethodSpec, best: int) -> tuple[Target, str | None]:
    """Let a visitor say what is to be explained: a class, or a class against another; and at which layer."""
    state.settle_linked(state.TARGET, ("", *CLASS_NAMES), "")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.selectbox(
            "Explain",
            ("", *CLASS_NAMES),
            format_func=lambda name: name or f"its answer: {CLASS_NAMES[best]}",
            key=state.TARGET,
            persist_state="session",
            width=230,
        )
        chosen = state.value_of(state.TARGET) or CLASS_NAMES[best]
        others = ("", *(name for name in CLASS_NAMES if name != chosen))
        state.settle_linked(state.AGAINST, others, "")
        st.selectbox(
            "rather than",
            others,
            format_func=lambda name: name or "nothing: its own score",
            key=state.AGAINST,
            persist_state="session",
            width=190,
            help="What sets one class apart from another: the map of the difference of their scores.",
        )
        layer = _choose_layer(network) if method.has_layer else None
    against = state.value_of(state.AGAINST)
    return Target(CLASS_NAMES.index(chosen), CLASS_NAMES.index(against) if against else None), layer


def _choose_layer(network: str) -> str:
    names, key = explain_cache.cam_layers(network), state.cam_layer_key(network)
    state.settle(key, names, explain_cache.default_cam_layer(network))
    layers = {layer.name: layer for layer in layers_cache.layers(network)}

    def label(name: str) -> str:
        height, width, _ = layers[name].output_shape
        return f"{layers[name].title}, {width} × {height}"

    st.selectbox(
        "at layer",
        names,
        format_func=label,
        key=key,
        persist_state="session",
        width=250,
        help="The last layers know most about classes, and least about places: their maps are small.",
    )
    return str(state.value_of(key))


def _show_map(found: Explanation) -> None:
    """Show the heatmap on or beside the picture, with its scale."""
    if found.silence is not None:
        notice(found.silence, tone="news")
        st.image(encode_png(enlarge(found.image, _LARGE)), width=_LARGE, alt="The picture, without a map")
        return
    place = st.container()
    state.settle(state.LAYOUT, (_OVER, _BESIDE), _OVER)
    state.settle_number(state.OPACITY, 0, 100, _DEFAULT_OPACITY)
    with st.container(horizontal=True, vertical_alignment="center", width=_LARGE):
        st.segmented_control(
            "Show the map",
            (_OVER, _BESIDE),
            key=state.LAYOUT,
            required=True,
            persist_state="session",
            label_visibility="collapsed",
        )
        is_over = state.value_of(state.LAYOUT) == _OVER
        if is_over:
            st.slider("Opacity of the map", 0, 100, step=5, format="%d%%", key=state.OPACITY, persist_state="session")
    with place:
        _show_over(found) if is_over else _show_beside(found)


def _show_over(found: Explanation) -> None:
    opacity = state.value_of(state.OPACITY) / 100
    picture = encode_png(overlay(found.image, found.heatmap, opacity, is_signed=found.is_signed, side=_LARGE))
    st.image(picture, width=_LARGE, alt=f"The picture under its map. {explain_words.where(found.heatmap)}")
    _show_scale(found, _LARGE)


def _show_beside(found: Explanation) -> None:
    picture_row(_beside(found), _SMALL)
    _show_scale(found, _LARGE)


def _beside(found: Explanation) -> dict[str, ByteImage]:
    shown = {
        "the picture": enlarge(found.image, _SMALL),
        "the map": coloured_map(found.heatmap, is_signed=found.is_signed, side=_SMALL),
    }
    if found.pattern is not None:
        shown["in colours, grey is zero"] = pattern_picture(found.pattern, side=_SMALL)
    return shown


def _show_scale(found: Explanation, width: int) -> None:
    low, high = explain_words.scale_ends(found)
    bar = data_url(colour_bar(is_diverging=found.is_signed))
    middle = "<span>0</span>" if found.is_signed else ""
    st.html(
        f'<div style="width: min(100%, {width}px); font-size: 0.85rem">'
        f'<img src="{bar}" alt="" style="width: 100%; height: 12px; display: block; border-radius: 3px">'
        f'<div style="display: flex; justify-content: space-between"><span>{low}</span>{middle}<span>{high}</span>'
        "</div></div>"
    )


def _show_reading(method: MethodSpec, found: Explanation, prediction: Prediction) -> None:
    """Say what is shown, how to read it, when it misleads, and where it comes from."""
    st.header(f"{method.title} for {explain_words.target_words(found.target)}", anchor=False)
    st.markdown(explain_words.score_words(found, _probability(found, prediction)))
    if found.silence is None and found.heatmap.max() > 0:
        st.markdown(explain_words.where(found.heatmap))
    for sentence in (explain_words.credit_words(found), found.note):
        if sentence:
            st.markdown(sentence)
    st.markdown(f"**How to read it.** {method.how_to_read}")
    st.markdown(f"**When it misleads.** {method.misleads}")
    st.caption(f"[{method.paper}]({method.url})")
    with st.container(horizontal=True, vertical_alignment="center"):
        navigation.link_to("predict", "Change the picture")
        if found.silence is None:
            _offer_picture(found)


def _probability(found: Explanation, prediction: Prediction) -> float:
    target = found.target
    if target.against is None:
        return float(prediction.probs[target.class_index])
    pair = prediction.logits[[target.class_index, target.against]]
    return float(softmax(pair[None], temperature=cache.card(prediction.network).temperature)[0, 0])


def _offer_picture(found: Explanation) -> None:
    """Offer to save the map as it is shown now: laid over the picture, or beside it."""
    is_over, opacity = state.value_of(state.LAYOUT) == _OVER, state.value_of(state.OPACITY) / 100

    def draw() -> ByteImage:
        if is_over:
            return overlay(found.image, found.heatmap, opacity, is_signed=found.is_signed)
        return contact_sheet(_beside(found), side=_SMALL)

    offer_png(draw, f"{found.network}-{found.method}-{CLASS_NAMES[found.target.class_index]}", key="map_png")
