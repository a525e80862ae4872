"""Kernels as a grid of output by input on one scale around zero, for layers of any width."""

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import plotly.graph_objects as go
from plotly.colors import diverging

from cifar_demo.figures.theme import layout
from cifar_demo.results import FloatArray, IntArray

MAX_OUT: Final = 24
MAX_IN: Final = 12
MAX_WEIGHTS: Final = 96
_TILE: Final = 40  # Pixels, with its gap.
_CELL: Final = 6  # Pixels a weight of a matrix.
_MAX_TICKS: Final = 24
_MIN_HEIGHT: Final = 170
_SHARE_BELOW: Final = 0.995


def kernel_heatmap(kernel: FloatArray, inputs: Sequence[int], outputs: Sequence[int]) -> go.Figure:
    """Draw some kernels of a convolution: a column for each output map, a row for each input map.

    Parameters
    ----------
    kernel : (kernel_height, kernel_width, channels_in, channels_out) float32
        The colours are those of the whole layer, whatever part is shown.
    inputs, outputs : sequence of int
        Channels to show, in order.
    """
    height, width = kernel.shape[:2]
    tiles = kernel[:, :, list(inputs)][..., list(outputs)].transpose(2, 0, 3, 1)  # (in, h, out, w)
    framed = np.full((len(inputs), height + 1, len(outputs), width + 1), np.nan, np.float32)
    framed[:, :height, :, :width] = tiles
    joined = framed.reshape(len(inputs) * (height + 1), -1)[:-1, :-1]
    ends = np.stack(np.meshgrid(np.repeat(inputs, height + 1), np.repeat(outputs, width + 1), indexing="ij"), axis=-1)
    xaxis = _ticks("makes map", outputs, width + 1, (width - 1) / 2) | {"side": "top"}
    yaxis = _ticks("reads map", inputs, height + 1, (height - 1) / 2) | {"autorange": "reversed"}
    limit = _limit(kernel)
    return _heatmap(joined, ends[:-1, :-1], limit, xaxis, yaxis, max(_MIN_HEIGHT, _TILE * len(inputs) + 60))


def weight_heatmap(
    kernel: FloatArray, inputs: Sequence[int], outputs: Sequence[int], names: Sequence[str] = ()
) -> go.Figure:
    """Draw some weights of a dense layer or of kernels of one pixel: a row for each output, a column for each input.

    Parameters
    ----------
    kernel : (1, 1, channels_in, channels_out) float32
    inputs, outputs : sequence of int
        Channels to show, in order.
    names : sequence of str
        Of all outputs, if they have any.
    """
    weights = kernel[0, 0][np.ix_(list(inputs), list(outputs))].T
    xaxis = _ticks("reads", inputs, 1, 0) | {"side": "top"}
    yaxis = _ticks("makes", outputs, 1, 0, names) | {"autorange": "reversed"}
    per_row = max(_CELL, min(_TILE // 2, _MIN_HEIGHT // max(1, len(outputs))))
    ends = np.stack(np.meshgrid(inputs, outputs), axis=-1)
    limit = _limit(kernel)
    return _heatmap(weights, ends, limit, xaxis, yaxis, max(_MIN_HEIGHT, per_row * len(outputs) + 60))


def _heatmap(
    values: FloatArray, ends: IntArray, limit: float, xaxis: dict[str, Any], yaxis: dict[str, Any], height: int
) -> go.Figure:
    """Draw weights; `ends` holds the input and the output that each joins."""
    drawn = go.Heatmap(
        z=values.astype(np.float32),
        zmin=-limit or -1.0,
        zmax=limit or 1.0,
        colorscale=list(reversed(diverging.RdBu)),
        customdata=ends.astype(np.int16),
        hovertemplate="from %{customdata[0]} to %{customdata[1]}: weight %{z:.4f}<extra></extra>",
        hoverongaps=False,
        colorbar={"thickness": 12, "title": {"text": "weight"}, "tickformat": ".2f"},
    )
    return go.Figure(drawn, layout(height=height, xaxis=xaxis, yaxis=yaxis))


def _limit(kernel: FloatArray) -> float:
    """Choose the weight of the strongest colours: a few outliers may share them, or all others would be pale."""
    return float(np.quantile(np.abs(kernel), _SHARE_BELOW))


def _ticks(title: str, channels: Sequence[int], step: int, middle: float, names: Sequence[str] = ()) -> dict[str, Any]:
    every = -(-len(channels) // _MAX_TICKS)
    shown = range(0, len(channels), every)
    return {
        "tickvals": [place * step + middle for place in shown],
        "ticktext": [names[channels[place]] if names else str(channels[place]) for place in shown],
        "title": {"text": title, "standoff": 12},
        "automargin": True,
        "showgrid": False,
        "tickfont": {"size": 12},
    }
