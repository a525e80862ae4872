"""CIFAR-10 from its official address, when a person asks for it: fetched, verified, unpacked without trusting it."""

from __future__ import annotations

import errno
import hashlib
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from cifar_demo.dataset.cifar10 import FOLDER_NAME, TEST_FILES, TRAIN_FILES, read_split
from cifar_demo.dataset.download import FETCH_AGAIN, download
from cifar_demo.dataset.unpack import unpack
from cifar_demo.errors import DatasetError

MEGABYTE: Final = 1_000_000
_CHUNK: Final = 1 << 20


@dataclass(frozen=True)
class Archive:
    """Where the data set is, and what it must be.

    Attributes
    ----------
    url : str
    num_bytes : int
    md5 : str
        As published beside it: enough to find what went wrong on the way.
    sha256 : str
        Of the same file: nobody can make another one that has it.
    unpacked_bytes : int
        Room that its files need.
    """

    url: str
    num_bytes: int
    md5: str
    sha256: str
    unpacked_bytes: int


OFFICIAL: Final = Archive(
    url="https://www.cs.toronto.edu/~kriz/cifar-10-python.tar.gz",
    num_bytes=170_498_071,
    md5="c58f30108f718f92721af3b95e74349a",
    sha256="6d958be074577803d12ecdefd02955f39262c83c16fe9348329d7fe0b5c001ce",
    unpacked_bytes=186_300_000,
)


@dataclass(frozen=True)
class Step:
    """How far fetching has come: a word, and how much of how much, in bytes or in files."""

    word: str
    done: int
    total: int


Tell = Callable[[Step], None]


def fetch_cifar10(folder: Path, *, tell: Tell, archive: Archive = OFFICIAL) -> Path:
    """Fetch the data set; an interrupted fetch goes on where it stopped.

    Parameters
    ----------
    folder : Path
        The folder of batches is made in it, complete or not at all.
    tell : callable
        Receives each step, often; what it raises stops the fetch, and what has come is kept.
    archive : Archive

    Returns
    -------
    Path
        The folder of batches.

    Raises
    ------
    DatasetError
        If there is no way to the address, no room, no right to write, or if what came is not the data set.
    """
    part = folder / "cifar-10-python.tar.gz.part"
    with _disk_faults_named(folder):
        folder.mkdir(parents=True, exist_ok=True)
        _check_room(folder, archive, part)
        download(archive.url, archive.num_bytes, part, lambda done: tell(Step("Fetched", done, archive.num_bytes)))
        tell(Step("Checking", archive.num_bytes, archive.num_bytes))
        _verify(part, archive)
        target = _unpack_whole(part, folder, tell)
        part.unlink()
    return target


def _unpack_whole(part: Path, folder: Path, tell: Tell) -> Path:
    """Unpack beside the target and move it there when all of it is right."""
    with tempfile.TemporaryDirectory(dir=folder, prefix="unpacking-") as name:
        unpacked = Path(name) / FOLDER_NAME
        unpacked.mkdir()
        for done, total in unpack(part, unpacked):
            tell(Step("Unpacked", done, total))
        for batch in (*TRAIN_FILES, *TEST_FILES):
            read_split(unpacked, (batch,))
        target = folder / FOLDER_NAME
        shutil.rmtree(target, ignore_errors=True)
        unpacked.rename(target)
    return target


def _check_room(folder: Path, archive: Archive, part: Path) -> None:
    has_come = part.stat().st_size if part.exists() else 0
    needed = archive.num_bytes - has_come + archive.unpacked_bytes
    free = shutil.disk_usage(folder).free
    if free < needed:
        raise DatasetError(
            f"CIFAR-10 needs {needed / MEGABYTE:,.0f} MB in {folder} and {free / MEGABYTE:,.0f} MB are free. "
            "Make room and try again."
        )


def _verify(part: Path, archive: Archive) -> None:
    md5, sha256 = hashlib.md5(usedforsecurity=False), hashlib.sha256()
    with part.open("rb") as file:
        while chunk := file.read(_CHUNK):
            md5.update(chunk)
            sha256.update(chunk)
    if (md5.hexdigest(), sha256.hexdigest()) == (archive.md5, archive.sha256):
        return
    part.unlink()
    raise DatasetError(
        f"What came from {archive.url} is not CIFAR-10: its checksum is {md5.hexdigest()} and should be {archive.md5}. "
        f"It was deleted. {FETCH_AGAIN}"
    )


@contextmanager
def _disk_faults_named(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise DatasetError(f"The disk with {folder} is full. Make room and try again.") from error
        raise DatasetError(
            f"Cannot write to {folder}: {error.strerror or error}. On a host that lets apps keep no files, this "
            "cannot be helped; on your own machine, allow writing there, or set CIFAR10_DIR to where the data are."
        ) from error
