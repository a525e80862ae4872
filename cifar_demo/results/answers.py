"""What a network answers."""

from __future__ import annotations

from dataclasses import dataclass

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
        Raw scores, in the order of `constants.CLASS_NAMES`; the mean over the views, if there are several.
    probs : (10,) float32
        Softmax of the logits at the card's temperature; sums to 1.
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
    view_classes : tuple of str
        The answer to each view; one for a single view.
    votes : tuple of Prediction
        Of a committee: each member's own answer, all ten classes. Empty for a single network.
    """

    network: str
    logits: FloatArray
    probs: FloatArray
    top_k: tuple[ScoredClass, ...]
    seconds: float
    score: float = 0.0
    familiarity: float = 1.0
    is_unfamiliar: bool = False
    view_classes: tuple[str, ...] = ()
    votes: tuple[Prediction, ...] = ()
