"""The sections of a report, in order: a sentence what to notice, a figure, and its numbers as a table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import plotly.graph_objects as go

from cifar_demo.constants import CLASS_NAMES
from cifar_demo.figures.classes import class_bars, confusion_chart
from cifar_demo.figures.learning import accuracy_curves, loss_curves
from cifar_demo.figures.reliability import confidence_histogram, reliability_diagram
from cifar_demo.figures.robustness import STRENGTHS, corruption_chart, refusal_curve
from cifar_demo.figures.standings import standing_bars
from cifar_demo.image.corruptions import CORRUPTIONS
from cifar_demo.networks import get_spec
from cifar_demo.report import words
from cifar_demo.results import CorruptionFigures, Evaluation, ReliabilityBin
from cifar_demo.store.card import ModelCard
from cifar_demo.store.committee import COMMITTEE, committee_parts

CONFUSION: Final = "confusion"

Row = tuple[str | int | float, ...]


@dataclass(frozen=True)
class Table:
    """Numbers behind a figure: headings, and rows of the same length."""

    heads: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, eq=False)
class Section:
    """One part of a report.

    Attributes
    ----------
    key : str
        Short, unique within a report: names files and anchors.
    title : str
    notice : str
        One or two sentences: what to notice.
    figure : plotly.graph_objects.Figure
    alt : str
        The figure in words, for those who do not see it.
    table : Table
        The same numbers.
    """

    key: str
    title: str
    notice: str
    figure: go.Figure
    alt: str
    table: Table


@dataclass(frozen=True)
class Fact:
    """One headline number: what it is, how much, and a word of help."""

    name: str
    value: str
    help: str


def report_sections(card: ModelCard) -> tuple[Section, ...]:
    """Make all sections that a card has numbers for.

    Parameters
    ----------
    card : ModelCard
    """
    return (
        *_committee(card),
        *_answers(card.test),
        *_honesty(card.test),
        _refusal(card.test),
        _corruption(card.corruption, card.settings),
        *_training(card),
    )


def headline(card: ModelCard) -> tuple[Fact, ...]:
    """Give the numbers that stand on top of a report."""
    test = card.test
    return (
        Fact("Right", f"{test.accuracy:.2%}", f"of {test.num_images:,} test pictures"),
        Fact(
            f"Right with {len(card.multi_view.views)} looks",
            f"{card.multi_view.accuracy:.2%}",
            f"scores averaged over: {'; '.join(card.multi_view.views)}. Predict looks in other ways",
        ),
        Fact(
            "Its confidence is off by",
            f"{100 * test.ece:.1f} points",
            "expected calibration error: mean gap, in percentage points, between how sure it is and how often right",
        ),
        Fact(
            "False alarms",
            f"{card.familiarity.refused_test:.1%}",
            "test pictures wrongly called none of the ten classes",
        ),
        Fact("Learned numbers", f"{card.num_params:,}", "weights and biases"),
        Fact("Multiply-adds", f"{card.num_mult_adds / 1e6:,.1f} million", "for one picture"),
        Fact("File", f"{card.weights_bytes / 1e6:.1f} MB", "weights on disk"),
    )


def _answers(test: Evaluation) -> Iterator[Section]:
    yield Section(
        "classes",
        "Class by class",
        words.classes(test),
        class_bars(test),
        "Bars of recall and precision for each class: "
        + ", ".join(f"{name} {share:.1%} found" for name, share in test.per_class.items()),
        Table(
            ("class", "recall", "precision"),
            tuple((name, test.per_class[name], test.precision_per_class[name]) for name in CLASS_NAMES),
        ),
    )
    yield Section(
        CONFUSION,
        "What it takes for what",
        words.confusion(test),
        confusion_chart(test.confusion),
        f"Confusion matrix of ten by ten classes. {words.confusion(test)}",
        Table(
            ("shows \\ answered", *CLASS_NAMES),
            _named(test.confusion),
        ),
    )


def _named(confusion: tuple[tuple[int, ...], ...]) -> tuple[Row, ...]:
    return tuple((name, *row) for name, row in zip(CLASS_NAMES, confusion, strict=True))


def _honesty(test: Evaluation) -> Iterator[Section]:
    yield Section(
        "reliability",
        "How honest its confidence is",
        words.reliability(test),
        reliability_diagram(test.reliability, test.reliability_uncalibrated),
        f"Reliability diagram. {words.reliability(test)}",
        _bins_table(test),
    )
    yield Section(
        "confidence",
        "How sure it usually is",
        words.confidence(test.reliability),
        confidence_histogram(test.reliability),
        f"Histogram of confidence. {words.confidence(test.reliability)}",
        _bins_table(test),
    )


def _committee(card: ModelCard) -> Iterator[Section]:
    """For the committee's card alone: what its members, and it, can do."""
    if card.network != COMMITTEE:
        return
    parts = committee_parts(card)
    titles = {member.network: member.title for member in parts.members} | {COMMITTEE: card.title}
    shares = {member.network: f"{member.share:.1%}" for member in parts.members} | {COMMITTEE: ""}
    kinds = tuple(parts.standings[0].refusal)
    rows: tuple[Row, ...] = tuple(
        (titles[one.network], shares[one.network], one.accuracy, one.ece, one.nll, *one.refusal.values())
        for one in parts.standings
    )
    said = words.standing(parts)
    yield Section(
        "members",
        "Is it better than its best member?",
        said,
        standing_bars(parts.standings, titles),
        f"Bars of accuracy, calibration error and refusal. {said}",
        Table(
            (
                "",
                "counts for",
                "right",
                "confidence off by",
                "surprise (negative log likelihood)",
                *(f"told from pictures: {kind}" for kind in kinds),
            ),
            rows,
        ),
    )


