"""What the arithmetic of one unit starts from: its layer, what the layer received and what it gave."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from cifar_demo.anatomy.receptive_field import check_unit
from cifar_demo.anatomy.wiring import feeding_layers
from cifar_demo.results import ArithmeticTerm, FloatArray, LayerOutput, UnitArithmetic

if TYPE_CHECKING:
    import keras


@dataclass(frozen=True, eq=False)
class UnitContext:
    """One unit of one layer, for one picture.

    Attributes
    ----------
    layer : keras.Layer
    unit : tuple of int
        (row, column, channel) or (index,).
    sources : tuple of str
        Layers that feed this one.
    inputs : tuple of float32 arrays
        Their outputs, (H, W, C) or (units,).
    output : (H, W, C) or (units,) float32
    """

    layer: keras.Layer
    unit: tuple[int, ...]
    sources: tuple[str, ...]
    inputs: tuple[FloatArray, ...]
    output: FloatArray

    def same_unit(self, which: int = 0) -> float:
        """Value of the unit in the same place of an input."""
        return float(self.inputs[which][self.unit])

    def result(self, operation: str, formula: str, terms: Mapping[str, float], **details: Any) -> UnitArithmetic:
        """Add up the terms and set the network's own value beside them."""
        return UnitArithmetic(
            layer=self.layer.name,
            operation=operation,
            unit=self.unit,
            formula=formula,
            terms=named(terms),
            total=float(sum(terms.values())),
            network_value=float(self.output[self.unit]),
            inputs=self.sources,
            **details,
        )


def unit_context(
    model: keras.Model, outputs: Mapping[str, LayerOutput], layer_name: str, unit: tuple[int, ...]
) -> UnitContext:
    """Gather what the arithmetic of one unit needs.

    Raises
    ------
    ValueError
        If the network has no such layer, or the layer no such unit.
    """
    layer = model.get_layer(layer_name)
    output = outputs[layer_name].activation
    check_unit(layer_name, unit, output.shape)
    sources = feeding_layers(layer)
    return UnitContext(layer, unit, sources, tuple(outputs[source].activation for source in sources), output)


def named(numbers: Mapping[str, float]) -> tuple[ArithmeticTerm, ...]:
    """Make terms of numbers and their labels."""
    return tuple(ArithmeticTerm(label, float(number)) for label, number in numbers.items())


def weight_at(variable: Any, index: Any) -> FloatArray:
    """Read part of a layer's weights as float32: a copy, so that who keeps it does not keep all of them."""
    return np.array(variable.numpy()[index], np.float32)
