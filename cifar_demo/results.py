"""Frozen results that rooms hand to each other: the common tongue.

An `image` is (H, W, 3) uint8 RGB, a `batch` is (N, H, W, C) float32, a box is (left, top, right, bottom) in pixels.
"""

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

ByteImage = npt.NDArray[np.uint8]
FloatArray = npt.NDArray[np.float32]
Box = tuple[int, int, int, int]


@dataclass(frozen=True, eq=False)
class DecodedImage:
    """A picture as a person gave it, made into plain RGB.

    Attributes
    ----------
    image : (H, W, 3) uint8
        Upright RGB pixels.
    name : str
        File name or other origin, plain text.
    source_format : str
        Format as Pillow names it ("JPEG"), or "drawing", "camera", "sample".
    source_size : (width, height)
        Pixels in the file, before orientation and any reduced decoding.
    notes : tuple of str
        What was done on the way, one short sentence each ("Turned upright by its EXIF orientation.").
    num_frames, frame_index : int
        Frames in the file (1 for a still picture) and which one this is, from 0.
    orientation : int
        EXIF orientation that was applied, 1 to 8; 1 where the picture lay upright in its file.
    """

    image: ByteImage
    name: str
    source_format: str
    source_size: tuple[int, int]
    notes: tuple[str, ...] = ()
    num_frames: int = 1
    frame_index: int = 0
    orientation: int = 1


@dataclass(frozen=True, eq=False)
class FramedImage:
    """The 32x32 picture that a network is shown, and what of the original it covers.

    Attributes
    ----------
    image : (32, 32, 3) uint8
    box : (left, top, right, bottom)
        Part of the original that was used, in its pixels; it may reach outside where the picture was padded.
    mode : str
        "crop", "pad" or "squash".
    """

    image: ByteImage
    box: Box
    mode: str


@dataclass(frozen=True)
class ScoredClass:
    """One class and its probability, in [0, 1]."""

    class_name: str
    probability: float


@dataclass(frozen=True, eq=False)
class Prediction:
    """What a network answers for one picture.

    Attributes
    ----------
    network : str
        Name in the registry.
    logits : (10,) float32
        Raw scores, in the order of `constants.CLASS_NAMES`; the mean over the views, if there are several.
    probs : (10,) float32
        Softmax of the logits at the card's temperature; sums to 1.
    top_k : tuple of ScoredClass
        The most probable classes, best first.
    seconds : float
        Time in the network, forward pass only, all views together.
    familiarity : float
        Share of the held-out pictures of the ten classes that look less familiar to the network, in [0, 1].
    is_unfamiliar : bool
        Whether it looks like none of the ten classes: less familiar than all but `FALSE_ALARM_RATE` of those pictures.
    view_classes : tuple of str
        The answer to each view; one for a single view.
    """

    network: str
    logits: FloatArray
    probs: FloatArray
    top_k: tuple[ScoredClass, ...]
    seconds: float
    familiarity: float = 1.0
    is_unfamiliar: bool = False
    view_classes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Departure:
    """One way in which a network here differs from its paper: what the paper has, what this has, and why."""

    paper: str
    here: str
    reason: str


@dataclass(frozen=True)
class LayerSummary:
    """One layer of a network, as a table shows it.

    Attributes
    ----------
    name : str
        Layer name in the grammar of `networks.spec`.
    title : str
        What the paper calls it, or the name spelled out.
    kind : str
        "convolution", "dense", "activation", "pooling", "normalization", "dropout", "reshape", "merge", "input".
    output_shape : tuple of int
        Without the batch axis: (H, W, C) or (units,).
    num_params : int
        Weights and biases, trained or not.
    """

    name: str
    title: str
    kind: str
    output_shape: tuple[int, ...]
    num_params: int


@dataclass(frozen=True, eq=False)
class LayerKernels:
    """The kernels of one convolution.

    Attributes
    ----------
    layer : str
    kernel : (kernel_height, kernel_width, channels_in, channels_out) float32
    bias : (channels_out,) float32 or None
    """

    layer: str
    kernel: FloatArray
    bias: FloatArray | None = None


@dataclass(frozen=True, eq=False)
class LayerOutput:
    """What one layer gives for one picture: (H, W, C) feature maps or (units,) activations, float32."""

    layer: str
    activation: FloatArray
    notes: tuple[str, ...] = field(default=())


