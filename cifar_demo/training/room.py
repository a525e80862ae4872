"""Whether what a run writes will find its place, asked before the first epoch and not after the last one."""

from __future__ import annotations

import math
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from cifar_demo.errors import TrainingError

MARGIN_BYTES: Final = 16_000_000  # Card, test predictions, statistics of familiarity, and what others write meanwhile.
_BYTES_WHOLE, _BYTES_PACKED = 4, 2  # Of a weight as Keras saves it, and as it is kept.
_MEGABYTE: Final = 1_000_000


def check_writable(folder: Path) -> None:
    """See that files can be written to a folder, which is made if need be.

    Raises
    ------
    TrainingError
        If not; says why and what to do.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(b"room")
    except OSError as error:
        raise TrainingError(
            f"Cannot write to the folder {folder} ({error.strerror or error}), so training would lead to nothing. "
            "Name another one with --output."
        ) from error


def check_room(folder: Path, num_bytes: int) -> None:
    """See that so many bytes still fit on the disk of a folder that exists.

    Raises
    ------
    TrainingError
        If not; says how much is there, how much it takes and what to do.
    """
    free = shutil.disk_usage(folder).free
    if free < num_bytes:
        raise TrainingError(
            f"The disk of {folder} has {free / _MEGABYTE:,.0f} MB left, and training writes up to "
            f"{num_bytes / _MEGABYTE:,.0f} MB of checkpoint and weights there. Make room, or name another folder with "
            "--output."
        )


def bytes_needed(checkpointed: Iterable[Any], weights: Iterable[Any], *, has_checkpoint: bool) -> int:
    """Count what a run writes at the most at one time: a checkpoint beside the last one, then the weights.

    Parameters
    ----------
    checkpointed : iterable of Keras variables
        All that a checkpoint holds, float32.
    weights : iterable of Keras variables
        Those of the network alone.
    has_checkpoint : bool
        One is there already, and its bytes are taken.
    """
    checkpoint = 4 * sum(math.prod(variable.shape) for variable in checkpointed)
    network = sum(math.prod(variable.shape) for variable in weights)
    num_copies = 1 if has_checkpoint else 2
    return int(num_copies * checkpoint + (_BYTES_WHOLE + _BYTES_PACKED) * network + MARGIN_BYTES)


@contextmanager
def told_if_full(path: Path) -> Iterator[None]:
    """Make a sentence of a failure to write `path`.

    Raises
    ------
    TrainingError
        In place of an OSError.
    """
    try:
        yield
    except OSError as error:
        raise TrainingError(
            f"Cannot write {path} ({error.strerror or error}). What was saved before is whole: make room, then go on "
            "with --resume."
        ) from error
