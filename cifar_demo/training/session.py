"""What `train_model.py` does with one network, and with several one after another."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import keras

from cifar_demo.dataset.cifar10 import Cifar10
from cifar_demo.errors import CifarDemoError
from cifar_demo.results import CommitteeParts
from cifar_demo.store.card import ModelCard
from cifar_demo.store.committee import COMMITTEE, read_committee
from cifar_demo.training.card import measure_again
from cifar_demo.training.committee import make_committee
from cifar_demo.training.config import TrainingConfig
from cifar_demo.training.fit import Reporter
from cifar_demo.training.progress import ReporterGroup, TerminalReporter, in_words, measuring_bar
from cifar_demo.training.recipe import Outcome, find_record, run
from cifar_demo.training.state import load_state, state_path
from cifar_demo.training.tensorboard import TensorBoardReporter

Stage = Literal["fresh", "begun", "finished"]


@dataclass(frozen=True)
class Result:
    """What came of one network.

    Attributes
    ----------
    network : str
    sentence : str
        For a person.
    has_failed : bool
    is_interrupted : bool
        Whether Ctrl-C ended it; what comes after it is not begun.
    """

    network: str
    sentence: str
    has_failed: bool = False
    is_interrupted: bool = False


def train_network(
    config: TrainingConfig, data: Cifar10, folder: Path, *, resume: bool, force: bool, tensorboard: Path | None
) -> Result:
    """Train one network, showing how it goes; raises as `training.recipe.run` does."""
    with TerminalReporter(config, len(data.train) - config.num_validation) as terminal:
        reporters: list[Reporter] = [terminal]
        if tensorboard is not None:
            reporters.append(TensorBoardReporter(tensorboard, config.network, resume=resume))
        outcome = run(config, data, folder, ReporterGroup(reporters), resume=resume, force=force)
    sentence = f"{describe_card(outcome.card)} {describe_training(outcome.card)} {describe_saving(outcome, folder)}"
    return Result(config.network, sentence, is_interrupted=outcome.card.is_interrupted)


def train_or_skip(
    config: TrainingConfig, data: Cifar10, folder: Path, *, resume: bool, force: bool, tensorboard: Path | None
) -> Result:
    """Train one network of several: with `resume`, from where it stopped, from the start, or not if it is finished."""
    stage = find_stage(config, data, folder, force=force) if resume else "fresh"
    if stage == "finished":
        return Result(config.network, "Finished in an earlier session: skipped.")
    return train_network(config, data, folder, resume=stage == "begun", force=force, tensorboard=tensorboard)


def find_stage(config: TrainingConfig, data: Cifar10, folder: Path, *, force: bool = False) -> Stage:
    """Tell how far a run with these settings has come: its checkpoint and the weights in `folder` know.

    With `force` it is not finished while others' weights, though better, lie in the place of its own.

    Raises
    ------
    TrainingError
        If there is a checkpoint, but a damaged one.
    """
    record = find_record(folder, config.network)
    checkpoint = state_path(folder, config.network)
    if not checkpoint.is_file():
        is_finished = (
            record is not None
            and not record.is_interrupted
            and record.data_sha256 == data.sha256
            and has_settings(record.settings, config)
        )
        return "finished" if is_finished else "fresh"
    state = load_state(checkpoint)
    history = state.history
    is_other = state.config != config or state.data_sha256 != data.sha256
    if record is None or is_other or len(history) < config.epochs:
        return "begun"  # Of another run, too: resuming tells in what it differs.
    # Its weights were written, or others that are better were left in place.
    is_kept = state.val_accuracy is not None and record.val_accuracy > state.val_accuracy and not force
    return "finished" if record.history == history or is_kept else "begun"


def has_settings(settings: dict[str, object], config: TrainingConfig) -> bool:
    """Compare a card's settings with a configuration; what an older card does not name has its default."""
    try:
        return TrainingConfig(**settings) == config  # type: ignore[arg-type]
    except TypeError:  # Of another version, whose settings had other names.
        return False


