"""Pixels are scaled in one place, and the way back loses nothing."""

import numpy as np
import pytest

from cifar_demo.constants import CHANNEL_MEAN, CHANNEL_STD
from cifar_demo.image.preprocess import preprocess, unprocess


def test_one_image_becomes_a_batch_of_one():
    batch = preprocess(np.zeros((32, 32, 3), np.uint8))
    assert batch.shape == (1, 32, 32, 3)
    assert batch.dtype == np.float32


def test_pixels_are_scaled_by_the_mean_and_deviation_of_their_channel():
    images = np.zeros((2, 32, 32, 3), np.uint8)
    images[1] = (255, 51, 102)  # 1.0, 0.2, 0.4 of full scale
    batch = preprocess(images)
    black = [-mean / std for mean, std in zip(CHANNEL_MEAN, CHANNEL_STD, strict=True)]
    coloured = [(x - m) / s for x, m, s in zip((1.0, 0.2, 0.4), CHANNEL_MEAN, CHANNEL_STD, strict=True)]
    np.testing.assert_allclose(batch[0, 5, 7], black, rtol=1e-6)
    np.testing.assert_allclose(batch[1, 31, 0], coloured, rtol=1e-5)


def test_every_pixel_value_survives_the_round_trip():
    images = np.arange(2 * 32 * 32 * 3).reshape(2, 32, 32, 3).astype(np.uint8)
    np.testing.assert_array_equal(unprocess(preprocess(images)), images)


def test_unprocess_clips_what_lies_outside_the_range_of_pixels():
    values = np.zeros((32, 32, 3), np.float64)
    values[0, 0], values[0, 1] = 9, -9
    pixels = unprocess(values)
    assert pixels[0, 0, 0].tolist() == [255, 255, 255]
    assert pixels[0, 0, 1].tolist() == [0, 0, 0]
    assert pixels[0, 5, 5].tolist() == [125, 123, 114]  # the means, times 255, rounded


def test_an_empty_batch_stays_empty():
    assert preprocess(np.zeros((0, 32, 32, 3), np.uint8)).shape == (0, 32, 32, 3)


@pytest.mark.parametrize("shape", [(32, 32), (32, 32, 4), (3, 32, 32), (33, 32, 3), (1, 1, 32, 32, 3)])
def test_a_wrong_shape_is_named(shape):
    with pytest.raises(ValueError, match="Expected shape"):
        preprocess(np.zeros(shape, np.uint8))
    with pytest.raises(ValueError, match="Expected shape"):
        unprocess(np.zeros(shape, np.float32))


def test_pixels_that_were_scaled_already_are_refused():
    with pytest.raises(ValueError, match="got float32"):
        preprocess(np.zeros((32, 32, 3), np.float32))


@pytest.mark.parametrize(("values", "reason"), [(np.zeros((32, 32, 3), np.uint8), "got uint8")])
def test_unprocess_refuses_pixels(values, reason):
    with pytest.raises(ValueError, match=reason):
        unprocess(values)


def test_unprocess_refuses_what_is_not_finite():
    with pytest.raises(ValueError, match="NaN"):
        unprocess(np.full((32, 32, 3), np.nan, np.float32))
