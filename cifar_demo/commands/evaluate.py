"""python -m cifar_demo evaluate: how good networks are on the 10,000 test pictures, as they are or corrupted."""

import argparse
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path

from cifar_demo.commands.layout import print_rows
from cifar_demo.dataset.cifar10 import TEST_FILES, Split, locate_cifar10, read_split
from cifar_demo.environment import import_keras_quietly
from cifar_demo.errors import CifarDemoError
from cifar_demo.evaluation.robustness import SEED, corrupted_indices, measure_corruptions
from cifar_demo.inference.committee import load_answerer
from cifar_demo.inference.rows import Row
from cifar_demo.metrics.classification import accuracy
from cifar_demo.metrics.evaluation import evaluate_logits
from cifar_demo.networks import network_names
from cifar_demo.results import CorruptionAccuracy, Evaluation
from cifar_demo.store.committee import read_usable_card

CLEAN, MEAN = "none", "mean"


def run_evaluate(options: argparse.Namespace) -> int:
    """Measure one or all networks on the test set, or print what their cards say."""
    names = network_names() if options.network == "all" else (options.network,)
    tell = choose_way(options)
    return print_rows((row for name in names for row in rows_or_error(name, tell)), options.format)


def choose_way(options: argparse.Namespace) -> Callable[[str], Iterable[Row]]:
    """Choose what makes a network's rows: measuring needs the test pictures, a card does not."""
    if options.from_card:
        return partial(card_rows, folder=options.weights, corruptions=options.corruptions)
    test = read_split(locate_cifar10(options.data_dir), TEST_FILES)
    import_keras_quietly()
    if options.corruptions:
        return partial(corruption_rows, test=test.take(corrupted_indices(test.labels)), folder=options.weights)
    return partial(evaluation_rows, test=test, folder=options.weights)


def rows_or_error(name: str, tell: Callable[[str], Iterable[Row]]) -> Iterator[Row]:
    """Give a network's rows, or `network, error` if it cannot be used."""
    try:
        yield from tell(name)
    except CifarDemoError as error:
        yield {"network": name, "error": str(error)}


def evaluation_rows(name: str, *, test: Split, folder: Path) -> Iterator[Row]:
    """Measure a network on the pictures as they are."""
    answerer = load_answerer(name, folder)
    logits = answerer.logits(test.images)
    yield evaluation_row(name, evaluate_logits(logits, test.labels, temperature=answerer.card.temperature))


def corruption_rows(name: str, *, test: Split, folder: Path) -> Iterator[Row]:
    """Measure a network on corrupted pictures: clean, then a row for each corruption as it is done, then the mean."""
    answerer = load_answerer(name, folder)
    row = partial(corruption_row, name, num_images=len(test), seed=SEED)
    clean = accuracy(answerer.logits(test.images), test.labels)
    yield row(CLEAN, [clean])
    done = []
    for measured in measure_corruptions(answerer.logits, test):
        done.append(measured)
        yield row(measured.name, list(measured.accuracy))
    yield row(MEAN, by_strength(done))


def card_rows(name: str, *, folder: Path, corruptions: bool) -> Iterator[Row]:
    """Give the same rows from a network's card."""
    card = read_usable_card(folder, name)
    if not corruptions:
        yield evaluation_row(name, card.test)
        return
    shipped = card.corruption
    row = partial(corruption_row, name, num_images=shipped.num_images, seed=shipped.seed)
    yield row(CLEAN, [shipped.clean_accuracy])
    for measured in shipped.by_corruption:
        yield row(measured.name, list(measured.accuracy))
    yield row(MEAN, by_strength(shipped.by_corruption))


def evaluation_row(name: str, figures: Evaluation) -> Row:
    """Write figures as a row: `network, num_images, accuracy, nll, ece, per_class`."""
    return {
        "network": name,
        "num_images": figures.num_images,
        "accuracy": figures.accuracy,
        "nll": figures.nll,
        "ece": figures.ece,
        "per_class": figures.per_class,
    }


def corruption_row(name: str, corruption: str, by_strength: list[float], *, num_images: int, seed: int) -> Row:
    """Write accuracy under one corruption as a row: `network, corruption, num_images, seed, accuracy_by_strength`."""
    return {
        "network": name,
        "corruption": corruption,
        "num_images": num_images,
        "seed": seed,
        "accuracy_by_strength": by_strength,
    }


def by_strength(measured: Iterable[CorruptionAccuracy]) -> list[float]:
    """Average over corruptions: one share for each strength."""
    columns = zip(*(row.accuracy for row in measured), strict=True)
    return [sum(column) / len(column) for column in columns]
