"""The arithmetic of units that multiply and add: convolutions and dense layers."""

from __future__ import annotations

from typing import Any

import numpy as np

from cifar_demo.anatomy.unit_context import UnitContext, weight_at
from cifar_demo.anatomy.windows import Window, window_of
from cifar_demo.results import Box, FloatArray, UnitArithmetic


def convolution(context: UnitContext) -> UnitArithmetic:
    """Redo one unit of a convolution: (h, w, C) patch times kernel, summed, plus bias."""
    _refuse_hidden_activation(context.layer)
    window = window_of(context.layer)
    if window is None:
        raise ValueError(f"Layer {context.layer.name!r} is no two-dimensional convolution.")
    kernel = weight_at(context.layer.kernel, (..., context.unit[2]))
    feature_map = context.inputs[0][..., _channels_of_group(context.layer, context.unit[2])]
    patch = np.nan_to_num(window_patch(feature_map, window, context.unit), nan=0.0)
    return _weighted_sum(context, "convolution", patch, kernel, patch_box=window_box(window, context.unit))


def dense(context: UnitContext) -> UnitArithmetic:
    """Redo one unit of a dense layer: every input times its weight, summed, plus bias."""
    _refuse_hidden_activation(context.layer)
    kernel = weight_at(context.layer.kernel, (..., context.unit[0]))
    return _weighted_sum(context, "dense", context.inputs[0], kernel)


def window_patch(feature_map: FloatArray, window: Window, unit: tuple[int, ...]) -> FloatArray:
    """Cut out what a window looks at.

    Parameters
    ----------
    feature_map : (H, W, C) float32
    window : Window
    unit : (row, column, ...)

    Returns
    -------
    (h, w, C) float32
        NaN beyond the edge.
    """
    rows, columns = (
        window.first(axis, unit[axis]) + window.dilation[axis] * np.arange(window.size[axis]) for axis in (0, 1)
    )
    height, width, channels = feature_map.shape
    is_row, is_column = (rows >= 0) & (rows < height), (columns >= 0) & (columns < width)
    patch = np.full((len(rows), len(columns), channels), np.nan, np.float32)
    patch[np.ix_(is_row, is_column)] = feature_map[np.ix_(rows[is_row], columns[is_column])]
    return patch


def window_box(window: Window, unit: tuple[int, ...]) -> Box:
    """Find where a window lies on the feeding layer's map: (left, top, right, bottom), perhaps reaching outside."""
    top, left = window.first(0, unit[0]), window.first(1, unit[1])
    return left, top, left + window.reach(1), top + window.reach(0)


def _weighted_sum(
    context: UnitContext, operation: str, patch: FloatArray, kernel: FloatArray, **details: Any
) -> UnitArithmetic:
    products = patch * kernel
    terms = {f"sum of {products.size} products": products.sum(dtype=np.float64)}
    formula = f"Multiply each of the {products.size:,} inputs by its weight and add up the products"
    if context.layer.bias is not None:
        terms["bias"] = float(weight_at(context.layer.bias, context.unit[-1]))
        formula += ", then add the bias"
    return context.result(operation, f"{formula}.", terms, patch=patch, kernel=kernel, products=products, **details)


def _channels_of_group(layer: Any, channel: int) -> slice:
    """Input channels that an output channel draws on: all of them, or its group's."""
    channels_in, channels_out = layer.kernel.shape[2:]
    start = channel // (channels_out // layer.groups) * channels_in
    return slice(start, start + channels_in)


def _refuse_hidden_activation(layer: Any) -> None:
    if layer.activation.__name__ != "linear":
        raise ValueError(
            f"Layer {layer.name!r} has {layer.activation.__name__!r} built in; give the activation a layer of its own."
        )
