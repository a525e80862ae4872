"""The end: six networks from 1998 to 2015, what each brought, and what each says about this picture."""

from __future__ import annotations

from contextlib import suppress
from html import escape
from typing import Final

import streamlit as st

from cifar_demo.errors import WeightsError
from cifar_demo.figures.bars import as_percent
from cifar_demo.networks import NETWORKS, NetworkSpec, get_spec
from cifar_demo.results import ByteImage, Prediction
from cifar_demo.ui import cache, tour_words
from cifar_demo.ui.components import predict_first
from cifar_demo.ui.components.network_picker import untrained
from cifar_demo.ui.components.one_view import tell_of_first_view
from cifar_demo.ui.components.predict_first import Question
from cifar_demo.ui.tour.stand import Stand

_GAP: Final = 8  # Years without a network that need a word.
_STYLE: Final = """
<style>
ol.years { display: grid; grid-template-columns: repeat(auto-fit, minmax(165px, 1fr)); gap: 18px 14px; list-style: none;
  margin: 0; padding: 0; }
ol.years li { margin: 0; padding: 14px 0 0; border-top: 5px solid #2b7fd4; position: relative; font-size: 0.98rem;
  line-height: 1.4; }
.years li::before { content: ""; position: absolute; top: -11px; left: 0; width: 16px; height: 16px; border-radius: 50%;
  background: #2b7fd4; }
.years .year { display: block; font-size: 1.9rem; font-weight: 700; line-height: 1.15; }
.years .name { display: block; font-size: 1.15rem; font-weight: 600; margin-bottom: 4px; }
.years .says { display: block; margin-top: 8px; padding: 6px 10px; border-radius: 6px;
  background: rgb(43 127 212 / 12%); }
.years li.gap { border-top-style: dashed; border-top-color: #7d8a99; opacity: 0.9; }
.years li.gap::before { display: none; }
</style>
"""


def tell(stand: Stand) -> str:
    """Say what the step is about, and how good the visitor's predictions were."""
    return f"{tour_words.timeline(len(NETWORKS))} {tour_words.guesses(*predict_first.score())}"


def ask(stand: Stand) -> Question | None:
    """Ask which network is the surest."""
    answers = _answers(stand.image)
    if len(answers) < 2:
        return None
    names = [spec.name for spec in NETWORKS if spec.name in answers]
    surest = max(names, key=lambda name: answers[name].top_k[0].probability)
    best = answers[surest].top_k[0]
    reason = tour_words.surest_reason(get_spec(surest).title, best.class_name, as_percent(best.probability))
    titles = tuple(get_spec(name).title for name in names)
    return Question(tour_words.SUREST, titles, names.index(surest), reason)


def draw(stand: Stand, is_revealed: bool) -> None:
    """Show the networks in order of time; their answers once they were predicted."""
    answers = _answers(stand.image)
    cards = []
    for earlier, spec in zip((None, *NETWORKS), NETWORKS, strict=False):
        if earlier is not None and spec.year - earlier.year >= _GAP:
            cards.append(f'<li class="gap">{escape(tour_words.gap(spec.year - earlier.year))}</li>')
        cards.append(_card(spec, answers.get(spec.name), is_revealed=is_revealed))
    st.html(f'{_STYLE}<ol class="years">{"".join(cards)}</ol>')
    if is_revealed:
        tell_of_first_view()


def _card(spec: NetworkSpec, answer: Prediction | None, *, is_revealed: bool) -> str:
    lines = [f'<span class="year">{spec.year}</span><span class="name">{escape(spec.title)}</span>{escape(spec.idea)}']
    if answer is None:
        why = "not trained yet" if spec in untrained() else "cannot be read"
        lines.append(f'<span class="says">{why}</span>')
        return f"<li>{''.join(lines)}</li>"
    right = cache.card(spec.name).test.accuracy
    lines.append(f'<span class="says">Right on {right:.1%} of the test pictures.')
    if is_revealed:
        best = answer.top_k[0]
        lines.append(f"<br>Yours: <strong>{escape(best.class_name)}</strong>, {as_percent(best.probability)} sure.")
    return f"<li>{''.join(lines)}</span></li>"


def _answers(image: ByteImage) -> dict[str, Prediction]:
    """Ask all trained networks; a first time, each has to be loaded. One that is damaged is left out."""
    answers = {}
    with st.spinner("Asking all networks …", show_time=True):
        for name in cache.trained_networks():
            with suppress(WeightsError):  # The pages that show this network say what is wrong with it.
                answers[name] = cache.prediction(name, image)
    return answers
