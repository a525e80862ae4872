"""Weights files: the layers of Keras' own `.weights.h5` layout, kernels in half precision, told apart by SHA-256."""

from __future__ import annotations

import dataclasses
import hashlib
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt

from cifar_demo.errors import WeightsError
from cifar_demo.results import LabelledPredictions
from cifar_demo.store.card import (
    ModelCard,
    Record,
    TrainingRecord,
    card_path,
    card_text,
    how_to_mend,
    read_card_file,
    read_record_file,
)
from cifar_demo.store.files import replacing, sha256_of
from cifar_demo.store.predictions import pack_predictions, predictions_path

if TYPE_CHECKING:
    import h5py
    import keras

STATISTICS_GROUP: Final = "familiarity"
Statistics = dict[str, npt.NDArray[np.generic]]


def weights_path(folder: Path, network: str) -> Path:
    """Where the weights of a network lie."""
    return folder / f"{network}.weights.h5"


def round_to_stored_precision(model: keras.Model) -> None:
    """Round a model's kernels to what a weights file holds, so that figures are those of the file.

    Parameters
    ----------
    model : keras.Model
        Changed in place.
    """
    for variable in model.weights:
        if len(variable.shape) > 1:
            variable.assign(np.asarray(variable.numpy(), np.float16).astype(np.float32))


def as_stored(statistics: Mapping[str, npt.NDArray[np.generic]]) -> Statistics:
    """Round statistics to what a weights file holds of them."""
    return {name: _read_back(_stored(array)) for name, array in statistics.items()}


