"""The kernels of a layer, copied out of a network."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from cifar_demo.results import LayerKernels

if TYPE_CHECKING:
    import keras


def layer_kernels(model: keras.Model, layer_name: str) -> LayerKernels | None:
    """Copy the kernels of a convolution or dense layer.

    Parameters
    ----------
    model : keras.Model
    layer_name : str

    Returns
    -------
    LayerKernels or None
        None for a layer without kernels. A dense layer is a convolution that sees one position only, so its
        (units_in, units_out) weights come as kernels of one pixel, (1, 1, units_in, units_out).

    Raises
    ------
    ValueError
        If the network has no layer of that name.
    """
    layer = model.get_layer(layer_name)
    if getattr(layer, "kernel", None) is None:
        return None
    kernel = np.array(layer.kernel.numpy(), np.float32)
    if kernel.ndim == 2:
        kernel = kernel[None, None]  # (units_in, units_out) -> (1, 1, units_in, units_out)
    bias = None if layer.bias is None else np.array(layer.bias.numpy(), np.float32)
    return LayerKernels(layer_name, kernel, bias)
