"""Small networks with every kind of layer and wiring, named by the grammar of `networks.spec`."""

import keras
import numpy as np
from keras import layers

from cifar_demo.networks.response import LocalResponseNormalization


def conv(x, filters, size, name, **kwargs):
    return layers.Conv2D(filters, size, padding=kwargs.pop("padding", "same"), name=name, **kwargs)(x)


def conv_bn(x, filters, size, where, index="", *, relu=True, **kwargs):
    x = conv(x, filters, size, f"{where}_conv{index}", use_bias=False, **kwargs)
    x = layers.BatchNormalization(name=f"{where}_bn{index}")(x)
    return layers.Activation("relu", name=f"{where}_relu{index}")(x) if relu else x


def residual(x, filters, where, *, strides=1):
    shortcut = x
    if strides > 1:
        shortcut = conv_bn(x, filters, 1, f"{where}_shortcut", relu=False, strides=strides)
    x = conv_bn(x, filters, 3, where, 1, strides=strides)
    x = conv_bn(x, filters, 3, where, 2, relu=False)
    x = layers.Add(name=f"{where}_add")([x, shortcut])
    return layers.Activation("relu", name=f"{where}_relu3")(x)


def resnet():
    """Two residual blocks: identity shortcut, then a strided 1x1 one; global average pooling."""
    inputs = keras.Input((32, 32, 3), name="input")
    x = conv_bn(inputs, 4, 3, "stage1")
    x = residual(x, 4, "stage2_block1")
    x = residual(x, 6, "stage3_block1", strides=2)
    x = layers.GlobalAveragePooling2D(name="stage3_pool")(x)
    return keras.Model(inputs, layers.Dense(10, name="logits")(x), name="tiny_resnet")


def googlenet():
    """Strided convolution, LRN, padded max pooling, one inception module, average pooling, dropout."""
    inputs = keras.Input((32, 32, 3), name="input")
    x = conv(inputs, 8, 5, "stage1_conv", strides=2, activation=None)
    x = layers.ReLU(name="stage1_relu")(x)
    x = LocalResponseNormalization(name="stage1_lrn")(x)
    x = layers.MaxPooling2D(3, 2, padding="same", name="stage1_pool")(x)
    first = conv_bn(x, 3, 1, "stage2_block1_branch1")
    second = conv_bn(x, 2, 1, "stage2_block1_branch2", 1)
    second = conv_bn(second, 4, 3, "stage2_block1_branch2", 2)
    third = conv_bn(x, 2, 5, "stage2_block1_branch3", dilation_rate=1)
    fourth = layers.MaxPooling2D(3, 1, padding="same", name="stage2_block1_branch4_pool")(x)
    fourth = conv_bn(fourth, 2, 1, "stage2_block1_branch4")
    x = layers.Concatenate(name="stage2_block1_concat")([first, second, third, fourth])
    x = layers.AveragePooling2D(3, 2, padding="same", name="stage2_pool")(x)
    x = layers.Dropout(0.4, name="stage2_dropout")(x)
    x = layers.Flatten(name="stage2_flatten")(x)
    return keras.Model(inputs, layers.Dense(10, name="logits")(x), name="tiny_googlenet")


def alexnet():
    """Strides that drop pixels, overlapping pooling, a dilated kernel, two dense layers."""
    inputs = keras.Input((32, 32, 3), name="input")
    x = conv(inputs, 4, 4, "stage1_conv", strides=3, padding="valid")  # (N, 32, 32, 3) -> (N, 10, 10, 4)
    x = layers.Activation("tanh", name="stage1_tanh")(x)
    x = layers.MaxPooling2D(3, 2, name="stage1_pool")(x)  # -> (N, 4, 4, 4), the tenth row is dropped
    x = conv(x, 6, 3, "stage2_conv")
    x = layers.Activation("relu", name="stage2_relu")(x)
    x = conv(x, 5, 2, "stage3_conv", dilation_rate=2)
    x = layers.GlobalMaxPooling2D(name="stage3_pool")(x)
    x = layers.Dense(7, name="stage4_dense")(x)
    x = layers.BatchNormalization(name="stage4_bn")(x)
    x = layers.Activation("relu", name="stage4_relu")(x)
    return keras.Model(inputs, layers.Dense(10, name="logits")(x), name="tiny_alexnet")


def with_lively_weights(model, seed=0):
    """Give every variable a random value, so that no bias or running mean hides behind its zero.

    Kernels are scaled by what they sum over, so that values stay near 1 in a deep network.
    """
    random = np.random.default_rng(seed)
    for variable in model.weights:
        num_summed = np.prod(variable.shape[:-1]) if len(variable.shape) > 1 else 10
        values = random.normal(0, (1.4 / num_summed) ** 0.5, variable.shape)
        variable.assign(np.abs(values) + 0.5 if variable.path.endswith(("moving_variance", "gamma")) else values)
    return model


def random_image(seed=0):
    return np.random.default_rng(seed).integers(0, 256, (32, 32, 3), np.uint8)
