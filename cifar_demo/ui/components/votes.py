"""How the members of the committee voted."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Final

import numpy as np
import streamlit as st

from cifar_demo.constants import CLASS_NAMES
from cifar_demo.figures.bars import as_percent
from cifar_demo.results import CommitteeMember, Prediction
from cifar_demo.ui import cache, compare_words, words
from cifar_demo.ui.components import answer
from cifar_demo.ui.components.network_picker import spec_of
from cifar_demo.ui.components.take_along import offer_csv

_HEADS: Final = ("", "counts for", "says", "sure", "one of the ten?")


def wake_members(names: tuple[str, ...]) -> None:
    """Load the members one by one, saying which; those that are awake cost nothing."""
    for number, name in enumerate(names, start=1):
        if not cache.is_awake(name):
            answer.show_waking_member(spec_of(name).title, number, len(names))
        cache.classifier(name)


def show_votes(prediction: Prediction, members: tuple[CommitteeMember, ...], temperature: float) -> None:
    """Show each member's vote, and how the percentages come about.

    Parameters
    ----------
    prediction : Prediction
        Of the committee.
    members : tuple of CommitteeMember
        In the order of its votes.
    temperature : float
        From the committee's card.
    """
    st.subheader("How the members voted", anchor=False)
    titled = [(member.title, vote) for member, vote in zip(members, prediction.votes, strict=True)]
    st.markdown(f"**{compare_words.agreement(titled)}** {compare_words.strangeness(titled)}")
    rows = [
        (
            member.title,
            f"{member.share:.1%}",
            words.with_article(vote.top_k[0].class_name),
            as_percent(vote.top_k[0].probability),
            compare_words.familiarity(vote),
        )
        for member, vote in zip(members, prediction.votes, strict=True)
    ]
    st.html(_as_table(_HEADS, rows))
    offer_csv(_HEADS, lambda: rows, "votes", key="votes_csv")
    by_view = ", for each view by itself" if len(prediction.view_probs) > 1 else ""
    with st.expander("From votes to percentages", icon=":material/calculate:"):
        st.markdown(
            "Each member's calibrated percentages are averaged; how much each counts was fitted on held-out pictures, "
            "so that the average surprises least. Then the average is calibrated once more (its logarithms "
            f"divided by {temperature:.2f}{by_view}). Members that disagree make the committee doubt that the picture "
            "shows one of the ten: there all are heard alike, also who counts for 0.0% of the percentages."
        )
        heads = ("", *(member.title for member in members), "average", "committee")
        st.html(_as_table(heads, class_rows(prediction, members)))
        offer_csv(heads, lambda: class_rows(prediction, members), "from-votes-to-percentages", key="shares_csv")


def class_rows(prediction: Prediction, members: tuple[CommitteeMember, ...]) -> list[tuple[str, ...]]:
    """Write one row a class, the committee's best first: each member's percentage, the average, the committee's."""
    probs = np.stack([vote.probs for vote in prediction.votes])  # (M, 10)
    average = np.array([member.share for member in members]) @ probs
    columns = [*probs, average, prediction.probs]
    order = np.argsort(-prediction.probs, kind="stable")
    return [(CLASS_NAMES[index], *(as_percent(float(column[index])) for column in columns)) for index in order]


def _as_table(heads: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    head = "".join(f'<th scope="col">{escape(text)}</th>' for text in heads)
    body = "".join(
        f'<tr><th scope="row">{escape(row[0])}</th>{"".join(f"<td>{escape(text)}</td>" for text in row[1:])}</tr>'
        for row in rows
    )
    return f'<div class="votes" tabindex="0"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'
