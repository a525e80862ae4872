import io

import numpy as np
import pytest
from PIL import Image

from cifar_demo.constants import CLASS_NAMES
from cifar_demo.figures.atlas import CLASS_COLOURS, SHEET_COLUMNS, pack_map, picture_sheet
from cifar_demo.figures.packing import unpack_arrays
from tests.figures.test_figures_theme import DARK_PAGE, LIGHT_PAGE, contrast


@pytest.mark.parametrize("colour", CLASS_COLOURS)
@pytest.mark.parametrize("page", [LIGHT_PAGE, DARK_PAGE])
def test_every_class_stands_out_on_both_pages(colour, page):
    assert contrast(colour, page) >= 3


def test_every_class_has_a_colour_of_its_own():
    assert len(set(CLASS_COLOURS)) == len(CLASS_NAMES)


def test_pictures_lie_in_rows_on_the_sheet():
    shades = np.linspace(0, 250, SHEET_COLUMNS + 1).astype(np.uint8)
    images = np.broadcast_to(shades[:, None, None, None], (SHEET_COLUMNS + 1, 32, 32, 3))
    sheet = np.array(Image.open(io.BytesIO(picture_sheet(images))))
    assert sheet.shape == (64, 32 * SHEET_COLUMNS, 3)
    assert sheet[16, 16 + 32 * 40].mean() == pytest.approx(shades[40], abs=3)
    assert sheet[48, 16].mean() == pytest.approx(shades[SHEET_COLUMNS], abs=3)


def test_map_keeps_proportions_and_lies_within_its_square():
    points = np.array([[0, 0], [4, 0], [4, 2]], np.float32)
    here, picture = np.array([0, 2], np.float32), np.full((32, 32, 3), 7, np.uint8)
    header, arrays = unpack_arrays(pack_map(points, np.array([1, 2, 3]), np.array([1, 0, 3]), b"sheet", here, picture))
    np.testing.assert_allclose(arrays["points"], [[-0.5, -0.25], [0.5, -0.25], [0.5, 0.25]])
    np.testing.assert_allclose(arrays["here"], [-0.5, 0.25])
    assert next(iter(header["arrays"])) == "here"  # The browser tells maps apart by how they begin.
    assert (arrays["labels"].tolist(), arrays["answers"].tolist()) == ([1, 2, 3], [1, 0, 3])
    assert arrays["sheet"].tobytes() == b"sheet"
    assert header["names"] == list(CLASS_NAMES)


def test_pictures_all_in_one_place_are_no_division_by_zero():
    points = np.ones((3, 2), np.float32)
    zero = np.zeros(3, np.int64)
    _, arrays = unpack_arrays(pack_map(points, zero, zero, b"", points[0], np.zeros((32, 32, 3), np.uint8)))
    np.testing.assert_array_equal(arrays["points"], 0)
