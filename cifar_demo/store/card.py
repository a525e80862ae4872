"""The card beside each weights file: what was trained, how, on what, and how good it is."""

import dataclasses
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TypeVar

from cifar_demo.errors import WeightsError
from cifar_demo.results import CorruptionFigures, EpochRecord, Evaluation, FamiliarityFigures, MultiViewFigures
from cifar_demo.store.figures import check_corruption, check_evaluation, check_familiarity, check_multi_view
from cifar_demo.store.files import part_of, sha256_of
from cifar_demo.store.records import parse_record

COMMITTEE: Final = "committee"
CARD_FORMAT: Final = 2
# Cards of these lack figures, but tell of the training all the same: `--measure-again` brings them up to date.
OLDER_FORMATS: Final = (1,)


@dataclass(frozen=True, kw_only=True)
class TrainingRecord:
    """The part of a card that tells how weights came about; measuring them again does not change it.

    Attributes
    ----------
    network : str
        Name in the registry.
    settings : dict
        The training configuration, field by field.
    seed : int
    history : tuple of EpochRecord
    is_interrupted : bool
        Whether the run was stopped before its last epoch.
    versions, hardware : dict of str
        Of the machine that trained.
    wall_seconds : float
        Training time over all sessions of the run.
    data_sha256 : str
        Of the data it was trained on.
    weights_sha256 : str
        Of the weights file beside the card.
    weights_bytes : int
    created : str
        When the training was over; ISO 8601, UTC.
    """

    network: str
    settings: dict[str, Any]
    seed: int
    history: tuple[EpochRecord, ...]
    is_interrupted: bool
    versions: dict[str, str]
    hardware: dict[str, str]
    wall_seconds: float
    data_sha256: str
    weights_sha256: str
    weights_bytes: int
    created: str

    @property
    def epoch_share(self) -> float:
        """Share of the training pictures that an epoch showed; cards that do not say so are older: all."""
        return float(self.settings.get("epoch_share", 1.0))

    @property
    def val_accuracy(self) -> float:
        """Accuracy on the held-out pictures, in [0, 1]: after the best epoch, which is all that the training tells."""
        return max((record.val_accuracy for record in self.history), default=0.0)


@dataclass(frozen=True, kw_only=True)
class ModelCard(TrainingRecord):
    """Everything worth knowing about one trained network: its training, and how good it is.

    Attributes
    ----------
    card_format : int
        Version of this layout.
    title, year, paper, url : str and int
        From the spec.
    num_params, num_mult_adds : int
        Weights and biases; multiply-adds for one picture.
    data_share : float
        Part of the training time spent waiting for batches, in [0, 1].
    temperature : float
        Fitted on the validation pictures; divides logits before softmax.
    validation, test : Evaluation
        Of the weights as stored, single view. The test pictures set no number in it.
    multi_view : MultiViewFigures
    corruption : CorruptionFigures
    familiarity : FamiliarityFigures
    measured : str
        When these figures were taken; ISO 8601, UTC.
    predictions_sha256 : str
        Of the file of test predictions beside the card.
    """

    card_format: int
    title: str
    year: int
    paper: str
    url: str
    num_params: int
    num_mult_adds: int
    data_share: float
    temperature: float
    validation: Evaluation
    test: Evaluation
    multi_view: MultiViewFigures
    corruption: CorruptionFigures
    familiarity: FamiliarityFigures
    measured: str
    predictions_sha256: str

    @property
    def val_accuracy(self) -> float:
        """Accuracy on the held-out pictures, in [0, 1], of the weights as stored."""
        return self.validation.accuracy


Record = TypeVar("Record", bound=TrainingRecord)


def card_path(folder: Path, network: str) -> Path:
    """Where the card of a network lies."""
    return folder / f"{network}.json"


def weights_path(folder: Path, network: str) -> Path:
    """Where the weights of a network lie."""
    return folder / f"{network}.weights.h5"


