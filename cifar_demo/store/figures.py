"""What a card's figures must be for pages and reports to show them; types alone do not say it."""

from collections.abc import Iterable, Mapping
from typing import Final

from cifar_demo.constants import CLASS_NAMES, NUM_CLASSES
from cifar_demo.image.corruptions import CORRUPTION_NAMES, STRENGTHS
from cifar_demo.results import CorruptionFigures, Evaluation, FamiliarityFigures, MultiViewFigures, ReliabilityBin

_ROUNDING: Final = 1e-6  # Means of float32.


def check_evaluation(evaluation: Evaluation) -> None:
    """See that an evaluation is one of the ten classes; raises ValueError that names what is not so."""
    _check_count("evaluation", evaluation.num_images)
    for name in ("accuracy", "top2_accuracy", "top3_accuracy", "ece", "ece_uncalibrated", "ece_by_chance"):
        _check_shares(name, [getattr(evaluation, name)])
    _check_classes("per_class", evaluation.per_class)
    _check_classes("precision_per_class", evaluation.precision_per_class)
    if [len(row) for row in evaluation.confusion] != [NUM_CLASSES] * NUM_CLASSES:
        raise ValueError(f"its confusion is not {NUM_CLASSES} by {NUM_CLASSES}")
    _check_least("confusion", (count for row in evaluation.confusion for count in row))
    _check_reliability("reliability", evaluation.reliability)
    if before := evaluation.reliability_uncalibrated:
        _check_reliability("reliability_uncalibrated", before)
        if len(before) != len(evaluation.reliability):
            raise ValueError("its reliability_uncalibrated has other bins than its reliability")
    for answered in evaluation.by_confidence:
        _check_shares("by_confidence", (answered.confidence, answered.share, answered.accuracy))


def check_multi_view(figures: MultiViewFigures) -> None:
    """See that figures of several views can be; raises ValueError that names what cannot."""
    _check_count("multi_view", figures.num_images)
    _check_shares("multi_view", [figures.accuracy])


def check_corruption(figures: CorruptionFigures) -> None:
    """See that figures under corruption are of corruptions that there are; raises ValueError that names what is not."""
    _check_count("corruption", figures.num_images)
    _check_shares("corruption", (figures.clean_accuracy, figures.mean_accuracy))
    if not figures.by_corruption:
        raise ValueError("it names no corruption")
    for row in figures.by_corruption:
        if row.name not in CORRUPTION_NAMES:
            raise ValueError(f"it names an unknown corruption, {row.name!r}")
        if (len(row.values), len(row.accuracy)) != (len(STRENGTHS), len(STRENGTHS)):
            raise ValueError(f"its corruption {row.name} is not of {len(STRENGTHS)} strengths")
        _check_shares(f"corruption {row.name}", row.accuracy)


def check_familiarity(figures: FamiliarityFigures) -> None:
    """See that figures of what is refused are shares; raises ValueError if not."""
    _check_shares("familiarity", (figures.refused_validation, figures.refused_test))


def _check_reliability(name: str, bins: tuple[ReliabilityBin, ...]) -> None:
    for part in bins:
        _check_shares(name, (part.low, part.high, part.confidence, part.accuracy))
    _check_least(name, (part.num_images for part in bins))
    if not any(part.num_images for part in bins):
        raise ValueError(f"its {name} is empty")


def _check_classes(name: str, shares: Mapping[str, float]) -> None:
    if tuple(shares) != CLASS_NAMES:
        raise ValueError(f"its {name} is of other classes than {', '.join(CLASS_NAMES)}")
    _check_shares(name, shares.values())


def _check_shares(name: str, values: Iterable[float]) -> None:
    for value in values:
        if not -_ROUNDING <= value <= 1 + _ROUNDING:
            raise ValueError(f"its {name} holds {value:g}, not from 0 to 1")


def _check_count(name: str, num_images: int) -> None:
    if num_images < 1:
        raise ValueError(f"its {name} is of {num_images} pictures")


def _check_least(name: str, counts: Iterable[int]) -> None:
    if min(counts, default=0) < 0:
        raise ValueError(f"its {name} counts fewer than no pictures")
