"""Numbers as coloured squares and tables, as HTML: nothing here knows Streamlit."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Final

import numpy as np

from cifar_demo.figures.theme import colour_diverging, ink_on
from cifar_demo.results import FloatArray

STYLE: Final = """
<style>
.sums { font-size: 0.95rem; overflow-wrap: anywhere; }
.sums .line { display: flex; flex-wrap: wrap; align-items: center; gap: 6px 12px; margin: 0 0 14px; }
.sums .beside { display: flex; flex-wrap: wrap; gap: 0 56px; align-items: center; }
.sums .beside > div { min-width: 0; max-width: 100%; }
.sums .name { min-width: 4.6em; font-weight: 600; }
.sums .part { text-align: center; }
.sums .part small { display: block; opacity: 0.85; margin-top: 2px; }
.sums .sign { font-size: 1.3rem; }
.sums .grid { border-collapse: collapse; font-size: 0.74rem; font-variant-numeric: tabular-nums; }
.sums .grid td { width: 3.1em; height: 2.6em; text-align: center; padding: 0; border: 1px solid #748291; }
.sums .grid td.won { outline: 4px solid #ff9d2e; outline-offset: -4px; font-weight: 700; }
.sums .grid td.outside { opacity: 0.55; }
.sums .list { border-collapse: collapse; font-variant-numeric: tabular-nums; margin: 0 0 12px; }
.sums .list :is(td, th) { padding: 3px 14px 3px 0; text-align: right; border-bottom: 1px solid rgb(125 138 153 / 35%); }
.sums .list :is(td, th):first-child { text-align: left; }
.sums .list tr.best td { font-weight: 700; }
.sums .formula { display: grid; grid-template-columns: repeat(auto-fill, minmax(8.5rem, 1fr)); gap: 8px 16px;
  margin: 0 0 12px; padding: 0; overflow-wrap: normal; }
.sums .formula div { display: flex; flex-direction: column; justify-content: space-between; }
.sums .formula :is(dt, dd) { margin: 0; padding: 0; font-weight: 400; }
.sums .formula dt { font-size: 0.85rem; opacity: 0.85; }
.sums .formula dd { font-variant-numeric: tabular-nums; border-bottom: 1px solid rgb(125 138 153 / 35%); }
.sums .formula div:last-child dd { font-weight: 700; }
.sums .wide { overflow-x: auto; overflow-wrap: normal; }
.sums p { margin: 0 0 10px; }
.sums .check {
  border-left: 5px solid #2b7fd4; padding: 6px 12px; background: rgb(43 127 212 / 12%); border-radius: 6px;
}
.sums .check.wrong { border-left-color: #d55e00; background: rgb(213 94 0 / 12%); }
@media (max-width: 640px) {
  .sums .grid { font-size: 0.64rem; }
  .sums .grid td { width: 2.7em; height: 2.5em; }
  .sums .line { gap: 4px 6px; }
  .sums .line .name { width: 100%; }
}
</style>
"""


def number(value: float, digits: int = 4) -> str:
    """Write a number with a real minus sign."""
    text = f"{abs(value):,.{digits}f}"
    return f"−{text}" if value < 0 and float(text.replace(",", "")) else text


def grid(values: FloatArray, limit: float, *, winner: tuple[int, int] | None = None) -> str:
    """Draw numbers as a table of coloured squares: blue below zero, white at zero, red above.

    Parameters
    ----------
    values : (h, w) float32
        NaN where there is nothing, beyond the edge of a map.
    limit : float
        Magnitude of the strongest colours.
    winner : (row, column) or None
        A square to stand out.
    """
    colours = colour_diverging(np.nan_to_num(values), limit)
    rows = (
        "".join(_cell(float(value), colours[y, x], is_winner=winner == (y, x)) for x, value in enumerate(row))
        for y, row in enumerate(values)
    )
    return '<table class="grid">' + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>"


def _cell(value: float, colour: Sequence[int], *, is_winner: bool) -> str:
    if np.isnan(value):
        return '<td class="outside" title="beyond the edge">·</td>'
    red, green, blue = (int(part) for part in colour)
    kind = ' class="won"' if is_winner else ""
    style = f"background: rgb({red} {green} {blue}); color: {ink_on(red, green, blue)}"
    return f'<td{kind} style="{style}">{number(value, 2)}</td>'


def part(content: str, caption: str) -> str:
    """Put a caption below something."""
    return f'<div class="part">{content}<small>{escape(caption)}</small></div>'


def line(name: str, *parts: str) -> str:
    """Set parts beside each other, signs between them counted as parts."""
    return f'<div class="line"><span class="name">{escape(name)}</span>{"".join(parts)}</div>'


def sign(text: str) -> str:
    """Make a sign that stands between two parts."""
    return f'<span class="sign">{escape(text)}</span>'


def listing(head: Sequence[str], rows: Sequence[Sequence[str]], *, best: int | None = None) -> str:
    """Make a table of words and numbers; row `best` stands out."""
    top = "".join(f"<th>{escape(cell)}</th>" for cell in head)
    body = "".join(
        f"<tr{' class=best' if index == best else ''}>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>"
        for index, row in enumerate(rows)
    )
    return f'<div class="wide"><table class="list"><tr>{top}</tr>{body}</table></div>'


def formula(numbers: Sequence[tuple[str, str]]) -> str:
    """Set named numbers beside each other, as a formula reads, on as many lines as they need; the last stands out."""
    pairs = "".join(f"<div><dt>{escape(name)}</dt><dd>{escape(value)}</dd></div>" for name, value in numbers)
    return f'<dl class="formula">{pairs}</dl>'


def paragraph(text: str, kind: str = "") -> str:
    """Make a paragraph of plain text."""
    return f'<p class="{kind}">{escape(text)}</p>'
