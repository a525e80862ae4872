"""Report: how good one network is, from its card alone, on the page and as a file to take along."""

from __future__ import annotations

from functools import partial
from typing import Any

import streamlit as st

from cifar_demo.report import words
from cifar_demo.report.document import ABOUT_MEGABYTES, report_document
from cifar_demo.report.making import command, how_it_was_made, how_to_make, settings_table
from cifar_demo.report.sections import CONFUSION, Section, Table, headline, report_sections
from cifar_demo.store.card import ModelCard
from cifar_demo.ui import cache
from cifar_demo.ui.components.chart import show_chart
from cifar_demo.ui.components.confusion_cell import show_matrix, show_pictures
from cifar_demo.ui.components.network_picker import pick_network
from cifar_demo.ui.components.notice import kindly


def show() -> None:
    """Draw the page."""
    st.title("How good is it, and how far can you trust it?", anchor=False)
    st.markdown(
        "Everything that was measured on one network, from the card that lies beside its weights. "
        "Notice where it fails, and whether it knows."
    )
    spec = pick_network(is_brief=True, with_committee=True)
    with kindly():
        _show_card(cache.card(spec.name))


def _show_card(card: ModelCard) -> None:
    st.markdown(f"**{words.accuracy(card.test)}**")
    with st.container(horizontal=True, gap="medium"):
        for fact in headline(card):
            st.metric(fact.name, fact.value, help=fact.help, width="content")
    _offer_file(card)
    sections = report_sections(card)
    for first in range(0, len(sections), 2):
        for place, section in zip(st.columns(2, gap="large"), sections[first : first + 2], strict=False):
            with place:
                _show_section(card, section)
        if any(section.key == CONFUSION for section in sections[first : first + 2]):
            show_pictures(card)
    _show_making(card)


def _offer_file(card: ModelCard) -> None:
    st.download_button(
        f"This report as one HTML file (about {ABOUT_MEGABYTES} MB)",
        partial(report_document, card),  # Made when it is asked for.
        f"report-{card.network}.html",
        "text/html",
        icon=":material/download:",
        on_click="ignore",
        key="report_file",
        help="It works without a network, with charts that answer to the mouse. Nearly all of its size is the library "
        "that draws them.",
    )


def _show_section(card: ModelCard, section: Section) -> None:
    st.header(section.title, anchor=section.key)
    st.markdown(section.notice)
    if section.key == CONFUSION:
        show_matrix(card, section)
    else:
        show_chart(section.figure, section.alt, key=f"{card.network}_{section.key}")
    with st.expander("The same in numbers", icon=":material/table_rows:"):
        _show_table(section.table, f"Numbers of: {section.title}")


def _show_making(card: ModelCard) -> None:
    st.header("How it was made", anchor="making")
    st.markdown(how_to_make(card))
    st.code(command(card), language=None)  # Its colours for words of a shell are too pale.
    left, right = st.columns(2, gap="large")
    with left:
        st.markdown("**Settings**")
        _show_table(settings_table(card), "Settings of the training")
    with right:
        st.markdown("**Machine, time and files**")
        _show_table(how_it_was_made(card), "Machine, time and files")


def _show_table(table: Table, alt: str) -> None:
    rows: list[dict[str, Any]] = [dict(zip(table.heads, row, strict=True)) for row in table.rows]
    st.dataframe(rows, hide_index=True, alt=alt)
