"""CIFAR-10: find it, verify it, split it.

Krizhevsky, "Learning multiple layers of features from tiny images", 2009.
"""

import hashlib
import os
import sys
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

import numpy as np

from cifar_demo.constants import IMAGE_SIDE, NUM_CHANNELS, NUM_CLASSES
from cifar_demo.dataset.restricted_pickle import read_pickle
from cifar_demo.errors import DatasetError
from cifar_demo.results import ByteImage, IntArray

FOLDER_NAME: Final = "cifar-10-batches-py"
ENVIRONMENT_VARIABLE: Final = "CIFAR10_DIR"
TRAIN_FILES: Final = tuple(f"data_batch_{index}" for index in range(1, 6))
TEST_FILES: Final = ("test_batch",)
IMAGES_PER_FILE: Final = 10_000
_CACHE_NAME: Final = "cifar-demo"

WHERE_TO_GET_IT: Final = (
    "Fetch it with python -m cifar_demo fetch (170 MB). Or get it from https://www.cs.toronto.edu/~kriz/cifar.html "
    f"(CIFAR-10 python version), unpack it and pass --data-dir with the folder {FOLDER_NAME}, or set "
    f"{ENVIRONMENT_VARIABLE}"
)


@dataclass(frozen=True, eq=False)
class Split:
    """Pictures with their labels.

    Attributes
    ----------
    images : (N, 32, 32, 3) uint8
    labels : (N,) int64
        Index into `constants.CLASS_NAMES`.
    """

    images: ByteImage
    labels: IntArray

    def __len__(self) -> int:
        return len(self.labels)

    def take(self, indices: IntArray) -> "Split":
        """Select pictures by position."""
        return Split(self.images[indices], self.labels[indices])


@dataclass(frozen=True, eq=False)
class Cifar10:
    """The 50,000 training and 10,000 test pictures, and the folder that they came from."""

    train: Split
    test: Split
    folder: Path

    @cached_property
    def sha256(self) -> str:
        """Fingerprint of all pixels and labels, in order, whatever files they came in."""
        digest = hashlib.sha256()
        for split in (self.train, self.test):
            digest.update(split.images.tobytes())
            digest.update(split.labels.astype(np.uint8).tobytes())
        return digest.hexdigest()


def find_cifar10(data_dir: Path | None = None) -> Path | None:
    """Find the folder of batches on this machine.

    Looks at `data_dir`, then the variable `CIFAR10_DIR`, then where `fetch` puts it, then Keras' own cache. A place
    that a person named is never silently passed over.

    Parameters
    ----------
    data_dir : Path, optional
        The folder of batches, or one that holds it.

    Returns
    -------
    Path or None
        The folder with `data_batch_1`, or None if nobody named one and no cache has any.

    Raises
    ------
    DatasetError
        If `data_dir` or `CIFAR10_DIR` is given and holds no batches.
    """
    if data_dir is not None:
        return _require_batches(data_dir, "--data-dir")
    if from_environment := os.environ.get(ENVIRONMENT_VARIABLE):
        return _require_batches(Path(from_environment), ENVIRONMENT_VARIABLE)
    return _batches_under(cache_folder()) or _batches_under(_keras_cache())


def cache_folder() -> Path:
    """Where fetched data are kept: the folder that this system has for such things, never the repository's."""
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or _home() / "AppData" / "Local") / _CACHE_NAME
    if sys.platform == "darwin":
        return _home() / "Library" / "Caches" / _CACHE_NAME
    return Path(os.environ.get("XDG_CACHE_HOME") or _home() / ".cache") / _CACHE_NAME


def locate_cifar10(data_dir: Path | None = None) -> Path:
    """Find the folder of batches; nothing is ever fetched without being asked for.

    Parameters
    ----------
    data_dir : Path, optional
        See `find_cifar10`.

    Raises
    ------
    DatasetError
        If there is none.
    """
    folder = find_cifar10(data_dir)
    if folder is None:
        raise DatasetError(f"CIFAR-10 is not on this machine. {WHERE_TO_GET_IT}.")
    return folder


def load_cifar10(data_dir: Path | None = None) -> Cifar10:
    """Load and check all of CIFAR-10.

    Parameters
    ----------
    data_dir : Path, optional
        See `find_cifar10`.

    Raises
    ------
    DatasetError
        If there is none, or a file is missing or damaged; the message names the file.
    """
    folder = locate_cifar10(data_dir)
    return Cifar10(train=read_split(folder, TRAIN_FILES), test=read_split(folder, TEST_FILES), folder=folder)


