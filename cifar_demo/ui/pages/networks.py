"""Networks: which ones there are, what each brought, and how this one differs from its paper."""

from __future__ import annotations

from typing import Any

import streamlit as st

from cifar_demo.errors import WeightsError
from cifar_demo.networks import NETWORKS, NetworkSpec
from cifar_demo.report.words import duration
from cifar_demo.store.card import ModelCard
from cifar_demo.ui import cache
from cifar_demo.ui.compare_words import DEPARTURE_HEADS, departure_rows
from cifar_demo.ui.components.notice import kindly
from cifar_demo.ui.components.take_along import offer_csv


def show() -> None:
    """Draw the page."""
    st.title("The networks, and the ideas they brought", anchor=False)
    st.markdown(
        "Each was a milestone, rebuilt here for pictures of 32 × 32 pixels and trained on the same photographs. "
        "Notice that neither age nor size alone decides how often one is right, and what had to change to fit."
    )
    st.dataframe(
        [_table_row(spec) for spec in NETWORKS],
        hide_index=True,
        column_config={
            "right on the test": st.column_config.NumberColumn(format="percent"),
            "learned numbers": st.column_config.NumberColumn(format="localized"),
            "multiply-adds a picture": st.column_config.NumberColumn(format="compact"),
            "file size": st.column_config.NumberColumn(format="bytes"),
        },
        placeholder="not trained yet",
        alt="Table of all networks with year, accuracy and cost",
    )
    offer_csv(DEPARTURE_HEADS, departure_rows, "departures-from-the-papers", key="departures_csv")
    for spec in NETWORKS:
        _describe(spec)


def _table_row(spec: NetworkSpec) -> dict[str, Any]:
    row: dict[str, Any] = {"network": spec.title, "year": spec.year}
    try:
        card = cache.card(spec.name)
    except WeightsError:
        return row
    return row | {
        "right on the test": card.test.accuracy,
        "learned numbers": card.num_params,
        "multiply-adds a picture": card.num_mult_adds,
        "file size": card.weights_bytes,
    }


def _describe(spec: NetworkSpec) -> None:
    with st.container(border=True):
        st.header(f"{spec.title}, {spec.year}", anchor=spec.name)
        st.markdown(f"{spec.idea}  \n{spec.authors}: [{spec.paper}]({spec.url})")
        with kindly():
            _show_figures(cache.card(spec.name))
        st.markdown("**How it departs from its paper**")
        st.table(
            [{"In the paper": d.paper, "Here": d.here, "Why": d.reason} for d in spec.departures],
            hide_index=True,
        )


def _show_figures(card: ModelCard) -> None:
    with st.container(horizontal=True, gap="medium"):
        st.metric("Right on 10,000 test pictures", f"{card.test.accuracy:.1%}", width="content")
        st.metric("Learned numbers", f"{card.num_params:,}", width="content")
        st.metric("Multiply-adds a picture", f"{card.num_mult_adds / 1e6:,.1f} million", width="content")
        share = card.epoch_share
        of_some = f"Rounds of training; each showed {share:.0%} of the pictures." if share < 1 else None
        st.metric("Epochs trained", len(card.history), width="content", help=of_some)
        st.metric("Training time", duration(card.wall_seconds), width="content")
