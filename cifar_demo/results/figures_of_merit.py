"""How good a network is, and how its training went."""

from dataclasses import dataclass


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
    reliability_uncalibrated : tuple of ReliabilityBin
        At temperature 1; empty in cards that were written before it was kept.
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
    reliability_uncalibrated: tuple[ReliabilityBin, ...] = ()


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
