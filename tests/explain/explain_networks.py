"""Networks for the explainers, small enough to work by hand."""

import keras
import numpy as np
from keras import layers

from cifar_demo.networks.response import LocalResponseNormalization
from tests.anatomy import anatomy_networks
from tests.anatomy.anatomy_networks import with_lively_weights


def zfnet():
    """One row of layers: convolution, ReLU, overlapping padded pooling, LRN, normalisation, dropout, dense."""
    inputs = keras.Input((32, 32, 3), name="input")
    x = layers.Conv2D(5, 5, strides=2, padding="same", name="stage1_conv")(inputs)
    x = layers.Activation("relu", name="stage1_relu")(x)
    x = layers.MaxPooling2D(3, 2, padding="same", name="stage1_pool")(x)  # (N, 16, 16, 5) -> (N, 8, 8, 5)
    x = LocalResponseNormalization(name="stage1_lrn")(x)
    x = layers.Conv2D(6, 3, padding="same", use_bias=False, name="stage2_conv")(x)
    x = layers.BatchNormalization(name="stage2_bn")(x)
    x = layers.Activation("relu", name="stage2_relu")(x)
    x = layers.MaxPooling2D(3, 2, padding="same", name="stage2_pool")(x)
    x = layers.Flatten(name="stage2_flatten")(x)
    x = layers.Dense(12, name="stage3_dense")(x)
    x = layers.Activation("relu", name="stage3_relu")(x)
    x = layers.Dropout(0.5, name="stage3_dropout")(x)
    return keras.Model(inputs, layers.Dense(10, name="logits")(x), name="tiny_zfnet")


def linear():
    """Ten weighted sums of the pixels, nothing else."""
    inputs = keras.Input((32, 32, 3), name="input")
    x = layers.Flatten(name="stage1_flatten")(inputs)
    return keras.Model(inputs, layers.Dense(10, name="logits")(x), name="linear")


def silent():
    """A ReLU that never fires, for its bias is far below zero."""
    inputs = keras.Input((32, 32, 3), name="input")
    x = layers.Conv2D(3, 3, padding="same", bias_initializer=keras.initializers.Constant(-1000), name="stage1_conv")(
        inputs
    )
    x = layers.Activation("relu", name="stage1_relu")(x)
    x = layers.Flatten(name="stage1_flatten")(x)
    return keras.Model(inputs, layers.Dense(10, name="logits")(x), name="silent")


def lively(build):
    """Build a network with random weights, the same every time."""
    return with_lively_weights(build())


def linear_weights(model) -> np.ndarray:
    """Weights of the linear network: (32, 32, 3, 10)."""
    return np.asarray(model.get_layer("logits").kernel).reshape(32, 32, 3, 10)


SMALL = {
    "linear": linear,
    "tiny_zfnet": zfnet,
    "tiny_alexnet": anatomy_networks.alexnet,
    "tiny_googlenet": anatomy_networks.googlenet,
    "tiny_resnet": anatomy_networks.resnet,
}
