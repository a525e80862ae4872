"""What the address bar holds: what a link has asked for, what it asks for in vain, and where it leads back to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import streamlit as st

from cifar_demo.ui.link import WISHES, Link, read_link, unknown

_LINKED: Final = "linked_{}"
_LINK_NOTES: Final = "link_notes"


def read_address() -> Link:
    """Read what the link asks for; the wishes that only a page can judge are kept until one asks for them."""
    link = read_link(st.query_params.to_dict())
    for key, wish in link.wishes.items():
        st.session_state[_LINKED.format(key)] = wish
    for sentence in link.notes:
        note_about_link(sentence)
    return link


def write_address(wanted: Mapping[str, str | None]) -> None:
    """Have the address bar hold this, less what is empty; where it does already, it is left alone."""
    link = {key: value for key, value in wanted.items() if value}
    if st.query_params.to_dict() != link:
        st.query_params.from_dict(link)


def take_unchecked(key: str) -> str | None:
    """Give what the link asks for, once, whatever it is."""
    wish: str | None = st.session_state.pop(_LINKED.format(key), None)
    return wish


def note_about_link(sentence: str) -> None:
    """Keep a sentence about what a link asks for in vain, for the page that is open."""
    notes = st.session_state.setdefault(_LINK_NOTES, {})
    notes[sentence] = page_path()


def link_notes() -> tuple[str, ...]:
    """Give the sentences about the link that led to the open page; another page does not repeat them."""
    notes: dict[str, str] = st.session_state.get(_LINK_NOTES, {})
    st.session_state[_LINK_NOTES] = {said: page for said, page in notes.items() if page == page_path()}
    return tuple(st.session_state[_LINK_NOTES])


def forget_link_notes() -> None:
    """Drop them: they have been read."""
    st.session_state[_LINK_NOTES] = {}


def take_wish(key: str, options: tuple[str, ...]) -> str | None:
    """Give what the link asks for, once; of what does not exist, tell the visitor."""
    wish = take_unchecked(key)
    if wish is None or wish in options:
        return wish
    note_about_link(unknown(WISHES[key], wish))
    return None


def is_back_or_forward() -> bool:
    """Whether this run was asked for by the browser's Back or Forward."""
    from streamlit.runtime.scriptrunner import get_script_run_ctx

    return bool(getattr(get_script_run_ctx(), "is_history_navigation", False))


def page_path() -> str:
    """Last part of the open page's address: its `url_path`, or nothing on the first page."""
    return str(st.context.url or "").split("?")[0].rsplit("/", 1)[-1]
