"""Step 1: a picture is numbers, and edges can be found by a rule or by a learned kernel."""

from __future__ import annotations

from html import escape
from typing import Final

import streamlit as st

from cifar_demo.figures.pixels import data_url
from cifar_demo.figures.theme import ink_on
from cifar_demo.figures.thumbnails import glimpse, liveliest_patch, map_picture
from cifar_demo.image.edges import sobel_edges
from cifar_demo.results import ByteImage
from cifar_demo.ui import inside_cache, tour_words
from cifar_demo.ui.components.predict_first import Question
from cifar_demo.ui.tour.stand import Stand
from cifar_demo.ui.tour.tiles import Tile, tiles

_CLOSE: Final = 4
_STYLE: Final = """
<style>
.close { border-collapse: collapse; width: 100%; aspect-ratio: 1; font-variant-numeric: tabular-nums; }
.close td { text-align: center; padding: 0; border: 1px solid #748291; font-size: 0.82rem; line-height: 1.25; }
.start { display: flex; flex-wrap: wrap; gap: 14px 22px; margin-bottom: 18px; }
.start figure { margin: 0; flex: 0 1 260px; min-width: 140px; }
.start img { display: block; width: 100%; image-rendering: pixelated; border-radius: 3px; }
.start figcaption { margin-top: 6px; font-size: 0.95rem; }
</style>
"""


def tell(stand: Stand) -> str:
    """Say what the step is about."""
    return tour_words.PIXELS


def ask(stand: Stand) -> Question:
    """Ask how many numbers a picture is."""
    return Question(tour_words.NUMBERS, ("32", "1,024", "3,072"), 2, tour_words.NUMBERS_REASON)


def draw(stand: Stand, is_revealed: bool) -> None:
    """Show numbers of the picture, and edges found by a rule beside edges found by a kernel."""
    row, column = liveliest_patch(stand.image, _CLOSE)
    box = (column, row, column + _CLOSE, row + _CLOSE)
    whole = f'<figure><img src="{data_url(glimpse(stand.image, box))}" alt="the picture, a part of it lit">'
    whole += "<figcaption>your picture, 32 × 32 pixels</figcaption></figure>"
    close = f"<figure>{_numbers(stand.image[row : row + _CLOSE, column : column + _CLOSE])}"
    close += "<figcaption>the lit part: red, green and blue of each pixel</figcaption></figure>"
    st.html(f'{_STYLE}<div class="start">{whole}{close}</div>{tiles(_edges(stand))}')


def _edges(stand: Stand) -> list[Tile]:
    likeness = inside_cache.hand_made_likeness(stand.spec.name, stand.image)
    by_hand = sobel_edges(stand.image)[..., likeness.rule]
    learned = stand.activation(stand.marks.convolution)[..., likeness.channel]
    agreement = f"likeness to the rule: {abs(likeness.correlation):.2f} of 1"
    if likeness.correlation < 0:
        learned = -learned
        agreement += " (shown with its sign turned)"
    return [
        Tile("Edges by a rule from 1968", "written by people (Sobel)", data_url(map_picture(by_hand))),
        Tile(
            f"Edges by kernel {likeness.channel}", f"learned from pictures; {agreement}", data_url(map_picture(learned))
        ),
    ]


def _numbers(patch: ByteImage) -> str:
    rows = "".join(f"<tr>{''.join(_cell(*(int(part) for part in pixel)) for pixel in row)}</tr>" for row in patch)
    return f'<table class="close">{rows}</table>'


def _cell(red: int, green: int, blue: int) -> str:
    text = "<br>".join(escape(str(part)) for part in (red, green, blue))
    return f'<td style="background: rgb({red} {green} {blue}); color: {ink_on(red, green, blue)}">{text}</td>'
