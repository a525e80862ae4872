"""The confusion matrix to click, and the pictures behind a cell of it."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import streamlit as st

from cifar_demo.constants import CLASS_NAMES
from cifar_demo.figures.classes import confusion_chart
from cifar_demo.report.sections import Section
from cifar_demo.report.words import PLURALS
from cifar_demo.results import IntArray, LabelledPredictions
from cifar_demo.store.card import ModelCard
from cifar_demo.ui import cache, state
from cifar_demo.ui.components.chart import show_chart
from cifar_demo.ui.components.notice import kindly
from cifar_demo.ui.components.picture_wall import choose_what_opens, show_wall
from cifar_demo.ui.words import with_article

_SHOWN: Final = "cell_shown"
_ANSWERED: Final = "cell_answered"
_MOST: Final = 60


def show_matrix(card: ModelCard, section: Section) -> None:
    """Show the matrix; a click on a cell chooses it.

    Parameters
    ----------
    card : ModelCard
    section : Section
        The one of the report, whose figure is drawn again with the chosen cell framed.
    """
    _settle(card)
    has_pictures = cache.has_labelled_pictures()
    figure = confusion_chart(card.test.confusion, _chosen() if has_pictures else None)
    on_click = _choose if has_pictures else None
    show_chart(figure, section.alt, key=f"{card.network}_{section.key}", on_click=on_click)


def show_pictures(card: ModelCard) -> None:
    """Show the pictures behind the chosen cell, where the data set is on the machine."""
    st.header("The pictures behind a cell", anchor="cell")
    if not cache.has_labelled_pictures():
        st.markdown("They are shown here where CIFAR-10 is on the machine; the page *Dataset* says how to get it.")
        return
    st.markdown(
        "Click a cell of the matrix, or choose here. The surest answers come first: notice which you would miss."
    )
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.selectbox("The picture shows", CLASS_NAMES, key=_SHOWN, persist_state="session", width=220)
        st.selectbox("It answered", CLASS_NAMES, key=_ANSWERED, persist_state="session", width=220)
        choose_what_opens("cell_opens")
    with kindly():
        _show_wall(cache.test_predictions(card.network))


def behind_cell(predictions: LabelledPredictions, shown: int, answered: int) -> IntArray:
    """Find the pictures of a cell, the surest answers first.

    Parameters
    ----------
    predictions : LabelledPredictions
    shown, answered : int
        True class, and answer.

    Returns
    -------
    (M,) int64
        Positions in the test set.
    """
    found = np.flatnonzero((predictions.labels == shown) & (predictions.class_indices == answered))
    return found[np.argsort(-predictions.confidences[found], kind="stable")]


def _show_wall(predictions: LabelledPredictions) -> None:
    shown, answered = _chosen()
    found = behind_cell(predictions, shown, answered)
    names = CLASS_NAMES[shown], CLASS_NAMES[answered]
    if not len(found):
        st.markdown(f"No {names[0]} was taken for {with_article(names[1])}.")
        return
    taken_for = with_article(names[1]) if len(found) == 1 else PLURALS[names[1]]
    what = "answered rightly" if shown == answered else f"taken for {taken_for}"
    more = f" The {_MOST} surest are shown." if len(found) > _MOST else ""
    st.markdown(f"**{len(found):,} {PLURALS[names[0]] if len(found) > 1 else names[0]} {what}.**{more}")
    indices = [int(index) for index in found[:_MOST]]
    captions = [f"{predictions.confidences[index]:.0%}" for index in indices]
    show_wall(f"{names[0]} answered as {names[1]}", indices, key="cell_pictures", captions=captions)


def _settle(card: ModelCard) -> None:
    """Begin with the most frequent mistake."""
    counts = np.array(card.test.confusion)
    np.fill_diagonal(counts, -1)
    row, column = np.unravel_index(int(counts.argmax()), counts.shape)
    state.settle(_SHOWN, CLASS_NAMES, CLASS_NAMES[row])
    state.settle(_ANSWERED, CLASS_NAMES, CLASS_NAMES[column])


def _chosen() -> tuple[int, int]:
    return CLASS_NAMES.index(state.value_of(_SHOWN)), CLASS_NAMES.index(state.value_of(_ANSWERED))


def _choose(cell: Any) -> None:
    if isinstance(cell, list) and len(cell) == 2 and all(place in range(len(CLASS_NAMES)) for place in cell):
        state.put(_SHOWN, CLASS_NAMES[cell[0]])
        state.put(_ANSWERED, CLASS_NAMES[cell[1]])
