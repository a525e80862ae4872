"""Deconvnet: what a unit answered to, sent back to the pixels through the winners that each pooling recorded.

Zeiler and Fergus, "Visualizing and understanding convolutional networks", 2013 (arXiv:1311.2901), section 2.1. The way
back unpools (each value goes to the winner of its window), rectifies, and filters with the transposed kernels. Batch
normalisation is the linear map that it is in use; local response normalisation divides as it did on the way forward.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from cifar_demo.anatomy.naming import parse_layer_name
from cifar_demo.anatomy.receptive_field import check_unit
from cifar_demo.anatomy.wiring import feeders
from cifar_demo.errors import ExplainError
from cifar_demo.explain.contract import scaled_to_one, strongest_colour
from cifar_demo.explain.gradient import explain_backward
from cifar_demo.explain.view import GradientView
from cifar_demo.image.preprocess import preprocess
from cifar_demo.results import ByteImage, Explanation, Target, UnitProjection

if TYPE_CHECKING:
    import keras


def deconvnet(view: GradientView, image: ByteImage, target: Target) -> Explanation:
    """Map what the picture showed of the patterns that speak for the target.

    Parameters
    ----------
    view : GradientView
    image : (32, 32, 3) uint8
    target : Target

    Returns
    -------
    Explanation
        Unsigned, with a pattern.

    Raises
    ------
    ExplainError
        If the deconvnet is not made for this network.
    """
    _refuse(view.model)
    return explain_backward(view, image, target, method="deconvnet", rule="deconvnet")


def project_unit(view: GradientView, image: ByteImage, layer: str, unit: tuple[int, ...]) -> UnitProjection:
    """Send what one unit answered back to the pixels, with all other units of its layer set to zero.

    Parameters
    ----------
    view : GradientView
    image : (32, 32, 3) uint8
    layer : str
    unit : tuple of int
        (row, column, channel), or (index,) in a layer without positions.

    Returns
    -------
    UnitProjection
        Silent if the unit answered zero or less: the paper projects what fired.

    Raises
    ------
    ExplainError
        If the deconvnet is not made for this network.
    ValueError
        If the layer has no such unit.
    """
    _refuse(view.model)
    shape = view.shape(layer)
    check_unit(layer, unit, shape)
    seed = np.zeros(shape, np.float32)
    seed[unit] = 1
    outputs, signal = view.pixel_gradients(preprocess(image), seed, layer=layer, rule="deconvnet")
    value = float(outputs[0][unit])
    # Every step back keeps proportions, so the unit's value may as well be multiplied in at the end.
    pattern = signal[0] * np.float32(max(value, 0))
    heatmap, peak = scaled_to_one(strongest_colour(pattern))
    return UnitProjection(layer, unit, value, pattern if peak else np.zeros_like(pattern), heatmap, peak == 0)


def why_not(model: keras.Model) -> str | None:
    """Say why the deconvnet is not made for a network; None if it is.

    It was defined for one row of layers with ReLU and maximum pooling.
    """
    operations = {parse_layer_name(layer.name).operation for layer in model.layers}
    if "relu" not in operations:
        return "The deconvnet undoes ReLU and maximum pooling; this network uses neither."
    if any(len(sources) > 1 for sources in feeders(model).values()):
        return "The deconvnet goes back along one row of layers; in this network roads part and meet again."
    return None


def _refuse(model: keras.Model) -> None:
    reason = why_not(model)
    if reason is not None:
        raise ExplainError(f"{reason} Choose AlexNet, ZFNet or VGGNet.")
