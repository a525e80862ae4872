"""A run on the terminal: a bar for the whole run, a line for each epoch."""

from types import TracebackType

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from cifar_demo.results import EpochRecord
from cifar_demo.training.batches import steps_per_epoch
from cifar_demo.training.config import TrainingConfig

TIME_REMAINING_WINDOW = 300.0  # Seconds over which speed is averaged: long enough to hold a whole short epoch.


class TerminalReporter:
    """Shows loss, accuracy, validation accuracy and time left; prints plain lines where there is no terminal.

    Parameters
    ----------
    config : TrainingConfig
    num_train : int
        Training pictures in an epoch.
    num_done : int
        Epochs finished in an earlier session.
    """

    def __init__(self, config: TrainingConfig, num_train: int, num_done: int = 0) -> None:
        self._epochs = config.epochs
        self._steps = steps_per_epoch(num_train, config.batch_size)
        self._console = Console()
        self._val_accuracy: float | None = None
        self._progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(bar_width=24),
            MofNCompleteColumn(),
            TextColumn("{task.fields[figures]}"),
            TimeElapsedColumn(),
            TextColumn("left"),
            TimeRemainingColumn(elapsed_when_finished=False),
            console=self._console,
            speed_estimate_period=TIME_REMAINING_WINDOW,
            disable=not self._console.is_terminal,
        )
        self._task = self._progress.add_task(
            f"{config.network} epoch {num_done + 1}/{self._epochs}",
            total=self._epochs * self._steps,
            completed=num_done * self._steps,
            figures="",
        )

    def __enter__(self) -> "TerminalReporter":
        self._progress.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._progress.stop()

    def on_step(self, epoch: int, step: int, logs: dict[str, float]) -> None:
        """Move the bar."""
        figures = f"loss {logs['loss']:.3f} · accuracy {logs['accuracy']:.1%}"
        if self._val_accuracy is not None:
            figures += f" · validation {self._val_accuracy:.1%}"
        self._progress.update(self._task, completed=epoch * self._steps + step + 1, figures=figures)

    def on_epoch(self, record: EpochRecord) -> None:
        """Print the epoch's figures; after the first, say how long the whole run takes."""
        self._val_accuracy = record.val_accuracy
        self._console.print(
            f"epoch {record.epoch:3}/{self._epochs}  loss {record.loss:.3f}  accuracy {record.accuracy:6.2%}  "
            f"validation accuracy {record.val_accuracy:6.2%}  {record.seconds:.0f} s "
            f"({record.data_share:.1%} waiting for data)  about {self._minutes_left(record)} left",
            highlight=False,
            soft_wrap=True,
        )

    def on_measure(self, num_epochs: int) -> None:
        """Say that the end takes a moment, also after Ctrl-C."""
        stopped = f"Stopped after {num_epochs} of {self._epochs} epochs. " if num_epochs < self._epochs else ""
        self._console.print(f"{stopped}Measuring the best weights on the test pictures …", highlight=False)

    def _minutes_left(self, record: EpochRecord) -> str:
        seconds = (self._epochs - record.epoch) * record.seconds
        return f"{seconds / 60:.0f} min" if seconds >= 90 else f"{seconds:.0f} s"
