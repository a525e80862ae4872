"""Which networks are ready to answer, told from their cards alone: no TensorFlow, no weights read."""

from dataclasses import dataclass
from pathlib import Path

from cifar_demo.errors import WeightsError
from cifar_demo.inference.classifier import WEIGHTS_FOLDER
from cifar_demo.networks import NETWORKS, NetworkSpec
from cifar_demo.store.card import ModelCard
from cifar_demo.store.weights import read_verified_card


@dataclass(frozen=True)
class CatalogEntry:
    """One network of the registry and the state of its weights.

    Attributes
    ----------
    spec : NetworkSpec
    card : ModelCard or None
        None if its weights cannot be used.
    problem : str
        Then, what is wrong and how to mend it; else empty.
    """

    spec: NetworkSpec
    card: ModelCard | None
    problem: str = ""


def list_networks(folder: Path = WEIGHTS_FOLDER) -> tuple[CatalogEntry, ...]:
    """Look up every network of the registry, oldest first; one that is damaged does not hide the others."""
    return tuple(_look_up(spec, folder) for spec in NETWORKS)


def best_network(folder: Path = WEIGHTS_FOLDER) -> str:
    """Name the usable network with the highest test accuracy.

    Raises
    ------
    WeightsError
        If none is usable.
    """
    cards = [entry.card for entry in list_networks(folder) if entry.card is not None]
    if not cards:
        raise WeightsError("No network is trained yet. Train one with: python train_model.py --network lenet")
    return max(cards, key=lambda card: card.test.accuracy).network


def _look_up(spec: NetworkSpec, folder: Path) -> CatalogEntry:
    try:
        return CatalogEntry(spec, read_verified_card(folder, spec.name))
    except WeightsError as error:
        return CatalogEntry(spec, None, str(error))
