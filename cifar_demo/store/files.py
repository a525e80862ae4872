"""Writing files so that a kill at any moment leaves the old one or the new one, never half of one."""

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def part_of(path: Path) -> Path:
    """Where a file is written before it takes its place."""
    return path.with_name(f"{path.name}.part")


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Give a temporary path beside `path`; when the block ends well, it takes the place of `path`.

    Parameters
    ----------
    path : Path
        Final place; its folder is made if need be.

    Yields
    ------
    Path
        Where to write. Left-overs of a killed run are overwritten.
    """
    with replacing_together(path) as (part,):
        yield part


@contextmanager
def replacing_together(*paths: Path) -> Iterator[tuple[Path, ...]]:
    """Do as `replacing` does for several files that belong together: all are whole before the first takes its place.

    Once the first has its name, the others follow in order. Where that cannot be (a kill, or an error twice), they stay
    whole under their temporary names, for the reader to find.
    """
    parts = tuple(part_of(path) for path in paths)
    for path in paths:
        path.parent.mkdir(parents=True, exist_ok=True)
    try:
        yield parts
        for part in parts:
            with part.open("rb+") as file:
                os.fsync(file.fileno())
    except BaseException:
        _discard(parts)
        raise
    try:
        _rename(parts, paths)
    except BaseException:
        if parts[0].exists():
            _discard(parts)
        else:
            _rename(parts, paths)
        raise


def _discard(parts: tuple[Path, ...]) -> None:
    for part in parts:
        part.unlink(missing_ok=True)


def _rename(parts: tuple[Path, ...], paths: tuple[Path, ...]) -> None:
    """Rename those that have not been renamed yet."""
    for part, path in zip(parts, paths, strict=True):
        if part.exists():
            part.replace(path)


def sha256_of(path: Path) -> str:
    """Fingerprint of a file, 64 hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
