import base64
import io

import numpy as np
from PIL import Image

from cifar_demo.figures.pixels import app_icon, data_url, dim_outside, encode_png, enlarge
from cifar_demo.figures.thumbnails import busiest_map, layer_thumbnail


def test_png_comes_back_pixel_by_pixel(picture):
    wide = np.concatenate([picture, picture[:, :5]], axis=1)
    np.testing.assert_array_equal(np.array(Image.open(io.BytesIO(encode_png(wide)))), wide)


def test_address_of_a_picture_holds_the_png(picture):
    kind, _, content = data_url(picture).partition(",")
    assert kind == "data:image/png;base64"
    assert base64.b64decode(content) == encode_png(picture)


def test_enlarged_pixels_are_squares_of_one_colour(picture):
    large = enlarge(picture, 100)
    assert large.shape == (96, 96, 3)
    np.testing.assert_array_equal(large[::3, ::3], picture)
    np.testing.assert_array_equal(large[2::3, 2::3], picture)


def test_enlarging_never_shrinks(picture):
    assert enlarge(picture, 10).shape == picture.shape


def test_outside_of_the_box_is_darker_and_inside_untouched():
    image = np.full((10, 20, 3), 100, np.uint8)
    shown = dim_outside(image, (5, 0, 15, 10))
    np.testing.assert_array_equal(shown[:, 5:15], image[:, 5:15])
    assert shown[5, 0, 0] == 30
    assert shown[5, 4, 0] == shown[5, 15, 0] == 255  # the frame


def test_box_of_the_whole_picture_or_beyond_changes_nothing():
    image = np.full((10, 20, 3), 100, np.uint8)
    np.testing.assert_array_equal(dim_outside(image, (0, -5, 20, 15)), image)


def test_icon_is_an_address():
    assert app_icon().startswith("data:image/png;base64,")


def test_thumbnail_shows_the_map_that_varies_most():
    activation = np.zeros((4, 4, 3), np.float32)
    activation[..., 0] = 9.0
    activation[0, 0, 2] = 1.0
    np.testing.assert_array_equal(busiest_map(activation), activation[..., 2])
    assert layer_thumbnail(activation).shape == (4, 4, 3)


def test_thumbnail_of_a_vector_is_a_square():
    assert layer_thumbnail(np.arange(10, dtype=np.float32)).shape == (4, 4, 3)
    assert layer_thumbnail(np.zeros((1, 1, 120), np.float32)).shape == (11, 11, 3)
