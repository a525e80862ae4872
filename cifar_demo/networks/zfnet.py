"""ZFNet: Zeiler and Fergus, "Visualizing and understanding convolutional networks", 2013.

arXiv:1311.2901. AlexNet after its makers had looked inside: a smaller, denser first layer, a wider middle, pooling
before the normalisation. Convolution, ReLU, max pooling and normalisation are all that lies between a picture and a
feature map, so that the paper's deconvnet can walk back through the recorded pooling switches.
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
    x = blocks.conv_relu(x, 64, 5, where="stage1")
    x = layers.MaxPooling2D(3, 2, padding="same", name="stage1_pool")(x)  # -> (N, 16, 16, 64)
    x = LocalResponseNormalization(name="stage1_lrn")(x)
    x = blocks.conv_relu(x, 128, 5, where="stage2")
    x = layers.MaxPooling2D(3, 2, padding="same", name="stage2_pool")(x)  # -> (N, 8, 8, 128)
    x = LocalResponseNormalization(name="stage2_lrn")(x)
    x = blocks.conv_relu(x, 192, 3, where="stage3", index=1)
    x = blocks.conv_relu(x, 256, 3, where="stage3", index=2)
    x = blocks.conv_relu(x, 192, 3, where="stage3", index=3)
    x = layers.MaxPooling2D(3, 2, name="stage3_pool")(x)  # -> (N, 3, 3, 192)
    x = layers.Flatten(name="stage3_flatten")(x)
    x = blocks.dense_relu_after_dropout(x, DENSE_UNITS, where="stage4")
    x = blocks.dense_relu_after_dropout(x, DENSE_UNITS, where="stage5")
    return blocks.logits_model(x, inputs, name="zfnet")


SPEC = NetworkSpec(
    name="zfnet",
    title="ZFNet",
    year=2013,
    authors="Zeiler, Fergus",
    paper="Visualizing and understanding convolutional networks",
    url="https://arxiv.org/abs/1311.2901",
    idea="Looked into AlexNet with a deconvnet, saw what went wrong in its first layers, and mended it.",
    build=build,
    departures=(
        Departure(
            "first layer: 7x7 kernels at every second pixel of 224x224, in place of AlexNet's 11x11 at every fourth",
            "5x5 kernels at every pixel of 32x32, border included, in place of AlexNet's 7x7 without the border",
            "so small a picture has no pixels to spare; it is still the smaller and denser of the two",
        ),
        Departure("second layer: 5x5 at every second place", "5x5 at every place", "the maps are 16x16 already"),
        Departure(
            "96, 256, 384, 384 and 256 kernels; 512, 1024 and 512 in the middle of its best variant",
            "64, 128, 192, 256 and 192",
            "wider in the middle than AlexNet here, as far as two cores can train it",
        ),
        Departure("dense layers of 4096", "dense layers of 384", "ten classes in place of a thousand"),
        Departure(
            "kernels whose mean square exceeds a bound are scaled back to it",
            "weight decay alone",
            "decay holds them well enough",
        ),
        Departure(
            "random starting weights",
            f"random, then scaled so that each channel starts with mean 0 and variance 1; {WHITENED_START}",
            "learns in fewer epochs",
        ),
    ),
    paper_names=MappingProxyType(
        {
            "stage1_conv": "layer 1",
            "stage2_conv": "layer 2",
            "stage3_conv1": "layer 3",
            "stage3_conv2": "layer 4",
            "stage3_conv3": "layer 5",
            "stage4_dense": "layer 6",
            "stage5_dense": "layer 7",
        }
    ),
)
