"""From a method's name to its work."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from cifar_demo.explain import deconvnet as deconvnets
from cifar_demo.explain.catalog import METHODS, MethodSpec, find_method
from cifar_demo.explain.contract import ExplainMethod
from cifar_demo.explain.deconvnet import deconvnet
from cifar_demo.explain.grad_cam import grad_cam
from cifar_demo.explain.gradient import gradient
from cifar_demo.explain.guided_gradient import guided_gradient
from cifar_demo.explain.integrated_gradients import integrated_gradients
from cifar_demo.explain.occlusion import occlusion
from cifar_demo.explain.smooth_grad import smooth_grad
from cifar_demo.explain.view import GradientView
from cifar_demo.results import ByteImage, Explanation, Target

if TYPE_CHECKING:
    import keras

EXPLAINERS: Final[Mapping[str, ExplainMethod]] = MappingProxyType(
    {
        "grad_cam": grad_cam,
        "gradient": gradient,
        "guided_gradient": guided_gradient,
        "smooth_grad": smooth_grad,
        "integrated_gradients": integrated_gradients,
        "occlusion": occlusion,
        "deconvnet": deconvnet,
    }
)
# Methods that are not made for every network: each says why not, or None.
RESERVATIONS: Final[Mapping[str, Callable[[keras.Model], str | None]]] = MappingProxyType(
    {"deconvnet": deconvnets.why_not}
)


def why_not(name: str, model: keras.Model) -> str | None:
    """Say why a method cannot explain a network; None if it can."""
    return RESERVATIONS[name](model) if name in RESERVATIONS else None


def methods_for(model: keras.Model) -> tuple[MethodSpec, ...]:
    """List the methods that can explain a network."""
    return tuple(method for method in METHODS if why_not(method.name, model) is None)


def explain(
    name: str, view: GradientView, image: ByteImage, target: Target, *, layer: str | None = None
) -> Explanation:
    """Explain by the method of this name.

    Parameters
    ----------
    name : str
        One of `catalog.METHOD_NAMES`.
    view : GradientView
    image : (32, 32, 3) uint8
    target : Target
    layer : str or None
        Matters only to a method that looks at a layer; None leaves the choice to it.

    Raises
    ------
    ValueError
        If there is no such method.
    ExplainError
        If it is not made for this network.
    """
    if find_method(name).has_layer:
        return grad_cam(view, image, target, layer=layer)
    return EXPLAINERS[name](view, image, target)
