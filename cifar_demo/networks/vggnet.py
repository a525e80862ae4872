"""VGGNet: Simonyan and Zisserman, "Very deep convolutional networks for large-scale image recognition", 2014.

arXiv:1409.1556. Stacks of 3x3 kernels only, widths that double from stage to stage, max pooling between stages.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from cifar_demo.networks.spec import WHITENED_START, NetworkSpec
from cifar_demo.results import Departure

if TYPE_CHECKING:
    import keras

# Filters of each 3x3 convolution, stage by stage: the paper's configuration D ("VGG-16") up to the first of 512.
STAGEWISE_FILTERS: Final = ((64, 64), (128, 128), (256, 256, 256), (512,))


def build() -> keras.Model:
    """Build the network: (N, 32, 32, 3) -> (N, 10) logits."""
    from keras import layers

    from cifar_demo.networks import blocks

    inputs = x = blocks.image_input()
    for stage, stack in enumerate(STAGEWISE_FILTERS, start=1):
        for index, filters in enumerate(stack, start=1):
            is_first = stage == index == 1
            x = blocks.conv_bn_relu(
                x,
                filters,
                3,
                where=f"stage{stage}",
                index=index,
                initializer="he_normal" if is_first else blocks.PartialIdentity(),
            )
        is_last = stage == len(STAGEWISE_FILTERS)
        # The last pooling takes the whole 4x4 map: the strongest answer anywhere in the picture.
        x = layers.MaxPooling2D(4 if is_last else 2, name=f"stage{stage}_pool")(x)
    x = layers.Flatten(name=f"stage{len(STAGEWISE_FILTERS)}_flatten")(x)
    return blocks.logits_model(x, inputs, name="vggnet")


SPEC = NetworkSpec(
    name="vggnet",
    title="VGGNet",
    year=2014,
    authors="Simonyan, Zisserman",
    paper="Very deep convolutional networks for large-scale image recognition",
    url="https://arxiv.org/abs/1409.1556",
    idea="Showed that depth pays when every kernel is a small 3x3: two in a row see 5x5, three see 7x7.",
    build=build,
    departures=(
        Departure(
            "five stages of up to four convolutions, 64 to 512 channels",
            "four stages of 2, 2, 3 and 1, 64 to 512 channels: VGG-16 up to its eighth convolution",
            "a 32x32 picture can be halved only so often, and two cores must train it in hours",
        ),
        Departure(
            "no normalisation; deep variants started from trained shallow ones",
            "batch normalisation after every convolution",
            "invented a year later (arXiv:1502.03167), it makes that start unnecessary",
        ),
        Departure(
            "three dense layers of 4096, 4096 and 1000 units, with dropout",
            "one dense layer of ten after a 4x4 max pooling",
            "the dense layers held nine tenths of the paper's weights and would overfit 50,000 small pictures",
        ),
        Departure(
            "random starting weights",
            f"kernels that at first pass on what they get (partial identities); {WHITENED_START}",
            "learns in fewer epochs",
        ),
    ),
)
