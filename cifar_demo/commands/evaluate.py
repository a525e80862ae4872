"""python -m cifar_demo evaluate: how good networks are on the 10,000 test pictures."""

import argparse
from pathlib import Path

from cifar_demo.commands.layout import print_rows
from cifar_demo.dataset.cifar10 import TEST_FILES, Split, locate_cifar10, read_split
from cifar_demo.environment import import_keras_quietly
from cifar_demo.errors import CifarDemoError
from cifar_demo.inference.classifier import load_classifier
from cifar_demo.inference.rows import Row
from cifar_demo.metrics.evaluation import evaluate_logits
from cifar_demo.networks import network_names


def run_evaluate(options: argparse.Namespace) -> int:
    """Measure one or all networks on the test set."""
    test = read_split(locate_cifar10(options.data_dir), TEST_FILES)
    import_keras_quietly()
    names = network_names() if options.network == "all" else (options.network,)
    return print_rows((evaluate_network(name, test, options.weights) for name in names), options.format)


def evaluate_network(name: str, test: Split, folder: Path) -> Row:
    """Measure one network.

    Returns
    -------
    dict
        `network, num_images, accuracy, nll, ece, per_class`, or `network, error`.
    """
    try:
        classifier = load_classifier(name, folder)
    except CifarDemoError as error:
        return {"network": name, "error": str(error)}
    figures = evaluate_logits(classifier.logits(test.images), test.labels, temperature=classifier.card.temperature)
    return {
        "network": name,
        "num_images": figures.num_images,
        "accuracy": figures.accuracy,
        "nll": figures.nll,
        "ece": figures.ece,
        "per_class": figures.per_class,
    }
