"""A checkpoint that cannot be used is told in a sentence, whatever is wrong with it."""

import io

import numpy as np
import pytest

from cifar_demo.errors import TrainingError
from cifar_demo.training.config import SETTINGS
from cifar_demo.training.fit import restore
from cifar_demo.training.recipe import stored_model
from cifar_demo.training.state import TrainingState, load_state
from cifar_demo.training.trainee import Trainee, compile_trainee
from cifar_demo.training.variables import read_variables
from tests.making import tiny_split

FLAGS, COMPRESSION = 8, 10  # Offsets within an archive's entry for one file.


def archive():
    """Bytes of an .npz file of one array."""
    file = io.BytesIO()
    np.savez(file, header=np.array("{}"))
    return file.getvalue()


def with_entry(offset, value):
    """The same archive, whose entry says something else."""
    data = bytearray(archive())
    data[data.rindex(b"PK\x01\x02") + offset] = value
    return bytes(data)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        archive()[:-1],
        with_entry(COMPRESSION, 8).replace(b"\x93NUMPY", b"\x07NUMPY"),
        with_entry(COMPRESSION, 99),
        with_entry(FLAGS, 1),
    ],
    ids=["empty", "cut short", "not deflated", "unknown compression", "encrypted"],
)
def test_damaged_checkpoint_is_told(tmp_path, data):
    path = tmp_path / "lenet.npz"
    path.write_bytes(data)
    with pytest.raises(TrainingError, match=r"lenet\.npz is not an intact checkpoint.*Start anew without --resume"):
        load_state(path)


class Spec:
    """Stands in for a network's."""

    def build(self):
        return network(width=3)


def network(width):
    import keras

    inputs = keras.Input((4,))
    return keras.Model(inputs, keras.layers.Dense(10, name="logits")(keras.layers.Dense(width)(inputs)))


def test_checkpoint_of_another_version_of_the_network_is_told():
    config = SETTINGS["lenet"]
    trainee = Trainee(network(width=3), network(width=3))
    compile_trainee(trainee, config, num_train=config.batch_size)
    model, optimizer = (read_variables(part.variables) for part in (trainee.trained, trainee.trained.optimizer))
    wider = read_variables(network(width=4).variables)
    said = r"made by another version of this network or of Keras.*Start anew without --resume"
    for state in (
        TrainingState(config, "", model=(wider[0], *model[1:]), optimizer=optimizer),
        TrainingState(config, "", model=model[:-1], optimizer=optimizer),
        TrainingState(config, "", model=model, optimizer=optimizer[:-1]),
    ):
        with pytest.raises(TrainingError, match=said):
            restore(trainee, state)
    for best in (wider, wider[:-1]):
        with pytest.raises(TrainingError, match=said):
            stored_model(Spec(), TrainingState(config, "", best=best), tiny_split(10, 0))
