"""python -m cifar_demo predict: what is on pictures."""

import argparse
import os
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

from cifar_demo.commands.layout import print_rows, track
from cifar_demo.environment import import_keras_quietly
from cifar_demo.errors import CifarDemoError
from cifar_demo.image.decode import decode_image
from cifar_demo.image.framing import FrameMode
from cifar_demo.image.opening import MAX_FILE_BYTES, too_large
from cifar_demo.inference.answer import answer_picture
from cifar_demo.inference.catalog import best_network
from cifar_demo.inference.committee import Answerer, load_answerer
from cifar_demo.inference.rows import Row, answer_row, error_row


def run_predict(options: argparse.Namespace) -> int:
    """Answer for each file; one that cannot be read does not stop the others."""
    network = options.network or best_network(options.weights)
    files = list(find_files(options.files))
    if not files:
        raise CifarDemoError("There are no files in what you named: name pictures, or folders that hold some.")
    import_keras_quietly()
    answer = partial(
        answer_file,
        load_answerer(network, options.weights),
        mode=options.frame,
        num_views=options.views,
        top_k=options.top_k,
    )
    return print_rows(map(answer, track(files, "pictures")), options.format)


def find_files(paths: Sequence[Path]) -> Iterator[Path]:
    """Give files as they are, and the files in folders, at any depth, in order of name; hidden ones are left out."""
    for path in paths:
        if not os.path.isdir(path):  # Where pathlib raises, of a name too long or a folder closed, this says no.
            yield path
            continue
        for inside in sorted(path.rglob("*")):
            if os.path.isfile(inside) and not any(part.startswith(".") for part in inside.relative_to(path).parts):
                yield inside


def answer_file(answerer: Answerer, file: Path, *, mode: FrameMode, num_views: int, top_k: int) -> Row:
    """Answer for one file.

    Returns
    -------
    dict
        `file, network, top_k, unfamiliar, familiarity, calibrated`, or `file, error`.
    """
    try:
        if (num_bytes := file.stat().st_size) > MAX_FILE_BYTES:
            raise too_large(file.name, num_bytes)
        decoded = decode_image(file.read_bytes(), file.name)
    except CifarDemoError as error:
        return error_row(str(file), str(error))
    except OSError as error:
        return error_row(str(file), f"Cannot open {str(file)!r}: {error.strerror or error}.")
    prediction = answer_picture(answerer, decoded.image, mode=mode, num_views=num_views, k=top_k)
    return answer_row(str(file), prediction, top_k)
