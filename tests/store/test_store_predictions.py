"""Test predictions: as written, or refused with a sentence."""

import dataclasses
import io
import shutil
from pathlib import Path

import numpy as np
import pytest

from cifar_demo.errors import WeightsError
from cifar_demo.networks import get_spec
from cifar_demo.results import LabelledPredictions
from cifar_demo.store import weights as store_weights
from cifar_demo.store.card import how_to_measure, read_card
from cifar_demo.store.committee import COMMITTEE
from cifar_demo.store.predictions import load_predictions, pack_predictions, predictions_path
from cifar_demo.store.weights import read_verified_card, save_measured, weights_path
from tests.making import untrained_card, untrained_predictions


@pytest.fixture
def folder(untrained_folder, tmp_path):
    """A copy that a test may damage."""
    return shutil.copytree(untrained_folder, tmp_path / "weights")


def other_predictions():
    """As many as `untrained_predictions`, all of them "cat"."""
    labels = untrained_predictions().labels
    return LabelledPredictions(np.full(len(labels), 3), np.full(len(labels), 0.5, np.float32), labels)


def test_predictions_come_back_as_written(folder):
    loaded, written = load_predictions(read_card(folder, "lenet"), folder), untrained_predictions()
    np.testing.assert_array_equal(loaded.class_indices, written.class_indices)
    np.testing.assert_array_equal(loaded.labels, written.labels)
    np.testing.assert_allclose(loaded.confidences, written.confidences, atol=0.5 / 65_535 + 1e-7)
    assert (loaded.class_indices.dtype, loaded.confidences.dtype, len(loaded)) == (np.int64, np.float32, 20)


def test_same_predictions_make_the_same_bytes():
    assert pack_predictions(untrained_predictions()) == pack_predictions(untrained_predictions())


def test_ten_thousand_predictions_are_small():
    generator = np.random.default_rng(0)
    classes, labels = generator.integers(0, 10, (2, 10_000))
    worst = LabelledPredictions(classes, generator.uniform(0.1, 1, 10_000).astype(np.float32), labels)
    assert len(pack_predictions(worst)) < 35_000


@pytest.mark.parametrize(
    ("damage", "reason"),
    [
        ("missing", "is missing, though its card is there"),
        ("truncated", "is not the file that its card describes"),
        ("bit flipped", "is not the file that its card describes"),
        ("of another network", "is not the file that its card describes"),
        ("empty", "is not the file that its card describes"),
    ],
)
def test_damaged_predictions_say_which_and_how_to_mend(folder, damage, reason):
    vggnet = save_measured(other_predictions(), read_card(folder, "vggnet"), folder)
    path = predictions_path(folder, "lenet")
    data = bytearray(path.read_bytes())
    if damage == "missing":
        path.unlink()
    elif damage == "truncated":
        path.write_bytes(data[:-1])
    elif damage == "bit flipped":
        data[len(data) // 2] ^= 1
        path.write_bytes(data)
    elif damage == "empty":
        path.write_bytes(b"")
    else:
        shutil.copy(predictions_path(folder, "vggnet"), path)
    with pytest.raises(
        WeightsError, match=rf"lenet\.predictions\.npz {reason}.*train_model\.py --network lenet --measure-again"
    ):
        load_predictions(read_verified_card(folder, "lenet"), folder)
    np.testing.assert_array_equal(load_predictions(vggnet, folder).class_indices, 3)


def test_a_committee_is_told_the_command_that_it_takes(tmp_path):
    """Beside `--network committee`, train_model.py refuses `--measure-again`."""
    card = dataclasses.replace(untrained_card(get_spec("lenet"), 1, 1), network=COMMITTEE)
    with pytest.raises(
        WeightsError, match=r"committee\.predictions\.npz is missing.*train_model\.py --network committee$"
    ):
        load_predictions(card, tmp_path)
    assert how_to_measure(COMMITTEE).endswith("python train_model.py --network committee")


def test_a_file_that_may_not_be_read_is_told(tmp_path, monkeypatch):
    def refuse(path):
        raise PermissionError(13, "Permission denied")

    predictions_path(tmp_path, "lenet").write_bytes(b"secret")
    monkeypatch.setattr(Path, "read_bytes", refuse)
    with pytest.raises(WeightsError, match=r"Cannot read lenet\.predictions\.npz: Permission denied"):
        load_predictions(untrained_card(get_spec("lenet"), 1, 1), tmp_path)


@pytest.mark.parametrize("contents", ["not an archive", "one array missing", "too few pictures"])
def test_a_file_that_the_card_vouches_for_is_still_looked_at(folder, contents, monkeypatch):
    """Made by another version: the fingerprint is right, what is inside is not."""
    made = {
        "not an archive": b"PK but no more",
        "one array missing": archive(class_index=np.zeros(20, np.uint8), label=np.zeros(20, np.uint8)),
        "too few pictures": pack_predictions(
            LabelledPredictions(np.zeros(19, int), np.ones(19, np.float32), np.zeros(19, int))
        ),
    }[contents]
    monkeypatch.setattr(store_weights, "pack_predictions", lambda predictions: made)
    card = save_measured(untrained_predictions(), read_card(folder, "lenet"), folder)
    with pytest.raises(WeightsError, match=r"lenet\.predictions\.npz (cannot be read|is of another version).*Restore"):
        load_predictions(card, folder)


def archive(**arrays):
    """Bytes of an .npz file."""
    file = io.BytesIO()
    np.savez_compressed(file, **arrays)
    return file.getvalue()


def test_measuring_again_leaves_the_weights_alone(folder):
    before = weights_path(folder, "lenet").read_bytes()
    newer = dataclasses.replace(read_card(folder, "lenet"), temperature=2.5)
    written = save_measured(other_predictions(), newer, folder)
    assert weights_path(folder, "lenet").read_bytes() == before
    assert read_verified_card(folder, "lenet") == written
    assert written.temperature == 2.5
    assert {path.suffix for path in folder.iterdir()} == {".h5", ".json", ".npz"}


def test_a_kill_before_the_last_rename_leaves_predictions_that_are_found(folder):
    """The card is in place, its predictions still under their temporary name."""
    old = predictions_path(folder, "lenet").read_bytes()
    card = save_measured(other_predictions(), read_card(folder, "lenet"), folder)
    path = predictions_path(folder, "lenet")
    path.rename(path.with_name(f"{path.name}.part"))
    path.write_bytes(old)
    np.testing.assert_array_equal(load_predictions(card, folder).class_indices, 3)
