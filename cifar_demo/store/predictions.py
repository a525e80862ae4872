"""A network's answers to all test pictures, so that a report can be shown where the data set is not.

Class and label take one byte, confidence two: steps of 1/65,535 still tell 99.99 % from certain. About 30 kB a network.
"""

import hashlib
import io
from pathlib import Path
from typing import Final
from zipfile import BadZipFile

import numpy as np

from cifar_demo.errors import WeightsError
from cifar_demo.results import LabelledPredictions
from cifar_demo.store.card import ModelCard, measuring_command
from cifar_demo.store.files import part_of

CONFIDENCE_STEPS: Final = np.iinfo(np.uint16).max
_KINDS: Final = {"class_index": np.uint8, "confidence": np.uint16, "label": np.uint8}


def predictions_path(folder: Path, network: str) -> Path:
    """Where the test predictions of a network lie."""
    return folder / f"{network}.predictions.npz"


def pack_predictions(predictions: LabelledPredictions) -> bytes:
    """Make the contents of the file; the same predictions give the same bytes."""
    file = io.BytesIO()
    np.savez_compressed(
        file,
        class_index=predictions.class_indices.astype(np.uint8),
        confidence=np.rint(predictions.confidences * CONFIDENCE_STEPS).astype(np.uint16),
        label=predictions.labels.astype(np.uint8),
    )
    return file.getvalue()


def load_predictions(card: ModelCard, folder: Path) -> LabelledPredictions:
    """Load the test predictions that belong to a card.

    Parameters
    ----------
    card : ModelCard
        As `read_verified_card` gives it.
    folder : Path
        Holds `NAME.predictions.npz`.

    Raises
    ------
    WeightsError
        If they are missing, damaged, or not the ones that the card describes; says how to mend it.
    """
    data = _read(card, folder)
    try:
        with np.load(io.BytesIO(data), allow_pickle=False) as file:
            arrays = {name: file[name] for name in _KINDS}
    except (OSError, ValueError, KeyError, BadZipFile) as error:
        raise WeightsError(f"{card.network}.predictions.npz cannot be read ({error}). {_how_to_mend(card)}") from error
    if any(array.dtype != _KINDS[name] or array.shape != (card.test.num_images,) for name, array in arrays.items()):
        raise WeightsError(f"{card.network}.predictions.npz is of another version. {_how_to_mend(card)}")
    return LabelledPredictions(
        class_indices=arrays["class_index"].astype(np.int64),
        confidences=(arrays["confidence"] / CONFIDENCE_STEPS).astype(np.float32),
        labels=arrays["label"].astype(np.int64),
    )


def _read(card: ModelCard, folder: Path) -> bytes:
    """Read the file, or the finished one that a killed save left under its temporary name: the card tells which."""
    path = predictions_path(folder, card.network)
    try:
        found = [place.read_bytes() for place in (path, part_of(path)) if place.is_file()]
    except OSError as error:
        raise WeightsError(f"Cannot read {path.name}: {error.strerror or error}.") from error
    if not found:
        raise WeightsError(f"{path.name} is missing, though its card is there. {_how_to_mend(card)}")
    for data in found:
        if hashlib.sha256(data).hexdigest() == card.predictions_sha256:
            return data
    raise WeightsError(
        f"{path.name} is not the file that its card describes: it is damaged, cut short or from elsewhere. "
        f"{_how_to_mend(card)}"
    )


def _how_to_mend(card: ModelCard) -> str:
    command = measuring_command(card.network)
    return f"Restore it from the repository, or make it anew, without training, with: {command}"
