"""A report says what its card says, whole, in one file that needs nothing else."""

import dataclasses
import re

import pytest

from cifar_demo.networks import get_spec
from cifar_demo.report import words
from cifar_demo.report.document import ABOUT_MEGABYTES, report_document
from cifar_demo.report.making import command, settings_table
from cifar_demo.report.sections import headline, report_sections
from cifar_demo.results import EpochRecord, ReliabilityBin
from tests.making import untrained_card


@pytest.fixture(scope="module")
def card():
    return untrained_card(get_spec("lenet"), num_params=62_006, num_mult_adds=651_720)


@pytest.fixture(scope="module")
def document(card):
    hostile = dataclasses.replace(card, hardware={"processor": "<script>alert(1)</script>"})
    return report_document(hostile)


def test_every_section_has_a_sentence_a_description_and_its_numbers(card):
    sections = report_sections(card)
    assert len({section.key for section in sections}) == len(sections) >= 8
    for section in sections:
        assert section.notice and section.alt and section.figure.data
        assert section.table.rows
        assert all(len(row) == len(section.table.heads) for row in section.table.rows)


def test_without_a_history_there_are_no_curves(card):
    keys = [section.key for section in report_sections(dataclasses.replace(card, history=()))]
    assert "learning" not in keys and "confusion" in keys


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"max_shift": 3, "noise_share": 0.0}, "Training showed it pictures moved by up to 3 pixels; the other kinds"),
        ({"max_shift": 4, "noise_share": 0.25}, "pictures moved by up to 4 pixels and noise on 25% of them; the other"),
        ({"members": []}, "Which of these its members were trained on, their own reports say."),
    ],
)
def test_kinds_of_damage_that_training_showed_are_named(card, settings, said):
    sections = report_sections(dataclasses.replace(card, settings=settings))
    assert said in next(section.notice for section in sections if section.key == "corruption")


def test_where_training_is_not_known_nothing_is_said_of_it(card):
    sections = report_sections(dataclasses.replace(card, settings={}))
    assert "Training" not in next(section.notice for section in sections if section.key == "corruption")


SETTINGS = {"network": "vggnet", "epochs": 3, "brand_new": 1, "restart_epochs": [28, 40], "members": [{"share": 0.5}]}


def test_settings_get_a_word_of_help_and_unknown_ones_stand_all_the_same(card):
    rows = settings_table(dataclasses.replace(card, settings=SETTINGS)).rows
    assert rows[0][:2] == ("epochs", "3") and rows[0][2]
    assert rows[1:] == (("brand_new", "1", ""), ("restart_epochs", "28, 40", rows[2][2]))


def test_command_names_network_and_settings(card):
    settings = {"network": "lenet", "epochs": 7, "batch_size": 64, "seed": 5}
    said = command(dataclasses.replace(card, settings=settings))
    assert said == "python train_model.py --network lenet --epochs 7 --batch-size 64 --seed 5"


def test_document_needs_nothing_from_elsewhere(document):
    assert len(document.encode()) / 1e6 == pytest.approx(ABOUT_MEGABYTES, abs=0.5)
    assert not re.search(r"<(?:script|link|img)[^>]+(?:src|href)=", document)
    assert document.count("Plotly.newPlot(") >= 8


def test_document_says_the_figures_and_runs_no_text_of_the_card(card, document):
    for fact in headline(card):
        assert fact.value in document
    assert "<script>alert" not in document
    assert "&lt;script&gt;alert" in document


def test_interval_stands_in_the_first_sentence(card):
    low, high = re.findall(r"between ([\d.]+)% and ([\d.]+)%", words.accuracy(card.test))[0]
    assert float(low) < 100 * card.test.accuracy + 1e-9
    assert float(high) <= 100


def test_most_frequent_mistake_is_named(card):
    counts = [[0] * 10 for _ in range(10)]
    counts[3][5] = 7
    counts[3][3] = 90
    test = dataclasses.replace(card.test, confusion=tuple(map(tuple, counts)))
    assert words.confusion(test).startswith("Its most frequent mistake: 7 cats were taken for dogs.")
    counts[3][5] = 0
    perfect = dataclasses.replace(card.test, confusion=tuple(map(tuple, counts)))
    assert words.confusion(perfect) == "It made no mistake at all."


def test_sure_and_wrong_are_counted():
    bins = (ReliabilityBin(0.5, 0.9, 10, 0.7, 0.5), ReliabilityBin(0.9, 1.0, 40, 0.95, 0.9))
    assert words.confidence(bins).startswith("40 of 50 answers were more than 90% sure, and 4 of those were wrong")


@pytest.mark.parametrize(("trained", "said"), [(0.9, "by heart."), (0.7, "not learning by heart")])
def test_learning_by_heart_is_told(trained, said):
    history = tuple(EpochRecord(epoch, 1, trained, 1, 0.8, 0.1, 1, 0) for epoch in (1, 2))
    assert said in words.learning(history)
    assert "by heart" not in words.learning(history, 0.5)
    assert "showed 50% of the training pictures" in words.learning(history, 0.5)


def test_a_second_cycle_is_told_and_what_became_of_both_ends(card):
    history = tuple(EpochRecord(epoch, 1, 0.9, 1, 0.8, 0.1, 1, 0) for epoch in (1, 2, 3))
    for restarts, is_interrupted, is_told in (([2], False, True), ([], False, False), ([2], True, False)):
        settings = {**card.settings, "restart_epochs": restarts}
        changed = dataclasses.replace(card, history=history, settings=settings, is_interrupted=is_interrupted)
        learning = next(section for section in report_sections(changed) if section.key == "learning")
        assert ("After epoch 2 the changes are made larger once more" in learning.notice) == is_told
        assert (f"{card.validation.accuracy:.1%} of the held-out pictures rightly" in learning.notice) == is_told


def test_every_rise_of_the_rate_is_told():
    said = words.cycles([20, 30], 40, 0.94)
    assert "After epoch 20 and again after epoch 30 the changes" in said
    assert "The mean of the weights at all ends" in said
    assert "at both ends" in words.cycles([20, 30], 30, 0.94)


@pytest.mark.parametrize(("seconds", "said"), [(59.6, "60 s"), (125, "2 min"), (6171, "103 min"), (9000, "2.5 h")])
def test_durations(seconds, said):
    assert words.duration(seconds) == said


def test_auxiliary_heads_are_told_of_where_there_are_some(card):
    history = (EpochRecord(1, 2.2, 0.4, 1.3, 0.5, 0.1, 1, 0), EpochRecord(2, 1.0, 0.8, 1.1, 0.7, 0.1, 1, 0))
    for network, has_heads in (("googlenet", True), ("lenet", False)):
        sections = report_sections(dataclasses.replace(card, network=network, history=history))
        notice = next(section.notice for section in sections if section.key == "loss")
        assert ("auxiliary heads" in notice) == has_heads
