"""Muon for convolutions: momentum whose direction is made orthogonal, kernel by kernel.

Jordan and others, "Muon: an optimizer for hidden layers in neural networks", 2024.
"""

from typing import Any

import keras
from keras import ops

NUM_ITERATIONS = 3  # Of the paper's five: a direction need not be quite orthogonal, and each costs time.


@keras.saving.register_keras_serializable("cifar_demo")
class Muon(keras.optimizers.Muon):  # type: ignore[misc]
    """Keras' Muon, taught to see a convolution's kernel as a matrix: what goes in times what comes out.

    Keras leaves kernels of four dimensions to AdamW. Here only biases and the last layer are.
    """

    def __init__(self, *args: Any, ns_steps: int = NUM_ITERATIONS, **kwargs: Any) -> None:
        super().__init__(*args, ns_steps=ns_steps, **kwargs)

    def _should_use_adamw(self, variable: Any) -> bool:
        return len(variable.shape) not in (2, 4) or "logits" in variable.path

    def zeropower_via_newtonschulz5(self, x: Any, steps: int) -> Any:
        """Make a direction (..., channels_in, channels_out) nearly orthogonal, seen as a matrix."""
        matrix = ops.reshape(x, (-1, x.shape[-1]))
        return ops.reshape(super().zeropower_via_newtonschulz5(matrix, steps), x.shape)

    def lr_adjust(self, x: Any) -> Any:
        """Scale a step (..., channels_in, channels_out) so that its mean square does not hang on its shape."""
        matrix = ops.reshape(x, (-1, x.shape[-1]))
        return ops.reshape(super().lr_adjust(matrix), x.shape)
