"""The arithmetic of pooled units: which pixel won, or the mean."""

from __future__ import annotations

import numpy as np
from keras import layers

from cifar_demo.anatomy.unit_context import UnitContext, named
from cifar_demo.anatomy.weighted_sums import window_box, window_patch
from cifar_demo.anatomy.windows import window_of
from cifar_demo.results import Box, FloatArray, UnitArithmetic


def pooling(context: UnitContext) -> UnitArithmetic:
    """Redo one unit of max or average pooling, sliding or global."""
    window = window_of(context.layer)
    if window is None:
        raise ValueError(f"Layer {context.layer.name!r} is not a pooling layer that is known here.")
    *place, channel = context.unit
    corner = tuple(place) or (0, 0)  # Global pooling has but one place.
    patch = window_patch(context.inputs[0][..., channel : channel + 1], window, corner)
    is_max = isinstance(context.layer, layers.MaxPooling2D | layers.GlobalMaxPooling2D)
    redo = _largest if is_max else _mean
    return redo(context, patch, window_box(window, corner))


def _largest(context: UnitContext, patch: FloatArray, box: Box) -> UnitArithmetic:
    row, column = np.unravel_index(np.nanargmax(patch[..., 0]), patch.shape[:2])  # The first among equals.
    source = (box[1] + int(row), box[0] + int(column), context.unit[-1])
    return context.result(
        "max pooling",
        "Keep the largest input in the window.",
        {f"input at row {source[0]}, column {source[1]}": float(patch[row, column, 0])},
        patch=patch,
        patch_box=box,
        source_layer=context.sources[0],
        source_unit=source,
    )


def _mean(context: UnitContext, patch: FloatArray, box: Box) -> UnitArithmetic:
    num_inputs = int(np.isfinite(patch).sum())  # TensorFlow leaves what is beyond the edge out of the mean.
    total = float(np.nansum(patch, dtype=np.float64))
    return context.result(
        "average pooling",
        f"Add up the {num_inputs} inputs in the window and divide by {num_inputs}.",
        {"mean": total / num_inputs},
        quantities=named({"sum of inputs": total, "number of inputs": num_inputs}),
        patch=patch,
        patch_box=box,
    )
