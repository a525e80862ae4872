"""The command line: python -m cifar_demo predict | evaluate | networks | report | fetch.

Exit status: 0 all fine, 1 some files or networks failed, 2 wrong usage or nothing to work with.
"""

import argparse
import os
import sys
from functools import partial
from io import TextIOWrapper
from pathlib import Path

from cifar_demo.commands.evaluate import run_evaluate
from cifar_demo.commands.fetch import run_fetch
from cifar_demo.commands.layout import EXIT_FINE, EXIT_USAGE
from cifar_demo.commands.networks import run_networks
from cifar_demo.commands.predict import run_predict
from cifar_demo.commands.report import run_report
from cifar_demo.constants import NUM_CLASSES
from cifar_demo.environment import prepare_environment
from cifar_demo.errors import CifarDemoError
from cifar_demo.image.framing import DEFAULT_VIEWS, FRAME_MODES, MAX_VIEWS
from cifar_demo.inference.classifier import WEIGHTS_FOLDER
from cifar_demo.networks import network_names
from cifar_demo.store.committee import COMMITTEE


def main(arguments: list[str] | None = None) -> int:
    """Run one command and give its exit status."""
    prepare_environment()
    if isinstance(sys.stdout, TextIOWrapper):  # A file name that the terminal cannot write must not end the run.
        sys.stdout.reconfigure(errors="backslashreplace")
    options = make_parser().parse_args(arguments)
    try:
        status: int = options.run(options)
    except CifarDemoError as error:
        print(f"cifar_demo: {error}", file=sys.stderr)
        return EXIT_USAGE
    except BrokenPipeError:  # `| head` has read enough; let Python not try to flush what nobody reads.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return EXIT_FINE
    return status


def make_parser() -> argparse.ArgumentParser:
    """Describe commands and options."""
    parser = argparse.ArgumentParser(prog="python -m cifar_demo", description="CIFAR-10 classifiers at the terminal.")
    parser.add_argument("--weights", type=Path, default=WEIGHTS_FOLDER, metavar="DIR", help="default: weights")
    commands = parser.add_subparsers(required=True, metavar="predict | evaluate | networks | report | fetch")

    predict = commands.add_parser("predict", help="say what is on pictures")
    predict.add_argument("files", nargs="+", type=Path, metavar="FILE", help="pictures, or folders of pictures")
    predict.add_argument("--network", choices=(*network_names(), COMMITTEE), help="default: the most accurate one")
    predict.add_argument("--top-k", type=_top_k, default=3, metavar="K", help=f"classes to name, 1 to {NUM_CLASSES}")
    predict.add_argument("--frame", choices=FRAME_MODES, default="crop", help="how to make it square; default: crop")
    predict.add_argument(
        "--views",
        type=_num_views,
        default=DEFAULT_VIEWS,
        metavar="N",
        help=f"views to average, 1 to {MAX_VIEWS}; default: {DEFAULT_VIEWS}",
    )
    predict.add_argument("--format", choices=("table", "json", "csv"), default="table")
    predict.set_defaults(run=run_predict)

    evaluate = commands.add_parser("evaluate", help="measure networks on the 10,000 test pictures")
    evaluate.add_argument("--network", choices=(*network_names(), COMMITTEE, "all"), default="all")
    evaluate.add_argument("--data-dir", type=Path, metavar="DIR", help="folder cifar-10-batches-py (else CIFAR10_DIR)")
    evaluate.add_argument("--corruptions", action="store_true", help="on pictures corrupted in twelve ways instead")
    evaluate.add_argument("--from-card", action="store_true", help="print what the cards say: at once, without data")
    evaluate.add_argument("--format", choices=("table", "json"), default="table")
    evaluate.set_defaults(run=run_evaluate)

    networks = commands.add_parser("networks", help="list the networks and what they cost")
    networks.add_argument("--format", choices=("table", "json"), default="table")
    networks.set_defaults(run=run_networks)

    report = commands.add_parser("report", help="write what is known of a network as one HTML file")
    report.add_argument("--network", choices=(*network_names(), COMMITTEE), help="default: the most accurate one")
    report.add_argument("--output", type=Path, metavar="FILE", help="default: report-NAME.html, here")
    report.set_defaults(run=run_report)
    fetch = commands.add_parser("fetch", help="bring CIFAR-10 to this machine (170 MB)")
    fetch.add_argument("--folder", type=Path, metavar="DIR", help="default: this system's folder for caches")
    fetch.set_defaults(run=run_fetch)
    return parser


def _whole_number(text: str, *, highest: int) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= highest:
        raise argparse.ArgumentTypeError(f"must be a whole number from 1 to {highest}, got {text!r}")
    return int(text)


_top_k = partial(_whole_number, highest=NUM_CLASSES)
_num_views = partial(_whole_number, highest=MAX_VIEWS)


if __name__ == "__main__":
    sys.exit(main())
