"""Step 6: maps of maps of maps."""

from __future__ import annotations

from typing import Final

import numpy as np
import streamlit as st

from cifar_demo.figures.pixels import data_url, enlarge
from cifar_demo.figures.thumbnails import cut_out, map_picture
from cifar_demo.ui import layers_cache, tour_words
from cifar_demo.ui.components.predict_first import Question
from cifar_demo.ui.tour.stand import Stand
from cifar_demo.ui.tour.tiles import Tile, table

_FEW: Final = 0.1
_MANY: Final = 0.5


def tell(stand: Stand) -> str:
    """Say what the step is about."""
    return tour_words.DEPTH


def ask(stand: Stand) -> Question:
    """Ask how many maps of the deepest layer answer."""
    activation = stand.activation(stand.marks.milestones[-1])
    peaks = np.abs(activation).max(axis=(0, 1))
    count, total = int((peaks >= peaks.max() / 2).sum()), len(peaks)
    right = 0 if count < _FEW * total else 1 if count <= _MANY * total else 2
    return Question(tour_words.STRONG, tour_words.STRONG_OPTIONS, right, tour_words.strong_reason(count, total))


def draw(stand: Stand, is_revealed: bool) -> None:
    """Show the strongest map of each stage, and what its strongest unit looks at."""
    names = stand.marks.milestones
    if len(names) > 4:
        names = tuple(names[round(index * (len(names) - 1) / 3)] for index in range(4))
    above, below = zip(*(_stop(stand, name) for name in names), strict=True)
    st.html(table((above, below)))


def _stop(stand: Stand, name: str) -> tuple[Tile, Tile]:
    activation = stand.activation(name)
    row, column, channel = (int(i) for i in np.unravel_index(int(activation.argmax()), activation.shape))
    box = layers_cache.receptive_fields(stand.spec.name).field(name, (row, column, channel)).box
    shape = stand.layers[name].output_shape
    size = f"one of {shape[2]:,} maps of {shape[1]} × {shape[0]}"
    drawn = data_url(map_picture(activation[..., channel]))
    seen = data_url(enlarge(cut_out(stand.image, box), 256))
    words = f"{box[2] - box[0]} × {box[3] - box[1]} pixels"
    return Tile(stand.title(name), size, drawn), Tile("looks at", words, seen)
