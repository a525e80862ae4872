"""ResNet: He, Zhang, Ren and Sun, "Deep residual learning for image recognition", 2015.

arXiv:1512.03385. Basic blocks: two 3x3 convolutions whose result is added to what came in, by an identity shortcut
(a 1x1 projection where the shape changes: the paper's option B). Batch normalisation, global average pooling.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from cifar_demo.networks.spec import WHITENED_START, NetworkSpec
from cifar_demo.results import Departure

if TYPE_CHECKING:
    import keras

STEM_FILTERS: Final = 64
# Each block begins close to its shortcut: Goyal and others (arXiv:1706.02677), section 5.1, who begin at 0.
BRANCH_START: Final = 0.25
# Filters and number of basic blocks of each stage after the first; each stage from the third on halves the maps.
STAGEWISE_BLOCKS: Final = ((112, 2), (224, 2), (384, 1))


def build() -> keras.Model:
    """Build the network: (N, 32, 32, 3) -> (N, 10) logits."""
    from keras import layers

    from cifar_demo.networks import blocks

    inputs = x = blocks.image_input()
    x = blocks.conv_bn_relu(x, STEM_FILTERS, 3, where="stage1")
    x = layers.MaxPooling2D(2, name="stage1_pool")(x)  # -> (N, 16, 16, 64)
    for stage, (filters, num_blocks) in enumerate(STAGEWISE_BLOCKS, start=2):
        for block in range(1, num_blocks + 1):
            strides = 2 if stage > 2 and block == 1 else 1
            x = basic_block(x, filters, where=f"stage{stage}_block{block}", strides=strides)
    x = layers.GlobalAveragePooling2D(name=f"stage{len(STAGEWISE_BLOCKS) + 1}_pool")(x)
    return blocks.logits_model(x, inputs, name="resnet")


def basic_block(x: Any, filters: int, *, where: str, strides: int) -> Any:
    """Add one basic block; its shortcut is the identity unless the shape changes."""
    from keras import layers

    from cifar_demo.networks import blocks

    shortcut = x
    if strides > 1 or x.shape[-1] != filters:
        shortcut = blocks.conv_bn(x, filters, 1, where=f"{where}_shortcut", strides=strides, start_scale=1.0)
    x = blocks.conv_bn_relu(x, filters, 3, where=where, index=1, strides=strides)
    x = blocks.conv_bn(x, filters, 3, where=where, index=2, start_scale=BRANCH_START)
    x = layers.Add(name=f"{where}_add")([x, shortcut])
    return layers.Activation("relu", name=f"{where}_relu2")(x)


SPEC = NetworkSpec(
    name="resnet",
    title="ResNet",
    year=2015,
    authors="He, Zhang, Ren, Sun",
    paper="Deep residual learning for image recognition",
    url="https://arxiv.org/abs/1512.03385",
    idea="Let each block learn only what to add to its input: the way past the block lets hundreds of layers learn.",
    build=build,
    departures=(
        Departure(
            "18 to 152 layers; on CIFAR-10 20 to 1202",
            "12 layers, wide",
            "two cores compute wide layers several times faster than thin ones, and learn as much from them",
        ),
        Departure(
            "on CIFAR-10: 16 channels at 32x32, then 32 and 64",
            "64 at 32x32, pooled, then 112, 224 and 384",
            "as on ImageNet, the blocks begin after a pooling: most is learnt at low resolution",
        ),
        Departure(
            "shortcuts that change shape are padded with zeros on CIFAR-10 (option A)",
            "a 1x1 convolution (option B, the paper's choice on ImageNet)",
            "one of two roads that the paper compares; it keeps what padding throws away",
        ),
        Departure(
            "a branch starts at full strength",
            f"its last normalisation starts with a scale of 0.25; {WHITENED_START}",
            "each block starts close to its shortcut, and learns in fewer epochs",
        ),
    ),
)
