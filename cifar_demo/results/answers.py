"""What a network answers."""

from __future__ import annotations

from dataclasses import dataclass

from cifar_demo.constants import CLASS_NAMES
from cifar_demo.results.arrays import FloatArray


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
        Raw scores, in the order of `constants.CLASS_NAMES`; of the first view, if there are several.
    view_probs : (V, 10) float32
        Calibrated answer to each view: for one network, softmax of its logits at the card's temperature.
    probs : (10,) float32
        The answer to all views together: for one network, the mean of theirs. Sums to 1.
    top_k : tuple of ScoredClass
        The most probable classes, best first.
    seconds : float
        Time in the network, forward pass only, all views together.
    score : float
        Familiarity as it was scored: 0 is average, higher is more familiar; a scale of the network's own.
    familiarity : float
        Share of the held-out pictures of the ten classes that look less familiar to the network, in [0, 1].
    is_unfamiliar : bool
        Whether it looks like none of the ten classes: less familiar than all but `FALSE_ALARM_RATE` of those pictures.
    votes : tuple of Prediction
        Of a committee: each member's own answer, all ten classes. Empty for a single network.
    """

    network: str
    logits: FloatArray
    view_probs: FloatArray
    probs: FloatArray
    top_k: tuple[ScoredClass, ...]
    seconds: float
    score: float = 0.0
    familiarity: float = 1.0
    is_unfamiliar: bool = False
    votes: tuple[Prediction, ...] = ()

    @property
    def view_classes(self) -> tuple[str, ...]:
        """The answer to each view; one for a single view."""
        return tuple(CLASS_NAMES[index] for index in self.view_probs.argmax(axis=1))
