"""Weights and cards: whole or not at all, and checked before use."""

import dataclasses
import json
import shutil

import h5py
import keras
import numpy as np
import pytest

from cifar_demo.errors import WeightsError
from cifar_demo.inference.familiarity import ARRAYS
from cifar_demo.networks import get_spec
from cifar_demo.store.card import card_path, card_text, read_card
from cifar_demo.store.files import replacing
from cifar_demo.store.weights import (
    as_stored,
    load_statistics,
    load_weights,
    read_verified_card,
    round_to_stored_precision,
    save_trained,
    weights_path,
)
from tests.making import untrained_card, untrained_predictions


@pytest.fixture
def folder(untrained_folder, tmp_path):
    """A copy that a test may damage."""
    return shutil.copytree(untrained_folder, tmp_path / "weights")


def test_replacing_leaves_the_old_file_when_writing_fails(tmp_path):
    path = tmp_path / "file"
    path.write_text("old")
    with pytest.raises(RuntimeError, match="halfway"), replacing(path) as part:
        part.write_text("ne")
        raise RuntimeError("halfway")
    assert [(entry.name, entry.read_text()) for entry in tmp_path.iterdir()] == [("file", "old")]


def test_card_comes_back_as_written(tmp_path):
    card = untrained_card(get_spec("lenet"), 62_006, 651_720)
    card_path(tmp_path, "lenet").write_text(card_text(card))
    assert read_card(tmp_path, "lenet") == card


@pytest.mark.parametrize("number", [float("nan"), float("inf")])
def test_card_that_no_reader_takes_is_not_written(number):
    with pytest.raises(ValueError, match="Out of range float values"):
        card_text(dataclasses.replace(untrained_card(get_spec("lenet"), 1, 1), temperature=number))


def test_weights_come_back_as_they_are_rounded(tmp_path):
    model = get_spec("lenet").build()
    card = save_trained(model, {}, untrained_predictions(), untrained_card(get_spec("lenet"), 1, 1), tmp_path)
    loaded = get_spec("lenet").build()
    load_weights(loaded, card, tmp_path)
    round_to_stored_precision(model)
    for saved, read in zip(model.weights, loaded.weights, strict=True):
        np.testing.assert_array_equal(saved.numpy(), read.numpy())
    assert card.weights_bytes == weights_path(tmp_path, "lenet").stat().st_size


def test_kernels_keep_nine_significant_bits_and_vectors_all():
    kernel = np.array([[1 + 2**-8, 1 + 2**-9 + 2**-12], [-3.1415927, 0.0]], np.float32)
    stored = as_stored({"kernel": kernel, "vector": kernel[1]})
    np.testing.assert_array_equal(stored["kernel"], [[1 + 2**-8, 1 + 2**-8], [-3.140625, 0.0]])
    np.testing.assert_array_equal(stored["vector"], kernel[1])
    np.testing.assert_array_equal(as_stored(stored)["kernel"], stored["kernel"])


def test_kernels_take_less_room_than_half_precision_would(tmp_path):
    card = save_trained(
        get_spec("vggnet").build(), {}, untrained_predictions(), untrained_card(get_spec("vggnet"), 1, 1), tmp_path
    )
    num_params = sum(int(np.prod(weight.shape)) for weight in get_spec("vggnet").build().weights)
    assert card.weights_bytes < 0.9 * 2 * num_params


def kinds_in(group):
    """Whether each array in a group has several dimensions, and its type."""
    arrays = []
    group.visititems(lambda _, item: arrays.append(item) if hasattr(item, "ndim") else None)
    return {(array.ndim > 1, str(array.dtype)) for array in arrays}


def test_kernels_are_stored_in_half_precision_and_vectors_in_full(folder):
    with h5py.File(weights_path(folder, "vggnet")) as file:
        assert kinds_in(file["layers"]) == kinds_in(file["familiarity"]) == {(True, "float16"), (False, "float32")}


def test_file_is_what_keras_itself_reads(folder):
    ours, theirs = get_spec("vggnet").build(), get_spec("vggnet").build()
    load_weights(ours, read_card(folder, "vggnet"), folder)
    theirs.load_weights(weights_path(folder, "vggnet"))
    for one, other in zip(ours.weights, theirs.weights, strict=True):
        np.testing.assert_array_equal(one.numpy(), other.numpy())


def test_optimiser_state_is_not_stored(tmp_path):
    model = get_spec("lenet").build()
    model.compile(optimizer=keras.optimizers.SGD(momentum=0.9), loss="mse")
    model.optimizer.build(model.trainable_variables)
    save_trained(model, {}, untrained_predictions(), untrained_card(get_spec("lenet"), 1, 1), tmp_path)
    with h5py.File(weights_path(tmp_path, "lenet")) as file:
        assert set(file) == {"layers"}


