"""What to notice in a report, in sentences for people who have never met a network."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np

from cifar_demo.constants import CLASS_NAMES
from cifar_demo.figures.reliability import FEWEST
from cifar_demo.figures.standings import mean_refusal
from cifar_demo.metrics.classification import wilson_interval
from cifar_demo.results import AnsweredShare, CommitteeParts, CorruptionFigures, EpochRecord, Evaluation, ReliabilityBin

PLURALS: Final = dict(
    zip(
        CLASS_NAMES,
        ("airplanes", "automobiles", "birds", "cats", "deer", "dogs", "frogs", "horses", "ships", "trucks"),
        strict=True,
    )
)
SETTINGS: Final = {
    "epochs": "times through the training pictures",
    "batch_size": "pictures looked at before each small change of the weights",
    "peak_learning_rate": "size of those changes at its largest",
    "restart_epochs": "epochs after which the rate rises again; the weights there and at the end are averaged",
    "restart_learning_rate": "size of those changes at its largest, after the first time",
    "epoch_share": "share of the training pictures that an epoch shows; below 1, half of them those answered worst",
    "seed": "start of all random choices: the same seed, the same choices",
    "optimizer": "how a change is worked out from the last pictures",
    "momentum": "share of the last change that is carried on into the next",
    "weight_decay": "how strongly all kernels are drawn towards zero at every change",
    "warmup_share": "share of the run in which the rate rises, before it falls",
    "label_smoothing": "share of each answer spread over all classes, against overconfidence",
    "logit_divisor": "scores are divided by this while training, for steadiness",
    "max_shift": "pixels by which pictures are shifted at random",
    "cutout_side": "side of the square covered at random, pixels",
    "noise_share": "share of the pictures that get random noise",
    "noise_deviation": "standard deviation of that noise at its largest, of 255 levels",
    "has_whitened_start": "first kernels start as the patterns in which patches of training pictures vary most",
    "has_standardised_start": "all layers but the last start with numbers of mean 0 and variance 1",
    "convolution_dtype": "precision of the products in convolutions while training (bfloat16: half the bits)",
    "average_momentum": "how slowly the running average of the weights follows",
    "num_fitted": "held-out pictures that the committee was fitted on",
    "num_validation": "training pictures held back, to choose and to calibrate by",
}


def accuracy(evaluation: Evaluation) -> str:
    """Say how good a network is, and how exactly that is known."""
    low, high = wilson_interval(evaluation.accuracy, evaluation.num_images)
    return (
        f"It was right about {evaluation.accuracy:.1%} of {evaluation.num_images:,} pictures that it had never seen. "
        f"On other pictures of the same kind, expect between {low:.1%} and {high:.1%} (95 % sure)."
    )


def classes(evaluation: Evaluation) -> str:
    """Say which class is found best and which worst."""
    shares = evaluation.per_class
    best, worst = max(shares, key=shares.__getitem__), min(shares, key=shares.__getitem__)
    return (
        f"It finds {PLURALS[best]} best ({shares[best]:.1%} of them) and {PLURALS[worst]} worst "
        f"({shares[worst]:.1%}). Recall counts how many pictures of a class it found; precision, how many of its "
        "answers with that name were right."
    )


def confusion(evaluation: Evaluation) -> str:
    """Say which mistake is most frequent."""
    counts = np.array(evaluation.confusion)
    np.fill_diagonal(counts, 0)
    if not counts.any():
        return "It made no mistake at all."
    row, column = np.unravel_index(int(counts.argmax()), counts.shape)
    shown, said = PLURALS[CLASS_NAMES[row]], PLURALS[CLASS_NAMES[column]]
    return (
        f"Its most frequent mistake: {counts[row, column]:,} {shown} were taken for {said}. Blue counts what was "
        "answered rightly, orange the mistakes; each row is a class, each column an answer."
    )


def reliability(evaluation: Evaluation) -> str:
    """Say how far confidence and truth lie apart, before and after calibration."""
    before, after = evaluation.ece_uncalibrated, evaluation.ece
    shown = "" if evaluation.reliability_uncalibrated else " Only the calibrated answers are drawn: its card is older."
    helped = " On these pictures calibration did not help." if after > before else ""
    shown += f" Marks of fewer than {FEWEST} pictures, which scatter, are left out."
    return (
        f"An honest answerer is on the dashed line: of answers 80 % sure, 80 % are right. Before calibration this "
        f"one was off by {100 * before:.1f} percentage points on average; after it, all scores divided by one number "
        f"(the temperature), by {100 * after:.1f}. Chance alone would give {100 * evaluation.ece_by_chance:.1f}."
        f"{helped}{shown}"
    )


def confidence(bins: tuple[ReliabilityBin, ...]) -> str:
    """Say how many answers were nearly certain, and how many of those were wrong."""
    top = [part for part in bins if part.low >= 0.9]
    sure, wrong = sum(part.num_images for part in top), sum(part.num_images * (1 - part.accuracy) for part in top)
    total = sum(part.num_images for part in bins)
    least = min((part.low for part in top), default=0.9)
    return (
        f"{sure:,} of {total:,} answers were more than {least:.0%} sure, and {round(wrong):,} of those were wrong all "
        "the same: sure is not the same as right."
    )


def refusal(shares: tuple[AnsweredShare, ...]) -> str:
    """Say what is gained by giving only sure answers."""
    part = min(shares, key=lambda part: abs(part.confidence - 0.9))
    return (
        f"Let it speak only when it is {part.confidence:.0%} sure: it then answers {part.share:.1%} of the pictures, "
        f"and {part.accuracy:.1%} of those answers are right. The number at each mark is the confidence asked for."
    )


def corruption(figures: CorruptionFigures, titles: Mapping[str, str]) -> str:
    """Say how much pictures that went wrong cost, and which kind costs most."""
    worst = min(figures.by_corruption, key=lambda row: row.accuracy[-1])
    return (
        f"On {figures.num_images:,} clean test pictures it is right {figures.clean_accuracy:.1%} of the time, on the "
        f"same pictures spoilt in {len(figures.by_corruption)} ways {figures.mean_accuracy:.1%} on average. Worst for "
        f"it: {titles[worst.name]}, {worst.accuracy[-1]:.1%} when strong. The deeper the orange, the more is lost."
    )


def seen_in_training(settings: Mapping[str, Any]) -> str:
    """Say which of these kinds a network was trained on: a sentence to append, empty where nothing is known."""
    if "members" in settings:
        return " Which of these its members were trained on, their own reports say."
    seen = []
    if max_shift := settings.get("max_shift"):
        seen.append(f"pictures moved by up to {max_shift} pixels")
    if noise_share := settings.get("noise_share"):
        seen.append(f"noise on {noise_share:.0%} of them")
    return f" Training showed it {' and '.join(seen)}; the other kinds are new to it." if seen else ""


def standing(parts: CommitteeParts) -> str:
    """Say whether the committee does better than the best of its members, in each of three respects."""
    *members, together = parts.standings
    titles = {member.network: member.title for member in parts.members}
    best = max(members, key=lambda member: member.accuracy)
    return (
        f"Against its most accurate member, {titles[best.network]}, the committee is "
        f"{_compared(together.accuracy > best.accuracy, 'more accurate')} ({together.accuracy:.2%} against "
        f"{best.accuracy:.2%} right), {_compared(together.ece < best.ece, 'better calibrated')} (confidence off by "
        f"{100 * together.ece:.2f} against {100 * best.ece:.2f} points) and "
        f"{_compared(mean_refusal(together) > mean_refusal(best), 'better at refusing')} what is none of the ten "
        f"({mean_refusal(together):.3f} against {mean_refusal(best):.3f}; 1 is perfect, 0.5 is guessing)."
    )


def _compared(is_better: bool, what: str) -> str:
    return what if is_better else f"not {what}"


def learning(history: tuple[EpochRecord, ...], epoch_share: float = 1.0) -> str:
    """Say where a run began, where it ended, and whether it learned its pictures by heart.

    Parameters
    ----------
    history : tuple of EpochRecord
    epoch_share : float
        Share of the training pictures that each epoch showed.
    """
    first, last = history[0], history[-1]
    gap = last.accuracy - last.val_accuracy
    if epoch_share < 1:
        verdict = (
            f"Each epoch showed {epoch_share:.0%} of the training pictures, half of them those answered worst before: "
            "the grey line lies lower than it would for all of them."
        )
    elif gap > 0.01:
        verdict = "The grey line ends above the blue one: it began to know its training pictures by heart."
    elif gap > 0:
        verdict = "The grey line ends hardly above the blue one: it was not learning by heart."
    else:
        verdict = (
            "The grey line does not end above the blue one: it was not learning by heart. (Training pictures are "
            "changed at random, which makes them harder.)"
        )
    rise = f"From {first.val_accuracy:.1%} after the first epoch to {last.val_accuracy:.1%} after {len(history)}."
    return f"{rise} {verdict}"


def cycles(restart_epochs: Sequence[int], num_epochs: int, accuracy: float) -> str:
    """Say why the curves have steps, and what became of the ends of all cycles; nothing for a run of one cycle.

    Parameters
    ----------
    restart_epochs : sequence of int
        Epochs, from 1, after which the rate rose again.
    num_epochs : int
        Of the whole run.
    accuracy : float
        Of the weights that came of it, on the held-out pictures.
    """
    restarts = [str(epoch) for epoch in restart_epochs if epoch < num_epochs]
    if not restarts:
        return ""
    return (
        f" After epoch {' and again after epoch '.join(restarts)} the changes are made larger once more, which undoes "
        "some of what was learned, and smaller again. The mean of the weights at "
        f"{'both' if len(restarts) == 1 else 'all'} ends is the network that you see here: it answers {accuracy:.1%} "
        "of the held-out pictures rightly."
    )


def loss(history: tuple[EpochRecord, ...], *, has_auxiliary_heads: bool) -> str:
    """Say what the loss is and how far it fell."""
    last = history[-1]
    heads = " The grey line counts auxiliary heads too, so it lies higher." if has_auxiliary_heads else ""
    return (
        "The loss measures how surprised the network is by the right answers; training makes it small. On held-out "
        f"pictures it fell from {history[0].val_loss:.2f} to {last.val_loss:.2f}; guessing among ten is 2.30.{heads}"
    )


def duration(seconds: float) -> str:
    """Write a duration for people."""
    minutes = seconds / 60
    if minutes < 2:
        return f"{seconds:.0f} s"
    return f"{minutes:.0f} min" if minutes < 120 else f"{minutes / 60:.1f} h"
