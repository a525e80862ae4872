"""Step 3: a kernel slides over the picture."""

from __future__ import annotations

from typing import Final

import numpy as np
import streamlit as st

from cifar_demo.figures.mosaics import kernel_colours
from cifar_demo.figures.pixels import data_url, enlarge
from cifar_demo.figures.thumbnails import map_picture
from cifar_demo.results import FloatArray, LayerKernels
from cifar_demo.ui import inside_cache, layers_cache, tour_words
from cifar_demo.ui.components.predict_first import Question
from cifar_demo.ui.components.window_walk import show_walk
from cifar_demo.ui.tour.stand import Stand

_SIDE: Final = 96
_NUM_KERNELS: Final = 3
_LETTERS: Final = "ABC"


def tell(stand: Stand) -> str:
    """Say what the step is about."""
    kernel = _kernels(stand).kernel
    return tour_words.convolution(kernel.shape[-1], kernel[..., 0].size)


def ask(stand: Stand) -> Question | None:
    """Ask which of three unlike kernels made a map, another than the one that the figure shows."""
    kernel = _kernels(stand).kernel
    if kernel.shape[-1] < _NUM_KERNELS + 1:
        return None
    activation = stand.activation(stand.marks.convolution)
    order = np.argsort(-activation.std(axis=(0, 1)))
    asked = int(next(channel for channel in order if channel != chosen_channel(stand)))
    options = sorted([asked, *_unlike(kernel, asked)])
    patches = kernel_colours(kernel)
    return Question(
        tour_words.KERNEL,
        tuple(f"kernel {channel}" for channel in options),
        options.index(asked),
        tour_words.kernel_reason(f"{_LETTERS[options.index(asked)]}, kernel {asked},"),
        pictures=tuple(data_url(enlarge(patches[channel], _SIDE)) for channel in options),
        shown=data_url(enlarge(map_picture(activation[..., asked]), _SIDE)),
    )


def draw(stand: Stand, is_revealed: bool) -> None:
    """Let the window slide."""
    channel = chosen_channel(stand)
    walk = inside_cache.window_walk(stand.spec.name, stand.image, stand.marks.convolution, channel)
    show_walk(
        walk,
        key="convolution_walk",
        picture=stand.image,
        words={
            "reads": "your picture",
            "writes": f"feature map {channel}. Red: the pattern. Blue: its opposite",
        },
    )
    st.caption(
        "Left table: what the window sees, each colour compared with its average over all training pictures. "
        "Right table: what the kernel learned."
    )


def chosen_channel(stand: Stand) -> int:
    """Choose the kernel that the figure shows."""
    from cifar_demo.anatomy.landmarks import liveliest_channel

    return liveliest_channel(stand.activation(stand.marks.convolution), _kernels(stand).kernel)


def _kernels(stand: Stand) -> LayerKernels:
    kernels = layers_cache.kernels(stand.spec.name, stand.marks.convolution)
    if kernels is None:
        raise ValueError(f"{stand.marks.convolution} is no convolution.")
    return kernels


def _unlike(kernel: FloatArray, channel: int) -> list[int]:
    """Choose the two kernels that resemble one least, and each other little."""
    flat = kernel.reshape(-1, kernel.shape[-1]).T
    flat = flat / (np.linalg.norm(flat, axis=1, keepdims=True) + 1e-12)
    likeness = np.abs(flat @ flat.T)
    first = int(likeness[channel].argmin())
    both = likeness[channel] + likeness[first]
    both[[channel, first]] = np.inf
    return [first, int(both.argmin())]
