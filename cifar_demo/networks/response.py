"""Local response normalisation: Krizhevsky, Sutskever and Hinton 2012, section 3.3 (the networks before batch norm)."""

from __future__ import annotations

from typing import Any

import keras
import numpy as np


@keras.saving.register_keras_serializable("cifar_demo")
class LocalResponseNormalization(keras.layers.Layer):  # type: ignore[misc]
    """Divide each number by what its neighbouring channels hold at the same place.

    y[c] = x[c] / (bias + alpha * sum of x[j]^2 over |j - c| <= depth_radius) ** beta

    Parameters
    ----------
    depth_radius : int
        Neighbours to each side, channels: the paper's n is 2 * depth_radius + 1.
    bias : float
        The paper's k.
    alpha : float
        Weight of the squares.
    beta : float
        Exponent.
    """

    def __init__(
        self, depth_radius: int = 2, bias: float = 1.0, alpha: float = 0.2, beta: float = 0.75, **kwargs: Any
    ) -> None:
        super().__init__(**kwargs)
        self.depth_radius = depth_radius
        self.bias = bias
        self.alpha = alpha
        self.beta = beta

    def call(self, inputs: Any) -> Any:
        """Normalise (N, H, W, C)."""
        channels = np.arange(inputs.shape[-1])
        is_near = np.abs(channels[:, None] - channels) <= self.depth_radius
        # A sum over a window of channels is a product with a banded matrix: the fastest way on a CPU.
        sums = keras.ops.matmul(keras.ops.square(inputs), keras.ops.convert_to_tensor(is_near, inputs.dtype))
        return inputs * keras.ops.exp(-self.beta * keras.ops.log(self.bias + self.alpha * sums))

    def compute_output_shape(self, input_shape: tuple[int | None, ...]) -> tuple[int | None, ...]:
        """Leave the shape as it is."""
        return input_shape

    def get_config(self) -> dict[str, Any]:
        """Return the arguments that make an equal layer."""
        own = {"depth_radius": self.depth_radius, "bias": self.bias, "alpha": self.alpha, "beta": self.beta}
        return {**super().get_config(), **own}
