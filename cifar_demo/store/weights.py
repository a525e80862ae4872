"""Weights files: Keras' own `.weights.h5` layout, kernels in half precision, told apart by their SHA-256."""

from __future__ import annotations

import dataclasses
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from cifar_demo.errors import WeightsError
from cifar_demo.store.card import ModelCard, card_path, how_to_mend, read_card, read_card_file, write_card
from cifar_demo.store.files import replacing, sha256_of

if TYPE_CHECKING:
    import h5py
    import keras


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


def save_trained(model: keras.Model, card: ModelCard, folder: Path) -> ModelCard:
    """Write the weights and their card, both or neither.

    A kill between the two renames leaves the new weights with the finished card still under its temporary name;
    `read_verified_card` accepts that pair.

    Parameters
    ----------
    model : keras.Model
        Built by the network's spec.
    card : ModelCard
        Its `weights_sha256` and `weights_bytes` are filled in here.
    folder : Path

    Returns
    -------
    ModelCard
        As written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder, prefix=".saving-") as scratch:
        packed = Path(scratch) / f"{card.network}.weights.h5"
        model.save_weights(packed)
        small = _in_half_precision(packed)
        card = dataclasses.replace(card, weights_sha256=sha256_of(small), weights_bytes=small.stat().st_size)
        with replacing(card_path(folder, card.network)) as card_part:
            write_card(card, Path(scratch)).replace(card_part)
            with replacing(weights_path(folder, card.network)) as weights_part:
                small.replace(weights_part)
    return card


def read_verified_card(folder: Path, network: str) -> ModelCard:
    """Read the card of a network and check that the weights beside it are the ones it describes.

    Raises
    ------
    WeightsError
        If either is missing or damaged, or they do not belong together; says which and how to mend it.
    """
    card = read_card(folder, network)
    path = weights_path(folder, network)
    try:
        digest = sha256_of(path)
    except FileNotFoundError as error:
        raise WeightsError(f"{path.name} is missing, though its card is there. {how_to_mend(network)}") from error
    except OSError as error:
        raise WeightsError(f"Cannot read {path.name}: {error.strerror or error}.") from error
    if digest != card.weights_sha256:
        return _card_of_interrupted_save(folder, network, digest)
    return card


def load_weights(model: keras.Model, card: ModelCard, folder: Path) -> None:
    """Load verified weights into a freshly built model.

    Raises
    ------
    WeightsError
        If they do not fit the network as this version builds it.
    """
    path = weights_path(folder, card.network)
    try:
        model.load_weights(path)
    # Keras raises ValueError for shapes and counts, KeyError for names, OSError for a damaged HDF5 file.
    except (ValueError, KeyError, OSError) as error:
        raise WeightsError(
            f"{path.name} does not fit this version of {card.network}: it was made by another one. "
            f"{how_to_mend(card.network)}"
        ) from error


def _card_of_interrupted_save(folder: Path, network: str, digest: str) -> ModelCard:
    part = card_path(folder, network).with_name(f"{network}.json.part")
    if part.is_file() and (card := read_card_file(part, network)).weights_sha256 == digest:
        return card
    raise WeightsError(
        f"{network}.weights.h5 is not the file that its card describes (SHA-256 {digest[:12]}…): "
        f"it is damaged, cut short or from elsewhere. {how_to_mend(network)}"
    )


def _in_half_precision(path: Path) -> Path:
    """Copy a weights file with kernels as float16 and vectors as float32, into a new file without free space."""
    import h5py

    small = path.with_name("small.h5")
    with h5py.File(path) as source, h5py.File(small, "w") as target:
        target.attrs.update(source.attrs)
        source.visititems(lambda name, item: _copy_item(name, item, target))
    return small


def _copy_item(name: str, item: h5py.Group | h5py.Dataset, target: h5py.File) -> None:
    if hasattr(item, "shape"):
        is_kernel = item.ndim > 1
        copy = target.create_dataset(name, data=item[()].astype(np.float16 if is_kernel else item.dtype))
    else:
        copy = target.require_group(name)
    copy.attrs.update(item.attrs)
