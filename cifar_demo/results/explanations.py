"""What explaining an answer finds: heatmaps, how far to trust them, pictures that a unit or an attacker would draw."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from cifar_demo.constants import NUM_CLASSES
from cifar_demo.results.arrays import ByteImage, FloatArray


@dataclass(frozen=True)
class Target:
    """What is to be explained: the raw score of a class, or how far it is ahead of another's.

    Attributes
    ----------
    class_index : int
        In the order of `constants.CLASS_NAMES`.
    against : int or None
        The other class; None for the class by itself.

    Raises
    ------
    ValueError
        If there is no such class, or both are the same.
    """

    class_index: int
    against: int | None = None

    def __post_init__(self) -> None:
        for index in (self.class_index, 0 if self.against is None else self.against):
            if not 0 <= index < NUM_CLASSES:
                raise ValueError(f"Expected a class from 0 to {NUM_CLASSES - 1}, got {index}.")
        if self.class_index == self.against:
            raise ValueError("A class cannot be compared with itself; name another one, or none.")

    @property
    def direction(self) -> FloatArray:
        """(10,) float32: one for the class, minus one for the other; its product with the logits is the score."""
        weights = np.zeros(NUM_CLASSES, np.float32)
        weights[self.class_index] = 1
        if self.against is not None:
            weights[self.against] = -1
        return weights


@dataclass(frozen=True, eq=False)
class Explanation:
    """Which pixels of a picture spoke for a class, as one method sees it.

    Attributes
    ----------
    method : str
        Name in `explain.methods`.
    network : str
    image : (32, 32, 3) uint8
        What it was computed on.
    target : Target
    score : float
        Logit of the target's class, less that of the class it is set against.
    heatmap : (32, 32) float32
        In [0, 1]; in [-1, 1] if `is_signed`, where negative pixels speak against the class. The largest magnitude is 1,
        or everything is 0 and `silence` says why.
    is_signed : bool
    peak : float
        What 1 stands for, in `unit`.
    unit : str
        "points of score per grey level"; empty where the values mean nothing but more or less.
    layer : str or None
        Layer that was looked at, where the method looks at one.
    pattern : (32, 32, 3) float32 or None
        Signed picture with its largest magnitude at 1, for methods that draw one.
    gap : float or None
        Integrated gradients: sum of the map less the difference of scores that it should be, in points of score.
    difference : float or None
        Integrated gradients: score of the picture less that of the baseline.
    silence : str or None
        Why there is nothing to see.
    note : str or None
        What else a reader has to know.
    """

    method: str
    network: str
    image: ByteImage
    target: Target
    score: float
    heatmap: FloatArray
    is_signed: bool
    peak: float
    unit: str
    layer: str | None = None
    pattern: FloatArray | None = None
    gap: float | None = None
    difference: float | None = None
    silence: str | None = None
    note: str | None = None


@dataclass(frozen=True, eq=False)
class FaithfulnessCurves:
    """What happens to a class when pixels go, or come, in the order that a heatmap gives them.

    All curves are (S + 1,) float32 probabilities; an area is their mean over the share of pixels, in [0, 1].

    Attributes
    ----------
    shares : (S + 1,) float32
        Share of the pixels that were changed, 0 to 1.
    deletion : pixels become the mean colour, the most important first; a good map falls fast
    insertion : pixels return to a blurred picture, the most important first; a good map rises fast
    elsewhere_deletion, elsewhere_insertion : by the same map laid elsewhere, averaged over some places
    random_deletion, random_insertion : by squares in random order, averaged over some orders
    """

    shares: FloatArray
    deletion: FloatArray
    insertion: FloatArray
    elsewhere_deletion: FloatArray
    elsewhere_insertion: FloatArray
    random_deletion: FloatArray
    random_insertion: FloatArray

    def area(self, curve: FloatArray) -> float:
        """Area under one of the curves, by trapezoids."""
        return float(np.sum((curve[1:] + curve[:-1]) / 2 * np.diff(self.shares)))


@dataclass(frozen=True, eq=False)
class WeightsCheck:
    """Whether a heatmap notices that the network has been made to forget.

    Attributes
    ----------
    stages : tuple of str
        Which weights were shuffled, on top of those before: the last layer first, in the end all of them.
    rank_correlations : (S,) float32
        Spearman's, between the map's magnitudes before and after, -1 to 1; 0 if a map is silent.
    similarities : (S,) float32
        Structural similarity of both maps, up to 1.
    heatmaps : (S, 32, 32) float32
        After each step, as in `Explanation`.
    is_signed : bool
    """

    stages: tuple[str, ...]
    rank_correlations: FloatArray
    similarities: FloatArray
    heatmaps: FloatArray
    is_signed: bool


@dataclass(frozen=True, eq=False)
class FeatureVisualization:
    """A picture drawn so that one channel answers as strongly as it can.

    Attributes
    ----------
    layer : str
    channel : int
    measured_at : str
        Layer that was climbed: the one that feeds a ReLU, for a unit that is off gives no direction.
    image : (32, 32, 3) uint8
    activation : float
        Of the channel at `measured_at`, its mean over the map, for `image`.
    start_activation : float
        The same before the first step.
    step, num_steps : int
        How far it has come.
    seed : int
    """

    layer: str
    channel: int
    measured_at: str
    image: ByteImage
    activation: float
    start_activation: float
    step: int
    num_steps: int
    seed: int

    @property
    def is_done(self) -> bool:
        """Whether this is the last step."""
        return self.step == self.num_steps


@dataclass(frozen=True, eq=False)
class UnitProjection:
    """What in the picture one unit answered to, sent back to the pixels by a deconvnet.

    Attributes
    ----------
    layer : str
    unit : tuple of int
        (row, column, channel) or (index,).
    value : float
        What the unit answered.
    pattern : (32, 32, 3) float32
        In a network's units, signed; all 0 if the unit is silent.
    heatmap : (32, 32) float32
        Largest magnitude among the colours, divided by its maximum, in [0, 1].
    is_silent : bool
        The unit did not fire, or nothing of it reached the pixels.
    """

    layer: str
    unit: tuple[int, ...]
    value: float
    pattern: FloatArray
    heatmap: FloatArray
    is_silent: bool


@dataclass(frozen=True, eq=False)
class AdversarialExample:
    """A picture changed a little, on purpose, so that the network errs.

    Attributes
    ----------
    method : str
        "fgsm" or "pgd".
    image, changed : (32, 32, 3) uint8
    epsilon : float
        Most that any value of a pixel may change, in grey levels of 255.
    target : int or None
        The class it should be taken for; None for any other than the first answer.
    logits_before, logits_after : (10,) float32
    """

    method: str
    image: ByteImage
    changed: ByteImage
    epsilon: float
    target: int | None
    logits_before: FloatArray
    logits_after: FloatArray

    @property
    def perturbation(self) -> npt.NDArray[np.int16]:
        """What was added to each value: (32, 32, 3) grey levels."""
        added: npt.NDArray[np.int16] = self.changed.astype(np.int16) - self.image
        return added

    @property
    def size(self) -> int:
        """Largest change of any value, in grey levels."""
        return int(np.abs(self.perturbation).max())

    @property
    def is_fooled(self) -> bool:
        """Whether the answer is another, and the wanted one if one was wanted."""
        after = int(self.logits_after.argmax())
        return after != int(self.logits_before.argmax()) and self.target in (None, after)


@dataclass(frozen=True)
class SmallestChange:
    """How little of one kind of damage makes a network change its mind.

    Attributes
    ----------
    value : float or None
        In the damage's own unit; None if nothing in the range does.
    before, after : int
        Classes; the same if nothing changed it.
    last_unchanged : float
        Value just below, where it still gave its first answer.
    """

    value: float | None
    before: int
    after: int
    last_unchanged: float
