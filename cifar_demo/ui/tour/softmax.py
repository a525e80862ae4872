"""Step 8: from scores to percentages."""

from __future__ import annotations

import numpy as np
import streamlit as st

from cifar_demo.constants import CLASS_NAMES
from cifar_demo.figures.tour_charts import softmax_columns
from cifar_demo.metrics.calibration import softmax
from cifar_demo.ui import cache, tour_words
from cifar_demo.ui.components.chart import show_chart
from cifar_demo.ui.components.predict_first import Question
from cifar_demo.ui.tour.stand import Stand


def tell(stand: Stand) -> str:
    """Say what the step is about."""
    return tour_words.softmax(cache.card(stand.spec.name).temperature)


def ask(stand: Stand) -> Question:
    """Ask what adding the same to all scores does."""
    logits, temperature = stand.activation("logits")[None], cache.card(stand.spec.name).temperature
    change = softmax(logits + 5, temperature=temperature) - softmax(logits, temperature=temperature)
    reason = tour_words.plus_five_reason(float(np.abs(change).max()))
    return Question(tour_words.PLUS_FIVE, tour_words.PLUS_FIVE_OPTIONS, 1, reason)


def draw(stand: Stand, is_revealed: bool) -> None:
    """Show the three columns of softmax."""
    steps = cache.softmax_steps(stand.spec.name, stand.image)
    show_chart(
        softmax_columns(steps, CLASS_NAMES), "Scores, powers of e, and percentages of the ten classes", key="softmax"
    )
    st.caption(
        f"All powers add up to {np.exp(steps.scaled).sum():,.1f}; each one's share of that is the percentage shown."
    )
