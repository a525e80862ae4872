"""Train a network on CIFAR-10 and write its weights and card: python train_model.py --network lenet."""

import argparse
import dataclasses
import sys
from pathlib import Path

from cifar_demo.environment import import_keras_quietly, prepare_environment
from cifar_demo.errors import CifarDemoError
from cifar_demo.networks import NETWORKS, network_names

EXIT_USAGE = 2
EXIT_INTERRUPTED = 130


def make_parser() -> argparse.ArgumentParser:
    """Describe the options."""
    parser = argparse.ArgumentParser(
        description="Train a network on CIFAR-10. Ctrl-C keeps the best weights so far; --resume goes on later.",
        epilog="Options left out take the values that the network ships with (cifar_demo/training/config.py).",
    )
    parser.add_argument("--network", choices=network_names(), help="which network to train")
    parser.add_argument("--list", action="store_true", help="list the networks with their settings, and stop")
    parser.add_argument("--data-dir", type=Path, metavar="DIR", help="folder cifar-10-batches-py (else CIFAR10_DIR)")
    parser.add_argument("--epochs", type=int, metavar="N", help="how often to go through the training pictures")
    parser.add_argument("--batch-size", type=int, metavar="N", help="pictures per step")
    parser.add_argument("--seed", type=int, metavar="N", help="of starting weights, order, augmentation and split")
    parser.add_argument("--output", type=Path, default=Path("weights"), metavar="DIR", help="default: weights")
    parser.add_argument("--resume", action="store_true", help="go on where an interrupted run stopped")
    parser.add_argument("--force", action="store_true", help="overwrite weights even if they are better")
    return parser


def main(arguments: list[str] | None = None) -> int:
    """Run the command; give the exit status: 0 done, 2 usage or missing data, 130 interrupted."""
    prepare_environment()
    parser = make_parser()
    options = parser.parse_args(arguments)
    if options.list:
        print_networks()
        return 0
    if options.network is None:
        parser.error(f"--network is required: one of {', '.join(network_names())}")
    try:
        return train(options)
    except CifarDemoError as error:
        print(f"train_model.py: {error}", file=sys.stderr)
        return EXIT_USAGE
    except KeyboardInterrupt:
        print("Stopped before there was anything to keep: no weights were written.", file=sys.stderr)
        return EXIT_INTERRUPTED


def print_networks() -> None:
    """Print one line a network: what `--network` accepts, and what it is set to."""
    from cifar_demo.training.config import SETTINGS

    for spec in NETWORKS:
        config = SETTINGS[spec.name]
        print(f"{spec.name:<10} {spec.title:<10} {spec.year}  {config.epochs} epochs of batches of {config.batch_size}")


def train(options: argparse.Namespace) -> int:
    """Train as asked and say what came of it."""
    from cifar_demo.dataset.cifar10 import load_cifar10
    from cifar_demo.training.config import SETTINGS

    asked = {"epochs": options.epochs, "batch_size": options.batch_size, "seed": options.seed}
    given = {name: value for name, value in asked.items() if value is not None}
    config = dataclasses.replace(SETTINGS[options.network], **given)
    data = load_cifar10(options.data_dir)

    import_keras_quietly()
    from cifar_demo.training.progress import TerminalReporter
    from cifar_demo.training.recipe import run

    with TerminalReporter(config, len(data.train) - config.num_validation) as reporter:
        outcome = run(config, data, options.output, reporter, resume=options.resume, force=options.force)
    card = outcome.card
    print(
        f"{card.title}: validation {card.validation.accuracy:.2%}, test {card.test.accuracy:.2%}, "
        f"calibration error {card.test.ece:.2%} at temperature {card.temperature:.2f}."
    )
    if outcome.kept:
        print(
            f"The weights in {options.output} stay: {outcome.kept.validation.accuracy:.2%} on validation is better. "
            "To use the new ones all the same, repeat the command with --resume --force."
        )
    else:
        print(f"Wrote {options.output}/{card.network}.weights.h5 and its card. Restart the app to see them used.")
    return EXIT_INTERRUPTED if card.is_interrupted else 0


if __name__ == "__main__":
    sys.exit(main())
