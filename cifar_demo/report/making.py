"""How a network was made, and how to make it again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from cifar_demo.report import words
from cifar_demo.report.sections import Table
from cifar_demo.store.card import ModelCard
from cifar_demo.store.committee import COMMITTEE


def title_and_year(card: ModelCard) -> str:
    """Name a network and the year of its paper; the committee is no network of its own."""
    return card.title if _is_committee(card) else f"{card.title}, {card.year}"


def how_to_make(card: ModelCard) -> str:
    """Say what the command does."""
    if _is_committee(card):
        return "With the data, its members' weights and this command, anyone can make it again; nothing is trained."
    return "With the data and this command, anyone can train it again; the settings are those of the code."


def how_it_was_made(card: ModelCard) -> Table:
    """List machine, time and versions."""
    rows = [
        (
            "time to fit and measure" if _is_committee(card) else "training time",
            words.duration(card.wall_seconds) + " (stopped early)" * card.is_interrupted,
        ),
        *((name.replace("_", " "), value) for name, value in card.hardware.items()),
        *card.versions.items(),
        ("waiting for batches", f"{card.data_share:.1%} of that time"),
        ("finished", card.created),
        ("measured", card.measured),
        ("weights, SHA-256", card.weights_sha256),
        ("data, SHA-256", card.data_sha256),
    ]
    return Table(("what", "value"), tuple(rows))


def settings_table(card: ModelCard) -> Table:
    """List what training was set to, with a word of help each."""
    # A committee's settings hold tables too, which have a section of their own.
    shown = {name: _in_a_cell(value) for name, value in card.settings.items() if name != "network"}
    rows = tuple((name, value, words.SETTINGS.get(name, "")) for name, value in shown.items() if value is not None)
    return Table(("setting", "value", "what it is"), rows)


def command(card: ModelCard) -> str:
    """Write the command that trains the same network again."""
    given = {"--epochs": "epochs", "--batch-size": "batch_size", "--seed": "seed"}
    options = [f"{option} {card.settings[name]}" for option, name in given.items() if name in card.settings]
    return " ".join([f"python train_model.py --network {card.network}", *options])


def _in_a_cell(value: Any) -> str | None:
    if isinstance(value, (str, int, float)):
        return str(value)
    is_list = isinstance(value, Sequence) and all(isinstance(one, int) for one in value)
    return (", ".join(map(str, value)) or "none") if is_list else None


def _is_committee(card: ModelCard) -> bool:
    return card.network == COMMITTEE
