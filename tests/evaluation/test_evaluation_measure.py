"""Measuring, with networks that are functions of a picture's colour."""

import numpy as np
import pytest

from cifar_demo.dataset.cifar10 import Split
from cifar_demo.evaluation.measure import measure
from cifar_demo.evaluation.robustness import corrupted_indices, measure_corruption, measure_corruptions, summarise
from cifar_demo.evaluation.views import VIEWS, multi_view_logits, other_views
from cifar_demo.image.corruptions import CORRUPTION_NAMES, find_corruption
from cifar_demo.inference.familiarity import Familiarity
from cifar_demo.metrics.detection import Borders
from tests.making import tiny_split

VALIDATION, TEST = tiny_split(50, 3), tiny_split(200, 4)


def look(images):
    """Answer with the nearest class colour: logits fall with the distance, features are the mean colour."""
    means = images.astype(np.float32).mean(axis=(1, 2))  # (N, 3)
    colours = np.random.default_rng(99).integers(30, 225, (10, 3))  # As `tiny_split` draws them.
    return -np.abs(means[:, None] - colours).sum(axis=2).astype(np.float32) / 10, means


def judge():
    logits, features = look(VALIDATION.images)
    kernel = np.random.default_rng(5).normal(0, 1, (3, 10)).astype(np.float32)
    return Familiarity.fit(Borders.fit(kernel, features), logits, features)


@pytest.fixture(scope="module")
def reports():
    return []


@pytest.fixture(scope="module")
def measured(reports):
    return measure(look, judge(), VALIDATION, TEST, lambda done, total: reports.append((done, total)))


def test_figures_are_those_of_the_answers(measured):
    answers = look(TEST.images)[0].argmax(axis=1)
    assert measured.test.accuracy == (answers == TEST.labels).mean() >= 0.9
    assert (measured.test.num_images, measured.validation.num_images) == (200, 50)
    assert (measured.multi_view.num_images, measured.multi_view.views) == (200, VIEWS)
    assert measured.familiarity.refused_validation == pytest.approx(0.05, abs=0.02)
    assert 0 <= measured.familiarity.refused_test <= 0.3


def test_predictions_agree_with_the_figures(measured):
    predictions = measured.predictions
    assert len(predictions) == 200
    np.testing.assert_array_equal(predictions.labels, TEST.labels)
    assert (predictions.class_indices == predictions.labels).mean() == measured.test.accuracy
    surely = predictions.confidences >= 0.9
    by_confidence = {part.confidence: part for part in measured.test.by_confidence}
    assert by_confidence[0.9].share == surely.mean()


def test_temperature_comes_from_the_held_out_pictures_alone(measured):
    wrong = Split(TEST.images, (TEST.labels + 1) % 10)
    assert measure(look, judge(), VALIDATION, wrong, lambda *_: None).temperature == measured.temperature


def test_progress_ends_at_the_total(reports, measured):
    done, totals = zip(*reports, strict=True)
    assert set(totals) == {50 + 6 * 200 + 36 * 100}
    assert list(done) == sorted(done)
    assert done[-1] == totals[0]


def test_corrupted_pictures_are_the_same_every_time_and_as_many_of_each_class():
    labels = np.arange(10_000) % 10
    indices = corrupted_indices(labels)
    np.testing.assert_array_equal(indices, corrupted_indices(labels))
    assert len(indices) == 2_000
    assert np.bincount(labels[indices]).tolist() == [200] * 10


def test_of_a_small_set_half_is_corrupted():
    assert len(corrupted_indices(np.arange(40) % 10)) == 20


def test_corruption_figures_cover_all_twelve_at_three_strengths(measured):
    figures = measured.corruption
    assert tuple(row.name for row in figures.by_corruption) == CORRUPTION_NAMES
    assert {len(row.accuracy) for row in figures.by_corruption} == {3}
    assert figures.num_images == 100
    assert figures.mean_accuracy == pytest.approx(np.mean([row.accuracy for row in figures.by_corruption]))
    chosen = TEST.take(corrupted_indices(TEST.labels))
    assert figures.clean_accuracy == (look(chosen.images)[0].argmax(axis=1) == chosen.labels).mean()


def test_colours_survive_blur_but_not_fog():
    chosen = TEST.take(corrupted_indices(TEST.labels))
    rows = {row.name: row for row in measure_corruptions(lambda images: look(images)[0], chosen)}
    assert min(rows["gaussian_blur"].accuracy) >= 0.9
    assert rows["fog"].accuracy[2] < rows["fog"].accuracy[0]
    assert rows["fog"].values == tuple(find_corruption("fog").values)


def test_corruption_is_seeded():
    chosen = TEST.take(np.arange(20))
    seen = []
    for _ in range(2):
        measure_corruption(lambda images: (seen.append(images), look(images)[0])[1], find_corruption("fog"), chosen)
    for first, again in zip(seen[:3], seen[3:], strict=True):
        np.testing.assert_array_equal(first, again)


def test_mean_over_corruptions_counts_each_strength_the_same():
    row = measure_corruption(lambda images: look(images)[0], find_corruption("jpeg"), TEST)
    assert summarise(1.0, [row, row], 200).mean_accuracy == pytest.approx(np.mean(row.accuracy))


def test_views_by_hand():
    """One bright pixel: as it is, one pixel up and left, one down and right, each also mirrored."""
    image = np.zeros((1, 32, 32, 3), np.uint8)
    image[0, 10, 4] = 255
    places = [tuple(map(int, np.argwhere(view[0, :, :, 0])[0])) for view in other_views(image)]
    assert places == [(10, 27), (9, 3), (9, 28), (11, 5), (11, 26)]
    assert len(VIEWS) == 6


def test_multi_view_logits_are_the_mean_over_six_views():
    answers = iter(np.arange(2, 7, dtype=np.float32))
    first = np.full((3, 10), 1, np.float32)
    averaged = multi_view_logits(
        lambda images: np.full((3, 10), next(answers), np.float32), np.zeros((3, 32, 32, 3), np.uint8), first
    )
    np.testing.assert_array_equal(averaged, np.full((3, 10), 3.5))
