"""The few rules of style that the theme's settings have no word for."""

from __future__ import annotations

from typing import Final

import streamlit as st

_STYLE: Final = """
<style>
.stMainBlockContainer { padding-top: 4.2rem; padding-bottom: 4rem; }
/* Plotly's grey falls short of 4.5:1 on both pages; this follows the page's own text. */
.stPlotlyChart
  :is(
    .annotation, .xtick, .ytick, .bars, .waterfalllayer, .g-ytitle, [class^="g-x"], .legend, .heatmap-label, .textpoint
  ) text {
  fill: currentColor !important;
}
/* Streamlit writes white on the dark theme's light blue: 2.5:1. */
[data-testid="stBaseButton-primary"]:not(:disabled) { color: light-dark(#ffffff, #0a131b); }
/* On the dark theme its link goes dim under the pointer and while its words are open: 3.4:1. */
[data-testid="stPopover"] button:is(:hover, :focus, [aria-expanded="true"]):not(:disabled) { color: inherit; }
/* Its 0.6 leaves links and code short of 4.5:1. */
[data-testid="stCaptionContainer"] { opacity: 0.85; }
.st-key-phone_menu { display: none; }
.stImage img { outline: 1px solid color-mix(in srgb, currentColor 22%, transparent); }
.stTable :is(td, th) { overflow-wrap: anywhere; }
.answer { line-height: 1.15; }
.answer p { margin: 0; }
.answer img { display: none; }
.answer .lead { font-size: 1.3rem; opacity: 0.85; }
.answer .class-name { font-size: clamp(2.8rem, 6vw, 4.6rem); font-weight: 750; letter-spacing: -0.02em; }
.answer .detail { font-size: 1.15rem; margin-top: 0.3rem; }
.answer .honest { font-size: 1.15rem; margin-top: 0.3rem; opacity: 0.85; }
:is(ol.road, ol.views) { display: flex; list-style: none; margin: 0; padding: 2px 2px 8px; overflow-x: auto; }
:is(ol.road, ol.views) li { flex: none; margin: 0; padding: 0; font-size: 0.85rem; line-height: 1.3; }
:is(ol.road, ol.views) img { display: block; image-rendering: pixelated; border-radius: 3px; max-width: none; }
:is(ol.road, ol.views) :is(strong, span) { display: block; }
ol.road { gap: 40px; }
ol.road li { width: 128px; position: relative; }
ol.road li:last-child { width: 400px; }
ol.road img { height: 128px; width: 128px; object-fit: contain; margin-bottom: 6px; }
ol.road li:last-child img { width: auto; }
ol.road li + li::before { content: "→"; position: absolute; left: -31px; top: 50px; font-size: 1.3rem; opacity: 0.7; }
:is(.scores, .votes) { overflow-x: auto; }
:is(.scores, .votes) table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
:is(.scores, .votes) :is(th, td) { text-align: right; padding: 3px 18px 3px 0; font-weight: 400; white-space: nowrap; }
:is(.scores, .votes) th[scope="row"] { text-align: left; }
.votes tbody th, .votes thead th { font-weight: 650; }
.votes :is(thead, tbody) tr :is(th, td) { border-bottom: 1px solid color-mix(in srgb, currentColor 25%, transparent); }
.st-key-tour_words p { font-size: 1.16rem; line-height: 1.5; }
.scores tbody tr:is(:first-child, :last-child) :is(th, td) { font-weight: 700; }
.scores :is(thead tr, tbody tr:nth-last-child(2)) :is(th, td) { border-bottom: 1px solid currentColor; }
/* All six networks and the committee in one line, beside the picture on a desk of 1440 pixels. */
.st-key-predict_board .st-key-network button { padding-inline: 0.3rem; }
/* Between phone and desk: fewer things side by side, so that nothing is cut off. */
@media (max-width: 1150px) {
  .st-key-seen_and_sure .stHorizontalBlock { flex-flow: column nowrap; }
  .st-key-seen_and_sure .stColumn { width: 100%; flex: none; }
  .st-key-seen_and_sure .stImage { max-width: 26rem; }
  .st-key-source button { padding-inline: 0.2rem; }
  .st-key-source button span:has(> [data-testid=stIconMaterial]) { display: none; }
}
@media (min-width: 641px) and (max-width: 1150px) {
  ol.road { flex-wrap: wrap; row-gap: 18px; padding-left: 34px; }
  /* Two halves of one height: what the network gets stands beside its own words, not above them. */
  .st-key-predict_board > div > .stHorizontalBlock { gap: 2rem; }
  .st-key-predict_board > div > .stHorizontalBlock > .stColumn { width: auto; min-width: 0; flex: 1 1 0; }
  .st-key-seen_and_sure .stColumn:first-child > .stVerticalBlock {
    display: grid; grid-template-columns: minmax(0, 11rem) minmax(0, 1fr);
    grid-template-rows: auto auto auto 1fr; gap: 0.5rem 1rem;
  }
  .st-key-seen_and_sure .stColumn:first-child > .stVerticalBlock > :first-child { grid-column: 1 / -1; }
  .st-key-seen_and_sure .stColumn:first-child > .stVerticalBlock > :nth-child(2) { grid-row: 2 / span 3; }
  .st-key-seen_and_sure .stColumn:first-child > .stVerticalBlock > :nth-child(n + 3) { grid-column: 2; }
}
ol.views { gap: 10px; }
ol.views li { width: 80px; text-align: center; }
ol.views img { width: 64px; height: 64px; margin: 0 auto; }
@media (max-width: 640px) {
  .stMainBlockContainer { padding-top: 3.6rem; }
  .st-key-tour_top { padding-top: 1rem; }
  .stMainBlockContainer h1 { font-size: 1.55rem; padding: 0.3rem 0; }
  .stHorizontalBlock { row-gap: 0.8rem !important; }
  /* Both pictures in one row, so that answers and sliders are near. */
  .st-key-spoiled_and_before { flex-wrap: nowrap !important; align-items: flex-start !important; }
  .st-key-spoiled_and_before > * { flex: 1 1 0 !important; min-width: 0; width: auto !important; }
  .st-key-spoiled_and_before :is(.stElementContainer, .stElementContainer *) { max-width: 100%; }
  .scores { font-size: 0.82rem; }
  .scores :is(th, td) { padding-right: 11px; }
  .scores :is(th, td):last-child { padding-right: 0; }
  .scores thead th { white-space: normal; }
}
</style>
"""
# Two columns become one, their parts in another order: what was brought, the answer, then all the tools.
_PREDICT_ON_A_PHONE: Final = """
<style>
@media (max-width: 640px) {
  .st-key-predict_board > div > .stHorizontalBlock { flex-flow: column nowrap; }
  .st-key-predict_board > div > .stHorizontalBlock > .stColumn,
  .st-key-predict_board > div > .stHorizontalBlock > .stColumn > .stVerticalBlock { display: contents; }
  :where(.st-key-predict_board > div > div > .stColumn:first-child > .stVerticalBlock > *) { order: 4; }
  :where(.st-key-predict_board > div > div > .stColumn:last-child > .stVerticalBlock > *) { order: 5; }
  .st-key-predict_board .st-key-source { order: 1; }
  .st-key-predict_board
    :has(> :is(.st-key-upload_place, .st-key-trouble_place, .st-key-album_pointer).stVerticalBlock) { order: 2; }
  .st-key-predict_board :has(> .st-key-answer_place.stVerticalBlock) { order: 3; }
  /* As tall as most answers, so that the easel below does not jump from stroke to stroke. */
  .st-key-predict_board:has(.st-key-easel) .answer { min-height: 8.4rem; }
  .st-key-predict_board:has(.st-key-easel) .st-key-answer_place,
  .st-key-predict_board:has(.st-key-easel) :has(> .st-key-answer_place) { display: contents; }
  .st-key-predict_board:has(.st-key-easel) .st-key-answer_place > :first-child { order: 3; }
  .st-key-predict_board:has(.st-key-easel) .st-key-answer_place > :last-child { order: 5; }
  .st-key-answer_place .answer img {
    display: block; float: right; width: 88px; margin: 0 0 4px 10px; border-radius: 4px; image-rendering: pixelated;
  }
  .answer .lead { font-size: 1.05rem; }
  .answer .class-name { font-size: 2.3rem; }
  .answer :is(.detail, .honest) { font-size: 1rem; line-height: 1.25; }
}
</style>
"""


def apply_style() -> None:
    """Put the rules on the page."""
    st.html(_STYLE + _PREDICT_ON_A_PHONE)
