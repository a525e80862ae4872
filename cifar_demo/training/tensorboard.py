"""A run's figures for TensorBoard: one point an epoch, written by TensorFlow on whatever backend the run trains.

`tf.summary.scalar` needs the package `tensorboard`, which TensorFlow no longer brings; `tf.summary.write` writes the
same and needs nothing more. Only looking at the curves needs TensorBoard.
"""

from datetime import datetime
from pathlib import Path
from typing import Any, Final

from cifar_demo.errors import TrainingError
from cifar_demo.results import EpochRecord

SCALARS: Final = ("loss", "accuracy", "val_loss", "val_accuracy", "learning_rate", "seconds", "data_share")
# TensorBoard files what has this mark under its scalars.
_PLUGIN: Final = "scalars"


class TensorBoardReporter:
    """Writes the figures of each epoch under `folder`, each run in a folder of its own.

    Parameters
    ----------
    folder : Path
        TensorBoard's `--logdir`.
    network : str
    resume : bool
        Go on in the folder of the network's latest run.

    Raises
    ------
    TrainingError
        If TensorFlow is not installed, or the folder cannot be written.
    """

    def __init__(self, folder: Path, network: str, *, resume: bool = False) -> None:
        self._tensorflow = _import_tensorflow()
        path = run_folder(folder, network, resume=resume)
        try:
            path.mkdir(parents=True, exist_ok=True)
            self._writer = self._tensorflow.summary.create_file_writer(str(path))
        except (OSError, self._tensorflow.errors.OpError) as error:
            raise TrainingError(f"--tensorboard cannot write in {folder}: {error}. Name another folder.") from error

    def on_step(self, epoch: int, step: int, logs: dict[str, float]) -> None:
        """Nothing: one point an epoch is plenty."""

    def on_epoch(self, record: EpochRecord) -> None:
        """Write the epoch's figures, at once."""
        tensorflow = self._tensorflow
        metadata = tensorflow.compat.v1.SummaryMetadata(
            plugin_data=tensorflow.compat.v1.SummaryMetadata.PluginData(plugin_name=_PLUGIN)
        )
        with self._writer.as_default(step=record.epoch):
            for name in SCALARS:
                value = tensorflow.constant(getattr(record, name), tensorflow.float32)
                tensorflow.summary.write(name, value, metadata=metadata)
        self._writer.flush()

    def on_measure(self, num_epochs: int) -> None:
        """Nothing more to draw."""
        self._writer.close()

    def on_measured(self, num_done: int, num_total: int) -> None:
        """Nothing."""


def run_folder(folder: Path, network: str, *, resume: bool) -> Path:
    """Choose the folder of a run: `NETWORK-DATE-TIME`, or the latest of the network's where a run goes on."""
    earlier = sorted(folder.glob(f"{network}-*")) if resume else []
    return earlier[-1] if earlier else folder / f"{network}-{datetime.now():%Y%m%d-%H%M%S}"


def _import_tensorflow() -> Any:
    try:
        import tensorflow
    except ImportError as error:
        raise TrainingError(
            "--tensorboard needs TensorFlow to write its files: install it, or leave the option out."
        ) from error
    return tensorflow
