"""LeNet-5: LeCun, Bottou, Bengio and Haffner, "Gradient-based learning applied to document recognition", 1998.

Proceedings of the IEEE 86(11), section II. Layers C1, S2, C3, S4, C5 and F6 with the paper's sizes: 6, 16 and 120
maps from 5x5 kernels, average subsampling by two, tanh, 84 units. The paper's input is already 32x32.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from cifar_demo.networks.spec import NetworkSpec
from cifar_demo.results import Departure

if TYPE_CHECKING:
    import keras


def build() -> keras.Model:
    """Build LeNet-5 for colour pictures: (N, 32, 32, 3) -> (N, 10) logits."""
    from keras import layers

    from cifar_demo.networks import blocks

    inputs = x = blocks.image_input()
    for stage, filters in ((1, 6), (2, 16)):
        x = layers.Conv2D(filters, 5, name=f"stage{stage}_conv")(x)
        x = layers.Activation("tanh", name=f"stage{stage}_tanh")(x)
        x = layers.AveragePooling2D(2, name=f"stage{stage}_pool")(x)
    x = layers.Conv2D(120, 5, name="stage3_conv")(x)  # (N, 5, 5, 16) -> (N, 1, 1, 120)
    x = layers.Activation("tanh", name="stage3_tanh")(x)
    x = layers.Flatten(name="stage3_flatten")(x)
    x = layers.Dense(84, name="stage4_dense")(x)
    x = layers.Activation("tanh", name="stage4_tanh")(x)
    return blocks.logits_model(x, inputs, name="lenet")


SPEC = NetworkSpec(
    name="lenet",
    title="LeNet-5",
    year=1998,
    authors="LeCun, Bottou, Bengio, Haffner",
    paper="Gradient-based learning applied to document recognition",
    url="https://doi.org/10.1109/5.726791",
    idea="Showed that kernels learned from data, shared across the picture, can replace hand-made features.",
    build=build,
    departures=(
        Departure("one grey channel", "three colour channels", "CIFAR-10 is in colour"),
        Departure(
            "each C3 map sees a chosen subset of the S2 maps",
            "each sees all of them",
            "the table saved multiplications and broke symmetry; random starting weights do the latter",
        ),
        Departure(
            "subsampling with a trainable factor and bias per map, then a squashing function",
            "plain average pooling after tanh",
            "the kernel that follows can hold the factor",
        ),
        Departure("1.7159 tanh(2/3 x)", "tanh(x)", "the constants matter little with today's starting weights"),
        Departure(
            "weights that start within 2.4 divided by the number of inputs",
            "random, then scaled so that each channel starts with mean 0 and variance 1",
            "every layer learns from the first step on",
        ),
        Departure(
            "ten radial basis units that compare F6 with drawn digit shapes",
            "a linear layer with softmax",
            "classes of photographs have no such drawn code",
        ),
    ),
    paper_names=MappingProxyType(
        {
            "stage1_conv": "C1",
            "stage1_pool": "S2",
            "stage2_conv": "C3",
            "stage2_pool": "S4",
            "stage3_conv": "C5",
            "stage4_dense": "F6",
        }
    ),
)
