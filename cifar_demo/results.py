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
        Raw scores, in the order of `constants.CLASS_NAMES`.
    probs : (10,) float32
        Softmax of the logits at the card's temperature; sums to 1.
    top_k : tuple of ScoredClass
        The most probable classes, best first.
    seconds : float
        Time in the network, forward pass only.
    """

    network: str
    logits: FloatArray
    probs: FloatArray
    top_k: tuple[ScoredClass, ...]
    seconds: float


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
class Evaluation:
    """How a network does on labelled pictures.

    Attributes
    ----------
    num_images : int
    accuracy : float
        Share answered rightly, single view, in [0, 1].
    nll : float
        Negative log likelihood at the card's temperature, nats.
    ece : float
        Expected calibration error, 15 bins, at the card's temperature, in [0, 1].
    per_class : mapping of class name to float
        Share of each class answered rightly, in [0, 1].
    """

    num_images: int
    accuracy: float
    nll: float
    ece: float
    per_class: dict[str, float]


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
