"""Test pictures that are hard: wrong for every network, or answered by each in its own way."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import streamlit as st

from cifar_demo.constants import CLASS_NAMES
from cifar_demo.errors import CifarDemoError
from cifar_demo.metrics.agreement import disagreement, wrong_for_all
from cifar_demo.networks import NETWORKS, get_spec
from cifar_demo.results import LabelledPredictions
from cifar_demo.ui import cache
from cifar_demo.ui.components.notice import notice, small_text
from cifar_demo.ui.components.picture_wall import show_wall

_MOST: Final = 48


def show_hard_pictures() -> None:
    """Show both kinds, from the predictions that lie beside the weights: nothing is computed."""
    known = _known_predictions()
    if not known:
        notice("No network has its test predictions beside its weights yet.", tone="news")
        return
    names = ", ".join(get_spec(name).title for name in known)
    small_text(f"Counted with the networks that are trained: {names}.")
    _show_wrong_for_all(list(known.values()))
    if len(known) > 1:
        _show_disagreement(list(known.values()))


def _known_predictions() -> dict[str, LabelledPredictions]:
    """Read what there is; a network without intact predictions is told of and left out."""
    known = {}
    trained = cache.trained_networks()
    for spec in NETWORKS:
        if spec.name not in trained:
            continue
        try:
            known[spec.name] = cache.test_predictions(spec.name)
        except CifarDemoError as error:
            notice(str(error))
    return known


def _show_wrong_for_all(predictions: Sequence[LabelledPredictions]) -> None:
    st.header("Wrong for every network", anchor="wrong")
    found = wrong_for_all(predictions)
    st.markdown(
        f"**{len(found):,} of {len(predictions[0]):,} test pictures** are answered wrongly by all of them; the surest "
        "wrong answers come first. Below each: what its label says, and what most of them said. Notice how many you "
        "would get wrong too, and how many labels are debatable."
    )
    indices = [int(index) for index in found[:_MOST]]
    captions = [f"{_label(predictions, index)}, not {_most_frequent(predictions, index)}" for index in indices]
    show_wall("Pictures that every network gets wrong", indices, key="all_wrong", captions=captions, side=84)


def _show_disagreement(predictions: Sequence[LabelledPredictions]) -> None:
    st.header("Each sees something else", anchor="disagree")
    st.markdown(
        "The pictures on which the answers lie furthest apart, each answer counting by its confidence. Below each: "
        "what its label says. Notice that they are often cut off, tiny, or seen from an odd side."
    )
    order = np.argsort(-disagreement(predictions), kind="stable")
    indices = [int(index) for index in order[:_MOST]]
    captions = [_label(predictions, index) for index in indices]
    show_wall("Pictures on which networks disagree", indices, key="disagree", captions=captions, side=84)


def _label(predictions: Sequence[LabelledPredictions], index: int) -> str:
    return CLASS_NAMES[int(predictions[0].labels[index])]


def _most_frequent(predictions: Sequence[LabelledPredictions], index: int) -> str:
    answers = [int(each.class_indices[index]) for each in predictions]
    return CLASS_NAMES[max(sorted(set(answers)), key=answers.count)]
