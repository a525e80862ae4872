"""Figures in the README are those of the cards."""

from pathlib import Path

import pytest

from cifar_demo.inference.catalog import list_networks
from cifar_demo.inference.classifier import WEIGHTS_FOLDER
from cifar_demo.store.committee import COMMITTEE, read_committee

README = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("entry", [entry for entry in list_networks() if entry.card], ids=lambda entry: entry.spec.name)
def test_table_of_networks_is_that_of_the_cards(entry):
    card = entry.card
    row = (
        f"| {card.title} | {card.year} | {card.num_params:,} | {card.num_mult_adds:,} | {card.test.accuracy:.2%} "
        f"| {card.multi_view.accuracy:.2%} | {card.corruption.mean_accuracy:.2%} | {card.test.ece:.2%} "
        f"| {card.weights_bytes / 1e6:.1f} MB |"
    )
    assert row in README


def test_what_is_said_of_the_committee_is_on_its_card():
    card, parts = read_committee(WEIGHTS_FOLDER)
    standings = {standing.network: standing for standing in parts.standings}
    best = standings[max((name for name in standings if name != COMMITTEE), key=lambda name: standings[name].accuracy)]
    own = standings[COMMITTEE]
    refusals = [sum(each.refusal.values()) / len(each.refusal) for each in (own, best)]
    said = " ".join(README.split())
    assert f"({card.test.accuracy:.2%}, six views {card.multi_view.accuracy:.2%})" in said
    assert f"({refusals[0]:.3f} against {refusals[1]:.3f} area under ROC)" in said
    assert f"({100 * best.ece:.2f} against {own.ece:.2%})" in said
