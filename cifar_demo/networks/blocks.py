"""Pieces that networks are built from: each adds named layers and gives back the tensor.

Convolution, normalisation and activation are layers of their own, so that each can be looked at on its own.
"""

from __future__ import annotations

from typing import Any

import keras
from keras import layers

from cifar_demo.constants import IMAGE_SHAPE, NUM_CLASSES

# Running statistics follow within about 20 steps: a short run has only some 185 steps an epoch.
BATCH_NORM_MOMENTUM = 0.95


@keras.saving.register_keras_serializable("cifar_demo")
class PartialIdentity(keras.initializers.Initializer):  # type: ignore[misc]
    """Start a convolution by passing its input through, where channels allow; the rest is He-normal.

    The first `channels_in` output channels hold a one at the kernel's centre, as in Jordan,
    "94% on CIFAR-10 in 3.29 seconds" (arXiv:2404.00498), section 3.3.

    Parameters
    ----------
    seed : int or None
        Seed of the random part.
    """

    def __init__(self, seed: int | None = None) -> None:
        self.seed = seed

    def __call__(self, shape: tuple[int, ...], dtype: Any = None) -> Any:
        """Give a kernel of `shape` (kernel_height, kernel_width, channels_in, channels_out)."""
        height, width, channels_in, channels_out = shape
        num_identity = min(channels_in, channels_out)
        random = keras.initializers.HeNormal(seed=self.seed)((*shape[:3], channels_out), dtype=dtype)
        identity = keras.ops.eye(channels_in, num_identity, dtype=random.dtype)[None, None]
        centred = keras.ops.pad(
            identity,
            [[(height - 1) // 2, height // 2], [(width - 1) // 2, width // 2], [0, 0], [0, 0]],
        )
        return keras.ops.concatenate([centred, random[..., num_identity:]], axis=-1)

    def get_config(self) -> dict[str, Any]:
        """Return the arguments that make an equal initialiser."""
        return {"seed": self.seed}


def image_input() -> Any:
    """Start a network: a normalised picture, (N, 32, 32, 3)."""
    return keras.Input(IMAGE_SHAPE, name="input")


def logits_model(x: Any, inputs: Any, *, name: str) -> keras.Model:
    """End a network: a dense layer to ten logits, no softmax."""
    logits = layers.Dense(NUM_CLASSES, name="logits")(x)
    return keras.Model(inputs, logits, name=name)


def conv_relu(
    x: Any, filters: int, kernel_size: int, *, where: str, index: int | str = "", padding: str = "same"
) -> Any:
    """Add convolution with bias and ReLU: how it was done before batch normalisation.

    Parameters
    ----------
    x : (N, H, W, C)
    filters : int
        Output channels.
    kernel_size : int
        Side of the square kernel, in pixels.
    where : str
        Name prefix, "stage2".
    index : int or str
        Which of several in that place; empty for the only one.
    padding : "same" or "valid"
        Whether the maps keep their size.
    """
    x = layers.Conv2D(
        filters, kernel_size, padding=padding, kernel_initializer="he_normal", name=f"{where}_conv{index}"
    )(x)
    return layers.Activation("relu", name=f"{where}_relu{index}")(x)


def dense_relu_after_dropout(x: Any, units: int, *, where: str) -> Any:
    """Add dropout of one half, a dense layer and ReLU."""
    x = layers.Dropout(0.5, name=f"{where}_dropout")(x)
    x = layers.Dense(units, kernel_initializer="he_normal", name=f"{where}_dense")(x)
    return layers.Activation("relu", name=f"{where}_relu")(x)


def conv_bn_relu(
    x: Any,
    filters: int,
    kernel_size: int,
    *,
    where: str,
    index: int | str = "",
    initializer: Any = "he_normal",
    pool: int = 1,
) -> Any:
    """Add convolution, batch normalisation and ReLU: `conv_bn`, then the activation."""
    x = conv_bn(x, filters, kernel_size, where=where, index=index, initializer=initializer, pool=pool)
    return layers.Activation("relu", name=f"{where}_relu{index}")(x)


def conv_bn(
    x: Any,
    filters: int,
    kernel_size: int,
    *,
    where: str,
    index: int | str = "",
    initializer: Any = "he_normal",
    start_scale: float | None = None,
    pool: int = 1,
) -> Any:
    """Add convolution and batch normalisation, "same" padding.

    Parameters
    ----------
    x : (N, H, W, C)
    filters : int
        Output channels.
    kernel_size : int
        Side of the square kernel, in pixels.
    where : str
        Name prefix, "stage2_block1".
    index : int or str
        Which of several in that place; empty for the only one.
    initializer : Keras initialiser
        For the kernel.
    start_scale : float or None
        The scale that the normalisation starts with, to be learnt; None for none. A ReLU lets a positive factor
        through, so that the next kernel can hold it; a sum does not.
    pool : int
        Side of the squares whose maxima are taken before the normalisation, pixels; 1 for none.
    """
    x = layers.Conv2D(
        filters,
        kernel_size,
        padding="same",
        use_bias=False,  # The normalisation that follows takes any bias away again.
        kernel_initializer=initializer,
        name=f"{where}_conv{index}",
    )(x)
    if pool > 1:
        x = layers.MaxPooling2D(pool, name=f"{where}_pool{index}")(x)
    return layers.BatchNormalization(
        momentum=BATCH_NORM_MOMENTUM,
        scale=start_scale is not None,
        gamma_initializer=keras.initializers.Constant(1.0 if start_scale is None else start_scale),
        name=f"{where}_bn{index}",
    )(x)
