"""The learning rate over a run: up in a line, down in a line (one-cycle; Smith and Topin, arXiv:1708.07120).

Twice where a run has a second cycle (warm restart; Loshchilov and Hutter, arXiv:1608.03983).
"""

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
class TwoCycles(keras.optimizers.schedules.LearningRateSchedule):  # type: ignore[misc]
    """Learning rate of one cycle and then of another.

    Parameters
    ----------
    first, second : OneCycle
    """

    def __init__(self, first: OneCycle, second: OneCycle) -> None:
        self.first = first
        self.second = second

    def __call__(self, step: Any) -> Any:
        """Give the rate at `step`, counted from 0."""
        is_first = ops.cast(step, "float32") < self.first.num_steps
        return ops.where(is_first, self.first(step), self.second(step - self.first.num_steps))

    def get_config(self) -> dict[str, Any]:
        """Return the arguments that make an equal schedule."""
        return {"first": self.first, "second": self.second}

    @classmethod
    def from_config(cls, config: dict[str, Any]) -> Self:
        """Make an equal schedule of what `keras.optimizers.schedules.serialize` wrote."""
        return cls(**{name: keras.optimizers.schedules.deserialize(cycle) for name, cycle in config.items()})


def make_schedule(config: TrainingConfig, steps_per_epoch: int) -> keras.optimizers.schedules.LearningRateSchedule:
    """Make the schedule of a run; one that ends before its second cycle has only one, as long as itself."""
    num_first = config.restart_epoch if config.has_two_cycles else config.epochs
    first = OneCycle(config.peak_learning_rate, num_first * steps_per_epoch, config.warmup_share)
    if not config.has_two_cycles:
        return first
    num_second = config.epochs - num_first
    second = OneCycle(config.restart_learning_rate, num_second * steps_per_epoch, RESTART_WARMUP_SHARE)
    return TwoCycles(first, second)
