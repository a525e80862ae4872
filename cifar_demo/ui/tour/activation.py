"""Step 4: one rule for each number by itself."""

from __future__ import annotations

from math import tanh
from typing import Final

import streamlit as st

from cifar_demo.figures.histograms import value_histogram
from cifar_demo.figures.pixels import data_url
from cifar_demo.figures.thumbnails import map_picture
from cifar_demo.ui import tour_words
from cifar_demo.ui.components.chart import show_chart
from cifar_demo.ui.components.predict_first import Question
from cifar_demo.ui.tour.stand import Stand
from cifar_demo.ui.tour.tiles import Tile, tiles

_SHARES: Final = {"about a tenth": 0.1, "about half": 0.5, "about nine tenths": 0.9}


def tell(stand: Stand) -> str:
    """Say what the step is about."""
    marks = stand.marks
    return tour_words.activation(_rule(stand), is_normalised=marks.before_activation != marks.convolution)


def ask(stand: Stand) -> Question:
    """Ask what the rule does to this layer's numbers."""
    before = stand.activation(stand.marks.before_activation)
    if _rule(stand) == "tanh":
        largest = float(before.max())
        options = ("0", f"{tanh(largest):.2f}", f"{largest:.2f}")
        reason = tour_words.squeeze_reason(largest, tanh(largest))
        return Question(tour_words.squeeze_asked(largest), options, 1, reason)
    share = float((before < 0).mean())
    nearest = min(range(3), key=lambda index: abs(tuple(_SHARES.values())[index] - share))
    return Question(tour_words.share_asked(), tuple(_SHARES), nearest, tour_words.share_reason(share, before.size))


def draw(stand: Stand, is_revealed: bool) -> None:
    """Show a map before and after, and all numbers before."""
    before, after = (stand.activation(name) for name in (stand.marks.before_activation, stand.marks.activation))
    channel = int(before.std(axis=(0, 1)).argmax())
    plain = data_url(map_picture(before[..., channel], is_diverging=True))
    changed = data_url(map_picture(after[..., channel])) if is_revealed else None
    rule = _rule(stand)
    below = {True: "black: zero. Bright: the pattern is here", False: "still blue, white and red, but none beyond ±1"}
    st.html(
        tiles(
            [
                Tile(f"map {channel} before", "blue: negative. White: zero. Red: positive", plain, side=270),
                Tile(
                    f"map {channel} after {rule}",
                    below[rule != "tanh"] if is_revealed else "predict first",
                    changed,
                    side=270,
                    sign="→",
                ),
            ]
        )
    )
    if is_revealed:
        st.markdown("All numbers of the layer before the rule: orange below zero, blue above.")
        show_chart(
            value_histogram(before), "Histogram of the layer's numbers before the activation", key="activation_numbers"
        )


def _rule(stand: Stand) -> str:
    return "tanh" if "tanh" in stand.marks.activation else "ReLU"
