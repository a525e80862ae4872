"""Samples and backgrounds are drawn on the fly, always the same, quickly and in natural colours."""

import time

import numpy as np
import pytest

from cifar_demo.constants import CLASS_NAMES
from cifar_demo.image.backgrounds import BACKGROUND_KINDS, draw_background
from cifar_demo.image.canvas import FLAT, SIDE, Canvas, Style
from cifar_demo.image.framing import frame_image
from cifar_demo.image.samples import SAMPLES, draw_sample, find_sample, sample_names


def grey_canvas(level: float = 100.0) -> Canvas:
    return Canvas(np.full((SIDE, SIDE, 3), level, np.float32), seed=0)


def test_every_class_has_two_samples_in_order():
    assert [sample.class_name for sample in SAMPLES] == [name for name in CLASS_NAMES for _ in range(2)]
    assert sample_names()[:3] == ("airplane-1", "airplane-2", "automobile-1")
    assert len(set(sample_names())) == len({sample.title for sample in SAMPLES}) == 20


@pytest.mark.parametrize("name", sample_names())
def test_samples_are_whole_pictures_and_always_the_same(name):
    start = time.perf_counter()
    image = draw_sample(name)
    seconds = time.perf_counter() - start
    assert image.shape == (256, 256, 3)
    assert image.dtype == np.uint8
    assert seconds < 1.0  # about 0.03 s alone; room for a busy machine
    np.testing.assert_array_equal(draw_sample(name), image)
    small = frame_image(image).image.astype(float)
    assert small.std() > 20  # something to see at 32 x 32
    assert np.abs(small[..., 0] - small[..., 2]).mean() > 5  # in colour


def test_a_sample_tells_what_it_shows():
    assert find_sample("frog-1").class_name == "frog"
    assert find_sample("frog-1").title == "Green frog"
    with pytest.raises(ValueError, match="'unicorn-1'"):
        draw_sample("unicorn-1")


@pytest.mark.parametrize("kind", BACKGROUND_KINDS)
@pytest.mark.parametrize("size", [(256, 256), (400, 300), (1, 1), (3, 200)])
def test_backgrounds_come_in_any_size_and_always_the_same(kind, size):
    image = draw_background(kind, size)
    assert image.shape == (size[1], size[0], 3)
    assert image.dtype == np.uint8
    np.testing.assert_array_equal(draw_background(kind, size), image)


def test_backgrounds_have_their_colours():
    means = {kind: draw_background(kind, (128, 128)).mean(axis=(0, 1)) for kind in BACKGROUND_KINDS}
    assert means["sky"].argmax() == means["sea"].argmax() == 2
    assert means["grass"].argmax() == 1
    assert np.ptp(draw_background("road", (128, 128))[100:].mean(axis=(0, 1))) < 8
    assert means["plain"].min() > 150


@pytest.mark.parametrize(("kind", "size"), [("desert", (9, 9)), ("sky", (0, 9)), ("sky", (9, 5000))])
def test_mistakes_of_the_caller_are_named(kind, size):
    with pytest.raises(ValueError, match="Expected"):
        draw_background(kind, size)


def test_a_flat_polygon_covers_its_pixels_and_no_others():
    canvas = grey_canvas()
    canvas.polygon([(25, 25), (75, 25), (75, 75), (25, 75)], (200, 0, 0), Style(volume=0, grain=0))
    image = canvas.picture().astype(int)
    np.testing.assert_allclose(image[66:190, 66:190].mean(axis=(0, 1)), (200, 0, 0), atol=3)
    np.testing.assert_allclose(image[:60].mean(axis=(0, 1)), (100, 100, 100), atol=0.5)


def test_volume_is_lit_from_above():
    canvas = grey_canvas()
    canvas.ellipse((50, 50), (30, 30), (120, 120, 120), Style(volume=1, grain=0))
    image = canvas.picture().astype(float)
    assert image[64:80, 120:136].mean() > 140 > 100 > image[176:192, 120:136].mean()


def test_a_limb_is_as_wide_as_told():
    canvas = grey_canvas()
    canvas.limb([(10, 50), (90, 50)], [10, 20], (255, 255, 255), Style(volume=0, grain=0))
    covered = (canvas.picture().mean(axis=2) > 178).sum(axis=0)
    assert abs(covered[26] - 25.6) < 3  # 10 of 100, where it begins
    assert abs(covered[230] - 51.2) < 3


def test_shapes_outside_the_picture_are_no_trouble():
    canvas = grey_canvas()
    canvas.blob([(-90, -90), (-80, -90), (-80, -80)], (255, 0, 0))
    canvas.ellipse((100, 50), (10, 10), (255, 0, 0), FLAT)
    canvas.limb([(50, 99), (50, 130)], [4], (255, 0, 0))
    assert canvas.picture()[128, 250, 0] > 200


def test_a_mirrored_canvas_exchanges_left_and_right():
    canvas = grey_canvas()
    canvas.polygon([(0, 0), (20, 0), (20, 100), (0, 100)], (250, 0, 0))
    canvas.mirror()
    image = canvas.picture()
    assert image[100, 250, 1] < 30 < 80 < image[100, 5, 1]
