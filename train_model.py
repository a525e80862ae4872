"""Train a network on CIFAR-10 and write its weights and card: python train_model.py --network lenet."""

import argparse
import dataclasses
import sys
from pathlib import Path
from typing import Any

from cifar_demo.environment import import_keras_quietly, prepare_environment
from cifar_demo.errors import CifarDemoError
from cifar_demo.networks import NETWORKS, network_names
from cifar_demo.store.committee import COMMITTEE

ALL = "all"
EXIT_SOME_FAILED = 1
EXIT_USAGE = 2
EXIT_INTERRUPTED = 130


def make_parser() -> argparse.ArgumentParser:
    """Describe the options."""
    parser = argparse.ArgumentParser(
        description="Train a network on CIFAR-10. Ctrl-C keeps the best weights so far; --resume goes on later.",
        epilog="Options left out take the values that the network ships with (cifar_demo/training/config.py).",
    )
    parser.add_argument(
        "--network",
        choices=(*network_names(), ALL, COMMITTEE),
        help="all: one by one; committee: all that are trained, with one voice",
    )
    parser.add_argument("--list", action="store_true", help="list the networks with their settings, and stop")
    parser.add_argument("--data-dir", type=Path, metavar="DIR", help="folder cifar-10-batches-py (else CIFAR10_DIR)")
    parser.add_argument("--epochs", type=int, metavar="N", help="how often to go through the training pictures")
    parser.add_argument("--batch-size", type=int, metavar="N", help="pictures per step")
    parser.add_argument("--seed", type=int, metavar="N", help="of starting weights, order, augmentation and split")
    parser.add_argument("--output", type=Path, default=Path("weights"), metavar="DIR", help="default: weights")
    parser.add_argument(
        "--resume", action="store_true", help="go on where an interrupted run stopped; with all, skip the finished"
    )
    parser.add_argument("--force", action="store_true", help="overwrite weights even if they are better")
    parser.add_argument("--tensorboard", type=Path, metavar="DIR", help="write each epoch's figures for TensorBoard")
    parser.add_argument("--measure-again", action="store_true", help="train nothing; bring the card up to date")
    return parser


def main(arguments: list[str] | None = None) -> int:
    """Run the command; give the exit status: 0 done, 1 some failed, 2 usage or missing data, 130 interrupted."""
    prepare_environment()
    parser = make_parser()
    options = parser.parse_args(arguments)
    if options.list:
        print_networks()
        return 0
    if options.network is None:
        parser.error(f"--network is required: one of {', '.join(network_names())}, {ALL} or {COMMITTEE}")
    if options.network == COMMITTEE and (options.measure_again or wants_training(options)):
        parser.error(f"--network {COMMITTEE} trains nothing: beside it only --data-dir and --output make sense")
    if options.measure_again and wants_training(options):
        parser.error("--measure-again trains nothing: beside it only --network, --data-dir and --output make sense")
    try:
        return work(options)
    except CifarDemoError as error:
        print(f"train_model.py: {error}", file=sys.stderr)
        return EXIT_USAGE
    except KeyboardInterrupt:
        print("Stopped: weights and card were not written. After a whole epoch --resume goes on.", file=sys.stderr)
        return EXIT_INTERRUPTED


def print_networks() -> None:
    """Print one line a network: what `--network` accepts, and what it is set to."""
    from cifar_demo.training.config import SETTINGS

    for spec in NETWORKS:
        config = SETTINGS[spec.name]
        print(f"{spec.name:<10} {spec.title:<10} {spec.year}  {config.epochs} epochs of batches of {config.batch_size}")


def wants_training(options: argparse.Namespace) -> bool:
    """Whether an option was given that says how to train."""
    return bool(options.resume or options.force or options.tensorboard or asked_settings(options))


def asked_settings(options: argparse.Namespace) -> dict[str, Any]:
    """Collect the settings that were given on the command line."""
    asked = {"epochs": options.epochs, "batch_size": options.batch_size, "seed": options.seed}
    return {name: value for name, value in asked.items() if value is not None}


def work(options: argparse.Namespace) -> int:
    """Train or measure as asked and say what came of it."""
    from cifar_demo.dataset.cifar10 import load_cifar10
    from cifar_demo.training.config import SETTINGS
    from cifar_demo.training.room import check_writable

    check_writable(options.output)
    if options.network == COMMITTEE:
        return make_committee(options)
    names = network_names() if options.network == ALL else (options.network,)
    configs = {name: dataclasses.replace(SETTINGS[name], **asked_settings(options)) for name in names}
    data = load_cifar10(options.data_dir)

    import_keras_quietly()
    from cifar_demo.training import session

    def do(name: str) -> session.Result:
        if options.measure_again:
            return session.measure_network(name, data, options.output)
        train = session.train_or_skip if options.network == ALL else session.train_network
        return train(
            configs[name],
            data,
            options.output,
            resume=options.resume,
            force=options.force,
            tensorboard=options.tensorboard,
        )

    if options.network != ALL:
        result = do(options.network)
        print(result.sentence)
        return EXIT_INTERRUPTED if result.is_interrupted else 0
    results = session.one_after_another(names, do)
    session.print_summary(results, names)
    if any(result.is_interrupted for result in results):
        return EXIT_INTERRUPTED
    return EXIT_SOME_FAILED if any(result.has_failed for result in results) else 0


def make_committee(options: argparse.Namespace) -> int:
    """Fit the committee of the trained networks and say what came of it."""
    from cifar_demo.dataset.cifar10 import load_cifar10

    data = load_cifar10(options.data_dir)
    import_keras_quietly()
    from cifar_demo.training import session

    print(session.make_committee_of(data, options.output).sentence)
    return 0


if __name__ == "__main__":
    sys.exit(main())
