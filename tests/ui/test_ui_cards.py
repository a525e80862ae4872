"""Cards are read once, and again as soon as a file says something else."""

import json
import os

import pytest

from cifar_demo.errors import WeightsError
from cifar_demo.store.card import card_path, read_card
from cifar_demo.ui import cache

NETWORK = "lenet"


@pytest.fixture
def folder(untrained_folder, tmp_path, monkeypatch):
    card_path(tmp_path, NETWORK).write_bytes(card_path(untrained_folder, NETWORK).read_bytes())
    monkeypatch.setattr(cache, "WEIGHTS_FOLDER", tmp_path)
    return tmp_path


def rename(folder, title):
    """Change the title on a card as training does: a new file takes the old one's place."""
    path = card_path(folder, NETWORK)
    new = path.with_suffix(".new")
    new.write_text(json.dumps(json.loads(path.read_text()) | {"title": title}))
    os.replace(new, path)


def test_a_card_is_read_once(folder, monkeypatch):
    reads = []
    monkeypatch.setattr(cache, "read_card", lambda *arguments: reads.append(arguments) or read_card(*arguments))
    assert cache.card(NETWORK) is cache.card(NETWORK)
    assert len(reads) == 1


def test_a_card_that_changed_is_read_again(folder):
    before = cache.card(NETWORK).title
    rename(folder, "LeNet-6")
    assert (before, cache.card(NETWORK).title) == ("LeNet-5", "LeNet-6")
    assert cache.trained_networks() == (NETWORK,)


def test_what_an_editor_leaves_beside_a_card_does_no_harm(folder):
    (folder / ".#lenet.json").symlink_to("somebody@somewhere.1234")  # Emacs, while the card is changed by hand.
    (folder / "gone.json").symlink_to("nowhere")
    assert cache.card(NETWORK).title == "LeNet-5"


def test_a_card_that_went_missing_is_not_remembered(folder):
    cache.card(NETWORK)
    card_path(folder, NETWORK).unlink()
    with pytest.raises(WeightsError, match="train_model"):
        cache.card(NETWORK)
    assert cache.trained_networks() == ()
