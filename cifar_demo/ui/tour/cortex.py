"""Step 2: the receptive field, and how it grows."""

from __future__ import annotations

import streamlit as st

from cifar_demo.figures.pixels import data_url
from cifar_demo.figures.thumbnails import glimpse
from cifar_demo.results import Box
from cifar_demo.ui import layers_cache, tour_words, words
from cifar_demo.ui.components.predict_first import Question
from cifar_demo.ui.tour.stand import Stand
from cifar_demo.ui.tour.tiles import Tile, tiles


def tell(stand: Stand) -> str:
    """Say what the step is about."""
    return tour_words.CORTEX


def ask(stand: Stand) -> Question:
    """Ask how far the deepest unit sees."""
    sizes = tuple((box[2] - box[0], box[3] - box[1]) for _, box in _stops(stand))
    right = sizes[-1]
    options = sorted({sizes[0], sizes[len(sizes) // 2], (8, 8), (16, 16), (32, 32), right})
    place = options.index(right)
    options = options[max(0, min(place - 1, len(options) - 3)) :][:3]  # The right one and its neighbours.
    named = tuple(_size_words(size) for size in options)
    return Question(tour_words.FIELD, named, options.index(right), tour_words.field_reason(sizes))


def draw(stand: Stand, is_revealed: bool) -> None:
    """Show what the middle unit of some layers sees; the last is hidden until it was predicted."""
    stops = _stops(stand)
    shown = [
        Tile(
            stand.title(name),
            words.box_words(box).partition(" (")[0] if is_revealed or index < len(stops) - 1 else "how much?",
            data_url(glimpse(stand.image, box)) if is_revealed or index < len(stops) - 1 else None,
            side=250,
            sign="→" if index else "",
        )
        for index, (name, box) in enumerate(stops)
    ]
    st.html(tiles(shown))
    st.caption("Lit: all that one unit in the middle of the layer can see.")


def _stops(stand: Stand) -> list[tuple[str, Box]]:
    """Choose up to four layers, and find what their middle unit sees."""
    names = [stand.marks.convolution, *(name for name in stand.marks.milestones[1:])]
    if len(names) > 4:
        names = [names[round(index * (len(names) - 1) / 3)] for index in range(4)]
    return [
        (name, layers_cache.receptive_fields(stand.spec.name).field(name, _middle(stand, name)).box) for name in names
    ]


def _middle(stand: Stand, name: str) -> tuple[int, int, int]:
    height, width, _ = stand.layers[name].output_shape
    return height // 2, width // 2, 0


def _size_words(size: tuple[int, int]) -> str:
    return "the whole picture" if size == (32, 32) else f"{size[0]} × {size[1]} pixels"
