import io

import numpy as np
import pytest
from PIL import Image

from cifar_demo.figures.packing import encode_jpeg, pack_arrays, pack_layer, silent_maps, unpack_arrays
from cifar_demo.results import FieldEdges, UsualRange

PICTURE = np.arange(32 * 32 * 3, dtype=np.uint32).reshape(32, 32, 3).astype(np.uint8)


def edges_of(height, width, channels):
    rows = np.stack([np.arange(height), np.arange(height) + 5], axis=-1)[None]
    columns = np.stack([np.arange(width) * 2, np.arange(width) * 2 + 3], axis=-1)[None]
    return FieldEdges("stage1_conv", np.zeros(channels, np.int64), rows, columns)


def packed(activation, unit=(0, 0, 0)):
    shape = activation.shape if activation.ndim == 3 else (1, 1, activation.size)
    return pack_layer(
        activation,
        edges_of(*shape),
        PICTURE,
        photo=b"jpeg!",
        photo_box=(0.125, 0.0, 0.875, 1.0),
        unit=unit,
        usual=UsualRange(2.5, np.zeros(shape[-1], bool), 20),
    )


def test_maps_come_back_channel_by_channel():
    activation = np.arange(2 * 3 * 4, dtype=np.float32).reshape(2, 3, 4)
    header, arrays = unpack_arrays(packed(activation, (1, 2, 3)))
    maps = arrays["maps"].astype(np.float32) * header["factor"]
    np.testing.assert_allclose(maps, np.moveaxis(activation, -1, 0), rtol=1e-3)
    assert header["shape"] == [2, 3, 4]
    assert (header["unit"], header["isFlat"], header["isSigned"]) == ([1, 2, 3], False, False)


@pytest.mark.parametrize("size", [1e-6, 1.0, 1e6])
def test_values_keep_three_digits_whatever_their_size(size):
    activation = (np.random.default_rng(0).normal(0, size, (4, 4, 8))).astype(np.float32)
    header, arrays = unpack_arrays(packed(activation))
    maps = arrays["maps"].astype(np.float64) * header["factor"]
    np.testing.assert_allclose(maps, np.moveaxis(activation, -1, 0), rtol=1e-3, atol=size * 1e-6)


def test_vector_is_one_place_with_many_channels():
    header, arrays = unpack_arrays(packed(np.array([0.5, -2.0, 0.0], np.float32), (1,)))
    assert (header["shape"], header["unit"], header["isFlat"], header["isSigned"]) == ([1, 1, 3], [0, 0, 1], True, True)
    np.testing.assert_array_equal(arrays["silent"], [0, 0, 1])


def test_all_the_rest_is_on_board():
    header, arrays = unpack_arrays(packed(np.ones((2, 3, 4), np.float32)))
    np.testing.assert_array_equal(arrays["picture"], PICTURE)
    np.testing.assert_array_equal(arrays["columns"][0], [[0, 3], [2, 5], [4, 7]])
    np.testing.assert_array_equal(arrays["rows"][0], [[0, 5], [1, 6]])
    assert arrays["photo"].tobytes() == b"jpeg!"
    assert arrays["colours"].shape == (256, 3)
    assert header["photoBox"] == [0.125, 0.0, 0.875, 1.0]


def test_dead_layer_packs_without_dividing_by_zero():
    header, arrays = unpack_arrays(packed(np.zeros((2, 2, 3), np.float32)))
    assert header["factor"] == 1.0
    assert arrays["silent"].all()


def test_only_maps_without_any_answer_are_silent():
    activation = np.zeros((2, 2, 3), np.float32)
    activation[1, 0, 1] = 0.1
    np.testing.assert_array_equal(silent_maps(activation), [True, False, True])


def test_arrays_begin_at_multiples_of_four():
    content = pack_arrays({"é": 1}, {"a": np.zeros(3, np.uint8), "b": np.ones(1, "<u2"), "c": np.ones(2, "<i2")})
    header, arrays = unpack_arrays(content)
    assert all(entry["start"] % 4 == 0 for entry in header["arrays"].values())
    assert (int.from_bytes(content[:4], "little")) % 4 == 0
    np.testing.assert_array_equal(arrays["c"], [1, 1])


def test_photo_is_made_small():
    photo = Image.open(io.BytesIO(encode_jpeg(np.zeros((600, 1200, 3), np.uint8), 100)))
    assert (photo.format, photo.size) == ("JPEG", (100, 50))
