"""AlexNet: Krizhevsky, Sutskever and Hinton, "ImageNet classification with deep convolutional neural networks", 2012.

NIPS 25. Five convolutions, ReLU, local response normalisation after the first two, overlapping 3x3/2 max pooling after
the first, second and fifth, dropout before each of two wide dense layers.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from cifar_demo.networks.spec import WHITENED_START, NetworkSpec
from cifar_demo.results import Departure

if TYPE_CHECKING:
    import keras

DENSE_UNITS: Final = 384


def build() -> keras.Model:
    """Build the network: (N, 32, 32, 3) -> (N, 10) logits."""
    from keras import layers

    from cifar_demo.networks import blocks
    from cifar_demo.networks.response import LocalResponseNormalization

    inputs = x = blocks.image_input()
    x = blocks.conv_relu(x, 64, 7, where="stage1", padding="valid")  # -> (N, 26, 26, 64)
    x = LocalResponseNormalization(name="stage1_lrn")(x)
    x = layers.MaxPooling2D(3, 2, padding="same", name="stage1_pool")(x)  # -> (N, 13, 13, 64)
    x = blocks.conv_relu(x, 128, 5, where="stage2")
    x = LocalResponseNormalization(name="stage2_lrn")(x)
    x = layers.MaxPooling2D(3, 2, padding="same", name="stage2_pool")(x)  # -> (N, 7, 7, 128)
    x = blocks.conv_relu(x, 192, 3, where="stage3", index=1)
    x = blocks.conv_relu(x, 192, 3, where="stage3", index=2)
    x = blocks.conv_relu(x, 128, 3, where="stage3", index=3)
    x = layers.MaxPooling2D(3, 2, name="stage3_pool")(x)  # -> (N, 3, 3, 128)
    x = layers.Flatten(name="stage3_flatten")(x)
    x = blocks.dense_relu_after_dropout(x, DENSE_UNITS, where="stage4")
    x = blocks.dense_relu_after_dropout(x, DENSE_UNITS, where="stage5")
    return blocks.logits_model(x, inputs, name="alexnet")


SPEC = NetworkSpec(
    name="alexnet",
    title="AlexNet",
    year=2012,
    authors="Krizhevsky, Sutskever, Hinton",
    paper="ImageNet classification with deep convolutional neural networks",
    url="https://papers.nips.cc/paper/2012/hash/c399862d3b9d6b76c8436e924a68c45b-Abstract.html",
    idea="Won ImageNet by a wide margin: deep, with ReLU and dropout, on two graphics cards. The field changed over.",
    build=build,
    departures=(
        Departure(
            "first layer: 11x11 kernels at every fourth pixel of 224x224",
            "7x7 kernels at every pixel of 32x32",
            "so small a picture has no pixels to spare",
        ),
        Departure(
            "96, 256, 384, 384 and 256 kernels",
            "64, 128, 192, 192 and 128",
            "ten classes in place of a thousand, and two cores must train it in hours",
        ),
        Departure("dense layers of 4096", "dense layers of 384", "the paper's held 96 % of its weights"),
        Departure(
            "layers split over two graphics cards that hardly talk",
            "one road for all channels",
            "the split was there for want of memory",
        ),
        Departure(
            "normalisation with k = 2, alpha = 0.0001",
            "k = 1, alpha = 0.2",
            "pixels here are scaled to about 1, not 0 to 255: with the paper's numbers it would do nothing",
        ),
        Departure(
            "random starting weights",
            f"random, then scaled so that each channel starts with mean 0 and variance 1; {WHITENED_START}",
            "learns in fewer epochs",
        ),
    ),
    paper_names=MappingProxyType(
        {
            "stage1_conv": "conv1",
            "stage2_conv": "conv2",
            "stage3_conv1": "conv3",
            "stage3_conv2": "conv4",
            "stage3_conv3": "conv5",
            "stage4_dense": "fc6",
            "stage5_dense": "fc7",
            "logits": "fc8",
        }
    ),
)
