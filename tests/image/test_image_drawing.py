import io

import numpy as np
import pytest
from PIL import Image

from cifar_demo.constants import CLASS_NAMES
from cifar_demo.errors import ImageDecodeError
from cifar_demo.image.backgrounds import BACKGROUND_KINDS
from cifar_demo.image.drawing import lay_over
from cifar_demo.image.outlines import OUTLINES, Stretch

GROUND = np.full((20, 30, 3), 200, np.uint8)


def layer(rgba=(0, 0, 0, 0), size=(30, 20), kind="PNG") -> bytes:
    file = io.BytesIO()
    Image.new("RGBA", size, rgba).convert("RGB" if kind == "JPEG" else "RGBA").save(file, kind)
    return file.getvalue()


@pytest.mark.parametrize(
    ("rgba", "expected"),
    [((9, 9, 9, 0), (200, 200, 200)), ((10, 20, 30, 255), (10, 20, 30)), ((0, 0, 0, 51), (160, 160, 160))],
)
def test_drawing_covers_its_background_as_far_as_it_is_opaque(rgba, expected):
    np.testing.assert_array_equal(lay_over(layer(rgba), GROUND, "drawing"), np.broadcast_to(expected, GROUND.shape))


@pytest.mark.parametrize("sent", [layer(size=(20, 30)), layer(kind="JPEG")])
def test_what_the_canvas_never_sends_is_refused_in_words(sent):
    with pytest.raises(ImageDecodeError, match="Cannot read 'drawing'.*reload the page"):
        lay_over(sent, GROUND, "drawing")


def test_damaged_drawing_is_refused_in_words():
    with pytest.raises(ImageDecodeError, match="Cannot read 'drawing'"):
        lay_over(layer((1, 2, 3, 4))[:60], GROUND, "drawing")


def test_every_class_has_an_outline_that_stays_on_the_canvas():
    assert sorted(outline.class_name for outline in OUTLINES) == sorted(CLASS_NAMES)
    for outline in OUTLINES:
        assert outline.background in BACKGROUND_KINDS
        for line in outline.lines():
            assert line.shape[1] == 2
            assert line.min() >= 0
            assert line.max() <= 100


@pytest.mark.parametrize("kind", ["curve", "polygon"])
def test_closed_lines_end_where_they_began_and_open_ones_do_not(kind):
    points = [(10, 10), (50, 12), (40, 60)]
    closed, ajar = Stretch(kind, points).trace(), Stretch("open", points).trace()
    np.testing.assert_array_equal(closed[0], closed[-1])
    np.testing.assert_array_equal(ajar[[0, -1]], [points[0], points[-1]])
