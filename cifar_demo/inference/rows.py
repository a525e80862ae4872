"""Answers as rows: the same keys on the command line and in what the app lets one download."""

import csv
import io
import json
from collections.abc import Iterable
from typing import Any, Final

from cifar_demo.results import Prediction

Row = dict[str, Any]

CSV_FIELDS: Final = ("file", "network", "rank", "class_name", "probability", "unfamiliar", "familiarity", "error")
TOP_K: Final = 3


def answer_row(file: str, prediction: Prediction, top_k: int = TOP_K) -> Row:
    """Write an answer as a row.

    Returns
    -------
    dict
        `file, network, top_k, unfamiliar, familiarity, calibrated`.
    """
    scored = [{"class_name": best.class_name, "probability": best.probability} for best in prediction.top_k[:top_k]]
    return {
        "file": file,
        "network": prediction.network,
        "top_k": scored,
        "unfamiliar": prediction.is_unfamiliar,
        "familiarity": prediction.familiarity,
        "calibrated": True,
    }


def error_row(file: str, sentence: str) -> Row:
    """Write why there is no answer as a row: `file, error`."""
    return {"file": file, "error": sentence}


def csv_records(row: Row) -> list[Row]:
    """Write a row as CSV lines, one for each class that it names, with the columns `CSV_FIELDS`."""
    if "error" in row:
        return [row]
    verdict = {key: row[key] for key in ("file", "network", "unfamiliar", "familiarity")}
    return [{**verdict, "rank": rank, **scored} for rank, scored in enumerate(row["top_k"], start=1)]


def as_csv(rows: Iterable[Row]) -> str:
    """Write rows as a CSV file."""
    file = io.StringIO()
    writer = csv.DictWriter(file, CSV_FIELDS, lineterminator="\n")
    writer.writeheader()
    for row in rows:
        writer.writerows(csv_records(row))
    return file.getvalue()


def as_json_lines(rows: Iterable[Row]) -> str:
    """Write rows as JSON, one object a line."""
    return "".join(json.dumps(row) + "\n" for row in rows)
