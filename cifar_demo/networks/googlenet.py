"""GoogLeNet: Szegedy and others, "Going deeper with convolutions", 2014.

arXiv:1409.4842. Nine inception modules: four branches side by side (1x1; 1x1 then 3x3; 1x1 then 5x5; pooling then 1x1),
joined channel by channel. Two auxiliary heads, on modules 4a and 4d, feed the error back while training. Global average
pooling in place of dense layers.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from cifar_demo.networks.spec import WHITENED_START, NetworkSpec
from cifar_demo.results import Departure

if TYPE_CHECKING:
    import keras


class Inception(NamedTuple):
    """Filters of one module, in the order of the paper's table 1."""

    ones: int
    reduce_threes: int
    threes: int
    reduce_fives: int
    fives: int
    pool_projection: int


# The paper's table 1, halved at 16x16, three quarters at 8x8, five eighths at 4x4. Reductions are multiples of 8, at
# least 16, which a CPU does in the same time as 8.
STAGEWISE_MODULES: Final = {
    3: (Inception(32, 48, 64, 16, 16, 16), Inception(64, 64, 96, 16, 48, 32)),
    4: (
        Inception(144, 72, 156, 16, 36, 48),
        Inception(120, 80, 168, 16, 48, 48),
        Inception(96, 96, 192, 16, 48, 48),
        Inception(88, 112, 216, 24, 48, 48),
        Inception(192, 120, 240, 24, 96, 96),
    ),
    5: (Inception(160, 96, 200, 24, 80, 80), Inception(240, 120, 240, 32, 80, 80)),
}
MODULES_WITH_AUXILIARY_HEAD: Final = ("stage4_block1_concat", "stage4_block4_concat")
DROPOUT: Final = 0.2


def build() -> keras.Model:
    """Build the network: (N, 32, 32, 3) -> (N, 10) logits."""
    from keras import layers

    from cifar_demo.networks import blocks

    inputs = x = blocks.image_input()
    x = blocks.conv_bn_relu(x, 32, 3, where="stage1")
    x = layers.MaxPooling2D(2, name="stage1_pool")(x)  # -> (N, 16, 16, 32)
    x = blocks.conv_bn_relu(x, 48, 1, where="stage2", index=1)
    x = blocks.conv_bn_relu(x, 96, 3, where="stage2", index=2, initializer=blocks.PartialIdentity())
    for stage, modules in STAGEWISE_MODULES.items():
        if stage > 3:
            x = layers.MaxPooling2D(2, name=f"stage{stage - 1}_pool")(x)  # 16 -> 8 -> 4
        for block, module in enumerate(modules, start=1):
            x = inception(x, module, where=f"stage{stage}_block{block}")
    x = layers.GlobalAveragePooling2D(name="stage5_pool")(x)
    x = layers.Dropout(DROPOUT, name="stage5_dropout")(x)
    return blocks.logits_model(x, inputs, name="googlenet")


def inception(x: Any, module: Inception, *, where: str) -> Any:
    """Add one inception module: four branches and their concatenation."""
    from keras import layers

    from cifar_demo.networks import blocks

    ones = blocks.conv_bn_relu(x, module.ones, 1, where=f"{where}_branch1")
    threes = blocks.conv_bn_relu(x, module.reduce_threes, 1, where=f"{where}_branch2", index=1)
    threes = blocks.conv_bn_relu(threes, module.threes, 3, where=f"{where}_branch2", index=2)
    fives = blocks.conv_bn_relu(x, module.reduce_fives, 1, where=f"{where}_branch3", index=1)
    fives = blocks.conv_bn_relu(fives, module.fives, 5, where=f"{where}_branch3", index=2)
    pooled = layers.MaxPooling2D(3, 1, padding="same", name=f"{where}_branch4_pool")(x)
    pooled = blocks.conv_bn_relu(pooled, module.pool_projection, 1, where=f"{where}_branch4")
    return layers.Concatenate(name=f"{where}_concat")([ones, threes, fives, pooled])


def with_auxiliary_heads(model: keras.Model) -> keras.Model:
    """Make the model that is trained: the same layers, ten logits three times, the network's own first.

    Each head is the paper's: average pooling, a 1x1 convolution, a dense layer. They are gone after training.
    """
    import keras
    from keras import layers

    from cifar_demo.constants import NUM_CLASSES
    from cifar_demo.networks import blocks

    heads = []
    for number, name in enumerate(MODULES_WITH_AUXILIARY_HEAD, start=1):
        x = layers.AveragePooling2D(2, name=f"auxiliary{number}_pool")(model.get_layer(name).output)
        x = blocks.conv_bn_relu(x, 64, 1, where=f"auxiliary{number}")
        x = layers.Flatten(name=f"auxiliary{number}_flatten")(x)
        heads.append(layers.Dense(NUM_CLASSES, name=f"auxiliary{number}_logits")(x))
    return keras.Model(model.input, [model.output, *heads], name=model.name)


SPEC = NetworkSpec(
    name="googlenet",
    title="GoogLeNet",
    year=2014,
    authors="Szegedy and others",
    paper="Going deeper with convolutions",
    url="https://arxiv.org/abs/1409.4842",
    idea="1x1, 3x3 and 5x5 kernels side by side: 22 layers deep and, in the paper, a twelfth of AlexNet's weights.",
    build=build,
    auxiliary=with_auxiliary_heads,
    departures=(
        Departure(
            "7x7 convolution at every second pixel, pooling, 1x1, 3x3, pooling before the first module",
            "3x3 at every pixel, one pooling, 1x1, 3x3",
            "the modules start at 16x16: a 32x32 picture can be halved only so often",
        ),
        Departure(
            "modules of 256 to 1024 channels",
            "half as many in every branch at 16x16, three quarters at 8x8, five eighths at 4x4",
            "ten classes in place of a thousand, and two cores must train it in hours",
        ),
        Departure(
            "max pooling of 3x3 at every second pixel between the stages",
            "2x2",
            "quicker to train on a CPU; the modules pool in 3x3 as the paper's",
        ),
        Departure(
            "local response normalisation in the first layers",
            "batch normalisation after every convolution",
            "as its own authors did a year later (arXiv:1502.03167): it learns in fewer epochs",
        ),
        Departure(
            "auxiliary heads with a 1024-unit dense layer and dropout",
            "auxiliary heads with one dense layer of ten",
            "small heads do on small maps",
        ),
        Departure(
            "random starting weights",
            "random; before the modules, kernels that at first pass on what they get (partial identities); "
            f"{WHITENED_START}",
            "learns in fewer epochs",
        ),
        Departure("40 % dropout before the last layer", "20 %", "a short run overfits less"),
    ),
    paper_names=MappingProxyType(
        {
            f"stage{stage}_block{block}_concat": f"inception {stage}{'abcde'[block - 1]}"
            for stage, modules in STAGEWISE_MODULES.items()
            for block in range(1, len(modules) + 1)
        }
    ),
)
