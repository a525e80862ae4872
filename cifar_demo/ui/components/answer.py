"""The answer, in words that a projector shows and a screen reader says."""

from __future__ import annotations

from html import escape

import streamlit as st

from cifar_demo.results import Prediction
from cifar_demo.ui import words


def show_answer(prediction: Prediction) -> None:
    """Say what the network sees, large, and how sure it is."""
    best, second = prediction.top_k[0], prediction.top_k[1]
    _show(
        words.answer_lead(best),
        words.with_article(best.class_name),
        words.answer_detail(best, second),
    )


def show_waking(seconds: float) -> None:
    """Say that the network is not there yet, and why."""
    _show("One moment", "waking up …", f"Loading TensorFlow, about 7 seconds, once. {seconds:.0f} s so far.")


def _show(lead: str, class_name: str, detail: str) -> None:
    st.html(
        f'<div class="answer" role="status" aria-live="polite"><p class="lead">{escape(lead)}</p>'
        f'<p class="class-name">{escape(class_name)}</p><p class="detail">{escape(detail)}</p></div>'
    )
