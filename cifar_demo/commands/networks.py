"""python -m cifar_demo networks: the registry, and what each network costs."""

import argparse

from cifar_demo.commands.layout import EXIT_FINE, print_row
from cifar_demo.inference.catalog import CatalogEntry, list_networks
from cifar_demo.inference.rows import Row


def run_networks(options: argparse.Namespace) -> int:
    """List the registry. A network that is not trained yet is no failure: its weights and accuracy are null."""
    for row in map(describe_network, list_networks(options.weights)):
        print_row(row, options.format)
    return EXIT_FINE


def describe_network(entry: CatalogEntry) -> Row:
    """Give one network's `name, title, year, num_params, num_mult_adds, weights_bytes, test_accuracy`."""
    card = entry.card
    num_params, num_mult_adds = (card.num_params, card.num_mult_adds) if card else count_cost(entry)
    return {
        "name": entry.spec.name,
        "title": entry.spec.title,
        "year": entry.spec.year,
        "num_params": num_params,
        "num_mult_adds": num_mult_adds,
        "weights_bytes": card.weights_bytes if card else None,
        "test_accuracy": card.test.accuracy if card else None,
    }


def count_cost(entry: CatalogEntry) -> tuple[int, int]:
    """Count parameters and multiply-adds of a network without a card, by building it."""
    from cifar_demo.networks.complexity import count_mult_adds

    model = entry.spec.build()
    return model.count_params(), count_mult_adds(model)
