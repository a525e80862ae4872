"""The kernels of a layer, copied out of a network, and orders to look at them in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from cifar_demo.results import FloatArray, LayerKernels

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


def kernel_norms(kernel: FloatArray) -> FloatArray:
    """Measure how strong each output's kernel is: the root of the sum of its squared weights.

    Parameters
    ----------
    kernel : (kernel_height, kernel_width, channels_in, channels_out) float32

    Returns
    -------
    (channels_out,) float32
    """
    norms: FloatArray = np.sqrt((kernel.astype(np.float64) ** 2).sum(axis=(0, 1, 2))).astype(np.float32)
    return norms


def order_by_norm(kernel: FloatArray) -> tuple[int, ...]:
    """List the outputs, the strongest kernel first; among equals the lower number."""
    return tuple(int(channel) for channel in np.argsort(-kernel_norms(kernel), kind="stable"))


def order_by_similarity(kernel: FloatArray) -> tuple[int, ...]:
    """List the outputs so that neighbours are alike: from the strongest on, always the most similar of those left.

    Similar means a large cosine between all weights of two kernels.

    Parameters
    ----------
    kernel : (kernel_height, kernel_width, channels_in, channels_out) float32
    """
    norms = kernel_norms(kernel)
    flat = kernel.reshape(-1, kernel.shape[-1]) / np.where(norms > 0, norms, 1)
    likeness = flat.T @ flat  # (C, C)
    order = [int(norms.argmax())]
    left = np.ones(len(norms), bool)
    left[order] = False
    while left.any():
        order.append(int(np.where(left, likeness[order[-1]], -np.inf).argmax()))
        left[order[-1]] = False
    return tuple(order)


def strongest_inputs(kernel: FloatArray, outputs: Sequence[int]) -> tuple[int, ...]:
    """List the inputs that some outputs draw on most, the most first."""
    used = np.abs(kernel[..., list(outputs)]).sum(axis=(0, 1, 3))
    return tuple(int(channel) for channel in np.argsort(-used, kind="stable"))
