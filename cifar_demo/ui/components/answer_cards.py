"""Answers of several networks side by side: what each says, how sure, and what it costs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

import streamlit as st

from cifar_demo.figures.bars import as_percent
from cifar_demo.results import Prediction
from cifar_demo.store.committee import COMMITTEE
from cifar_demo.ui import compare_words, words

_STYLE: Final = """
<style>
ul.answers { list-style: none; margin: 0; padding: 2px; display: grid; gap: 14px;
  grid-template-columns: repeat(auto-fill, minmax(190px, 1fr)); }
ul.answers li { margin: 0; padding: 12px 14px; border: 1px solid color-mix(in srgb, currentColor 26%, transparent);
  border-top: 5px solid #2b7fd4; border-radius: 8px; line-height: 1.35; }
ul.answers li.differs { border-top: 5px dashed #d55e00; }
ul.answers p { margin: 0; }
ul.answers .who { font-weight: 600; }
ul.answers .who span { font-weight: 400; opacity: 0.85; }
ul.answers .says { font-size: 1.75rem; font-weight: 720; line-height: 1.2; margin: 6px 0 2px; }
ul.answers .bar { height: 8px; border-radius: 4px; background: color-mix(in srgb, currentColor 14%, transparent); }
ul.answers .bar i { display: block; height: 100%; border-radius: 4px; background: #2b7fd4; }
ul.answers .small { font-size: 0.86rem; margin-top: 5px; }
ul.answers .strange { color: inherit; font-weight: 650; border-left: 5px solid #d55e00; padding-left: 7px; }
ul.answers dl { display: grid; grid-template-columns: auto 1fr; gap: 1px 8px; margin: 9px 0 0; padding: 0;
  font-size: 0.86rem; }
ul.answers :is(dt, dd) { margin: 0; padding: 0; font-weight: 400; }
ul.answers dt { opacity: 0.85; } ul.answers dd { text-align: right; font-variant-numeric: tabular-nums; }
/* The committee is all of them together: a row of its own below them. */
ul.answers li[data-network="committee"] { grid-column: 1 / -1; }
@media (min-width: 641px) {
  ul.answers li[data-network="committee"] { display: grid; grid-template-columns: 1fr 14rem; column-gap: 2.5rem; }
  ul.answers li[data-network="committee"] > * { grid-column: 1; }
  ul.answers li[data-network="committee"] > dl {
    grid-column: 2; grid-row: 1 / span 5; margin: 0; align-content: center;
  }
}
@media (min-width: 641px) and (max-width: 1150px) { ul.answers { grid-template-columns: repeat(3, 1fr); } }
@media (max-width: 640px) {
  ul.answers { grid-template-columns: 1fr 1fr; gap: 8px; } ul.answers li { padding: 9px 10px; }
  ul.answers .says { font-size: 1.25rem; } ul.answers dl { grid-template-columns: 1fr; gap: 0; }
  ul.answers dd { text-align: left; margin-bottom: 3px; }
}
</style>
"""


@dataclass(frozen=True)
class NetworkAnswer:
    """What one network says to the current picture, and what it costs.

    Attributes
    ----------
    network, title : str
    year : int
    prediction : Prediction
        All ten classes in order.
    seconds : float
        For one picture, warm.
    num_params, num_mult_adds, weights_bytes : int
    """

    network: str
    title: str
    year: int
    prediction: Prediction
    seconds: float
    num_params: int
    num_mult_adds: int
    weights_bytes: int


def show_cards(answers: Sequence[NetworkAnswer], majority: str) -> None:
    """Show one card a network.

    Parameters
    ----------
    answers : sequence of NetworkAnswer
    majority : str
        Class that most of them name; the others are marked.
    """
    st.html(f'{_STYLE}<ul class="answers">{"".join(_card(answer, majority) for answer in answers)}</ul>')


def _card(answer: NetworkAnswer, majority: str) -> str:
    best, second = answer.prediction.top_k[:2]
    is_strange = answer.prediction.is_unfamiliar
    # Papers have years; the committee is no network of its own.
    since = "all together" if answer.network == COMMITTEE else str(answer.year)
    costs = {
        "time a view": words.milliseconds(answer.seconds),
        "learned": compare_words.short_count(answer.num_params),
        "mult-adds": compare_words.short_count(answer.num_mult_adds),
        "file": f"{answer.weights_bytes / 1e6:.1f} MB",
    }
    figures = "".join(f"<dt>{name}</dt><dd>{value}</dd>" for name, value in costs.items())
    return (
        f'<li class="{"agrees" if best.class_name == majority else "differs"}" data-network="{answer.network}">'
        f'<p class="who">{escape(answer.title)} <span>· {since}</span></p>'
        f'<p class="says">{escape(words.with_article(best.class_name))}</p>'
        f'<div class="bar"><i style="width: {100 * best.probability:.1f}%"></i></div>'
        f'<p class="small"><strong>{as_percent(best.probability)} sure</strong>, '
        f"then {escape(second.class_name)} {as_percent(second.probability)}</p>"
        f'<p class="small{" strange" if is_strange else ""}">{compare_words.familiarity(answer.prediction)}</p>'
        f"<dl>{figures}</dl></li>"
    )
