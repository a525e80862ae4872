"""Guided gradient: the gradient, with everything that is negative thrown away at each ReLU.

Springenberg, Dosovitskiy, Brox and Riedmiller, "Striving for simplicity", 2014 (arXiv:1412.6806), section 3.4.
"""

from __future__ import annotations

from typing import Final

from cifar_demo.anatomy.naming import parse_layer_name
from cifar_demo.explain.gradient import explain_backward
from cifar_demo.explain.view import GradientView
from cifar_demo.results import ByteImage, Explanation, Target

NO_RELU: Final = "This network has no ReLU, so there is nothing to guide: this is its plain gradient."


def guided_gradient(view: GradientView, image: ByteImage, target: Target) -> Explanation:
    """Map where positive evidence for the target came from.

    Parameters
    ----------
    view : GradientView
    image : (32, 32, 3) uint8
    target : Target

    Returns
    -------
    Explanation
        Unsigned, with a pattern. Its note says so where the network has no ReLU and it equals the gradient.
    """
    has_relu = any(parse_layer_name(layer.name).operation == "relu" for layer in view.model.layers)
    if not has_relu:
        return explain_backward(view, image, target, method="guided_gradient", rule="plain", note=NO_RELU)
    return explain_backward(view, image, target, method="guided_gradient", rule="guided")
