"""Places in a network that a guided tour stops at, what is seen there, and what is usual there."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from cifar_demo.results.arrays import FloatArray, IntArray


@dataclass(frozen=True)
class Landmarks:
    """Layers that stand for what a network does, by name.

    Attributes
    ----------
    convolution : str
        The first one.
    activation, before_activation : str
        The first activation, and the layer that feeds it.
    pooling, before_pooling : str or None
        The first pooling, and the layer that feeds it; None in a network that never pools.
    milestones : tuple of str
        One layer a stage, as long as there are maps: its last with more than one position.
    features : str
        What the ten scores are made from.
    """

    convolution: str
    activation: str
    before_activation: str
    pooling: str | None
    before_pooling: str | None
    milestones: tuple[str, ...]
    features: str


@dataclass(frozen=True)
class Likeness:
    """Which map of a layer comes closest to a rule that people wrote by hand.

    Attributes
    ----------
    channel : int
        Of the layer.
    rule : int
        Which of the rules it resembles.
    correlation : float
        Pearson's, from -1 to 1, between map and rule over all places of one picture.
    """

    channel: int
    rule: int
    correlation: float


@dataclass(frozen=True, eq=False)
class WindowWalk:
    """A window that slides over maps and writes one number at each place; pairs are (vertical, horizontal).

    Output i looks at inputs ``i * strides - padding``, then every `dilation` further, `size` of them.

    Attributes
    ----------
    layer : str
    rule : str
        "sum" of products with a kernel (convolution), "largest" or "mean" of what is seen (pooling).
    size, strides, dilation, padding : (int, int)
    inputs : (H, W, C) float32
        What is read; C is 1 for pooling.
    kernel : (h, w, C) float32 or None
    bias : float
        Added to each sum.
    output : (H', W') float32
        What the network itself wrote.
    """

    layer: str
    rule: Literal["sum", "largest", "mean"]
    size: tuple[int, int]
    strides: tuple[int, int]
    dilation: tuple[int, int]
    padding: tuple[int, int]
    inputs: FloatArray
    kernel: FloatArray | None
    bias: float
    output: FloatArray


@dataclass(frozen=True, eq=False)
class UsualRange:
    """What a layer gives over several pictures.

    Attributes
    ----------
    peak : float
        Largest magnitude of all.
    never_fires : (C,) bool
        Channels that were 0 everywhere in every picture.
    num_images : int
    """

    peak: float
    never_fires: npt.NDArray[np.bool_]
    num_images: int


@dataclass(frozen=True, eq=False)
class Exemplars:
    """The pictures that excite each channel of a layer most; all arrays are (kept, C), the strongest first.

    Attributes
    ----------
    layer : str
    values : float32
        Of the channel's strongest unit in the picture.
    images : int64
        Which picture.
    places : int32
        Which unit of the map, row by row.
    num_images : int
        Pictures that were looked through.
    """

    layer: str
    values: FloatArray
    images: IntArray
    places: npt.NDArray[np.int32]
    num_images: int
