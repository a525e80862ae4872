"""Step 5: maps become smaller."""

from __future__ import annotations

from typing import Final

import streamlit as st

from cifar_demo.ui import inside_cache, tour_words
from cifar_demo.ui.components.predict_first import Question
from cifar_demo.ui.components.window_walk import show_walk
from cifar_demo.ui.tour.stand import Stand

_ALIKE: Final = 0.05  # Shares that differ by less, relative to the larger, count as equal.


def tell(stand: Stand) -> str:
    """Say what the step is about."""
    if stand.marks.pooling is None:
        return tour_words.NO_POOLING
    walk = inside_cache.window_walk(stand.spec.name, stand.image, stand.marks.pooling, 0)
    return tour_words.pooling(walk.rule, walk.size)


def ask(stand: Stand) -> Question | None:
    """Ask which map minds a move of the picture less."""
    pooling, feeding = stand.marks.pooling, stand.marks.before_pooling
    if pooling is None or feeding is None:
        return None
    before, after = inside_cache.change_by_shift(stand.spec.name, stand.image, (feeding, pooling))
    is_alike = abs(before - after) <= _ALIKE * max(before, after)
    right = 2 if is_alike else 0 if before < after else 1
    reason = tour_words.shift_reason(before, after, is_expected=right == 1)
    return Question(tour_words.SHIFT, tour_words.SHIFT_OPTIONS, right, reason)


def draw(stand: Stand, is_revealed: bool) -> None:
    """Let the window slide over the map that varies most."""
    pooling, feeding = stand.marks.pooling, stand.marks.before_pooling
    if pooling is None or feeding is None:
        return
    channel = int(stand.activation(feeding).std(axis=(0, 1)).argmax())
    walk = inside_cache.window_walk(stand.spec.name, stand.image, pooling, channel)
    said = {
        "reads": f"map {channel} before: {_size(walk.inputs.shape)} numbers",
        "writes": f"map {channel} after: {_size(walk.output.shape)} numbers",
    }
    show_walk(walk, key="pooling_walk", words=said)
    st.caption(f"From {stand.title(feeding)} to {stand.title(pooling)}.")


def _size(shape: tuple[int, ...]) -> str:
    return f"{shape[1]} × {shape[0]}"
