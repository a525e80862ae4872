"""The answer, in words that a projector shows and a screen reader says."""

from __future__ import annotations

from html import escape

import streamlit as st

from cifar_demo.figures.familiarity import familiarity_scale
from cifar_demo.inference.familiarity import FALSE_ALARM_RATE
from cifar_demo.metrics.calibration import share_right
from cifar_demo.results import Prediction, ReliabilityBin
from cifar_demo.ui import words


def show_answer(
    prediction: Prediction,
    reliability: tuple[ReliabilityBin, ...],
    truth: str | None = None,
    *,
    seen: str = "",
    is_drawn: bool = False,
) -> None:
    """Say what the network sees, large, how sure it is, and how often such an answer was right.

    Parameters
    ----------
    prediction : Prediction
        An unfamiliar picture is called so first; the nearest class comes second.
    reliability : tuple of ReliabilityBin
        From the network's card.
    truth : str or None
        Class of the picture, where it is known.
    seen : str
        Address of a small picture to put beside it where the page is narrow; none if empty.
    is_drawn : bool
        The picture is no photograph.
    """
    best, second = prediction.top_k[0], prediction.top_k[1]
    if prediction.is_unfamiliar:
        lead, large, detail = words.UNFAMILIAR_LEAD, words.UNFAMILIAR_CLASS, words.nearest_class(best, second)
        honest = words.NOBODY_COUNTED
    else:
        lead, large = words.answer_lead(best, who=_who(prediction)), words.with_article(best.class_name)
        detail = words.answer_detail(best, second)
        honest = words.how_often_right(share_right(reliability, best.probability), is_drawn=is_drawn)
    if truth is not None:
        honest = words.verdict(truth, best, is_unfamiliar=prediction.is_unfamiliar)
    _show(lead, large, detail, honest, class_name=best.class_name, seen=seen)


def _who(prediction: Prediction) -> str:
    return "committee" if prediction.votes else "network"


def show_waking(seconds: float) -> None:
    """Say that the network is not there yet, and why."""
    _show("One moment", "waking up …", f"Loading TensorFlow, about 7 seconds, once. {seconds:.0f} s so far.")


def show_waking_member(title: str, number: int, count: int) -> None:
    """Say which member of the committee is being woken."""
    _show("One moment", "waking up …", f"{title}, {number} of {count}.")


def explain_familiarity(prediction: Prediction) -> None:
    """Put one click away how familiar the picture is, and where the line is drawn."""
    label = "Why none of the ten?" if prediction.is_unfamiliar else "Could it be none of the ten?"
    with st.popover(label, icon=":material/help:", type="tertiary", key="familiarity"):
        st.markdown(f"**{words.familiarity_rank(prediction.familiarity, who=_who(prediction))}**")
        st.plotly_chart(
            familiarity_scale(prediction.familiarity, FALSE_ALARM_RATE),
            config={"displayModeBar": False},
            alt=f"Scale from strange to familiar; this picture is at {prediction.familiarity:.0%}",
            key="familiarity_scale",
        )
        st.markdown(words.familiarity_rule(FALSE_ALARM_RATE))
        st.markdown(words.familiarity_judged(who=_who(prediction)))


def _show(lead: str, large: str, detail: str, honest: str = "", *, class_name: str = "", seen: str = "") -> None:
    picture = f'<img src="{escape(seen)}" alt="">' if seen else ""
    st.html(
        f'<div class="answer" role="status" aria-live="polite" data-class="{escape(class_name)}">{picture}'
        f'<p class="lead">{escape(lead)}</p><p class="class-name">{escape(large)}</p>'
        f'<p class="detail">{escape(detail)}</p><p class="honest">{escape(honest)}</p></div>'
    )
