"""Finding, reading, checking and splitting CIFAR-10."""

import io
import pickle
import struct

import numpy as np
import pytest

from cifar_demo.dataset import cifar10
from cifar_demo.dataset.cifar10 import (
    ENVIRONMENT_VARIABLE,
    FOLDER_NAME,
    cache_folder,
    find_cifar10,
    load_cifar10,
    locate_cifar10,
    stratified_indices,
)
from cifar_demo.errors import DatasetError
from tests.making import write_batch, write_batches

PER_FILE = 20


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setattr(cifar10, "IMAGES_PER_FILE", PER_FILE)
    path = tmp_path / "data" / FOLDER_NAME
    write_batches(path, PER_FILE)
    return path


def test_named_folder_comes_before_the_variable_and_the_cache(folder, nowhere, monkeypatch):
    monkeypatch.setenv(ENVIRONMENT_VARIABLE, str(nowhere / "elsewhere"))
    assert find_cifar10(folder) == folder


def test_variable_comes_before_the_cache(folder, nowhere, monkeypatch):
    write_batches(nowhere / "keras" / "datasets" / FOLDER_NAME, PER_FILE)
    monkeypatch.setenv(ENVIRONMENT_VARIABLE, str(folder))
    assert find_cifar10() == folder


@pytest.mark.parametrize("layout", [FOLDER_NAME, f"{FOLDER_NAME}-target/{FOLDER_NAME}"])
def test_keras_cache_is_found_in_either_layout(nowhere, layout):
    cached = nowhere / "keras" / "datasets" / layout
    write_batches(cached, PER_FILE)
    assert find_cifar10() == cached


def test_folder_that_holds_the_folder_is_accepted(folder):
    assert find_cifar10(folder.parent) == folder


def test_named_folder_without_batches_is_an_error_even_if_the_cache_has_them(nowhere):
    write_batches(nowhere / "keras" / "datasets" / FOLDER_NAME, PER_FILE)
    with pytest.raises(DatasetError, match=r"--data-dir says .*empty.*data_batch_1.*--data-dir"):
        find_cifar10(nowhere / "empty")


def test_folder_that_may_not_be_looked_into_holds_nothing(nowhere, monkeypatch):
    def refuse(path):
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(cifar10.Path, "is_file", refuse)
    assert find_cifar10() is None
    with pytest.raises(DatasetError, match=r"in it that may be read"):
        find_cifar10(nowhere / "closed")


def test_fetched_data_are_found_before_those_of_keras(nowhere):
    write_batches(nowhere / "keras" / "datasets" / FOLDER_NAME, PER_FILE)
    write_batches(cache_folder() / FOLDER_NAME, PER_FILE)
    assert find_cifar10() == cache_folder() / FOLDER_NAME


def test_without_data_one_sentence_says_what_to_do(nowhere):
    with pytest.raises(DatasetError, match=r"not on this machine.*python -m cifar_demo fetch.*--data-dir"):
        locate_cifar10()


def test_pixels_come_out_in_rows_columns_channels(folder):
    data = np.zeros((PER_FILE, 3, 32, 32), np.uint8)
    data[0, 2, 5, 7] = 200  # Blue, row 5, column 7.
    write_batch(folder / "data_batch_1", PER_FILE, data=data.reshape(PER_FILE, -1))
    train = load_cifar10(folder).train
    assert train.images.shape == (5 * PER_FILE, 32, 32, 3)
    assert train.images[0].nonzero() == (5, 7, 2)
    assert train.images[0, 5, 7, 2] == 200


def test_fingerprint_is_of_content_not_of_files(folder):
    before = load_cifar10(folder).sha256
    batch = pickle.loads((folder / "test_batch").read_bytes())
    (folder / "test_batch").write_bytes(pickle.dumps(batch, protocol=3))
    assert load_cifar10(folder).sha256 == before
    batch[b"labels"][0] = 9
    (folder / "test_batch").write_bytes(pickle.dumps(batch))
    assert load_cifar10(folder).sha256 != before


