"""Making a committee: fitted on what no member was trained on, measured once, and told of when it is out of date."""

import dataclasses
import json
import shutil

import numpy as np
import pytest

import train_model
from cifar_demo.dataset import cifar10
from cifar_demo.errors import TrainingError, WeightsError
from cifar_demo.inference.classifier import load_classifier
from cifar_demo.inference.committee import load_answerer, load_committee
from cifar_demo.metrics.calibration import softmax
from cifar_demo.store.card import card_path, read_card
from cifar_demo.store.committee import COMMITTEE, has_committee, read_committee, read_usable_card
from cifar_demo.store.predictions import load_predictions
from cifar_demo.training import committee as making
from cifar_demo.training.card import held_out_indices
from cifar_demo.training.committee import common_held_out, load_members, make_committee
from tests.making import write_untrained

NAMES = ("lenet", "vggnet")


def ignore(num_done, num_total):
    """Stand in for a progress bar."""


@pytest.fixture
def folder(committee_folder):
    return committee_folder


@pytest.fixture
def made(committee_folder, tmp_path):
    """A copy that a test may damage."""
    return shutil.copytree(committee_folder, tmp_path / "weights")


def test_card_says_who_sits_on_it_and_what_it_gains(folder):
    card, parts = read_committee(folder)
    assert [member.network for member in parts.members] == list(NAMES)
    assert sum(member.share for member in parts.members) == pytest.approx(1, abs=1e-5)
    assert [standing.network for standing in parts.standings] == [*NAMES, COMMITTEE]
    assert parts.standings[-1].accuracy == card.test.accuracy
    for standing in parts.standings:
        assert set(standing.refusal) == {"drawn", "scrambled", "blended", "zoomed"}
        assert all(0 <= area <= 1 for area in standing.refusal.values())
    assert parts.num_fitted == 50
    assert card.num_params == sum(read_card(folder, name).num_params for name in NAMES)


def test_its_figures_are_those_of_its_answers(folder, tiny_data):
    card = read_usable_card(folder, COMMITTEE)
    committee = load_committee(folder)
    logits = committee.logits(tiny_data.test.images)
    assert (logits.argmax(axis=1) == tiny_data.test.labels).mean() == pytest.approx(card.test.accuracy)
    confidences = softmax(logits, temperature=card.temperature).max(axis=1)
    np.testing.assert_allclose(load_predictions(card, folder).confidences, confidences, atol=2e-5)


def test_probabilities_are_the_members_calibrated_ones_averaged(folder, picture):
    card = read_usable_card(folder, COMMITTEE)
    committee = load_answerer(COMMITTEE, folder)
    prediction = committee.predict(picture, k=10)
    votes = [load_classifier(name, folder).predict(picture, k=10) for name in NAMES]
    averaged = sum(share * vote.probs for share, vote in zip(committee.shares, votes, strict=True))
    expected = softmax(np.log(averaged)[None], temperature=card.temperature)[0]
    np.testing.assert_allclose(prediction.probs, expected, atol=1e-5)
    assert [vote.network for vote in prediction.votes] == list(NAMES)
    np.testing.assert_allclose(prediction.votes[0].probs, votes[0].probs, atol=1e-6)
    assert prediction.is_unfamiliar == (prediction.familiarity < 0.05)
    assert prediction.network == COMMITTEE


def test_one_picture_is_judged_as_many_are(folder, tiny_data):
    from cifar_demo.inference.committee import look

    committee = load_committee(folder)
    logits, evidence = look(committee.members, committee.shares, tiny_data.test.images[:5])
    scores = committee.judge.score(logits, evidence)
    for image, score, row in zip(tiny_data.test.images[:5], scores, logits, strict=True):
        alone = committee.predict(image)
        assert alone.score == pytest.approx(float(score), abs=1e-3)
        np.testing.assert_allclose(alone.logits, row, atol=1e-3)


def test_views_are_averaged_and_each_has_its_say(folder, tiny_data):
    committee, images = load_committee(folder), tiny_data.test.images[:3]
    prediction = committee.predict(images, k=1)
    alone = [committee.predict(image) for image in images]
    assert prediction.view_classes == tuple(one.top_k[0].class_name for one in alone)
    np.testing.assert_allclose(prediction.view_probs, [one.probs for one in alone], atol=1e-4)
    assert prediction.score == pytest.approx(np.mean([one.score for one in alone]), abs=1e-3)
    np.testing.assert_allclose(prediction.probs, np.mean([one.probs for one in alone], axis=0), atol=1e-4)
    assert len(prediction.top_k) == 1


