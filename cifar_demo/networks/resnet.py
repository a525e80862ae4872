"""ResNet: He, Zhang, Ren and Sun, "Deep residual learning for image recognition", 2015.

arXiv:1512.03385. Basic blocks: two 3x3 convolutions whose result is added to what came in, by an identity shortcut.
Batch normalisation, global average pooling.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from cifar_demo.networks.spec import WHITENED_START, NetworkSpec
from cifar_demo.results import Departure

if TYPE_CHECKING:
    import keras

STEM_FILTERS: Final = 32
# Each block begins close to its shortcut: Goyal and others (arXiv:1706.02677), section 5.1, who begin at 0.
BRANCH_START: Final = 0.25
# Of the stages after the first; each halves the maps, widens them and adds one basic block.
STAGEWISE_FILTERS: Final = (128, 256, 384)


def build() -> keras.Model:
    """Build the network: (N, 32, 32, 3) -> (N, 10) logits."""
    from keras import layers

    from cifar_demo.networks import blocks

    inputs = x = blocks.image_input()
    x = blocks.conv_bn_relu(x, STEM_FILTERS, 3, where="stage1")
    for stage, filters in enumerate(STAGEWISE_FILTERS, start=2):
        x = blocks.conv_bn_relu(x, filters, 3, where=f"stage{stage}", initializer=blocks.PartialIdentity(), pool=2)
        x = basic_block(x, where=f"stage{stage}_block1")
    x = layers.GlobalAveragePooling2D(name=f"stage{len(STAGEWISE_FILTERS) + 2}_pool")(x)
    return blocks.logits_model(x, inputs, name="resnet")


def basic_block(x: Any, *, where: str) -> Any:
    """Add one basic block, whose shortcut is the identity."""
    from keras import layers

    from cifar_demo.networks import blocks

    shortcut, filters = x, x.shape[-1]
    x = blocks.conv_bn_relu(x, filters, 3, where=where, index=1)
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
            "11 layers, wide: three basic blocks",
            "two cores compute wide layers several times faster than thin ones, and learn as much from them",
        ),
        Departure(
            "on CIFAR-10: 16 channels at 32x32, then 32 and 64",
            "32 at 32x32, then 128, 256 and 384 at 16x16, 8x8 and 4x4",
            "as on ImageNet, the blocks begin after a pooling: most is learnt at low resolution",
        ),
        Departure(
            "a block that halves the maps takes every second pixel, and pads its shortcut with zeros (option A) or "
            "projects it (option B)",
            "a convolution and a max pooling between the blocks halve them, so that every shortcut is the identity",
            "every second pixel throws three quarters of a map away; a maximum keeps what was found anywhere",
        ),
        Departure(
            "a branch starts at full strength",
            f"its last normalisation starts with a scale of 0.25; {WHITENED_START}",
            "each block starts close to its shortcut, and learns in fewer epochs",
        ),
    ),
)