@pytest.mark.parametrize(
    ("replaced", "reason"),
    [
        ({"data": np.zeros((PER_FILE, 3071), np.uint8)}, r"uint8 \(20, 3071\)"),
        ({"data": np.zeros((PER_FILE, 3072), np.float32)}, "float32"),
        ({"data": "pixels"}, "str"),
        ({"labels": [0] * (PER_FILE - 1)}, "list of 20"),
        ({"labels": [0] * (PER_FILE - 1) + [10]}, "labels from 0 to 10"),
        ({"labels": ["cat"] * PER_FILE}, "whole-number"),
    ],
)
def test_wrong_content_names_the_file_and_the_reason(folder, replaced, reason):
    write_batch(folder / "data_batch_3", PER_FILE, **replaced)
    with pytest.raises(DatasetError, match=rf"data_batch_3.*{reason}"):
        load_cifar10(folder)


def test_missing_file_is_named(folder):
    (folder / "data_batch_4").unlink()
    with pytest.raises(DatasetError, match="data_batch_4 is missing"):
        load_cifar10(folder)


def test_a_list_in_place_of_a_batch_is_refused(folder):
    (folder / "test_batch").write_bytes(pickle.dumps([1, 2]))
    with pytest.raises(DatasetError, match="test_batch is not a CIFAR-10 batch"):
        load_cifar10(folder)


@pytest.mark.parametrize("cut", [0, 1, 100, 5000])
def test_truncated_file_is_named(folder, cut):
    path = folder / "data_batch_2"
    path.write_bytes(path.read_bytes()[:cut])
    with pytest.raises(DatasetError, match="data_batch_2 is not an intact"):
        load_cifar10(folder)


def test_pickle_that_names_another_global_is_refused_before_anything_runs(folder, tmp_path):
    class Attack:
        def __reduce__(self):
            return (open, (str(tmp_path / "pwned"), "w"))

    (folder / "test_batch").write_bytes(pickle.dumps({b"data": Attack(), b"labels": []}))
    with pytest.raises(DatasetError, match=r"test_batch.*names _?io\.open"):
        load_cifar10(folder)
    assert not (tmp_path / "pwned").exists()


class Python2Pickler(pickle._Pickler):
    """Writes bytes as Python 2 wrote its strings, as in the original archive."""

    dispatch = {
        **pickle._Pickler.dispatch,
        bytes: lambda self, obj: self.write(b"T" + struct.pack("<i", len(obj)) + obj),
    }


def test_python_2_pickles_are_read(folder):
    batch = pickle.loads((folder / "test_batch").read_bytes())
    stream = io.BytesIO()
    Python2Pickler(stream, protocol=2).dump(batch)
    old = stream.getvalue().replace(b"numpy._core.multiarray", b"numpy.core.multiarray")
    assert b"_codecs" not in old
    (folder / "test_batch").write_bytes(old)
    test = load_cifar10(folder).test
    np.testing.assert_array_equal(test.labels, batch[b"labels"])
    np.testing.assert_array_equal(test.images[0, 0, :, 0], batch[b"data"][0, :32])


def test_stratified_split_is_disjoint_complete_and_equal_by_class():
    labels = np.repeat(np.arange(10), 7)
    kept, held_out = stratified_indices(labels, 20, seed=5)
    assert sorted([*kept, *held_out]) == list(range(70))
    np.testing.assert_array_equal(np.bincount(labels[held_out]), [2] * 10)


def test_split_depends_on_the_seed_alone():
    labels = np.repeat(np.arange(10), 50)
    first, again, other = (stratified_indices(labels, 100, seed=seed)[1] for seed in (1, 1, 2))
    np.testing.assert_array_equal(first, again)
    assert (first != other).any()


@pytest.mark.parametrize(("num_held_out", "reason"), [(15, "multiple of 10"), (70, "too few")])
def test_impossible_split_is_refused(num_held_out, reason):
    with pytest.raises(ValueError, match=reason):
        stratified_indices(np.repeat(np.arange(10), 7), num_held_out, seed=0)
