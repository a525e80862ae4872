"""Rows on the terminal: a table for people, one JSON object a line or CSV for programs."""

import csv
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final, Literal, TypeVar

from rich import progress
from rich.console import Console

from cifar_demo.inference.rows import CSV_FIELDS, Row, csv_records

EXIT_FINE, EXIT_SOME_FAILED, EXIT_USAGE = 0, 1, 2

Layout = Literal["table", "json", "csv"]

Item = TypeVar("Item")


def print_rows(rows: Iterable[Row], layout: Layout) -> int:
    """Print rows as they come.

    Parameters
    ----------
    rows : iterable of dict
        One that failed has the key `error`.
    layout : "table", "json" or "csv"

    Returns
    -------
    int
        Exit status: 0, or 1 if any row failed.
    """
    num_failed = 0
    for index, row in enumerate(rows):
        print_row(row, layout, is_first=index == 0)
        num_failed += "error" in row
    return EXIT_SOME_FAILED if num_failed else EXIT_FINE


def track(items: Sequence[Item], what: str) -> Iterator[Item]:
    """Give items one by one, with a progress bar on standard error where that is a terminal."""
    console = Console(stderr=True)
    return iter(progress.track(items, what, console=console, transient=True, disable=not console.is_terminal))


def print_row(row: Row, layout: Layout, *, is_first: bool = False) -> None:
    """Print one row, with what goes above it if it is the first."""
    if layout == "json":
        print(json.dumps(row), flush=True)
    elif layout == "csv":
        _print_csv(row, is_first)
    else:
        print(table_line(row), flush=True)


def table_line(row: Row) -> str:
    """Make one line for people: columns in the order of the row's keys."""
    return "  ".join(_cell(key, value) for key, value in row.items()).rstrip()


def _print_csv(row: Row, is_first: bool) -> None:
    writer = csv.DictWriter(sys.stdout, CSV_FIELDS, lineterminator="\n")
    if is_first:
        writer.writeheader()
    writer.writerows(csv_records(row))
    sys.stdout.flush()


def _cell(key: str, value: Any) -> str:
    if key == "error":
        return f"error: {value}"
    return _CELLS.get(key, str)(value)


def _scored_classes(top_k: Iterable[Mapping[str, Any]]) -> str:
    return "  ".join(f"{scored['class_name']} {scored['probability']:.1%}" for scored in top_k)


def _classes(per_class: Mapping[str, float]) -> str:
    return " ".join(f"{name} {share:.1%}" for name, share in per_class.items())


_CELLS: Final[Mapping[str, Callable[[Any], str]]] = MappingProxyType(
    {
        "file": "{:<32}".format,
        "network": "{:<10}".format,
        "name": "{:<10}".format,
        "title": "{:<10}".format,
        "top_k": _scored_classes,
        "unfamiliar": lambda is_unfamiliar: "like none of the ten" if is_unfamiliar else "",
        "familiarity": lambda share: f"familiarity {share:.0%}",
        "calibrated": lambda _: "",
        "num_images": "{:,} pictures".format,
        "accuracy": "accuracy {:.2%}".format,
        "nll": "nll {:.3f}".format,
        "ece": "ece {:.2%}".format,
        "per_class": _classes,
        "corruption": "{:<16}".format,
        "seed": lambda _: "",
        "accuracy_by_strength": lambda shares: "accuracy " + " ".join(f"{share:7.2%}" for share in shares),
        "num_params": "{:>12,} parameters".format,
        "num_mult_adds": "{:>13,} multiply-adds".format,
        "weights_bytes": lambda size: "not trained" if size is None else f"{size / 1e6:6.2f} MB",
        "test_accuracy": lambda share: "" if share is None else f"test accuracy {share:.2%}",
    }
)
