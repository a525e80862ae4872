"""TensorBoard's files, read back with TensorFlow."""

import builtins

import pytest
import tensorflow as tf

from cifar_demo.errors import TrainingError
from cifar_demo.results import EpochRecord
from cifar_demo.training.tensorboard import SCALARS, TensorBoardReporter, run_folder

RECORD = EpochRecord(1, 1.5, 0.25, 1.25, 0.5, 0.1, 8.0, 0.125)


def points(folder):
    """All that was written: (tag, step) to value."""
    found = {}
    for file in sorted(folder.glob("*/events.*")):
        for raw in tf.data.TFRecordDataset(str(file)):
            event = tf.compat.v1.Event.FromString(raw.numpy())
            for value in event.summary.value:
                assert value.metadata.plugin_data.plugin_name == "scalars"
                found[value.tag, event.step] = float(tf.make_ndarray(value.tensor))
    return found


def test_one_point_an_epoch(tmp_path):
    reporter = TensorBoardReporter(tmp_path, "lenet")
    reporter.on_step(0, 0, {"loss": 2.0})
    reporter.on_epoch(RECORD)
    assert points(tmp_path) == {(name, 1): pytest.approx(getattr(RECORD, name)) for name in SCALARS}
    reporter.on_measure(1)


def test_a_resumed_run_goes_on_in_its_folder(tmp_path):
    for name in ("lenet-20260101-000000", "lenet-20260102-000000", "vggnet-20260103-000000"):
        (tmp_path / name).mkdir()
    assert run_folder(tmp_path, "lenet", resume=True).name == "lenet-20260102-000000"
    assert run_folder(tmp_path, "lenet", resume=False).name > "lenet-20260102-000000"
    assert run_folder(tmp_path, "alexnet", resume=True).name.startswith("alexnet-")


def test_a_place_that_is_a_file_is_refused(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(TrainingError, match="--tensorboard cannot write in .*Name another folder"):
        TensorBoardReporter(tmp_path / "file", "lenet")


def test_without_tensorflow_one_sentence(tmp_path, monkeypatch):
    real = builtins.__import__

    def without(name, *rest):
        if name == "tensorflow":
            raise ImportError(name)
        return real(name, *rest)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(TrainingError, match="--tensorboard needs TensorFlow"):
        TensorBoardReporter(tmp_path, "lenet")
