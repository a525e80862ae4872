"""The state of a run between two epochs, kept on disk so that an interrupted run goes on exactly."""

import dataclasses
import json
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
import numpy.typing as npt

from cifar_demo.errors import TrainingError
from cifar_demo.results import EpochRecord
from cifar_demo.store.files import replacing
from cifar_demo.training.config import TrainingConfig
from cifar_demo.training.room import told_if_full

Arrays = tuple[npt.NDArray[Any], ...]
GROUPS = ("model", "optimizer", "best", "mean_of_ends", "last_losses")  # Of arrays, in a checkpoint.


@dataclass(frozen=True, eq=False)
class TrainingState:
    """Everything that the next epoch depends on, and the best weights so far.

    Attributes
    ----------
    config : TrainingConfig
    data_sha256 : str
        Of the data it trains on.
    history : tuple of EpochRecord
        One for each finished epoch.
    model, optimizer : tuple of arrays
        Variables in order: weights, statistics and random seeds; momenta, averages and the step count.
    best : tuple of arrays
        Averaged weights of the epoch with the best validation accuracy.
    mean_of_ends : tuple of arrays
        Mean of the averaged weights at the ends of the cycles so far, where a run has several; else empty.
    last_losses : tuple of one (N,) array
        Loss of each training picture when last shown, nats, infinite for those not shown yet; empty where each epoch
        shows all.
    val_accuracy : float or None
        On the held-out pictures, of its weights as stored; known of a finished run that gave way to better ones.
    """

    config: TrainingConfig
    data_sha256: str
    history: tuple[EpochRecord, ...] = ()
    model: Arrays = ()
    optimizer: Arrays = ()
    best: Arrays = ()
    mean_of_ends: Arrays = ()
    last_losses: Arrays = ()
    val_accuracy: float | None = None

    @property
    def is_finished(self) -> bool:
        """Whether its last epoch is over."""
        return len(self.history) >= self.config.epochs


def state_path(folder: Path, network: str) -> Path:
    """Where the state of a run lies, beside the weights that it will give."""
    return folder / "checkpoints" / f"{network}.npz"


def save_state(state: TrainingState, path: Path) -> None:
    """Write a state, whole or not at all; raises TrainingError where that fails."""
    header = {
        "config": dataclasses.asdict(state.config),
        "data_sha256": state.data_sha256,
        "history": [dataclasses.asdict(record) for record in state.history],
        "val_accuracy": state.val_accuracy,
    }
    groups = {name: getattr(state, name) for name in GROUPS}
    arrays = {f"{group}/{index:04}": array for group, rows in groups.items() for index, array in enumerate(rows)}
    with told_if_full(path), replacing(path) as part, part.open("wb") as file:
        np.savez(file, header=np.array(json.dumps(header)), **arrays)


def load_state(path: Path) -> TrainingState:
    """Read a state.

    Raises
    ------
    TrainingError
        If there is none or it is damaged.
    """
    try:
        with path.open("rb") as stream, np.load(stream, allow_pickle=False) as file:
            header = json.loads(str(file["header"]))
            groups = {
                group: tuple(file[key] for key in sorted(file.files) if key.startswith(f"{group}/")) for group in GROUPS
            }
        return TrainingState(
            config=TrainingConfig(**header["config"]),
            data_sha256=header["data_sha256"],
            history=tuple(EpochRecord(**record) for record in header["history"]),
            val_accuracy=header.get("val_accuracy"),
            **groups,
        )
    except FileNotFoundError as error:
        raise TrainingError(f"There is no run to resume: {path} is missing. Leave out --resume.") from error
    # EOFError comes from an empty file, RuntimeError from an archive that seems encrypted or oddly compressed.
    except (OSError, EOFError, ValueError, KeyError, TypeError, RuntimeError, BadZipFile, zlib.error) as error:
        raise TrainingError(f"{path} is not an intact checkpoint ({error}). Start anew without --resume.") from error
