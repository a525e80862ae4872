"""A run on the terminal: a bar for the whole run, a line for each epoch."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from types import TracebackType

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from cifar_demo.results import EpochRecord
from cifar_demo.training.batches import steps_per_epoch
from cifar_demo.training.config import TrainingConfig
from cifar_demo.training.fit import Reporter

TIME_REMAINING_WINDOW = 300.0  # Seconds over which speed is averaged: long enough to hold a whole short epoch.


@contextmanager
def measuring_bar(title: str) -> Iterator[Callable[[int, int], None]]:
    """Show how a measurement goes on, where there is a terminal.

    Yields
    ------
    callable
        To be called with the pictures done and those there will be in all.
    """
    console = Console()
    with Progress(console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task(f"measuring {title}", total=None)
        yield lambda num_done, num_total: bar.update(task, completed=num_done, total=num_total)


class TerminalReporter:
    """Shows loss, accuracy, validation accuracy and time left; prints plain lines where there is no terminal.

    Parameters
    ----------
    config : TrainingConfig
    num_train : int
        Training pictures in an epoch.
    """

    def __init__(self, config: TrainingConfig, num_train: int) -> None:
        self._network, self._epochs = config.network, config.epochs
        self._steps = steps_per_epoch(num_train, config)
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
        self._task = self._progress.add_task(f"{config.network} starting", total=self._epochs * self._steps, figures="")

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
        self._progress.update(
            self._task,
            description=f"{self._network} epoch {epoch + 1}/{self._epochs}",
            completed=epoch * self._steps + step + 1,
            figures=figures,
        )

    def on_epoch(self, record: EpochRecord) -> None:
        """Print the epoch's figures; after the first, say how long the whole run takes."""
        is_first, self._val_accuracy = self._val_accuracy is None, record.val_accuracy
        left = in_words((self._epochs - record.epoch) * record.seconds)
        self._say(
            f"epoch {record.epoch:3}/{self._epochs}  loss {record.loss:.3f}  accuracy {record.accuracy:6.2%}  "
            f"validation accuracy {record.val_accuracy:6.2%}  {record.seconds:.0f} s "
            f"({record.data_share:.1%} waiting for data)  about {left} left"
        )
        if is_first:
            whole = in_words(self._epochs * record.seconds)
            self._say(f"The whole run takes about {whole}: {self._epochs} epochs of {in_words(record.seconds)}.")

    def on_measure(self, num_epochs: int) -> None:
        """Say that the end takes a moment, also after Ctrl-C."""
        stopped = f"Stopped after {num_epochs} of {self._epochs} epochs. " if num_epochs < self._epochs else ""
        self._say(f"{stopped}Measuring the best weights, on corrupted pictures too …")
        self._progress.update(self._task, description="measuring", completed=0, figures="")

    def on_measured(self, num_done: int, num_total: int) -> None:
        """Move the bar of the measurement."""
        self._progress.update(self._task, completed=num_done, total=num_total)

    def _say(self, line: str) -> None:
        self._console.print(line, highlight=False, soft_wrap=True)


class ReporterGroup:
    """Tells several reporters the same.

    Parameters
    ----------
    reporters : sequence of Reporter
    """

    def __init__(self, reporters: Sequence[Reporter]) -> None:
        self._reporters = reporters

    def on_step(self, epoch: int, step: int, logs: dict[str, float]) -> None:
        """Pass a step on."""
        for reporter in self._reporters:
            reporter.on_step(epoch, step, logs)

    def on_epoch(self, record: EpochRecord) -> None:
        """Pass a finished epoch on."""
        for reporter in self._reporters:
            reporter.on_epoch(record)

    def on_measure(self, num_epochs: int) -> None:
        """Pass on that training is over."""
        for reporter in self._reporters:
            reporter.on_measure(num_epochs)

    def on_measured(self, num_done: int, num_total: int) -> None:
        """Pass on how far the measurement is."""
        for reporter in self._reporters:
            reporter.on_measured(num_done, num_total)


def in_words(seconds: float) -> str:
    """Say how long, as exactly as one wants to know: "48 s", "12 min", "1 h 43 min"."""
    if seconds < 90:
        return f"{seconds:.0f} s"
    hours, minutes = divmod(round(seconds / 60), 60)
    return f"{hours} h {minutes} min" if hours else f"{minutes} min"
