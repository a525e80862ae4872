"""What looking into a network finds: fields, arithmetic, what switching off costs."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from cifar_demo.results.arrays import Box, FloatArray, IntArray


@dataclass(frozen=True)
class FieldGeometry:
    """The arithmetic of a layer's receptive field; each pair is (vertical, horizontal), in pixels of the picture.

    Unit i along an axis sees the pixels from ``start + i * jump`` to ``start + i * jump + size - 1``.

    Attributes
    ----------
    layer : str
    size : (int, int)
        Extent of what one unit sees, padding counted.
    jump : (int, int)
        Step from one unit to its neighbour; 0 where the layer has but one position.
    start : (int, int)
        First pixel that unit 0 sees; negative where it reaches into the padding.
    """

    layer: str
    size: tuple[int, int]
    jump: tuple[int, int]
    start: tuple[int, int]


@dataclass(frozen=True)
class ReceptiveField:
    """What one unit can see of the picture.

    Attributes
    ----------
    layer : str
    unit : tuple of int
        (row, column, channel) or (index,).
    box : (left, top, right, bottom)
        Pixels of the picture that can change the unit; right and bottom are the first pixels outside.
    nominal_box : (left, top, right, bottom)
        The same by ``start + i * jump`` and `size` alone: it may reach outside the picture.
    """

    layer: str
    unit: tuple[int, ...]
    box: Box
    nominal_box: Box


@dataclass(frozen=True, eq=False)
class FieldEdges:
    """What all units of a layer can see, packed: boxes differ by row, by column and by group of channels only.

    Attributes
    ----------
    layer : str
    group_of_channel : (C,) int64
        Channels of one group see the same; branches that were concatenated, places that were flattened, differ.
    rows : (groups, H, 2) int64
        First pixel row that a row of the map sees, and the first that it does not; H is 1 in a layer without positions.
    columns : (groups, W, 2) int64
        The same for columns.
    """

    layer: str
    group_of_channel: IntArray
    rows: IntArray
    columns: IntArray


@dataclass(frozen=True, eq=False)
class EffectiveField:
    """How much each pixel does change one unit, on average over some pictures.

    Attributes
    ----------
    layer : str
    unit : tuple of int
        (row, column, channel) or (index,).
    gradient : (32, 32) float32
        Absolute gradient of the unit by the scaled input, summed over colours, averaged over pictures.
    heatmap : (32, 32) float32
        The gradient divided by its largest value, in [0, 1]; all zeros if every picture left the unit silent.
    box : (left, top, right, bottom)
        Rows and columns that hold the middle 95 % of the gradient along each axis.
    num_images, num_silent : int
        Pictures used, and those among them that gave no gradient at all (a ReLU at zero).
    """

    layer: str
    unit: tuple[int, ...]
    gradient: FloatArray
    heatmap: FloatArray
    box: Box
    num_images: int
    num_silent: int


@dataclass(frozen=True)
class ArithmeticTerm:
    """A number with its name, within the arithmetic of one unit."""

    label: str
    value: float


@dataclass(frozen=True, eq=False)
class UnitArithmetic:
    """How one unit's value comes about, in numbers that add up to the network's own.

    Attributes
    ----------
    layer : str
    operation : str
        "convolution", "max pooling", "batch normalisation", ...
    unit : tuple of int
        (row, column, channel) or (index,).
    formula : str
        The rule in plain words.
    terms : tuple of ArithmeticTerm
        Summands of `total`, in order.
    total : float
        Sum of the terms, in double precision.
    network_value : float
        What the network itself gave.
    quantities : tuple of ArithmeticTerm
        Numbers that the terms were made from: mean, variance, number of pixels, ...
    inputs : tuple of str
        Layers that feed this one.
    patch : (h, w, C) or (units,) float32 or None
        Inputs that the unit looked at. Beyond the edge: 0 for a convolution, NaN for pooling, which leaves it out.
    patch_box : (left, top, right, bottom) or None
        Where the patch lies on the feeding layer's map; it may reach outside.
    kernel, products : as `patch`, or None
        Weights, and patch times kernel.
    source_layer : str or None
        Layer of the one unit whose value was passed on: the winner of max pooling, a concatenated branch.
    source_unit : tuple of int or None
        That unit, in `source_layer`.
    """

    layer: str
    operation: str
    unit: tuple[int, ...]
    formula: str
    terms: tuple[ArithmeticTerm, ...]
    total: float
    network_value: float
    quantities: tuple[ArithmeticTerm, ...] = ()
    inputs: tuple[str, ...] = ()
    patch: FloatArray | None = None
    patch_box: Box | None = None
    kernel: FloatArray | None = None
    products: FloatArray | None = None
    source_layer: str | None = None
    source_unit: tuple[int, ...] | None = None

    @property
    def difference(self) -> float:
        """Distance between our sum and the network's value."""
        return abs(self.total - self.network_value)


@dataclass(frozen=True, eq=False)
class SoftmaxArithmetic:
    """How logits become probabilities, step by step; all arrays are (K,) float64.

    Attributes
    ----------
    temperature : float
    logits : as the network gave them
    scaled : logits divided by the temperature
    shifted : `scaled` less its largest value, which changes no probability and keeps the exponentials small
    exponentials : e to the power of `shifted`
    exponential_sum : float
    probs : exponentials divided by their sum
    network_probs : (K,) float32
        What the app itself shows.
    """

    temperature: float
    logits: npt.NDArray[np.float64]
    scaled: npt.NDArray[np.float64]
    shifted: npt.NDArray[np.float64]
    exponentials: npt.NDArray[np.float64]
    exponential_sum: float
    probs: npt.NDArray[np.float64]
    network_probs: FloatArray

    @property
    def difference(self) -> float:
        """Largest distance between our probabilities and the app's."""
        return float(np.abs(self.probs - self.network_probs).max())


@dataclass(frozen=True)
class SwitchedOff:
    """Part of a layer that is silenced.

    Attributes
    ----------
    layer : str
    channels : tuple of int
        Channels or units of its output that are set to zero.
    inputs : tuple of str
        For a merge: feeding layers whose contribution is set to zero (an inception branch, a residual shortcut).
    """

    layer: str
    channels: tuple[int, ...] = ()
    inputs: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class AblationResult:
    """What the network answers with parts switched off; logits are (10,) float32."""

    switched_off: tuple[SwitchedOff, ...]
    logits_before: FloatArray
    logits_after: FloatArray


@dataclass(frozen=True, eq=False)
class ChannelRanking:
    """How much each channel of a layer matters to one class, for one picture.

    Attributes
    ----------
    layer : str
    class_index : int
    logit : float
        Of that class, with everything on.
    damage : (C,) float32
        What switching off each channel takes from that logit; negative where the logit rises.
    """

    layer: str
    class_index: int
    logit: float
    damage: FloatArray

    @property
    def order(self) -> tuple[int, ...]:
        """Channels, the most needed first; among equals the lower number."""
        return tuple(int(channel) for channel in np.argsort(-self.damage, kind="stable"))
