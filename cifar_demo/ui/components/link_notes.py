"""Sentences above a page about what the link asked for and does not exist, until they are read."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from cifar_demo.ui import state
from cifar_demo.ui.components.notice import notice


@contextmanager
def link_notes() -> Iterator[None]:
    """Keep a place above the page that the block draws, and fill it with what the page found out about the link."""
    place = st.container()
    yield
    if not (sentences := state.link_notes()):
        return
    with place, st.container(horizontal=True, vertical_alignment="center", key="link_notes"):
        with st.container():
            for sentence in sentences:
                notice(sentence, tone="news")
        st.button("All right", on_click=state.forget_link_notes, key="read_link_notes", width="content")
