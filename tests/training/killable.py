"""A short run on tiny data, to be killed: `python -m tests.training.killable FOLDER`. Says when each epoch is saved."""

import dataclasses
import sys
from pathlib import Path

from cifar_demo.training.config import SETTINGS
from tests.making import tiny_cifar10

NUM_EPOCHS = 400


class Sayer:
    def on_step(self, epoch, step, logs):
        pass

    def on_epoch(self, record):
        print(record.epoch, flush=True)

    def on_measure(self, num_epochs):
        pass

    def on_measured(self, done, total):
        pass


def config(num_epochs: int = NUM_EPOCHS):
    return dataclasses.replace(SETTINGS["lenet"], num_validation=50, epochs=num_epochs, batch_size=50)


if __name__ == "__main__":
    from cifar_demo.training.recipe import run
    from cifar_demo.training.state import state_path

    folder = Path(sys.argv[1])
    run(config(), tiny_cifar10(), folder, Sayer(), resume=state_path(folder, "lenet").is_file())