def read_split(folder: Path, file_names: tuple[str, ...]) -> Split:
    """Read and join batch files of the standard layout.

    Raises
    ------
    DatasetError
        If a file is missing or is not a batch of 10,000 labelled pictures.
    """
    parts = [_read_batch(folder / name) for name in file_names]
    return Split(np.concatenate([part.images for part in parts]), np.concatenate([part.labels for part in parts]))


def stratified_indices(labels: IntArray, num_held_out: int, seed: int) -> tuple[IntArray, IntArray]:
    """Split positions into kept and held-out ones, the same number of each class held out.

    Parameters
    ----------
    labels : (N,) int64
    num_held_out : int
        A multiple of the number of classes.
    seed : int
        The same seed gives the same split.

    Returns
    -------
    kept, held_out : (N - num_held_out,), (num_held_out,) int64
        Both sorted, disjoint, together all positions.

    Raises
    ------
    ValueError
        If `num_held_out` cannot be shared equally, or a class has too few pictures.
    """
    per_class, rest = divmod(num_held_out, NUM_CLASSES)
    if rest:
        raise ValueError(f"num_held_out must be a multiple of {NUM_CLASSES}, got {num_held_out}.")
    generator = np.random.default_rng(seed)
    chosen = []
    for class_index in range(NUM_CLASSES):
        members = np.flatnonzero(labels == class_index)
        if len(members) <= per_class:
            raise ValueError(f"Class {class_index} has {len(members)} pictures: too few to hold out {per_class}.")
        chosen.append(generator.choice(members, per_class, replace=False))
    held_out = np.sort(np.concatenate(chosen)).astype(np.int64)
    kept = np.setdiff1d(np.arange(len(labels)), held_out)
    return kept, held_out


def _require_batches(folder: Path, source: str) -> Path:
    found = _batches_under(folder)
    if found is None:
        raise DatasetError(
            f"{source} says {folder}, but there is no {TRAIN_FILES[0]} in it that may be read. Fetch it there with "
            f"python -m cifar_demo fetch --folder {folder} (170 MB), or have {source} name the folder that holds it."
        )
    return found


def _batches_under(folder: Path) -> Path | None:
    """Accept the folder of batches itself, or a folder that holds it."""
    for candidate in (folder, folder / FOLDER_NAME, folder / f"{FOLDER_NAME}-target" / FOLDER_NAME):
        try:
            if (candidate / TRAIN_FILES[0]).is_file():
                return candidate
        except PermissionError:
            continue  # What may not be looked into holds nothing for us.
    return None


def _home() -> Path:
    """Folder of the person; "~" as it stands where the system knows of none, at which `Path.home` would fail."""
    return Path(os.path.expanduser("~"))


def _keras_cache() -> Path:
    home = os.environ.get("KERAS_HOME")
    return (Path(home) if home else _home() / ".keras") / "datasets"


def _read_batch(path: Path) -> Split:
    if not path.is_file():
        raise DatasetError(f"CIFAR-10 is incomplete: {path} is missing. {WHERE_TO_GET_IT}.")
    batch = read_pickle(path)
    if not isinstance(batch, dict) or b"data" not in batch or b"labels" not in batch:
        raise DatasetError(f"{path} is not a CIFAR-10 batch: it has no data and labels. Unpack the archive again.")
    return Split(_checked_images(batch[b"data"], path), _checked_labels(batch[b"labels"], path))


def _checked_images(data: object, path: Path) -> ByteImage:
    expected = (IMAGES_PER_FILE, NUM_CHANNELS * IMAGE_SIDE * IMAGE_SIDE)
    if not isinstance(data, np.ndarray) or data.dtype != np.uint8 or data.shape != expected:
        came = f"{data.dtype} {data.shape}" if isinstance(data, np.ndarray) else type(data).__name__
        raise DatasetError(f"{path} holds pixels as {came}, expected uint8 {expected}. Unpack the archive again.")
    planes = data.reshape(-1, NUM_CHANNELS, IMAGE_SIDE, IMAGE_SIDE)
    return np.ascontiguousarray(planes.transpose(0, 2, 3, 1))  # (N, C, H, W) -> (N, H, W, C)


def _checked_labels(labels: object, path: Path) -> IntArray:
    is_list_of_int = isinstance(labels, list) and all(type(label) is int for label in labels)
    if not is_list_of_int or len(labels) != IMAGES_PER_FILE:  # type: ignore[arg-type]
        raise DatasetError(f"{path} should hold a list of {IMAGES_PER_FILE} whole-number labels. Unpack it again.")
    array = np.asarray(labels, np.int64)
    if array.min() < 0 or array.max() >= NUM_CLASSES:
        raise DatasetError(f"{path} has labels from {array.min()} to {array.max()}, expected 0 to {NUM_CLASSES - 1}.")
    return array
