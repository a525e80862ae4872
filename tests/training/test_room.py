"""A disk that is full or read-only is told of before the first epoch; one that fills up later, in a sentence."""

import dataclasses
import resource
import shutil
import signal
from collections import namedtuple

import pytest

import train_model
from cifar_demo.dataset import cifar10
from cifar_demo.errors import TrainingError
from cifar_demo.networks import get_spec
from cifar_demo.store.weights import read_verified_card, weights_path
from cifar_demo.training import recipe, room
from cifar_demo.training.config import SETTINGS
from cifar_demo.training.recipe import bytes_needed_by, run, start
from cifar_demo.training.state import load_state, state_path
from tests.training.test_recipe import Recorder

CONFIG = dataclasses.replace(SETTINGS["lenet"], epochs=2, batch_size=20, num_validation=50)
Usage = namedtuple("Usage", "total used free")


@pytest.fixture
def refused_to_train(monkeypatch):
    """Training must not begin."""

    def train(*_):
        pytest.fail("training began")

    monkeypatch.setattr(recipe, "train_until_stopped", train)


def in_place_of_folder(tmp_path):
    (tmp_path / "a file").write_text("not a folder")
    return tmp_path / "a file"


def within_a_file(tmp_path):
    return in_place_of_folder(tmp_path) / "weights"


@pytest.mark.parametrize("place", [in_place_of_folder, within_a_file])
def test_a_folder_that_cannot_be_written_is_told_before_the_data_is_read(place, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(cifar10, "load_cifar10", lambda data_dir: pytest.fail("the data was read"))
    folder = place(tmp_path)
    for more in ([], ["--measure-again"]):
        assert train_model.main(["--network", "lenet", "--output", str(folder), *more]) == 2
        said = capsys.readouterr().err
        assert said.startswith(f"train_model.py: Cannot write to the folder {folder} (")
        assert "--output" in said
        assert said.count("\n") == 1


def test_a_read_only_file_system_is_told(tmp_path, monkeypatch):
    def refuse(*_, **__):
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr(room.tempfile, "TemporaryFile", refuse)
    with pytest.raises(TrainingError, match="Read-only file system"):
        room.check_writable(tmp_path)


def test_a_folder_that_can_be_written_is_made_and_left_empty(tmp_path):
    room.check_writable(tmp_path / "new" / "weights")
    assert list((tmp_path / "new" / "weights").iterdir()) == []


@pytest.mark.usefixtures("refused_to_train")
def test_a_full_disk_is_told_before_the_first_epoch(tiny_data, tmp_path, monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: Usage(10**9, 10**9 - 3_000_000, 3_000_000))
    with pytest.raises(TrainingError, match=r"has 3 MB left, and training writes up to 1\d MB .*--output"):
        run(CONFIG, tiny_data, tmp_path, Recorder())


def test_what_is_asked_for_is_enough_and_not_far_too_much(tiny_data, tmp_path):
    """LeNet's files as they are written, beside the estimate without its margin."""
    estimate = bytes_needed_by(start(get_spec("lenet"), CONFIG, tiny_data.train), has_checkpoint=False)
    run(CONFIG, tiny_data, tmp_path, Recorder())
    checkpoint = state_path(tmp_path, "lenet").stat().st_size
    written = 2 * checkpoint + 3 * weights_path(tmp_path, "lenet").stat().st_size
    assert written < estimate < 2 * written + room.MARGIN_BYTES


@pytest.fixture
def little_room():
    """Once called, no file of this process can grow beyond so many bytes: writing fails as on a full disk."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    yield lambda num_bytes: resource.setrlimit(resource.RLIMIT_FSIZE, (num_bytes, before[1]))
    resource.setrlimit(resource.RLIMIT_FSIZE, before)
    signal.signal(signal.SIGXFSZ, handler)


class FillsUp(Recorder):
    """Lets the disk be full after the first epoch."""

    def __init__(self, fill):
        super().__init__()
        self.fill = fill

    def on_epoch(self, record):
        super().on_epoch(record)
        self.fill(100_000)


def test_a_disk_that_fills_up_leaves_the_last_checkpoint_whole(tiny_data, tmp_path, little_room):
    with pytest.raises(TrainingError, match=r"Cannot write .*lenet\.npz \(.*make room, then go on with --resume"):
        run(CONFIG, tiny_data, tmp_path, FillsUp(little_room))
    assert len(load_state(state_path(tmp_path, "lenet")).history) == 1
    little_room(resource.getrlimit(resource.RLIMIT_FSIZE)[1])
    assert [path.name for path in state_path(tmp_path, "lenet").parent.iterdir()] == ["lenet.npz"]
    run(CONFIG, tiny_data, tmp_path, Recorder(), resume=True)
    assert len(read_verified_card(tmp_path, "lenet").history) == 2


def test_a_disk_that_is_full_at_the_end_leaves_no_half_weights(tiny_data, tmp_path, little_room):
    once = dataclasses.replace(CONFIG, epochs=1)
    with pytest.raises(TrainingError, match=r"Cannot write .*lenet\.weights\.h5"):
        run(once, tiny_data, tmp_path, FillsUp(little_room))
    assert [path.name for path in tmp_path.iterdir()] == ["checkpoints"]
    little_room(resource.getrlimit(resource.RLIMIT_FSIZE)[1])
    run(once, tiny_data, tmp_path, Recorder(), resume=True)
    assert read_verified_card(tmp_path, "lenet").network == "lenet"