def test_the_command_makes_it_and_says_what_it_gains(members_folder, tiny_data, tmp_path, monkeypatch, capsys):
    folder = shutil.copytree(members_folder, tmp_path / "weights")
    monkeypatch.setattr(making, "NUM_DRAWN", 1)
    monkeypatch.setattr(making, "NUM_SPOILT", 10)
    monkeypatch.setattr(cifar10, "load_cifar10", lambda folder: tiny_data)
    assert train_model.main(["--network", COMMITTEE, "--output", str(folder)]) == 0
    card, parts = read_committee(folder)
    said = capsys.readouterr().out
    assert f"accuracy {card.test.accuracy:.2%}" in said
    assert f"Shares: LeNet-5 {parts.members[0].share:.1%}, VGGNet {parts.members[1].share:.1%}." in said


def test_one_in_twenty_held_out_pictures_is_refused(folder):
    card = read_usable_card(folder, COMMITTEE)
    assert card.familiarity.refused_validation == pytest.approx(0.05, abs=0.03)


def test_it_is_fitted_on_what_no_member_was_trained_on(members_folder, tiny_data, tmp_path):
    folder = shutil.copytree(members_folder, tmp_path / "weights")
    write_untrained(folder, ("vggnet",), data_sha256=tiny_data.sha256, settings={"num_validation": 50}, seed=7)
    members = load_members(folder, NAMES)
    common = common_held_out(members, tiny_data)
    for member in members:
        assert set(common) <= set(held_out_indices(member.card, tiny_data))


def test_members_without_common_held_out_pictures_are_refused(members_folder, tiny_data, monkeypatch):
    members = load_members(members_folder, NAMES)
    apart = {"lenet": np.arange(5), "vggnet": np.arange(5, 10)}
    monkeypatch.setattr(making, "held_out_indices", lambda card, data: apart[card.network])
    with pytest.raises(TrainingError, match="only 0 training pictures in common"):
        common_held_out(members, tiny_data)


def test_other_weights_of_a_member_are_noticed(made, tiny_data):
    write_untrained(made, ("lenet",), data_sha256=tiny_data.sha256, settings={"num_validation": 50}, temperature=2.0)
    card_path(made, "lenet").write_text(
        json.dumps({**json.loads(card_path(made, "lenet").read_text()), "weights_sha256": "1" * 64})
    )
    with pytest.raises(WeightsError, match=r"other weights of LeNet-5.*--network committee"):
        read_committee(made)


def test_missing_member_is_noticed(made):
    card_path(made, "vggnet").unlink()
    with pytest.raises(WeightsError, match=r"VGGNet sits on the committee, but it cannot be used.*--network committee"):
        read_committee(made)
    with pytest.raises(WeightsError, match="vggnet"):
        load_committee(made)


def test_damaged_card_is_noticed(made):
    fields = json.loads(card_path(made, COMMITTEE).read_text())
    card_path(made, COMMITTEE).write_text(json.dumps({**fields, "settings": {"members": []}}))
    with pytest.raises(WeightsError, match=r"not an intact card.*--network committee"):
        read_committee(made)
    card_path(made, COMMITTEE).write_text("nothing")
    with pytest.raises(WeightsError, match=r"committee\.json cannot be used.*--network committee"):
        read_committee(made)


def test_network_trained_later_does_not_disturb_it(made, tiny_data):
    write_untrained(made, ("alexnet",), data_sha256=tiny_data.sha256)
    assert [member.network for member in read_committee(made)[1].members] == list(NAMES)


def test_without_one_the_way_to_it_is_told(members_folder):
    assert not has_committee(members_folder)
    with pytest.raises(WeightsError, match=r"no committee yet.*python train_model\.py --network committee"):
        read_usable_card(members_folder, COMMITTEE)


def test_one_network_alone_is_no_committee(tiny_data, tmp_path):
    write_untrained(tmp_path, ("lenet",), data_sha256=tiny_data.sha256)
    with pytest.raises(TrainingError, match="two trained networks or more"):
        make_committee(tiny_data, tmp_path, ignore)


def test_data_that_members_were_not_trained_on_are_refused(members_folder, tiny_data):
    other = dataclasses.replace(tiny_data, train=tiny_data.train.take(np.arange(100)))
    with pytest.raises(TrainingError, match="another data set"):
        make_committee(other, members_folder, ignore)


@pytest.mark.parametrize("option", [["--epochs", "3"], ["--resume"], ["--force"], ["--measure-again"]])
def test_options_of_training_make_no_sense_for_it(option, capsys):
    with pytest.raises(SystemExit):
        train_model.main(["--network", COMMITTEE, *option])
    assert "trains nothing" in capsys.readouterr().err