def test_statistics_come_back_beside_the_layers(tmp_path):
    statistics = {"gaps": np.eye(3, dtype=np.float32), "centre": np.array([1.1], np.float32)}
    card = save_trained(
        get_spec("lenet").build(),
        statistics,
        untrained_predictions(),
        untrained_card(get_spec("lenet"), 1, 1),
        tmp_path,
    )
    loaded = load_statistics(card, tmp_path, statistics)
    assert loaded.keys() == statistics.keys()
    for name, array in statistics.items():
        np.testing.assert_array_equal(loaded[name], array)


@pytest.mark.parametrize("held", [{}, {"directions": np.eye(3, dtype=np.float32)}], ids=["none", "an older version's"])
def test_missing_statistics_are_an_error(tmp_path, held):
    card = save_trained(
        get_spec("lenet").build(), held, untrained_predictions(), untrained_card(get_spec("lenet"), 1, 1), tmp_path
    )
    with pytest.raises(WeightsError, match=r"lenet\.weights\.h5 lacks what familiarity is judged by in this version"):
        load_statistics(card, tmp_path, ARRAYS)


def test_nothing_is_left_beside_weights_and_cards(folder):
    assert {path.suffix for path in folder.iterdir()} == {".h5", ".json", ".npz"}


@pytest.mark.parametrize("damage", ["missing", "truncated", "bit flipped", "foreign"])
def test_damaged_weights_say_which_and_how_to_mend(folder, damage):
    path = weights_path(folder, "lenet")
    data = bytearray(path.read_bytes())
    if damage == "missing":
        path.unlink()
    elif damage == "truncated":
        path.write_bytes(data[:-1])
    elif damage == "bit flipped":
        data[len(data) // 2] ^= 1
        path.write_bytes(data)
    else:
        shutil.copy(weights_path(folder, "vggnet"), path)
    with pytest.raises(WeightsError, match=r"lenet\.weights\.h5 is .*train_model\.py --network lenet"):
        read_verified_card(folder, "lenet")
    assert read_verified_card(folder, "vggnet").network == "vggnet"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "not an intact"),
        ("{", "not an intact"),
        ("[]", "not an intact"),
        ("null", "not an intact"),
        ("[" * 100_000, "not an intact"),
        ('{"card_format": 99}', "format is 99"),
        ('{"card_format": 2}', "not an intact.*lacks network, settings"),
        ('{"card_format": 1}', r"older card.*train_model\.py --network lenet --measure-again"),
        ("\xff", "not an intact"),
    ],
)
def test_damaged_card_is_refused(folder, text, reason):
    card_path(folder, "lenet").write_bytes(text.encode("latin-1"))
    with pytest.raises(WeightsError, match=reason):
        read_card(folder, "lenet")


@pytest.mark.parametrize(
    ("field", "value"),
    [("temperature", 0), ("temperature", "warm"), ("num_params", 1.5), ("title", None), ("test", {})],
)
def test_card_with_a_wrong_kind_of_value_is_refused(folder, field, value):
    path = card_path(folder, "lenet")
    path.write_text(json.dumps({**json.loads(path.read_text()), field: value}))
    with pytest.raises(WeightsError, match=r"lenet\.json is not an intact model card"):
        read_card(folder, "lenet")


def test_card_of_another_network_is_refused(folder):
    shutil.copy(card_path(folder, "vggnet"), card_path(folder, "lenet"))
    with pytest.raises(WeightsError, match="card of 'vggnet', not of 'lenet'"):
        read_card(folder, "lenet")


def test_weights_of_an_older_version_of_the_network_are_refused(folder):
    older = get_spec("lenet").build()
    wider = keras.Sequential([keras.Input((84,)), keras.layers.Dense(11, name="logits")]).layers[-1]
    model = keras.Model(older.input, wider(older.layers[-2].output))
    with pytest.raises(WeightsError, match=r"does not fit this version of lenet.*logits has variables of shapes"):
        load_weights(model, read_card(folder, "lenet"), folder)


def test_weights_that_lack_a_layer_are_refused(folder):
    with h5py.File(weights_path(folder, "lenet"), "a") as file:
        del file["layers/dense"]
    with pytest.raises(WeightsError, match=r"stage4_dense has variables of shapes \[\], expected"):
        load_weights(get_spec("lenet").build(), read_card(folder, "lenet"), folder)
