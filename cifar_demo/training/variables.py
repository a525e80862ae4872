"""Keras variables out into arrays, and back."""

from __future__ import annotations

from typing import Any

import keras
import numpy as np

from cifar_demo.errors import TrainingError
from cifar_demo.training.state import Arrays


def read_variables(variables: list[Any]) -> Arrays:
    """Copy Keras variables out, in order."""
    return tuple(np.array(keras.ops.convert_to_numpy(variable)) for variable in variables)


def write_checkpointed(variables: list[Any], arrays: Arrays) -> None:
    """Copy arrays of a checkpoint into Keras variables, in order.

    Raises
    ------
    TrainingError
        If their number or shapes differ: settings may agree where the code does not.
    """
    if [tuple(variable.shape) for variable in variables] != [array.shape for array in arrays]:
        raise TrainingError(
            "The checkpoint was made by another version of this network or of Keras: it holds variables of other "
            "shapes. Start anew without --resume."
        )
    write_variables(variables, arrays)


def write_variables(variables: list[Any], arrays: Arrays) -> None:
    """Copy arrays into Keras variables, in order.

    Raises
    ------
    ValueError
        If there are more or fewer of one than of the other.
    """
    for variable, array in zip(variables, arrays, strict=True):
        variable.assign(array)
