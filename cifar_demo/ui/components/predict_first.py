"""A question to think about before the answer is shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from typing import Final

import streamlit as st

from cifar_demo.ui import state

_GUESSES: Final = "guesses"
_LETTERS: Final = "ABCDEF"
_STYLE: Final = """
<style>
.guess { border-left: 5px solid #2b7fd4; padding: 8px 14px; background: rgb(43 127 212 / 12%); border-radius: 6px; }
.guess p { margin: 0 0 4px; }
.choices { display: flex; flex-wrap: wrap; gap: 12px; margin: 0; }
.choices figure { margin: 0; text-align: center; }
.choices img { display: block; width: 68px; height: 68px; image-rendering: pixelated; border-radius: 3px; }
.choices figure.shown { margin-right: 14px; }
</style>
"""


@dataclass(frozen=True)
class Question:
    """A question with one right answer, worked out from the picture where it can be.

    Attributes
    ----------
    prompt : str
    options : tuple of str
    right : int
        Place of the right one.
    reason : str
        Why it is right, with the numbers.
    pictures : tuple of str
        One `data:` address an option, or none.
    shown : str or None
        `data:` address of what the question is about.
    """

    prompt: str
    options: tuple[str, ...]
    right: int
    reason: str
    pictures: tuple[str, ...] = ()
    shown: str | None = None


def ask_first(question: Question, *, key: str) -> bool:
    """Ask, and tell once something was chosen, or the visitor wants to be told.

    Parameters
    ----------
    question : Question
    key : str
        Another picture or network is another question.

    Returns
    -------
    bool
        Whether the answer may be seen.
    """
    with st.container(border=True, key="question"):
        st.markdown(f"**Predict first.** {question.prompt}")
        if question.pictures:
            st.html(_STYLE + _pictures(question))
        is_told = key in _guesses()
        if is_told:
            _tell(question, key)
        else:
            _let_choose(question, key)
    return is_told


def score() -> tuple[int, int]:
    """Count the right guesses and all guesses of this visit."""
    made = [is_right for is_right, _ in _guesses().values() if is_right is not None]
    return sum(made), len(made)


def _let_choose(question: Question, key: str) -> None:
    options = range(len(question.options))
    choice = st.radio(
        "Your prediction",
        options,
        format_func=lambda index: _labelled(question, index),
        index=None,
        key=f"choice_{key}",
        label_visibility="collapsed",
        horizontal=bool(question.pictures),
    )
    with st.container(horizontal=True):
        st.button(
            "Reveal",
            type="primary",
            disabled=choice is None,
            on_click=_keep,
            args=(question, key, choice),
            key="reveal",
        )
        st.button("Just show me", type="tertiary", on_click=_keep, args=(question, key, None), key="show_me")


def _tell(question: Question, key: str) -> None:
    is_right, choice = _guesses()[key]
    answer = f"<strong>{escape(_labelled(question, question.right))}</strong>"
    lead = f"The answer: {answer}."
    if is_right:
        lead = f"Right: {answer}."
    elif choice is not None:
        lead = f"You said: {escape(_labelled(question, choice))}. {lead}"
    st.html(f'{_STYLE}<div class="guess" role="status"><p>{lead}</p><p>{escape(question.reason)}</p></div>')
    st.button("Ask again", type="tertiary", icon=":material/replay:", on_click=_forget, args=(key,), key="ask_again")


def _labelled(question: Question, index: int) -> str:
    return _LETTERS[index] if question.pictures else question.options[index]


def _pictures(question: Question) -> str:
    shown = f'<figure class="shown"><img src="{question.shown}" alt=""><figcaption>the map</figcaption></figure>'
    options = "".join(
        f'<figure><img src="{picture}" alt="{escape(name)}"><figcaption>{letter}</figcaption></figure>'
        for letter, name, picture in zip(_LETTERS, question.options, question.pictures, strict=False)
    )
    return f'<div class="choices">{shown if question.shown else ""}{options}</div>'


def _guesses() -> Mapping[str, tuple[bool | None, int | None]]:
    """Whether each guess was right, and what it was; None and None where there was none."""
    made: Mapping[str, tuple[bool | None, int | None]] = state.value_of(_GUESSES) or {}
    return made


def _keep(question: Question, key: str, choice: int | None) -> None:
    is_right = None if choice is None else choice == question.right
    state.put(_GUESSES, {**_guesses(), key: (is_right, choice)})


def _forget(key: str) -> None:
    state.put(_GUESSES, {name: guess for name, guess in _guesses().items() if name != key})
