"""Bringing a card up to date from its weights: the same road that training takes at its end."""

import dataclasses
import json
import shutil

import pytest

from cifar_demo.dataset.cifar10 import Cifar10, Split
from cifar_demo.errors import TrainingError, WeightsError
from cifar_demo.store.card import ModelCard, TrainingRecord, card_path, read_card
from cifar_demo.store.predictions import load_predictions, predictions_path
from cifar_demo.store.weights import read_verified_card, weights_path
from cifar_demo.training.card import measure_again, share_waiting
from cifar_demo.training.config import SETTINGS
from cifar_demo.training.recipe import run
from tests.training.test_recipe import Recorder

CONFIG = dataclasses.replace(SETTINGS["lenet"], epochs=2, batch_size=20, num_validation=50, average_momentum=0.5)
NEW_IN_FORMAT_2 = ("data_share", "multi_view", "corruption", "familiarity", "measured", "predictions_sha256")


@pytest.fixture(scope="module")
def trained_once(tiny_data, tmp_path_factory):
    """A folder with a trained LeNet, and its card."""
    folder = tmp_path_factory.mktemp("trained")
    return folder, run(CONFIG, tiny_data, folder, Recorder()).card


@pytest.fixture
def trained(trained_once, tmp_path):
    """A copy that a test may damage, and its card."""
    return shutil.copytree(trained_once[0], tmp_path / "weights"), trained_once[1]


def ignore(num_done, num_total):
    """Stand in for a progress bar."""


def make_older(folder):
    """Rewrite a card as version 1 of its format had it; there were no predictions then."""
    fields = json.loads(card_path(folder, "lenet").read_text())
    for name in NEW_IN_FORMAT_2:
        del fields[name]
    for part in ("validation", "test"):
        del fields[part]["by_confidence"], fields[part]["ece_by_chance"]
    card_path(folder, "lenet").write_text(json.dumps({**fields, "card_format": 1}))
    predictions_path(folder, "lenet").unlink()


def without_date(card):
    return dataclasses.replace(card, measured="")


def test_measuring_again_gives_the_card_that_training_gave(trained, tiny_data):
    folder, card = trained
    predictions = predictions_path(folder, "lenet").read_bytes()
    again = measure_again("lenet", tiny_data, folder, ignore)
    assert without_date(again) == without_date(card)
    assert read_verified_card(folder, "lenet") == again
    assert predictions_path(folder, "lenet").read_bytes() == predictions


def test_an_older_card_is_brought_up_to_date_from_its_weights(trained, tiny_data):
    folder, card = trained
    weights = weights_path(folder, "lenet").read_bytes()
    make_older(folder)
    with pytest.raises(WeightsError, match=r"older card.*--network lenet --measure-again"):
        read_verified_card(folder, "lenet")
    measure_again("lenet", tiny_data, folder, ignore)
    assert without_date(read_verified_card(folder, "lenet")) == without_date(card)
    assert weights_path(folder, "lenet").read_bytes() == weights
    assert len(load_predictions(card, folder)) == 40


def test_wrong_figures_are_put_right_and_what_training_left_is_kept(trained, tiny_data):
    folder, card = trained
    fields = json.loads(card_path(folder, "lenet").read_text())
    fields.update(temperature=9.0, wall_seconds=77.0)
    fields["test"]["accuracy"] = 0.999
    card_path(folder, "lenet").write_text(json.dumps(fields))
    again = measure_again("lenet", tiny_data, folder, ignore)
    assert (again.temperature, again.test) == (card.temperature, card.test)
    assert again.wall_seconds == 77.0
    for field in dataclasses.fields(TrainingRecord):
        if field.name != "wall_seconds":
            assert getattr(again, field.name) == getattr(card, field.name)


def test_progress_is_told(trained, tiny_data):
    reports = []
    measure_again("lenet", tiny_data, trained[0], lambda *report: reports.append(report))
    assert reports[-1] == (50 + 6 * 40 + 36 * 20,) * 2


def test_other_data_are_refused(trained, tiny_data):
    changed = Cifar10(tiny_data.train, Split(tiny_data.test.images[::-1], tiny_data.test.labels), tiny_data.folder)
    with pytest.raises(TrainingError, match=r"lenet was trained on another data set.*--data-dir"):
        measure_again("lenet", changed, trained[0], ignore)


def test_a_card_that_hides_what_was_held_back_is_refused(trained, tiny_data):
    path = card_path(trained[0], "lenet")
    path.write_text(json.dumps({**json.loads(path.read_text()), "settings": {}}))
    with pytest.raises(TrainingError, match="does not tell how many pictures were held back"):
        measure_again("lenet", tiny_data, trained[0], ignore)


def test_weights_must_be_there(tiny_data, tmp_path):
    with pytest.raises(WeightsError, match="lenet is not trained yet"):
        measure_again("lenet", tiny_data, tmp_path, ignore)


def test_an_older_card_still_guards_better_weights(trained, tiny_data):
    folder, card = trained
    make_older(folder)
    worse = dataclasses.replace(CONFIG, epochs=1, peak_learning_rate=1e-5)
    outcome = run(worse, tiny_data, folder, Recorder())
    assert outcome.kept is not None
    assert outcome.kept.weights_sha256 == card.weights_sha256


def test_share_of_waiting_weighs_epochs_by_their_length(trained):
    first, second = trained[1].history
    history = [
        dataclasses.replace(first, seconds=30.0, data_share=0.5),
        dataclasses.replace(second, seconds=10.0, data_share=0.1),
    ]
    assert share_waiting(history) == pytest.approx((15 + 1) / 40)
    assert isinstance(read_card(trained[0], "lenet"), ModelCard)
