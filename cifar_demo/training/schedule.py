"""The learning rate over a run: up in a line, down in a line (one-cycle; Smith and Topin, arXiv:1708.07120)."""

from typing import Any

import keras
from keras import ops

START_SHARE = 0.1
END_SHARE = 0.005


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
