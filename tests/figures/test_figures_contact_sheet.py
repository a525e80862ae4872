import numpy as np
import pytest

from cifar_demo.figures.contact_sheet import contact_sheet

RED = np.full((32, 32, 3), (255, 0, 0), np.uint8)
BLUE = np.full((32, 32, 3), (0, 0, 255), np.uint8)


def places_of(sheet, colour):
    rows, columns = np.nonzero((sheet == colour).all(axis=2))
    return rows.min(), rows.max(), columns.min(), columns.max()


def test_pictures_lie_side_by_side_on_white_each_pixel_a_square():
    sheet = contact_sheet({"one": RED, "two": BLUE}, side=64)
    red, blue = places_of(sheet, (255, 0, 0)), places_of(sheet, (0, 0, 255))
    assert (red[1] - red[0] + 1, red[3] - red[2] + 1) == (64, 64)
    assert red[:2] == blue[:2]
    assert red[3] < blue[2]
    assert (sheet[0] == 255).all()


def test_rows_wrap_and_words_stand_below():
    sheet = contact_sheet({"one": RED, "two": RED, "three": BLUE}, side=64, columns=2)
    red, blue = places_of(sheet, (255, 0, 0)), places_of(sheet, (0, 0, 255))
    assert blue[0] > 64 + red[0]
    below = sheet[blue[1] + 1 :, blue[2] : blue[3]]
    assert (below.max(axis=2) < 100).any()


def test_long_words_take_more_lines_and_nothing_is_lost():
    short = contact_sheet({"one": RED}, side=64)
    long = contact_sheet({"what was added, thirty-one times stronger": RED}, side=64)
    assert long.shape[0] > short.shape[0]
    assert long.shape[1] == short.shape[1]


def test_sheet_of_nothing_is_refused():
    with pytest.raises(ValueError, match="got none"):
        contact_sheet({})


def test_signs_that_the_font_lacks_are_written_another_way():
    np.testing.assert_array_equal(contact_sheet({"16×16, −1": RED}), contact_sheet({"16x16, -1": RED}))