def save_trained(
    model: keras.Model,
    statistics: Mapping[str, npt.NDArray[np.generic]],
    predictions: LabelledPredictions,
    card: ModelCard,
    folder: Path,
) -> ModelCard:
    """Write the weights, their card and their test predictions, all or nothing.

    Weights are renamed first, then the card, then the predictions. A kill in between leaves the rest finished under
    temporary names, where `read_verified_card` and `load_predictions` find it.

    Parameters
    ----------
    model : keras.Model
        Built by the network's spec.
    statistics : mapping of name to array
        What familiarity is judged by; stored beside the layers, where Keras does not look.
    predictions : LabelledPredictions
    card : ModelCard
        What it says of the files is filled in here.
    folder : Path

    Returns
    -------
    ModelCard
        As written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder, prefix=".saving-") as scratch:
        whole, small = Path(scratch) / "whole.weights.h5", Path(scratch) / "small.weights.h5"
        model.save_weights(whole)
        _pack(whole, statistics, small)
        card = dataclasses.replace(card, weights_sha256=sha256_of(small), weights_bytes=small.stat().st_size)
        weights = weights_path(folder, card.network)
        with _replacing_measured(card, predictions, folder) as written, replacing(weights) as weights_part:
            small.replace(weights_part)
    return written


def save_measured(predictions: LabelledPredictions, card: ModelCard, folder: Path) -> ModelCard:
    """Write a card and test predictions beside weights that stay as they are, both or neither.

    Returns
    -------
    ModelCard
        As written.
    """
    with _replacing_measured(card, predictions, folder) as written:
        return written


def read_verified_card(folder: Path, network: str) -> ModelCard:
    """Read the card of a network and check that the weights beside it are the ones it describes.

    Raises
    ------
    WeightsError
        If either is missing or damaged, or they do not belong together; says which and how to mend it.
    """
    return _verified(folder, network, read_card_file)


def read_verified_record(folder: Path, network: str) -> TrainingRecord:
    """Read what the card of a network tells of its training, also from an older one, and check the weights beside it.

    Raises
    ------
    WeightsError
        If either is missing or damaged, or they do not belong together; says which and how to mend it.
    """
    return _verified(folder, network, read_record_file)


def load_weights(model: keras.Model, card: TrainingRecord, folder: Path) -> None:
    """Load verified weights into a freshly built model.

    Keras' own `load_weights` only warns where a file lacks a layer; here every variable must be there.

    Raises
    ------
    WeightsError
        If they do not fit the network as this version builds it.
    """
    import h5py

    path = weights_path(folder, card.network)
    try:
        with h5py.File(path) as file:
            groups = {str(group["vars"].attrs["name"]): group["vars"] for group in file["layers"].values()}
            for layer in model.layers:
                _assign(layer, groups.get(layer.name, {}))
    # h5py raises OSError for a damaged file and KeyError for another layout; ValueError is `_assign`'s.
    except (ValueError, KeyError, OSError) as error:
        raise WeightsError(
            f"{path.name} does not fit this version of {card.network}: it was made by another one ({error}). "
            f"{how_to_mend(card.network)}"
        ) from error


def load_statistics(card: TrainingRecord, folder: Path) -> Statistics:
    """Load what familiarity is judged by, from verified weights: by name, int8 or float32.

    Raises
    ------
    WeightsError
        If the file holds none.
    """
    import h5py

    path = weights_path(folder, card.network)
    try:
        with h5py.File(path) as file:
            return {name: _read_back(array[()]) for name, array in file[STATISTICS_GROUP].items()}
    except (KeyError, OSError) as error:
        raise WeightsError(f"{path.name} lacks its {STATISTICS_GROUP}. {how_to_mend(card.network)}") from error


@contextmanager
def _replacing_measured(card: ModelCard, predictions: LabelledPredictions, folder: Path) -> Iterator[ModelCard]:
    """Write predictions and card under temporary names; when the block ends well, rename the card, then the others."""
    packed = pack_predictions(predictions)
    card = dataclasses.replace(card, predictions_sha256=hashlib.sha256(packed).hexdigest())
    with replacing(predictions_path(folder, card.network)) as predictions_part:
        predictions_part.write_bytes(packed)
        with replacing(card_path(folder, card.network)) as card_part:
            card_part.write_text(card_text(card), encoding="utf-8")
            yield card


def _verified(folder: Path, network: str, read: Callable[[Path, str], Record]) -> Record:
    record = read(card_path(folder, network), network)
    path = weights_path(folder, network)
    try:
        digest = sha256_of(path)
    except FileNotFoundError as error:
        raise WeightsError(f"{path.name} is missing, though its card is there. {how_to_mend(network)}") from error
    except OSError as error:
        raise WeightsError(f"Cannot read {path.name}: {error.strerror or error}.") from error
    if digest == record.weights_sha256:
        return record
    part = card_path(folder, network).with_name(f"{network}.json.part")  # Of a save that was killed.
    if part.is_file() and (finished := read(part, network)).weights_sha256 == digest:
        return finished
    raise WeightsError(
        f"{network}.weights.h5 is not the file that its card describes (SHA-256 {digest[:12]}…): "
        f"it is damaged, cut short or from elsewhere. {how_to_mend(network)}"
    )


def _assign(layer: keras.Layer, stored: Mapping[str, h5py.Dataset]) -> None:
    expected = [tuple(variable.shape) for variable in layer.weights]
    found = [stored[str(index)].shape for index in range(len(stored))]
    if found != expected:
        raise ValueError(f"{layer.name} has variables of shapes {found}, expected {expected}")
    for index, variable in enumerate(layer.weights):
        variable.assign(stored[str(index)][()].astype(np.float32))


def _pack(source_path: Path, statistics: Mapping[str, npt.NDArray[np.generic]], target_path: Path) -> None:
    """Copy the layers of a weights file, without any optimiser's state, and add the statistics."""
    import h5py

    with h5py.File(source_path) as source, h5py.File(target_path, "w") as target:
        for key, layer in source["layers"].items():
            if not len(layer["vars"]):
                continue
            group = target.create_group(f"layers/{key}/vars")
            group.attrs["name"] = layer["vars"].attrs["name"]
            for index, variable in layer["vars"].items():
                group.create_dataset(index, data=_stored(variable[()]))
        for name, array in statistics.items():
            target.create_dataset(f"{STATISTICS_GROUP}/{name}", data=_stored(array))


def _stored(array: npt.NDArray[np.generic]) -> npt.NDArray[np.generic]:
    """Halve the precision of kernels; vectors hold few numbers and stay as they are, bytes are small enough."""
    if array.dtype == np.int8:
        return array
    return array.astype(np.float16 if array.ndim > 1 else np.float32)


def _read_back(array: npt.NDArray[np.generic]) -> npt.NDArray[np.generic]:
    """Compute with float32, and leave bytes as small as they are."""
    return array if array.dtype == np.int8 else array.astype(np.float32)
