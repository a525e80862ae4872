"""What a network costs: multiply-adds for one picture, counted from its layers."""

from __future__ import annotations

from math import prod
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import keras


def count_mult_adds(model: keras.Model) -> int:
    """Count multiply-adds of all convolutions and dense layers for one picture.

    One multiply-add is one product with its addition (2 FLOP). Normalisation, activations and pooling are left out, as
    in the papers' own counts.

    Parameters
    ----------
    model : keras.Model
        Flat functional model.
    """
    return sum(layer_mult_adds(layer) for layer in model.layers)


def layer_mult_adds(layer: keras.Layer) -> int:
    """Count the multiply-adds of one layer for one picture; 0 for a layer without a kernel."""
    kernel = getattr(layer, "kernel", None)
    if kernel is None:
        return 0
    # Every output position uses the whole kernel once: (H, W, filters) for a convolution, (units,) for a dense layer.
    positions = prod(layer.output.shape[1:-1])
    return int(positions * prod(kernel.shape))