@dataclass(frozen=True)
class ReliabilityBin:
    """Answers of about the same confidence, and how many of them were right.

    Attributes
    ----------
    low, high : float
        Confidence from (without) and to (with), in [0, 1].
    num_images : int
    confidence, accuracy : float
        Means over the bin, in [0, 1]; both 0 in an empty one.
    """

    low: float
    high: float
    num_images: int
    confidence: float
    accuracy: float


@dataclass(frozen=True)
class Evaluation:
    """How a network does on labelled pictures.

    Attributes
    ----------
    num_images : int
    accuracy, top2_accuracy, top3_accuracy : float
        Share whose true class is the best answer, or among the best two or three; single view, in [0, 1].
    nll, ece : float
        Negative log likelihood in nats and expected calibration error in [0, 1] (15 bins), at the card's temperature.
    nll_uncalibrated, ece_uncalibrated : float
        The same at temperature 1.
    per_class, precision_per_class : mapping of class name to float
        Share of the class's pictures answered rightly, and share of the answers "this class" that were right.
    confusion : tuple of tuples of int
        Pictures by true class (outer) and answer (inner).
    reliability : tuple of ReliabilityBin
        At the card's temperature.
    """

    num_images: int
    accuracy: float
    top2_accuracy: float
    top3_accuracy: float
    nll: float
    ece: float
    nll_uncalibrated: float
    ece_uncalibrated: float
    per_class: dict[str, float]
    precision_per_class: dict[str, float]
    confusion: tuple[tuple[int, ...], ...]
    reliability: tuple[ReliabilityBin, ...]


@dataclass(frozen=True)
class EpochRecord:
    """One line of a training history.

    Attributes
    ----------
    epoch : int
        From 1.
    loss, accuracy : float
        Over the epoch's augmented training pictures, as the weights changed.
    val_loss, val_accuracy : float
        On the held-out pictures, with the averaged weights; the loss is plain cross-entropy in nats.
    learning_rate : float
        At the end of the epoch.
    seconds : float
        Wall time of the epoch, validation included.
    data_share : float
        Part of it spent waiting for batches, in [0, 1].
    """

    epoch: int
    loss: float
    accuracy: float
    val_loss: float
    val_accuracy: float
    learning_rate: float
    seconds: float
    data_share: float


@dataclass(frozen=True)
class GraphNode:
    """One node of a network's map: a layer, or a layer with the normalisation and activation folded into it.

    Attributes
    ----------
    name : str
        The node's last layer, whose output the node shows.
    layers : tuple of str
        Layers in the node, in order.
    title : str
        Of the node's first layer, as in `LayerSummary`.
    kind : str
        Of the node's first layer, as in `LayerSummary`.
    output_shape : tuple of int
        (H, W, C) or (units,).
    column : int
        Place from left to right, from 0: one more than the latest of the nodes that feed it.
    lane : float
        Place from top to bottom; 0 is the trunk, neighbours are 1 apart.
    stage, block : str or None
        Names of the groups it belongs to, "stage2" and "stage2_block1".
    """

    name: str
    layers: tuple[str, ...]
    title: str
    kind: str
    output_shape: tuple[int, ...]
    column: int
    lane: float
    stage: str | None = None
    block: str | None = None


@dataclass(frozen=True)
class GraphEdge:
    """One arrow of a network's map.

    Attributes
    ----------
    source, target : str
        Names of nodes.
    lane : float
        Where the arrow runs between the two columns without crossing a node.
    is_shortcut : bool
        The arrow passes by the work of a residual block.
    """

    source: str
    target: str
    lane: float
    is_shortcut: bool = False


@dataclass(frozen=True)
class GraphGroup:
    """A stage or block on a network's map, with the rectangle that it covers.

    Attributes
    ----------
    name : str
        "stage2" or "stage2_block1".
    title : str
        "stage 2", "stage 2 block 1".
    level : str
        "stage" or "block".
    nodes : tuple of str
    columns : (first, last)
        Inclusive.
    lanes : (top, bottom)
        Inclusive, arrows within the group counted.
    """

    name: str
    title: str
    level: str
    nodes: tuple[str, ...]
    columns: tuple[int, int]
    lanes: tuple[float, float]


@dataclass(frozen=True)
class LayerGraph:
    """A network as a map from left to right: nodes, arrows and the groups around them."""

    nodes: tuple[GraphNode, ...]
    edges: tuple[GraphEdge, ...]
    groups: tuple[GraphGroup, ...]


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
        "convolution", "max pooling", "batch normalization", ...
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