def _refusal(test: Evaluation) -> Section:
    rows = tuple((part.confidence, part.share, part.accuracy) for part in test.by_confidence)
    said = words.refusal(test.by_confidence)
    return Section(
        "refusal",
        "Better silent than wrong",
        said,
        refusal_curve(test.by_confidence),
        f"Curve of accuracy against share answered. {said}",
        Table(("confidence asked for", "pictures answered", "of those, right"), rows),
    )


def _corruption(figures: CorruptionFigures, settings: Mapping[str, Any]) -> Section:
    titles = {kind.name: kind.title for kind in CORRUPTIONS}
    rows: tuple[Row, ...] = tuple(_joined(titles[row.name], row.accuracy) for row in figures.by_corruption)
    said = words.corruption(figures, titles) + words.seen_in_training(settings)
    return Section(
        "corruption",
        "When pictures go wrong",
        said,
        corruption_chart(figures, titles),
        f"Table of accuracy by corruption and strength. {said}",
        Table(("corruption", *STRENGTHS), rows),
    )


def _joined(name: str, shares: tuple[float, ...]) -> Row:
    return name, *shares


def _training(card: ModelCard) -> Iterator[Section]:
    records = tuple(card.history)
    if not records:
        return
    heads = ("epoch", "loss", "accuracy", "held-out loss", "held-out accuracy", "learning rate", "seconds")
    rows = tuple(
        (one.epoch, one.loss, one.accuracy, one.val_loss, one.val_accuracy, one.learning_rate, one.seconds)
        for one in records
    )
    table = Table(heads, rows)
    said = words.learning(records, card.epoch_share)
    if not card.is_interrupted:
        said += words.cycles(card.settings.get("restart_epochs", ()), len(records), card.validation.accuracy)
    yield Section("learning", "How it learned", said, accuracy_curves(records), f"Curves of accuracy. {said}", table)
    said = words.loss(records, has_auxiliary_heads=get_spec(card.network).auxiliary is not None)
    yield Section("loss", "What it made small", said, loss_curves(records), f"Curves of loss. {said}", table)


def _bins_table(test: Evaluation) -> Table:
    heads = ("sure", "pictures", "mean confidence", "right")
    rows = tuple(map(_bin_row, test.reliability))
    if not test.reliability_uncalibrated:
        return Table(heads, rows)
    pairs = zip(rows, test.reliability_uncalibrated, strict=True)
    longer = tuple((*row, before.num_images, before.accuracy) for row, before in pairs)
    return Table((*heads, "pictures as trained", "right as trained"), longer)


def _bin_row(part: ReliabilityBin) -> Row:
    return f"{part.low:.0%} to {part.high:.0%}", part.num_images, part.confidence, part.accuracy
