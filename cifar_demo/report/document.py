"""A report as one HTML file that needs nothing else: no network, no server, no second file."""

from __future__ import annotations

from html import escape
from typing import Final

from plotly.io import to_html
from plotly.offline import get_plotlyjs

from cifar_demo.report import words
from cifar_demo.report.making import command, how_it_was_made, settings_table, title_and_year
from cifar_demo.report.sections import Fact, Section, Table, headline, report_sections
from cifar_demo.store.card import ModelCard

# Plotly's own library is nearly all of it; a report of every network says so before it is downloaded.
ABOUT_MEGABYTES: Final = 5
_CONFIG: Final = {"displaylogo": False, "responsive": True, "modeBarButtons": [["toImage"]]}
_STYLE: Final = """
:root { color-scheme: light dark; --page: #ffffff; --text: #0a131b; --line: #c3d0dc; --link: #0b5fb3; }
@media (prefers-color-scheme: dark) {
  :root { --page: #0e1620; --text: #eef3f7; --line: #3a4a5c; --link: #85bdff; }
}
body { background: var(--page); color: var(--text); font: 17px/1.5 system-ui, sans-serif; margin: 0 auto;
  max-width: 960px; padding: 1.5rem 1.2rem 4rem; }
h1 { font-size: 2rem; line-height: 1.2; margin: 0 0 0.4rem; } h2 { font-size: 1.4rem; margin: 2.6rem 0 0.3rem; }
a { color: var(--link); } p { margin: 0.3rem 0 0.8rem; }
dl { display: flex; flex-wrap: wrap; gap: 0.8rem 2rem; margin: 1.4rem 0; }
dt { font-size: 0.85rem; } dd { margin: 0; font-size: 1.35rem; font-weight: 650; }
dd small { display: block; font-size: 0.8rem; font-weight: 400; opacity: 0.85; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; font-size: 0.9rem; font-variant-numeric: tabular-nums; }
th, td { text-align: left; padding: 3px 14px 3px 0; border-bottom: 1px solid var(--line); overflow-wrap: anywhere; }
th[scope="row"] { white-space: nowrap; }
summary { cursor: pointer; font-size: 0.9rem; } code { overflow-wrap: anywhere; }
.figure :is(.xtick, .ytick, .bars, .g-xtitle, .g-ytitle, .legend, .heatmap-label, .textpoint, .annotation) text {
  fill: var(--text) !important; }
"""


def report_document(card: ModelCard) -> str:
    """Write the report of a network as an HTML page, about `ABOUT_MEGABYTES` long.

    Parameters
    ----------
    card : ModelCard
    """
    sections = "".join(_as_html(section) for section in report_sections(card))
    body = (
        f"<h1>{escape(title_and_year(card))}: how good is it?</h1><p>{escape(words.accuracy(card.test))}</p>"
        f'<p>After <a href="{escape(card.url)}">{escape(card.paper)}</a>.</p>'
        f"{_facts(headline(card))}{sections}"
        f"<h2>How to make it again</h2><p><code>{escape(command(card))}</code></p>"
        f"{_table(settings_table(card))}<h2>Where and when</h2>{_table(how_it_was_made(card))}"
    )
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(card.title)}: report</title><style>{_STYLE}</style>"
        f"<script>{get_plotlyjs()}</script></head><body><main>{body}</main></body></html>"
    )


def _as_html(section: Section) -> str:
    drawn = to_html(section.figure, include_plotlyjs=False, full_html=False, config=_CONFIG, div_id=section.key)
    return (
        f"<section><h2>{escape(section.title)}</h2><p>{escape(section.notice)}</p>"
        f'<div class="figure" role="img" aria-label="{escape(section.alt)}">{drawn}</div>'
        f"<details><summary>The same in numbers</summary>{_table(section.table)}</details></section>"
    )


def _facts(facts: tuple[Fact, ...]) -> str:
    items = "".join(
        f"<div><dt>{escape(fact.name)}</dt><dd>{escape(fact.value)}<small>{escape(fact.help)}</small></dd></div>"
        for fact in facts
    )
    return f"<dl>{items}</dl>"


def _table(table: Table) -> str:
    head = "".join(f'<th scope="col">{escape(text)}</th>' for text in table.heads)
    rows = "".join(
        f'<tr><th scope="row">{escape(str(row[0]))}</th>'
        + "".join(f"<td>{escape(_written(value))}</td>" for value in row[1:])
        + "</tr>"
        for row in table.rows
    )
    return f'<div class="scroll"><table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>'


def _written(value: str | int | float) -> str:
    if isinstance(value, float):
        return f"{value:.4g}"
    return f"{value:,}" if isinstance(value, int) else value
