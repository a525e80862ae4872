"""What a layer had learned: its kernels in several orders, its weights counted, one kernel by its numbers."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Final

import numpy as np
import streamlit as st

from cifar_demo.constants import CLASS_NAMES
from cifar_demo.figures.contact_sheet import contact_sheet
from cifar_demo.figures.histograms import value_histogram
from cifar_demo.figures.kernel_charts import MAX_IN, MAX_OUT, MAX_WEIGHTS, kernel_heatmap, weight_heatmap
from cifar_demo.figures.mosaics import kernel_colours
from cifar_demo.figures.pixels import data_url
from cifar_demo.results import ByteImage, FloatArray, LayerSummary
from cifar_demo.ui import inside_cache, layers_cache, state
from cifar_demo.ui.components.chart import show_chart
from cifar_demo.ui.components.take_along import offer_png
from cifar_demo.ui.components.unit_check import show_kernel_at_work
from cifar_demo.ui.inside_cache import KernelOrder

_ORDER: Final = "kernel_order"
_ORDERS: Final[dict[str, KernelOrder]] = {
    "by number": "number",
    "strongest first": "norm",
    "alike side by side": "similarity",
}
_NEARLY_ZERO: Final = 0.01  # Of the largest weight.
_STYLE: Final = """
<style>
.patches { display: flex; flex-wrap: wrap; gap: 10px 8px; }
.patches figure { margin: 0; text-align: center; font-size: 0.8rem; line-height: 1.3; }
.patches img { display: block; width: 68px; height: 68px; image-rendering: pixelated; border-radius: 3px;
  outline: 1px solid color-mix(in srgb, currentColor 25%, transparent); }
