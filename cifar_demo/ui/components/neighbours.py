"""The training pictures that a network finds most like the current one."""

from __future__ import annotations

from collections import Counter
from typing import Final

import numpy as np
import streamlit as st

from cifar_demo.constants import CLASS_NAMES
from cifar_demo.networks import NetworkSpec
from cifar_demo.report.words import PLURALS
from cifar_demo.results import FloatArray, IntArray
from cifar_demo.ui import dataset_cache, picture_state, state
from cifar_demo.ui.components.filling import filled_bank
from cifar_demo.ui.components.picture_wall import show_wall

COUNTS: Final = (1_000, 10_000, 50_000)
_SHOWN: Final = 12


def show_neighbours(spec: NetworkSpec) -> None:
    """Show the nearest training pictures of the current picture in a network's own feature space."""
    st.markdown(
        f"To {spec.title}, these training pictures are most like yours: their features, the numbers just before the "
        "answer, point the same way. The number below each is the cosine of the angle between them; 1 is the same "
        "direction. Notice whether they are alike in shape, in colour, or in what they show."
    )
    count = _choose_count()
    bank = filled_bank(spec.name, "training", count)
    if bank is None:
        return
    positions, cosines = bank.nearest(picture_state.picture().framed.image, _SHOWN, count)
    st.markdown(f"**{said(dataset_cache.pictures('training').labels[positions], count)}**")
    _show_found(positions, cosines)


def said(labels: IntArray, count: int) -> str:
    """Say which classes the nearest pictures show.

    Parameters
    ----------
    labels : (k,) int64
        Classes of the nearest ones.
    count : int
        Pictures searched.
    """
    found = Counter(int(label) for label in labels).most_common()
    parts = [f"{number} {PLURALS[CLASS_NAMES[label]] if number > 1 else CLASS_NAMES[label]}" for label, number in found]
    return f"Of the {len(labels)} nearest among {count:,}: {', '.join(parts)}."


def _choose_count() -> int:
    state.settle(state.NUM_SEARCHED, COUNTS, COUNTS[0])
    st.segmented_control(
        "Search among so many training pictures",
        COUNTS,
        format_func="{:,}".format,
        key=state.NUM_SEARCHED,
        required=True,
        persist_state="session",
        help="Each has to go through the network once: a second or two for 1,000, a minute or two for all 50,000. "
        "What was computed is kept for an hour.",
    )
    return int(state.value_of(state.NUM_SEARCHED))


def _show_found(positions: IntArray, cosines: FloatArray) -> None:
    labels = dataset_cache.pictures("training").labels[positions]
    captions = [f"{CLASS_NAMES[label]} {cosine:.3f}" for label, cosine in zip(labels, cosines, strict=True)]
    indices = [int(position) for position in np.asarray(positions)]
    show_wall("Nearest training pictures", indices, key="neighbours", part="training", captions=captions, side=80)
