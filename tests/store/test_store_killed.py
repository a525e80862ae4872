"""A save that ends at any of its renames, by a kill, by Ctrl-C or by a full disk: all old or all new, and it loads."""

import dataclasses
import json
import os

import h5py
import numpy as np
import pytest

from cifar_demo.errors import WeightsError
from cifar_demo.networks import get_spec
from cifar_demo.results import LabelledPredictions
from cifar_demo.store.card import card_path, read_card
from cifar_demo.store.predictions import load_predictions, predictions_path
from cifar_demo.store.weights import read_verified_card, save_measured, save_trained, weights_path
from tests.making import LABELS, untrained_card

NAME = "lenet"
OLD, NEW, NEWER = 0, 1, 2
MOMENTS = [(number, when) for number in (1, 2, 3) for when in ("before", "after")]


class Weights:
    """Stands in for a network: one layer, one number."""

    def __init__(self, number: int):
        self.number = number

    def save_weights(self, path):
        with h5py.File(path, "w") as file:
            group = file.create_group("layers/dense/vars")
            group.attrs["name"] = "logits"
            group["0"] = np.full(3, self.number, np.float32)


class DiskFull(Weights):
    def save_weights(self, path):
        path.write_bytes(b"half")
        raise OSError(28, "No space left on device")


class Killed(BaseException):
    """A dead process renames and deletes nothing more."""


def predictions_of(number):
    return LabelledPredictions(np.full(len(LABELS), number), np.full(len(LABELS), 0.5, np.float32), LABELS)


def save(folder, number, model=None):
    card = dataclasses.replace(untrained_card(get_spec(NAME), 1, 1), seed=number)
    return save_trained(model or Weights(number), {}, predictions_of(number), card, folder)


def number_in(folder):
    """Which save the folder holds: card, weights and predictions must be of the same one."""
    card = read_verified_card(folder, NAME)
    with h5py.File(weights_path(folder, NAME)) as file:
        weights = file["layers/dense/vars/0"][0]
    answers = load_predictions(card, folder).class_indices
    assert {card.seed, weights, *answers} == {card.seed}
    return card.seed


def make_older(folder):
    """Let the card be of a format that lacks figures."""
    fields = json.loads(card_path(folder, NAME).read_text())
    card_path(folder, NAME).write_text(json.dumps({**fields, "card_format": 1}))


@pytest.fixture
def folder(tmp_path):
    save(tmp_path, OLD)
    return tmp_path


@pytest.fixture
def stopped(monkeypatch):
    """Calls something and stops it before or after its n-th rename, with an error that it gives once or for good."""

    def call(work, number, when, error, *, is_dead):
        renames, unlink, replace = 0, os.unlink, os.replace
        is_over = False

        def stopping_replace(*places):
            nonlocal renames, is_over
            renames += 1
            if is_over or (renames, when) == (number, "before"):
                is_over = is_dead
                raise error
            replace(*places)
            if renames == number:
                is_over = is_dead
                raise error

        def stopping_unlink(*arguments, **keywords):
            if is_over:
                raise error
            unlink(*arguments, **keywords)

        with monkeypatch.context() as patch, pytest.raises(type(error)):
            patch.setattr(os, "replace", stopping_replace)
            patch.setattr(os, "unlink", stopping_unlink)
            work()

    return call


@pytest.mark.parametrize(("number", "when"), MOMENTS)
def test_a_kill_leaves_all_old_or_all_new(folder, stopped, number, when):
    stopped(lambda: save(folder, NEW), number, when, Killed(), is_dead=True)
    assert number_in(folder) == (OLD if (number, when) == (1, "before") else NEW)


@pytest.mark.parametrize("told", ["is not trained yet", "is an older card"])
@pytest.mark.parametrize(("number", "when"), MOMENTS)
def test_a_kill_where_no_card_can_be_used_leaves_that_or_all_new(folder, tmp_path, stopped, number, when, told):
    if told == "is an older card":
        make_older(folder)
    else:
        folder = tmp_path / "first_save"
    stopped(lambda: save(folder, NEW), number, when, Killed(), is_dead=True)
    if (number, when) == (1, "before"):
        for read in (read_card, read_verified_card):
            with pytest.raises(WeightsError, match=told):
                read(folder, NAME)
    else:
        assert number_in(folder) == NEW
        assert read_card(folder, NAME).seed == NEW  # What the app lists networks by.


