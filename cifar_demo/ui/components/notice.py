"""Sentences that stand out. Their text is never markup: file names in it are shown as they are."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from html import escape
from typing import Final, Literal

import streamlit as st

from cifar_demo.errors import CifarDemoError, WeightsError

Tone = Literal["trouble", "news"]

_COLOURS: Final[dict[Tone, str]] = {"trouble": "#d55e00", "news": "#2b7fd4"}
_ROLES: Final[dict[Tone, str]] = {"trouble": "alert", "news": "status"}


def notice(sentence: str, *, tone: Tone = "trouble") -> None:
    """Show a sentence that a person should read now.

    Parameters
    ----------
    sentence : str
        Plain text.
    tone : str
        "trouble" for what went wrong, "news" for what is merely so.
    """
    colour = _COLOURS[tone]
    st.html(
        f'<div role="{_ROLES[tone]}" style="border-left: 5px solid {colour}; padding: 0.6rem 0.9rem; '
        f"background: color-mix(in srgb, {colour} 12%, transparent); border-radius: 6px; "
        f'overflow-wrap: anywhere;">{escape(sentence)}</div>'
    )


def small_text(sentence: str, *, width: Literal["stretch", "content"] = "stretch") -> None:
    """Show a sentence as small plain text.

    Parameters
    ----------
    sentence : str
    width : str
        "content" leaves room beside it, in a row.
    """
    style = "font-size: 0.85rem; opacity: 0.85; overflow-wrap: anywhere;"
    st.html(f'<div style="{style}">{escape(sentence)}</div>', width=width)


@contextmanager
def kindly() -> Iterator[None]:
    """Show a CifarDemoError as a sentence in place of what the block would have shown; anything else is a bug."""
    try:
        yield
    except WeightsError as error:
        notice(str(error), tone="news" if isinstance(error.__cause__, FileNotFoundError) else "trouble")
    except CifarDemoError as error:
        notice(str(error))
