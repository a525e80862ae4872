"""Weights files: the layers of Keras' own `.weights.h5` layout, kernels rounded and deflated, told apart by SHA-256."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Callable, Iterable, Mapping
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
    read_left_card,
    read_record_file,
)
from cifar_demo.store.card import weights_path as weights_path
from cifar_demo.store.files import part_of, replacing_together, sha256_of
from cifar_demo.store.predictions import pack_predictions, predictions_path

if TYPE_CHECKING:
    import h5py
    import keras

STATISTICS_GROUP: Final = "familiarity"
# Of a kernel's numbers, in binary; half precision has eleven. Two fewer cost no accuracy, and deflate to a tenth less.
SIGNIFICANT_BITS: Final = 9
Statistics = dict[str, npt.NDArray[np.generic]]


def round_to_stored_precision(model: keras.Model) -> None:
    """Round a model's kernels to what a weights file holds, so that figures are those of the file.

    Parameters
    ----------
    model : keras.Model
        Changed in place.
    """
    for variable in model.weights:
        variable.assign(_read_back(_stored(variable.numpy())))


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

    All are whole before the weights are renamed, then the card, then the predictions. A kill in between leaves the rest
    under temporary names, where `read_verified_card` and `load_predictions` find it.

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
    _finish_killed_save(folder, card.network)
    weights, whole = weights_path(folder, card.network), folder / f".saving-{card.network}.weights.h5"
    with replacing_together(weights, *_measured_paths(folder, card.network)) as (part, *measured_parts):
        try:
            model.save_weights(whole)  # Over what a killed save left there.
            _pack(whole, statistics, part)
        finally:
            whole.unlink(missing_ok=True)
        card = dataclasses.replace(card, weights_sha256=sha256_of(part), weights_bytes=part.stat().st_size)
        return _write_measured(card, predictions, *measured_parts)


def save_measured(predictions: LabelledPredictions, card: ModelCard, folder: Path) -> ModelCard:
    """Write a card and test predictions beside weights that stay as they are, both or neither.

    Returns
    -------
    ModelCard
        As written.
    """
    _finish_killed_save(folder, card.network)
    with replacing_together(*_measured_paths(folder, card.network)) as parts:
        return _write_measured(card, predictions, *parts)


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


def load_statistics(card: TrainingRecord, folder: Path, names: Iterable[str]) -> Statistics:
    """Load what familiarity is judged by, from verified weights: by name, float32.

    Raises
    ------
    WeightsError
        If the file lacks one of the names: another version of this program made it.
    """
    import h5py

    path = weights_path(folder, card.network)
    try:
        with h5py.File(path) as file:
            return {name: _read_back(file[STATISTICS_GROUP][name][()]) for name in names}
    except (KeyError, OSError) as error:
        raise WeightsError(
            f"{path.name} lacks what {STATISTICS_GROUP} is judged by in this version. {how_to_mend(card.network)}"
        ) from error


def _measured_paths(folder: Path, network: str) -> tuple[Path, Path]:
    return card_path(folder, network), predictions_path(folder, network)


def _write_measured(card: ModelCard, predictions: LabelledPredictions, card_part: Path, part: Path) -> ModelCard:
    packed = pack_predictions(predictions)
    card = dataclasses.replace(card, predictions_sha256=hashlib.sha256(packed).hexdigest())
    card_part.write_text(card_text(card), encoding="utf-8")
    part.write_bytes(packed)
    return card


def _finish_killed_save(folder: Path, network: str) -> None:
    """Give what a killed save left finished its name, if the folder needs it: a new save writes in its place."""
    card, predictions = _measured_paths(folder, network)
    try:
        _verify(read_card_file(card, network), folder)
    except WeightsError:
        if read_left_card(folder, network, read_card_file):
            part_of(card).replace(card)
    try:
        digest = read_card_file(card, network).predictions_sha256
    except WeightsError:
        return
    part = part_of(predictions)
    if part.is_file() and sha256_of(part) == digest:
        part.replace(predictions)


def _verified(folder: Path, network: str, read: Callable[[Path, str], Record]) -> Record:
    try:
        return _verify(read(card_path(folder, network), network), folder)
    except WeightsError:
        if (left := read_left_card(folder, network, read)) is None:
            raise
        return left


def _verify(record: Record, folder: Path) -> Record:
    """See that the weights are the ones that a card describes."""
    network = record.network
    path = weights_path(folder, network)
    try:
        digest = sha256_of(path)
    except FileNotFoundError as error:
        raise WeightsError(f"{path.name} is missing, though its card is there. {how_to_mend(network)}") from error
    except OSError as error:
        raise WeightsError(f"Cannot read {path.name}: {error.strerror or error}.") from error
    if digest != record.weights_sha256:
        raise WeightsError(
            f"{path.name} is not the file that its card describes (SHA-256 {digest[:12]}…): "
            f"it is damaged, cut short or from elsewhere. {how_to_mend(network)}"
        )
    return record


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
                _write(group, index, _stored(variable[()]))
        for name, array in statistics.items():
            _write(target, f"{STATISTICS_GROUP}/{name}", _stored(array))


def _write(group: h5py.Group, name: str, array: npt.NDArray[np.generic]) -> None:
    """Write an array, deflated where that can pay; HDF5 undoes it when it is read.

    As one chunk: in the small ones that h5py would choose, shuffling gathers too little, and a tenth is lost.
    """
    deflated = {"compression": "gzip", "shuffle": True, "chunks": array.shape} if array.ndim > 1 else {}
    group.create_dataset(name, data=array, **deflated)


def _stored(array: npt.NDArray[np.generic]) -> npt.NDArray[np.generic]:
    """Round kernels to half precision or less; vectors hold few numbers and stay."""
    if array.ndim < 2:
        return array.astype(np.float32)
    fractions, exponents = np.frexp(array.astype(np.float32))
    rounded = np.rint(np.ldexp(fractions, SIGNIFICANT_BITS))
    halves: npt.NDArray[np.float16] = np.ldexp(rounded, exponents - SIGNIFICANT_BITS).astype(np.float16)
    return halves


def _read_back(array: npt.NDArray[np.generic]) -> npt.NDArray[np.generic]:
    """Compute with float32."""
    return array.astype(np.float32)