</style>
"""


def show_kernels(
    network: str, layer: LayerSummary, activation: FloatArray, unit: tuple[int, ...], titles: Mapping[str, str]
) -> None:
    """Show the kernels of a layer, or say that it has none.

    Parameters
    ----------
    network : str
    layer : LayerSummary
    activation : (H, W, C) or (units,) float32
        Of the layer, for the current picture.
    unit : tuple of int
        The pinned one; its kernel is shown by its numbers.
    titles : mapping of layer name to str
        What people call the layers.
    """
    kernels = layers_cache.kernels(network, layer.name)
    if kernels is None and layer.num_params:
        st.markdown("A few numbers for each map, no pattern to look at. *One number, checked* shows them at work.")
    elif kernels is None:
        st.markdown("Nothing: this layer follows the same rule before and after training.")
    else:
        _show_all(network, layer.name, kernels.kernel)
        _show_one(network, layer, activation, kernels.kernel, unit, titles)
        _count_weights(kernels.kernel)


def _show_all(network: str, layer: str, kernel: FloatArray) -> None:
    height, width, channels_in, channels_out = kernel.shape
    state.settle(_ORDER, tuple(_ORDERS), "by number")
    st.segmented_control(
        "Order of the kernels",
        tuple(_ORDERS),
        key=_ORDER,
        required=True,
        persist_state="session",
        help="Strong: large weights, so a loud voice. Alike: the angle between all weights of two kernels is small.",
    )
    order = inside_cache.kernel_order(network, layer, _ORDERS[state.value_of(_ORDER)])
    if channels_in == 3:
        st.html(_STYLE + _patches(kernel, order))
        offer_png(lambda: _sheet(kernel, order), f"kernels-of-{layer}", key="kernels_png")
        st.caption(
            f"{channels_out} kernels of {height} × {width} pixels, each on a scale of its own; grey is zero. "
            "Each answers where the picture looks like it."
        )
        return
    is_matrix = (height, width) == (1, 1)
    most = (MAX_WEIGHTS, MAX_WEIGHTS) if is_matrix else (MAX_OUT, MAX_IN)
    left, right = st.columns(2, gap="large")
    with left:
        start = _first(f"outputs_{network}_{layer}", "Outputs, from place", channels_out, most[0])
    outputs = order[start:][: most[0]]
    ranked = inside_cache.strongest_inputs(network, layer, outputs)
    with right:
        start = _first(f"inputs_{network}_{layer}", "Inputs, the most used first, from place", channels_in, most[1])
    inputs = ranked[start:][: most[1]]
    names = CLASS_NAMES if layer == "logits" else ()
    show_chart(
        weight_heatmap(kernel, inputs, outputs, names) if is_matrix else kernel_heatmap(kernel, inputs, outputs),
        f"Kernels of the layer: {len(outputs)} of {channels_out} outputs by {len(inputs)} of {channels_in} inputs",
        key="kernels",
    )
    what = "weights" if is_matrix else f"kernels of {height} × {width}"
    st.caption(
        f"{len(inputs) * len(outputs):,} of {channels_in * channels_out:,} {what}, all on one scale: blue is negative, "
        "white zero, red positive; the strongest 0.5 % share the darkest colours. Point at one to read it."
    )


def _sheet(kernel: FloatArray, order: tuple[int, ...]) -> ByteImage:
    pictures = kernel_colours(kernel)
    return contact_sheet({str(channel): pictures[channel] for channel in order}, side=64, columns=8)


def _first(key: str, label: str, count: int, shown: int) -> int:
    """Let a visitor choose from where on, if there are more than can be shown."""
    if count <= shown:
        return 0
    starts = range(0, count, shown)
    state.settle(key, tuple(starts), 0)
    return int(st.select_slider(label, starts, key=key, format_func=lambda start: f"{start} of {count}"))


def _patches(kernel: FloatArray, order: tuple[int, ...]) -> str:
    pictures = kernel_colours(kernel)
    norms = np.sqrt((kernel**2).sum(axis=(0, 1, 2)))
    return (
        '<div class="patches">'
        + "".join(
            f'<figure title="kernel {channel}, strength {norms[channel]:.2f}">'
            f'<img src="{data_url(pictures[channel])}" alt="{escape(f"kernel {channel}")}">'
            f"<figcaption>{channel}</figcaption></figure>"
            for channel in order
        )
        + "</div>"
    )


def _show_one(
    network: str,
    layer: LayerSummary,
    activation: FloatArray,
    kernel: FloatArray,
    unit: tuple[int, ...],
    titles: Mapping[str, str],
) -> None:
    """Show one kernel's numbers, at the place where it answers most strongly to this picture."""
    what, count = ("kernel", kernel.shape[-1]) if activation.ndim == 3 else ("unit", activation.size)
    key = f"one_kernel_{network}_{layer.name}_{unit[-1]}"  # Another pin is another kernel.
    state.settle(key, tuple(range(count)), unit[-1])
    st.subheader(f"One {what} by its numbers", anchor=False)
    channel = int(st.number_input(f"Number of the {what}", 0, count - 1, key=key, width=220))
    weights = kernel[..., channel]
    place = np.unravel_index(int(np.abs(activation[..., channel]).argmax()), activation.shape[:-1])
    at = (*(int(index) for index in place), channel)
    where = f", at the place where it answers most strongly (row {at[0]}, column {at[1]})" if len(at) == 3 else ""
    st.markdown(
        f"{weights.size:,} weights that add up to **{_plain(float(weights.sum(dtype=np.float64)))}**; strength (root "
        f"of the sum of squares) **{float(np.linalg.norm(weights)):.2f}**. Here at work on your picture{where}:"
    )
    show_kernel_at_work(network, layer.name, at, titles)


def _count_weights(kernel: FloatArray) -> None:
    st.subheader("All its weights, counted by size", anchor=False)
    small = float((np.abs(kernel) < _NEARLY_ZERO * np.abs(kernel).max()).mean())
    show_chart(value_histogram(kernel, "weights"), "Histogram of the layer's weights", key="weight_histogram")
    st.caption(
        f"{kernel.size:,} weights, mean {_plain(float(kernel.mean(dtype=np.float64)), 4)}, spread (standard deviation) "
        f"{float(kernel.std()):.4f}. {small:.0%} are nearly zero: under 1 % of the largest."
    )


def _plain(value: float, digits: int = 2) -> str:
    return f"{value:.{digits}f}".replace("-", "−")
