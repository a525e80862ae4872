"""What lies in weights/ is whole, small, as good as its card says, and good enough to ship."""

import os

import pytest

from cifar_demo.constants import CLASS_NAMES
from cifar_demo.dataset.cifar10 import TEST_FILES, find_cifar10, read_split
from cifar_demo.image.corruptions import CORRUPTION_NAMES
from cifar_demo.image.samples import SAMPLES, draw_sample
from cifar_demo.inference.answer import answer_picture
from cifar_demo.inference.catalog import best_network
from cifar_demo.inference.classifier import WEIGHTS_FOLDER, load_classifier
from cifar_demo.metrics.classification import confusion_matrix
from cifar_demo.store.committee import read_committee
from cifar_demo.store.predictions import load_predictions

# One line for each network whose weights are shipped; raised when better ones are.
LEAST_ACCURACY = {"lenet": 0.76, "alexnet": 0.875, "zfnet": 0.89, "vggnet": 0.94, "googlenet": 0.94, "resnet": 0.945}
MOST_MEGABYTES = 25
NUM_CHECKED = 1_000


@pytest.fixture(scope="module", params=LEAST_ACCURACY)
def classifier(request):
    return load_classifier(request.param)


def test_card_tells_of_a_whole_run_that_reached_its_mark(classifier):
    card = classifier.card
    assert card.test.accuracy >= LEAST_ACCURACY[card.network]
    assert card.test.num_images == 10_000
    assert sum(map(sum, card.test.confusion)) == 10_000
    assert card.num_params == classifier.model.count_params()
    assert not card.is_interrupted
    assert len(card.history) == card.settings["epochs"]


def test_predictions_are_those_that_the_card_counts(classifier):
    card = classifier.card
    predictions = load_predictions(card, WEIGHTS_FOLDER)
    confusion = confusion_matrix(predictions.class_indices, predictions.labels, len(CLASS_NAMES))
    assert tuple(map(tuple, confusion.tolist())) == card.test.confusion
    by_confidence = {part.confidence: part.share for part in card.test.by_confidence}
    assert (predictions.confidences >= 0.9).mean() == pytest.approx(by_confidence[0.9], abs=1e-3)


def test_corrupted_pictures_are_harder_and_several_views_easier(classifier):
    card = classifier.card
    assert [row.name for row in card.corruption.by_corruption] == list(CORRUPTION_NAMES)
    assert (card.corruption.num_images, card.corruption.seed) == (2_000, 0)
    assert card.corruption.mean_accuracy < card.corruption.clean_accuracy < card.multi_view.accuracy + 0.02
    assert card.multi_view.accuracy > card.test.accuracy


def test_committee_is_of_these_networks_and_better_than_each(classifier):
    card, parts = read_committee(WEIGHTS_FOLDER)
    assert {member.network for member in parts.members} == set(LEAST_ACCURACY)
    assert card.test.accuracy > classifier.card.test.accuracy
    predictions = load_predictions(card, WEIGHTS_FOLDER)
    confusion = confusion_matrix(predictions.class_indices, predictions.labels, len(CLASS_NAMES))
    assert tuple(map(tuple, confusion.tolist())) == card.test.confusion


def test_every_network_with_weights_has_a_mark():
    assert {path.name.split(".")[0] for path in WEIGHTS_FOLDER.glob("*.weights.h5")} == set(LEAST_ACCURACY)


def test_all_weights_together_are_small():
    assert sum(path.stat().st_size for path in WEIGHTS_FOLDER.glob("*.weights.h5")) <= MOST_MEGABYTES * 1e6


def test_best_network_names_most_of_our_own_samples():
    best = load_classifier(best_network())
    answers = {sample.name: answer_picture(best, draw_sample(sample.name)).top_k[0].class_name for sample in SAMPLES}
    wrong = {sample.name: answers[sample.name] for sample in SAMPLES if answers[sample.name] != sample.class_name}
    assert {sample.class_name for sample in SAMPLES} == set(CLASS_NAMES)
    assert len(wrong) <= 4, wrong


@pytest.mark.data
@pytest.mark.skipif(not os.environ.get("CIFAR10_DIR"), reason="CIFAR10_DIR is not set: no test pictures to measure on")
def test_accuracy_on_test_pictures_is_what_the_card_says(classifier):
    test = read_split(find_cifar10(), TEST_FILES)
    answers = classifier.logits(test.images[:NUM_CHECKED]).argmax(axis=1)
    # Of 1,000 pictures the share varies by three standard deviations at most.
    spread = 3 * (classifier.card.test.accuracy * (1 - classifier.card.test.accuracy) / NUM_CHECKED) ** 0.5
    assert (answers == test.labels[:NUM_CHECKED]).mean() == pytest.approx(classifier.card.test.accuracy, abs=spread)
