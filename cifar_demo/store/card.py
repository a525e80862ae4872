"""The card beside each weights file: what was trained, how, on what, and how good it is."""

import dataclasses
import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from cifar_demo.errors import WeightsError
from cifar_demo.results import EpochRecord, Evaluation, ReliabilityBin
from cifar_demo.store.files import replacing

CARD_FORMAT: Final = 1


@dataclass(frozen=True)
class ModelCard:
    """Everything worth knowing about one trained network.

    Attributes
    ----------
    card_format : int
        Version of this layout.
    network, title, year, paper, url : str and int
        From the spec.
    num_params, num_mult_adds : int
        Weights and biases; multiply-adds for one picture.
    settings : dict
        The training configuration, field by field.
    seed : int
    history : tuple of EpochRecord
    is_interrupted : bool
        Whether the run was stopped before its last epoch.
    temperature : float
        Fitted on the validation pictures; divides logits before softmax.
    validation, test : Evaluation
        Of the weights as stored. The test pictures were used once, for this card.
    versions, hardware : dict of str
        Of the machine that trained.
    wall_seconds : float
        Training time over all sessions of the run.
    weights_sha256, data_sha256 : str
    weights_bytes : int
    created : str
        ISO 8601, UTC.
    """

    card_format: int
    network: str
    title: str
    year: int
    paper: str
    url: str
    num_params: int
    num_mult_adds: int
    settings: dict[str, Any]
    seed: int
    history: tuple[EpochRecord, ...]
    is_interrupted: bool
    temperature: float
    validation: Evaluation
    test: Evaluation
    versions: dict[str, str]
    hardware: dict[str, str]
    wall_seconds: float
    weights_sha256: str
    weights_bytes: int
    data_sha256: str
    created: str


def card_path(folder: Path, network: str) -> Path:
    """Where the card of a network lies."""
    return folder / f"{network}.json"


def write_card(card: ModelCard, folder: Path) -> Path:
    """Write a card, readable by people, whole or not at all."""
    path = card_path(folder, card.network)
    with replacing(path) as part:
        part.write_text(json.dumps(dataclasses.asdict(card), indent=1) + "\n", encoding="utf-8")
    return path


def read_card(folder: Path, network: str) -> ModelCard:
    """Read and check the card of a network.

    Raises
    ------
    WeightsError
        If there is none, or it is damaged, foreign, or of another version; says which and how to mend it.
    """
    return read_card_file(card_path(folder, network), network)


def read_card_file(path: Path, network: str) -> ModelCard:
    """Read and check one card file, wherever it lies.

    Raises
    ------
    WeightsError
        If there is none, or it is damaged, foreign, or of another version; says which and how to mend it.
    """
    try:
        fields = json.loads(path.read_text(encoding="utf-8"))
        card = _parse_card(fields)
    except FileNotFoundError as error:
        raise WeightsError(f"{network} is not trained yet: {path.name} is missing. {how_to_mend(network)}") from error
    except OSError as error:
        raise WeightsError(f"Cannot read {path.name}: {error.strerror or error}.") from error
    # UnicodeDecodeError and JSONDecodeError are ValueErrors; RecursionError comes from absurdly nested JSON.
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise WeightsError(f"{path.name} is not an intact model card ({error}). {how_to_mend(network)}") from error
    if card.network != network:
        raise WeightsError(f"{path.name} is the card of {card.network!r}, not of {network!r}. {how_to_mend(network)}")
    return card


def how_to_mend(network: str) -> str:
    """One sentence: how to get good weights for a network."""
    return f"Restore it from the repository, or train it with: python train_model.py --network {network}"


def _parse_card(fields: dict[str, Any]) -> ModelCard:
    if fields["card_format"] != CARD_FORMAT:
        raise ValueError(f"its format is {fields['card_format']!r}, this version reads {CARD_FORMAT}")
    parsed = dict(fields)
    parsed["history"] = tuple(EpochRecord(**record) for record in fields["history"])
    parsed["validation"] = _parse_evaluation(fields["validation"])
    parsed["test"] = _parse_evaluation(fields["test"])
    card = ModelCard(**parsed)
    _check_types(card)
    return card


def _parse_evaluation(fields: dict[str, Any]) -> Evaluation:
    parsed = dict(fields)
    parsed["confusion"] = tuple(tuple(row) for row in fields["confusion"])
    parsed["reliability"] = _parse_bins(fields["reliability"])
    parsed["reliability_uncalibrated"] = _parse_bins(fields.get("reliability_uncalibrated", ()))
    return Evaluation(**parsed)


def _parse_bins(parts: Iterable[dict[str, Any]]) -> tuple[ReliabilityBin, ...]:
    return tuple(ReliabilityBin(**part) for part in parts)


def _check_types(card: ModelCard) -> None:
    """Catch a number that has become text, or the other way round, before a page trips over it."""
    for name in ("network", "title", "paper", "url", "weights_sha256", "data_sha256", "created"):
        if not isinstance(getattr(card, name), str):
            raise TypeError(f"{name} is not text")
    for name in ("year", "num_params", "num_mult_adds", "seed", "weights_bytes"):
        if type(getattr(card, name)) is not int:
            raise TypeError(f"{name} is not a whole number")
    numbers = (card.temperature, card.wall_seconds, card.test.accuracy, card.validation.accuracy)
    if not all(isinstance(number, float | int) for number in numbers) or not card.temperature > 0:
        raise TypeError("a figure is not a number, or the temperature is not positive")