def card_text(card: ModelCard) -> str:
    """Write a card as JSON, readable by people; raises ValueError for NaN and infinity, which no reader takes."""
    return json.dumps(dataclasses.asdict(card), indent=1, allow_nan=False) + "\n"


def read_card(folder: Path, network: str) -> ModelCard:
    """Read and check the card of a network, without a look at its weights if the card is in its place and good.

    Raises
    ------
    WeightsError
        If there is none, or it is damaged, foreign, or of another version; says which and how to mend it.
    """
    try:
        return read_card_file(card_path(folder, network), network)
    except WeightsError:
        if (left := read_left_card(folder, network, read_card_file)) is None:
            raise
        return left


def read_left_card(folder: Path, network: str, read: Callable[[Path, str], Record]) -> Record | None:
    """Read the card that a killed save left finished under its temporary name, if it is that of the weights here."""
    try:
        record = read(part_of(card_path(folder, network)), network)
        return record if record.weights_sha256 == sha256_of(weights_path(folder, network)) else None
    except (WeightsError, OSError):
        return None


def read_card_file(path: Path, network: str) -> ModelCard:
    """Read and check one card file, wherever it lies.

    Raises
    ------
    WeightsError
        If there is none, or it is damaged, foreign, or of another version; says which and how to mend it.
    """
    return _read(path, network, _parse_card)


def read_record_file(path: Path, network: str) -> TrainingRecord:
    """Read what a card tells of the training, also from a card of an older format.

    Raises
    ------
    WeightsError
        As `read_card_file` does, but for older formats.
    """
    return _read(path, network, _parse_training)


def how_to_mend(network: str) -> str:
    """One sentence: how to get good weights for a network."""
    return f"Restore it from the repository, or train it with: python train_model.py --network {network}"


def how_to_measure(network: str) -> str:
    """One sentence: how to bring a card up to date without training."""
    return f"Bring it up to date, without training, with: {measuring_command(network)}"


def measuring_command(network: str) -> str:
    """Command that takes figures and test predictions anew without training; a committee is made anew as a whole."""
    return f"python train_model.py --network {network}" + ("" if network == COMMITTEE else " --measure-again")


def _read(path: Path, network: str, parse: Callable[[dict[str, Any], str], Record]) -> Record:
    try:
        record = parse(json.loads(path.read_text(encoding="utf-8")), network)
    except FileNotFoundError as error:
        raise WeightsError(f"{network} is not trained yet: {path.name} is missing. {how_to_mend(network)}") from error
    except OSError as error:
        raise WeightsError(f"Cannot read {path.name}: {error.strerror or error}.") from error
    # UnicodeDecodeError and JSONDecodeError are ValueErrors; RecursionError comes from absurdly nested JSON.
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise WeightsError(f"{path.name} is not an intact model card ({error}). {how_to_mend(network)}") from error
    if record.network != network:
        raise WeightsError(f"{path.name} is the card of {record.network!r}, not of {network!r}. {how_to_mend(network)}")
    return record


def _parse_card(fields: dict[str, Any], network: str) -> ModelCard:
    if fields["card_format"] in OLDER_FORMATS:
        raise WeightsError(f"{network}.json is an older card, without all figures. {how_to_measure(network)}")
    if fields["card_format"] != CARD_FORMAT:
        raise ValueError(f"its format is {fields['card_format']!r}, this version reads {CARD_FORMAT}")
    card = parse_record(ModelCard, fields)
    if not card.temperature > 0:
        raise ValueError("its temperature is not positive")
    check_evaluation(card.validation)
    check_evaluation(card.test)
    check_multi_view(card.multi_view)
    check_corruption(card.corruption)
    check_familiarity(card.familiarity)
    return card


def _parse_training(fields: dict[str, Any], _network: str) -> TrainingRecord:
    if fields["card_format"] not in (*OLDER_FORMATS, CARD_FORMAT):
        raise ValueError(f"its format is {fields['card_format']!r}, this version reads {CARD_FORMAT}")
    return parse_record(
        TrainingRecord, {field.name: fields[field.name] for field in dataclasses.fields(TrainingRecord)}
    )
