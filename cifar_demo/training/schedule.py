"""The learning rate over a run: up in a line, down in a line (one-cycle; Smith and Topin, arXiv:1708.07120).

Once more in each further cycle of a run (warm restarts; Loshchilov and Hutter, arXiv:1608.03983).
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any, Self

import keras
from keras import ops

from cifar_demo.training.config import TrainingConfig

START_SHARE = 0.1
END_SHARE = 0.005
RESTART_WARMUP_SHARE = 0.05  # A trained network needs little of it: its momenta start from nearly nothing.


@keras.saving.register_keras_serializable("cifar_demo")
class OneCycle(keras.optimizers.schedules.LearningRateSchedule):  # type: ignore[misc]
    """Learning rate for each step of a run of known length.

    Parameters
    ----------
    peak : float
        Highest rate.
    num_steps : int
        Of the whole run.
    warmup_share : float
        Part of the run that leads up to the peak, in (0, 1).
    """

    def __init__(self, peak: float, num_steps: int, warmup_share: float) -> None:
        self.peak = peak
        self.num_steps = num_steps
        self.warmup_share = warmup_share

    def __call__(self, step: Any) -> Any:
        """Give the rate at `step`, counted from 0."""
        progress = ops.cast(step, "float32") / self.num_steps
        rising = START_SHARE + (1 - START_SHARE) * progress / self.warmup_share
        falling = 1 - (1 - END_SHARE) * (progress - self.warmup_share) / (1 - self.warmup_share)
        return self.peak * ops.clip(ops.minimum(rising, falling), END_SHARE, 1.0)

    def get_config(self) -> dict[str, Any]:
        """Return the arguments that make an equal schedule."""
        return {"peak": self.peak, "num_steps": self.num_steps, "warmup_share": self.warmup_share}


@keras.saving.register_keras_serializable("cifar_demo")
class Cycles(keras.optimizers.schedules.LearningRateSchedule):  # type: ignore[misc]
    """Learning rate of one cycle after another.

    Parameters
    ----------
    cycles : sequence of OneCycle
    """

    def __init__(self, cycles: Sequence[OneCycle]) -> None:
        self.cycles = list(cycles)

    def __call__(self, step: Any) -> Any:
        """Give the rate at `step`, counted from 0."""
        step = ops.cast(step, "float32")
        start = 0
        rate = self.cycles[0](step)
        for before, cycle in pairwise(self.cycles):
            start += before.num_steps
            rate = ops.where(step < start, rate, cycle(step - start))
        return rate

    def get_config(self) -> dict[str, Any]:
        """Return the arguments that make an equal schedule."""
        return {"cycles": self.cycles}

    @classmethod
    def from_config(cls, config: dict[str, Any]) -> Self:
        """Make an equal schedule of what `keras.optimizers.schedules.serialize` wrote."""
        return cls([keras.optimizers.schedules.deserialize(cycle) for cycle in config["cycles"]])


def make_schedule(config: TrainingConfig, steps_per_epoch: int) -> keras.optimizers.schedules.LearningRateSchedule:
    """Make the schedule of a run; one that ends before its second cycle has only one, as long as itself."""
    first, *later = config.cycle_ends
    cycles = [OneCycle(config.peak_learning_rate, first * steps_per_epoch, config.warmup_share)]
    for begin, end in pairwise((first, *later)):
        num_steps = (end - begin) * steps_per_epoch
        cycles.append(OneCycle(config.restart_learning_rate, num_steps, RESTART_WARMUP_SHARE))
    return Cycles(cycles)
