"""From raw scores to calibrated percentages, and from those of several views to one answer: tables that add up."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import numpy as np
import streamlit as st

from cifar_demo.constants import CLASS_NAMES
from cifar_demo.figures.shares import rounded_shares
from cifar_demo.metrics.calibration import softmax
from cifar_demo.results import Prediction
from cifar_demo.ui import road_words, words
from cifar_demo.ui.components.take_along import offer_csv


def show_scores(prediction: Prediction, temperature: float) -> None:
    """Put one click away how raw scores become the percentages shown.

    Parameters
    ----------
    prediction : Prediction
    temperature : float
        From the network's card.
    """
    with st.expander("From raw scores to percentages", icon=":material/calculate:"):
        st.markdown(words.how_scores_become_shares(temperature))
        heads = ("", "raw score", "softmax", f"score ÷ {temperature:.2f}", "calibrated")
        st.html(_as_table(heads, score_rows(prediction, temperature)))
        offer_csv(heads, lambda: score_rows(prediction, temperature), "from-scores-to-percentages", key="scores_csv")
        if len(prediction.view_probs) > 1:
            _show_average(prediction)


def _show_average(prediction: Prediction) -> None:
    """Show that the answer is the average over the views, column by column."""
    num_views = len(prediction.view_probs)
    st.markdown(road_words.how_views_are_averaged(num_views))
    heads = ("", *(f"view {number}" for number in range(1, num_views + 1)), "average")
    st.html(_as_table(heads, view_rows(prediction)))
    offer_csv(heads, lambda: view_rows(prediction), "from-views-to-percentages", key="views_csv")


def score_rows(prediction: Prediction, temperature: float) -> tuple[tuple[str, ...], ...]:
    """Write the rows of the first view's table, its best class first, the sums last.

    Returns
    -------
    tuple of (class, raw score, softmax, score over temperature, calibrated)
        Percentages are rounded so that they add up to the 100.0% that stands below them.
    """
    logits = prediction.logits
    plain = rounded_shares(softmax(logits[None])[0])
    calibrated = rounded_shares(prediction.view_probs[0])
    rows = [
        (
            CLASS_NAMES[index],
            _number(logits[index]),
            _percent(plain[index]),
            _number(logits[index] / temperature),
            _percent(calibrated[index]),
        )
        for index in np.argsort(-logits, kind="stable")
    ]
    return (*rows, ("all ten", "", _percent(sum(plain)), "", _percent(sum(calibrated))))


def view_rows(prediction: Prediction) -> tuple[tuple[str, ...], ...]:
    """Write a row a class, the best of all views together first: its share of each view, and the average; sums last."""
    columns = [rounded_shares(probs) for probs in (*prediction.view_probs, prediction.probs)]
    order = np.argsort(-prediction.probs, kind="stable")
    rows = [(CLASS_NAMES[index], *(_percent(column[index]) for column in columns)) for index in order]
    return (*rows, ("all ten", *(_percent(sum(column)) for column in columns)))


def _number(value: float) -> str:
    return f"{value:.2f}".replace("-", "−")


def _percent(thousandths: int) -> str:
    return f"{thousandths / 10:.1f}%"


def _as_table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    head = "".join(f'<th scope="col">{escape(text)}</th>' for text in heads)
    body = "".join(
        f'<tr><th scope="row">{escape(row[0])}</th>{"".join(f"<td>{escape(text)}</td>" for text in row[1:])}</tr>'
        for row in rows
    )
    return f'<div class="scores" tabindex="0"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'