@pytest.mark.parametrize("error", [KeyboardInterrupt(), OSError(5, "Input/output error")], ids=["Ctrl-C", "disk"])
@pytest.mark.parametrize(("number", "when"), MOMENTS)
def test_an_error_between_renames_lets_the_others_follow(folder, stopped, number, when, error):
    stopped(lambda: save(folder, NEW), number, when, error, is_dead=False)
    assert number_in(folder) == (OLD if (number, when) == (1, "before") else NEW)
    assert read_card(folder, NAME).seed == number_in(folder)
    assert not list(folder.glob("*.part"))


@pytest.mark.parametrize(("number", "when"), [(1, "before"), (1, "after"), (2, "before"), (2, "after")])
def test_measuring_again_is_killed_and_the_weights_keep_a_card(folder, stopped, number, when):
    card = dataclasses.replace(read_card(folder, NAME), temperature=2.5)
    stopped(lambda: save_measured(predictions_of(7), card, folder), number, when, Killed(), is_dead=True)
    read = read_verified_card(folder, NAME)
    is_old = (number, when) == (1, "before")
    assert read.temperature == (1.5 if is_old else 2.5)
    assert set(load_predictions(read, folder).class_indices) == {OLD if is_old else 7}


@pytest.mark.parametrize("number", [2, 3])
def test_a_save_that_fails_after_one_that_was_killed_takes_nothing_away(folder, stopped, number):
    """What the killed one left under temporary names is what the weights need."""
    stopped(lambda: save(folder, NEW), number, "before", Killed(), is_dead=True)
    with pytest.raises(OSError, match="No space left"):
        save(folder, NEWER, DiskFull(NEWER))
    assert number_in(folder) == NEW
    stopped(lambda: save(folder, NEWER), 1, "before", Killed(), is_dead=True)
    assert number_in(folder) == NEW


def test_predictions_of_a_killed_save_stay_when_measuring_again_fails(folder, stopped):
    stopped(lambda: save(folder, NEW), 3, "before", Killed(), is_dead=True)
    card = read_verified_card(folder, NAME)
    stopped(lambda: save_measured(predictions_of(7), card, folder), 2, "before", Killed(), is_dead=True)
    assert number_in(folder) == NEW


def test_a_half_written_card_of_another_save_changes_nothing(folder):
    part = card_path(folder, NAME).with_name(f"{NAME}.json.part")
    part.write_text('{"card_format": 2')
    assert number_in(folder) == OLD
    card_path(folder, NAME).unlink()
    for read in (read_card, read_verified_card):
        with pytest.raises(WeightsError, match="is not trained yet"):
            read(folder, NAME)


def test_a_finished_card_of_other_weights_is_not_taken(folder):
    save(folder / "other", NEW)
    card_path(folder / "other", NAME).rename(card_path(folder, NAME).with_name(f"{NAME}.json.part"))
    card_path(folder, NAME).unlink()
    for read in (read_card, read_verified_card):
        with pytest.raises(WeightsError, match="is not trained yet"):
            read(folder, NAME)


def test_what_a_killed_save_left_of_the_whole_weights_goes_with_the_next_one(folder, monkeypatch):
    """The other network is perhaps being saved right now, by another process."""
    with monkeypatch.context() as patch:
        patch.setattr(os, "unlink", lambda *_, **__: None)
        patch.setattr(os, "rmdir", lambda *_, **__: None)
        with pytest.raises(OSError, match="No space left"):
            save(folder, NEW, DiskFull(NEW))
    (folder / ".saving-vggnet.weights.h5").write_bytes(b"of another")
    save(folder, NEW)
    assert sorted(path.name for path in folder.iterdir()) == [
        ".saving-vggnet.weights.h5",
        *(path(folder, NAME).name for path in (card_path, predictions_path, weights_path)),
    ]
