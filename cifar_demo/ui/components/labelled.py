"""Pictures of the CIFAR-10 test set, where it is on the machine: by class, number, chance, or answered wrongly."""

from __future__ import annotations

from typing import Final

import numpy as np
import streamlit as st

from cifar_demo.constants import CLASS_NAMES
from cifar_demo.dataset.cifar10 import Split
from cifar_demo.errors import CifarDemoError
from cifar_demo.figures.pixels import data_url
from cifar_demo.image.decode import decode_array
from cifar_demo.image.framing import views
from cifar_demo.inference.committee import Answerer
from cifar_demo.ui import cache, picture_state, state
from cifar_demo.ui.choices import Framing
from cifar_demo.ui.components.fetch_panel import are_pictures_here
from cifar_demo.ui.components.notice import kindly
from cifar_demo.ui.components.strip import StripItem, picture_strip

_CLASS: Final = "labelled_class"
_NUMBER: Final = "labelled_number"
_PAGE: Final = "labelled_page"
_PER_PAGE: Final = 18
_CHUNK: Final = 64  # Pictures answered at once in search of a wrong one.
_AS_IT_IS: Final = Framing()
_WHAT_THEY_ARE: Final = (
    "It is the set of labelled photographs that these networks learned from, and 10,000 more that they have "
    "never seen: the test pictures."
)


def browse_labelled() -> None:
    """Let a visitor choose one of the labelled pictures; where there are none, offer to fetch them."""
    with kindly():
        if not are_pictures_here(_WHAT_THEY_ARE):
            return
        pictures = cache.labelled_pictures()
        _find(pictures)
        _offer_surprises(pictures)
        _show_class(pictures)


def find_wrong(pictures: Split, answerer: Answerer, order: np.ndarray, framing: Framing = _AS_IT_IS) -> int | None:
    """Look for a picture that a network answers wrongly.

    Parameters
    ----------
    pictures : Split
    answerer : Answerer
    order : (N,) int64
        Positions to look at, in turn; a few dozen are enough for most networks.
    framing : Framing
        Where it averages several views, their common answer has to be wrong too.

    Returns
    -------
    int or None
        Position of the first one found; None where all are answered rightly.
    """
    for start in range(0, len(order), _CHUNK):
        chunk = order[start : start + _CHUNK]
        answers = answerer.logits(pictures.images[chunk]).argmax(axis=1)
        for index in chunk[answers != pictures.labels[chunk]]:
            if framing.num_views == 1 or _is_wrong_on_average(pictures, answerer, int(index), framing):
                return int(index)
    return None


def _is_wrong_on_average(pictures: Split, answerer: Answerer, index: int, framing: Framing) -> bool:
    seen = views(pictures.images[index], framing.num_views, mode=framing.mode, resampling=framing.resampling)
    answer = answerer.predict(np.stack([view.image for view in seen]))
    return bool(answer.top_k[0].class_name != CLASS_NAMES[pictures.labels[index]])


def show_labelled(index: int) -> None:
    """Make a labelled picture the current one."""
    pictures = cache.labelled_pictures()
    decoded = decode_array(pictures.images[index], f"CIFAR-10 test picture {index}", source_format="CIFAR-10")
    picture_state.keep_picture(decoded, truth=CLASS_NAMES[pictures.labels[index]])
    state.put(_NUMBER, index)


def _find(pictures: Split) -> None:
    which, number = st.columns(2)
    state.settle(_CLASS, CLASS_NAMES, CLASS_NAMES[0])
    which.selectbox("Browse a class", CLASS_NAMES, key=_CLASS, persist_state="session", on_change=_first_page)
    state.settle(_NUMBER, tuple(range(len(pictures))), 0)
    number.number_input(
        f"Or a number, 0 to {len(pictures) - 1:,}", 0, len(pictures) - 1, key=_NUMBER, on_change=_show_number
    )


def _offer_surprises(pictures: Split) -> None:
    with st.container(horizontal=True):
        st.button("Surprise me", icon=":material/casino:", on_click=_surprise, args=(pictures,), key="surprise")
        st.button(
            "One it gets wrong", icon=":material/error:", on_click=_show_wrong, args=(pictures,), key="surprise_wrong"
        )


def _show_class(pictures: Split) -> None:
    chosen = CLASS_NAMES.index(state.value_of(_CLASS))
    members = np.flatnonzero(pictures.labels == chosen)
    page = int(state.value_of(_PAGE) or 0) % max(1, -(-len(members) // _PER_PAGE))
    shown = members[page * _PER_PAGE : (page + 1) * _PER_PAGE]
    items = [
        StripItem(str(index), data_url(pictures.images[index]), f"{CLASS_NAMES[chosen]}, test picture {index}")
        for index in shown
    ]
    picture_strip(
        f"Test pictures: {CLASS_NAMES[chosen]}",
        items,
        key="labelled",
        selected=str(state.value_of(_NUMBER)),
        on_pick=lambda name: show_labelled(int(name)),
        side=48,
    )
    st.button(
        "More of them", icon=":material/refresh:", on_click=state.put, args=(_PAGE, page + 1), key="more_labelled"
    )


def _first_page() -> None:
    state.put(_PAGE, 0)


def _show_number() -> None:
    show_labelled(int(state.value_of(_NUMBER)))


def _surprise(pictures: Split) -> None:
    show_labelled(int(np.random.default_rng().integers(len(pictures))))


def _show_wrong(pictures: Split) -> None:
    order = np.random.default_rng().permutation(len(pictures))
    try:
        index = find_wrong(pictures, cache.answerer(state.value_of(state.NETWORK)), order, picture_state.framing())
    except CifarDemoError as error:
        picture_state.remember_trouble(error)
        return
    if index is not None:
        show_labelled(index)
