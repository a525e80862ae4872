"""Augmentation on pictures small enough to work by hand."""

import numpy as np
import pytest

from cifar_demo.dataset.augment import alternating_flip, cutout, flip, translate


def grey(rows) -> np.ndarray:
    """A batch of one picture, (1, H, W, 3), from rows of grey levels."""
    return np.repeat(np.array(rows, np.uint8)[None, :, :, None], 3, axis=3)


def test_flip_mirrors_only_the_chosen():
    images = np.concatenate([grey([[1, 2, 3]]), grey([[1, 2, 3]])])
    np.testing.assert_array_equal(flip(images, np.array([True, False]))[..., 0], [[[3, 2, 1]], [[1, 2, 3]]])


def test_alternating_flip_shows_both_sides_in_two_epochs():
    positions = np.arange(1000)
    first, second = (alternating_flip(positions, epoch, seed=3) for epoch in (0, 1))
    assert (first != second).all()
    assert 400 < first.sum() < 600


def test_alternating_flip_follows_the_picture_not_its_place_in_the_batch():
    shuffled = np.array([7, 2, 9])
    whole = alternating_flip(np.arange(10), 4, seed=1)
    np.testing.assert_array_equal(alternating_flip(shuffled, 4, seed=1), whole[shuffled])


def test_translate_moves_down_and_right_and_reflects():
    image = grey([[1, 2, 3], [4, 5, 6], [7, 8, 9]])
    moved = translate(image, np.array([[1, 1]]), max_shift=1)
    np.testing.assert_array_equal(moved[0, ..., 0], [[5, 4, 5], [2, 1, 2], [5, 4, 5]])


def test_translate_by_nothing_changes_nothing():
    image = grey([[1, 2, 3], [4, 5, 6], [7, 8, 9]])
    np.testing.assert_array_equal(translate(image, np.zeros((1, 2), np.int64), max_shift=2), image)


def test_each_picture_has_its_own_shift():
    images = np.concatenate([grey([[1, 2, 3]] * 3)] * 3)
    moved = translate(images, np.array([[0, 1], [0, 0], [0, -1]]), max_shift=1)
    np.testing.assert_array_equal(moved[:, 0, :, 0], [[2, 1, 2], [1, 2, 3], [2, 3, 2]])


@pytest.mark.parametrize(
    ("center", "expected"),
    [((1, 1), [[9, 9, 1], [9, 9, 1], [1, 1, 1]]), ((0, 2), [[1, 9, 9], [1, 1, 1], [1, 1, 1]])],
)
def test_cutout_covers_a_square_that_may_leave_the_picture(center, expected):
    covered = cutout(grey(np.ones((3, 3))), np.array([center]), 2, (9, 8, 7))
    np.testing.assert_array_equal(covered[0, ..., 0], expected)
    assert set(covered[0, ..., 2].ravel()) == {1, 7}


def test_cutout_of_side_nothing_changes_nothing():
    image = grey(np.ones((3, 3)))
    np.testing.assert_array_equal(cutout(image, np.array([[1, 1]]), 0, (9, 9, 9)), image)