def measure_network(network: str, data: Cifar10, folder: Path) -> Result:
    """Bring one network's card up to date; raises as `training.card.measure_again` does."""
    with measuring_bar(network) as report:
        card = measure_again(network, data, folder, report)
    return Result(network, f"{describe_card(card)} Wrote its card and predictions; the weights stay as they were.")


def make_committee_of(data: Cifar10, folder: Path) -> Result:
    """Make the committee of all networks that are trained; raises as `training.committee.make_committee` does."""
    with measuring_bar(COMMITTEE) as report:
        card = make_committee(data, folder, report)
    parts = read_committee(folder)[1]
    seats = ", ".join(f"{member.title} {member.share:.1%}" for member in parts.members)
    sentence = f"{describe_card(card)} {describe_gain(parts)} Shares: {seats}. Wrote {folder}/{COMMITTEE}.json."
    return Result(COMMITTEE, sentence)


def describe_gain(parts: CommitteeParts) -> str:
    """Say what the committee gains over its most accurate member."""
    *members, together = parts.standings
    best = max(members, key=lambda standing: standing.accuracy)
    refusal = [sum(each.refusal.values()) / len(each.refusal) for each in (together, best)]
    return (
        f"Against {best.network} alone: accuracy {together.accuracy:.2%} ({best.accuracy:.2%}), "
        f"calibration error {together.ece:.2%} ({best.ece:.2%}), "
        f"refusal of other pictures {refusal[0]:.3f} ({refusal[1]:.3f}) area under ROC."
    )


def one_after_another(networks: Iterable[str], work: Callable[[str], Result]) -> list[Result]:
    """Do the same for several networks; one that fails does not stop the others, Ctrl-C does."""
    results: list[Result] = []
    for network in networks:
        print(f"\n{network}", flush=True)
        keras.utils.clear_session()  # What Keras keeps of the one before.
        results.append(attempt(network, work))
        print(results[-1].sentence, flush=True)
        if results[-1].is_interrupted:
            break
    return results


def attempt(network: str, work: Callable[[str], Result]) -> Result:
    """Do one network's part, and make a result of its failure."""
    try:
        return work(network)
    except CifarDemoError as error:
        return Result(network, str(error), has_failed=True)
    except KeyboardInterrupt:
        return Result(network, "Stopped: weights and card were not written.", is_interrupted=True)
    # A night's work should not end because one network ran out of memory; the trace still tells where.
    except Exception as error:
        traceback.print_exc(file=sys.stderr)
        return Result(network, f"{type(error).__name__}: {error}", has_failed=True)


def print_summary(results: list[Result], networks: tuple[str, ...]) -> None:
    """Print one line a network: what came of it, or that it was not begun."""
    print("\nSummary")
    found = {result.network: result for result in results}
    for network in networks:
        result = found.get(network)
        print(f"{network:<10} {_in_short(result)}")


def describe_card(card: ModelCard) -> str:
    """Say how good a network is."""
    return (
        f"{card.title}: validation {card.validation.accuracy:.2%}, test {card.test.accuracy:.2%} "
        f"({len(card.multi_view.views)} views {card.multi_view.accuracy:.2%}), "
        f"corrupted {card.corruption.mean_accuracy:.2%}, "
        f"calibration error {card.test.ece:.2%} at temperature {card.temperature:.2f}."
    )


def describe_training(card: ModelCard) -> str:
    """Say how long a training took, and how much of that went into waiting for batches."""
    return f"Trained for {in_words(card.wall_seconds)}, {card.data_share:.1%} of it waiting for batches."


def describe_saving(outcome: Outcome, folder: Path) -> str:
    """Say where the weights are, or why they are not."""
    if outcome.kept:
        return (
            f"The weights in {folder} stay: {outcome.kept.val_accuracy:.2%} on validation is better. "
            "To use the new ones all the same, repeat the command with --resume --force."
        )
    return f"Wrote {folder}/{outcome.card.network}.weights.h5 and its card. Restart the app to see them used."


def _in_short(result: Result | None) -> str:
    if result is None:
        return "not begun"
    kind = "FAILED: " if result.has_failed else "stopped: " if result.is_interrupted else ""
    return kind + result.sentence
