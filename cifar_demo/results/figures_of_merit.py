"""How good a network is, and how its training went."""

from dataclasses import dataclass

from cifar_demo.results.arrays import FloatArray, IntArray


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
class AnsweredShare:
    """What is left when only answers above a confidence are believed.

    Attributes
    ----------
    confidence : float
        The least confidence that is believed, in [0, 1].
    share : float
        Part of all pictures whose answer is so sure, in [0, 1].
    accuracy : float
        Share of those that are right; 0 where there are none.
    """

    confidence: float
    share: float
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
    ece_by_chance : float
        What `ece` would come to, on average, for a perfectly calibrated network that is as sure as this one on as many
        pictures: shares of few pictures scatter. An `ece` about as small cannot be told from none.
    per_class, precision_per_class : mapping of class name to float
        Share of the class's pictures answered rightly, and share of the answers "this class" that were right.
    confusion : tuple of tuples of int
        Pictures by true class (outer) and answer (inner).
    reliability : tuple of ReliabilityBin
        At the card's temperature.
    by_confidence : tuple of AnsweredShare
        Likewise, from 0 up.
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
    ece_by_chance: float
    per_class: dict[str, float]
    precision_per_class: dict[str, float]
    confusion: tuple[tuple[int, ...], ...]
    reliability: tuple[ReliabilityBin, ...]
    by_confidence: tuple[AnsweredShare, ...]
    reliability_uncalibrated: tuple[ReliabilityBin, ...] = ()


@dataclass(frozen=True)
class MultiViewFigures:
    """How a network does when it sees every picture several ways and averages the logits.

    Attributes
    ----------
    views : tuple of str
        Each view in words, "mirrored".
    num_images : int
        Test pictures.
    accuracy : float
        In [0, 1].
    """

    views: tuple[str, ...]
    num_images: int
    accuracy: float


@dataclass(frozen=True)
class CorruptionAccuracy:
    """How a network does on pictures that one corruption has gone over.

    Attributes
    ----------
    name : str
        One of `image.corruptions.CORRUPTION_NAMES`.
    values : (mild, middling, strong)
        What the three strengths were, in the corruption's own unit.
    accuracy : (mild, middling, strong)
        In [0, 1].
    """

    name: str
    values: tuple[float, ...]
    accuracy: tuple[float, ...]


@dataclass(frozen=True)
class CorruptionFigures:
    """How a network does on corrupted test pictures, single view.

    Attributes
    ----------
    num_images : int
        Test pictures that were corrupted, the same number of each class; the same ones every time.
    seed : int
        Of their choice and of all that is random in the corruptions.
    clean_accuracy : float
        On the same pictures, uncorrupted.
    mean_accuracy : float
        Over all corruptions and strengths, each counting the same.
    by_corruption : tuple of CorruptionAccuracy
    """

    num_images: int
    seed: int
    clean_accuracy: float
    mean_accuracy: float
    by_corruption: tuple[CorruptionAccuracy, ...]


@dataclass(frozen=True)
class FamiliarityFigures:
    """How many pictures of the ten classes are wrongly called none of them.

    Attributes
    ----------
    threshold : float
        Score below which a picture is; set on the held-out pictures.
    refused_validation, refused_test : float
        Share of the held-out and of the test pictures below it, in [0, 1].
    """

    threshold: float
    refused_validation: float
    refused_test: float


@dataclass(frozen=True, eq=False)
class LabelledPredictions:
    """A network's answer to each picture of a labelled set, in the set's order.

    Attributes
    ----------
    class_indices : (N,) int64
        The answers, index into `constants.CLASS_NAMES`.
    confidences : (N,) float32
        Calibrated probability of each answer, in [0, 1].
    labels : (N,) int64
        The true classes.
    """

    class_indices: IntArray
    confidences: FloatArray
    labels: IntArray

    def __len__(self) -> int:
        return len(self.labels)


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
