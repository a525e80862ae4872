"""python -m cifar_demo fetch: bring CIFAR-10 to this machine."""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn, TransferSpeedColumn

from cifar_demo.commands.layout import EXIT_FINE
from cifar_demo.dataset.cifar10 import ENVIRONMENT_VARIABLE, cache_folder, find_cifar10
from cifar_demo.dataset.fetch import OFFICIAL, Archive, Step, fetch_cifar10

EXIT_INTERRUPTED = 130


def run_fetch(options: argparse.Namespace, archive: Archive = OFFICIAL) -> int:
    """Fetch the data set, unless it is here; print the folder that holds it."""
    if options.folder is None and (here := find_cifar10()) is not None:
        print("CIFAR-10 is on this machine already.", file=sys.stderr)
        print(here)
        return EXIT_FINE
    folder: Path = options.folder or cache_folder()
    try:
        with _bar() as bar:
            found = fetch_cifar10(folder, tell=_teller(bar), archive=archive)
    except KeyboardInterrupt:
        print("Stopped. What has come is kept: the same command goes on from there.", file=sys.stderr)
        return EXIT_INTERRUPTED
    print(found)
    if options.folder is not None:
        print(f"Set {ENVIRONMENT_VARIABLE} to this folder to have it found.", file=sys.stderr)
    return EXIT_FINE


def _bar() -> Progress:
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn())
    timing = (TransferSpeedColumn(), TimeRemainingColumn())
    return Progress(*columns, *timing, console=console, transient=True, disable=not console.is_terminal)


def _teller(bar: Progress) -> Callable[[Step], None]:
    task = bar.add_task("Fetched", total=None)

    def tell(step: Step) -> None:
        if step.word == "Fetched":
            bar.update(task, completed=step.done, total=step.total)
        else:
            bar.update(task, description=step.word)

    return tell
