import numpy as np
import pytest

from cifar_demo.figures.mosaics import (
    GAP_COLOUR,
    good_columns,
    kernel_colours,
    map_mosaic,
    tile,
)
from cifar_demo.figures.theme import DIVERGING, SEQUENTIAL


def solid(value: int) -> np.ndarray:
    return np.full((2, 2, 3), value, np.uint8)


def test_tiles_lie_in_reading_order_with_gaps():
    image = tile(np.stack([solid(1), solid(2), solid(3)]), 2, width=7, gap=1)
    assert image.shape == (7, 7, 3)
    assert [image[1, 1, 0], image[1, 4, 0], image[4, 1, 0]] == [1, 2, 3]
    np.testing.assert_array_equal(image[0, 0], GAP_COLOUR)
    np.testing.assert_array_equal(image[4, 4], GAP_COLOUR)  # an empty place


def test_tiles_grow_a_whole_number_of_times():
    image = tile(np.stack([solid(1), solid(2)]), 2, width=20, gap=1)
    assert image.shape == (10, 19, 3)  # factor 4: two tiles of 8 pixels and three gaps


@pytest.mark.parametrize(("count", "aspect", "columns"), [(1, 1.0, 1), (2, 1.0, 2), (8, 1.0, 4), (512, 1.0, 32)])
def test_columns_make_a_wide_picture(count, aspect, columns):
    assert good_columns(count, aspect=aspect) == columns


def test_each_map_has_a_scale_of_its_own_or_all_share_one():
    activation = np.zeros((2, 2, 2), np.float32)
    activation[0, 0] = [1.0, 10.0]
    own, shared = map_mosaic(activation, scale="map"), map_mosaic(activation, scale="layer")
    bright = [np.all(mosaic.image == SEQUENTIAL[255], axis=-1).sum() for mosaic in (own, shared)]
    assert bright[0] == 2 * bright[1]
    assert np.isnan(own.high)
    assert (shared.low, shared.high) == (0.0, 10.0)


def test_negative_values_choose_the_diverging_scale():
    mosaic = map_mosaic(np.array([[[-3.0]], [[1.0]]], np.float32), scale="layer")
    assert mosaic.is_diverging
    assert (mosaic.low, mosaic.high) == (-3.0, 3.0)
    assert np.any(np.all(mosaic.image == DIVERGING[0], axis=-1))


def test_silent_layer_is_dark_not_an_error():
    mosaic = map_mosaic(np.zeros((4, 4, 3), np.float32))
    assert not mosaic.is_diverging
    assert np.any(np.all(mosaic.image == SEQUENTIAL[0], axis=-1))


def test_vector_becomes_one_square_a_unit():
    mosaic = map_mosaic(np.arange(200, dtype=np.float32))
    assert mosaic.num_rows * mosaic.num_columns >= 200
    assert mosaic.high == 199.0


def test_colour_kernel_of_zeros_is_grey_and_its_largest_weight_saturates():
    kernel = np.zeros((1, 1, 3, 2), np.float32)
    kernel[0, 0, 0, 1] = 0.5
    np.testing.assert_array_equal(kernel_colours(kernel)[:, 0, 0], [(128, 128, 128), (255, 128, 128)])


def test_scale_that_is_asked_for_holds_though_nothing_is_negative():
    bright = np.array([[[0.0], [2.0]]], np.float32)
    assert map_mosaic(bright).is_diverging is False
    mosaic = map_mosaic(bright, scale="layer", is_diverging=True)
    assert (mosaic.is_diverging, mosaic.low, mosaic.high) == (True, -2.0, 2.0)
    colours = {tuple(colour) for colour in mosaic.image.reshape(-1, 3)}
    assert {tuple(DIVERGING[128]), tuple(DIVERGING[255])} <= colours
