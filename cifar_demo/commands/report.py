"""python -m cifar_demo report: what is known of a network, as one HTML file."""

import argparse
import sys
from pathlib import Path

from cifar_demo.commands.layout import EXIT_FINE, EXIT_USAGE
from cifar_demo.inference.catalog import best_network
from cifar_demo.report.document import report_document
from cifar_demo.store.committee import read_usable_card


def run_report(options: argparse.Namespace) -> int:
    """Write a network's report to a file, and say where it is."""
    card = read_usable_card(options.weights, options.network or best_network(options.weights))
    path = options.output or Path(f"report-{card.network}.html")
    document = report_document(card)
    try:
        path.write_text(document, encoding="utf-8")
    except OSError as error:
        print(f"cifar_demo: Cannot write {str(path)!r}: {error.strerror or error}.", file=sys.stderr)
        return EXIT_USAGE
    print(f"Wrote {path} ({len(document.encode()) / 1e6:.1f} MB).")
    return EXIT_FINE
