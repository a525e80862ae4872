"""The archive of CIFAR-10 into a folder: only the files it should hold, none larger than it should be."""

from __future__ import annotations

import gzip
import shutil
import tarfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from cifar_demo.dataset.cifar10 import FOLDER_NAME, TEST_FILES, TRAIN_FILES
from cifar_demo.errors import DatasetError

_BATCH_BYTES: Final = 32_000_000  # A batch has 31,035,999 at most.
_SMALL_BYTES: Final = 100_000
_LARGEST: Final = dict.fromkeys((*TRAIN_FILES, *TEST_FILES), _BATCH_BYTES) | {
    "batches.meta": _SMALL_BYTES,
    "readme.html": _SMALL_BYTES,
}
_FETCH_AGAIN: Final = "Delete {} and fetch again."
_REQUIRED: Final = (*TRAIN_FILES, *TEST_FILES)


def unpack(archive: Path, folder: Path) -> Iterator[tuple[int, int]]:
    """Unpack the archive.

    Nothing in it decides where a file goes: each one is opened by us under a name of our own list.

    Parameters
    ----------
    archive : Path
        A gzipped tar file.
    folder : Path
        Exists, and is empty.

    Yields
    ------
    done, total : int
        Batches so far, and of how many, after each file.

    Raises
    ------
    DatasetError
        If the archive is damaged, holds anything else, or lacks a batch.
    OSError
        If a file cannot be written.
    """
    done: set[str] = set()
    try:
        with tarfile.open(archive, "r:gz") as members:
            for member in members:
                if member.isdir() and member.name.rstrip("/") == FOLDER_NAME:
                    continue
                name = _checked_name(member)
                source = members.extractfile(member)
                if source is not None:
                    with source, (folder / name).open("xb") as target:
                        shutil.copyfileobj(source, target)
                done.add(name)
                yield len(done.intersection(_REQUIRED)), len(_REQUIRED)
    except (tarfile.TarError, EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise DatasetError(
            f"The archive of CIFAR-10 is damaged ({error}). Delete {archive} and fetch again."
        ) from error
    if missing := [name for name in _REQUIRED if name not in done]:
        raise DatasetError(f"The archive of CIFAR-10 lacks {', '.join(missing)}. {_FETCH_AGAIN.format(archive)}")


def _checked_name(member: tarfile.TarInfo) -> str:
    folder, _, name = member.name.partition("/")
    if not member.isfile() or folder != FOLDER_NAME or name not in _LARGEST:
        raise DatasetError(f"The archive holds {member.name!r}, which CIFAR-10 does not. Nothing was unpacked.")
    if member.size > _LARGEST[name]:
        raise DatasetError(
            f"The archive says that {name} has {member.size:,} bytes; in CIFAR-10 it has {_LARGEST[name]:,} at most. "
            "Nothing was unpacked."
        )
    return name
