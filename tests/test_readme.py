"""Figures in the README are those of the cards."""

from pathlib import Path

import pytest

from cifar_demo.inference.catalog import list_networks

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
