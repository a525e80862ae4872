"""Taking along what a page shows: pictures as PNG, tables as CSV. (Charts bring their own button, see `chart`.)"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Sequence

import streamlit as st

from cifar_demo.figures.pixels import encode_png
from cifar_demo.results import ByteImage


def offer_png(make: Callable[[], ByteImage], name: str, *, key: str) -> None:
    """Offer to save a picture.

    Parameters
    ----------
    make : callable
        Draws it, (H, W, 3) uint8, when it is asked for.
    name : str
        Of the file, without its ending.
    key : str
    """
    _offer("Save as PNG", lambda: encode_png(make()), f"{name}.png", "image/png", key)


def offer_csv(heads: Sequence[str], make: Callable[[], Iterable[Sequence[object]]], name: str, *, key: str) -> None:
    """Offer to save a table.

    Parameters
    ----------
    heads : sequence of str
    make : callable
        Gives the rows, each as long as `heads`, when they are asked for.
    name : str
        Of the file, without its ending.
    key : str
    """
    _offer("Save as CSV", lambda: as_csv(heads, make()), f"{name}.csv", "text/csv", key)


def as_csv(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """Write a table as a CSV file that spreadsheets open with all signs intact."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(heads)
    writer.writerows(rows)
    return file.getvalue().encode("utf-8-sig")  # The mark at its head tells spreadsheets which encoding it is.


def _offer(label: str, make: Callable[[], bytes], name: str, mime: str, key: str) -> None:
    st.download_button(label, make, name, mime, icon=":material/download:", type="tertiary", on_click="ignore", key=key)
