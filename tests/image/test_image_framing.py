"""Any picture becomes 32x32, and the box says which part was used."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cifar_demo.image.framing import FRAME_MODES, MAX_VIEWS, RESAMPLINGS, clamp_box, frame_image, mirrored, views


def thirds(height: int = 32, width: int = 96) -> np.ndarray:
    """Red, green and blue thirds side by side."""
    image = np.zeros((height, width, 3), np.uint8)
    for channel in range(3):
        image[:, channel * width // 3 : (channel + 1) * width // 3, channel] = 255
    return image


def test_crop_takes_the_centred_square():
    framed = frame_image(thirds())
    assert framed.box == (32, 0, 64, 32)
    assert framed.mode == "crop"
    np.testing.assert_array_equal(framed.image, thirds()[:, 32:64])


def test_crop_takes_the_middle_of_a_tall_picture():
    tall = thirds().transpose(1, 0, 2)
    framed = frame_image(tall)
    assert framed.box == (0, 32, 32, 64)
    np.testing.assert_array_equal(framed.image, tall[32:64])


def test_squash_keeps_everything():
    framed = frame_image(thirds(), mode="squash", resampling="box")
    assert framed.box == (0, 0, 96, 32)
    assert framed.image[0, 0].tolist() == [255, 0, 0]
    assert framed.image[0, 16].tolist() == [0, 255, 0]
    assert framed.image[31, 31].tolist() == [0, 0, 255]


def test_pad_mirrors_the_edges_into_a_square():
    rows = np.arange(0, 160, 10, dtype=np.uint8)  # 16 rows, each its own grey
    image = np.broadcast_to(rows[:, None, None], (16, 32, 3)).copy()
    framed = frame_image(image, mode="pad", resampling="nearest")
    assert framed.box == (0, -8, 32, 24)
    expected = [*range(70, -10, -10), *range(0, 160, 10), *range(150, 70, -10)]
    assert framed.image[:, 5, 0].tolist() == expected


def test_averaging_filters_do_not_alias():
    stripes = np.zeros((320, 320, 3), np.uint8)
    stripes[:, ::2] = 200
    assert (frame_image(stripes, resampling="box").image == 100).all()
    assert np.ptp(frame_image(stripes, resampling="lanczos").image[:, 2:-2]) <= 2
    assert (frame_image(stripes, resampling="nearest").image != 100).all()


def test_a_box_chooses_the_part():
    framed = frame_image(thirds(), box=(64, 0, 96, 32))
    assert framed.box == (64, 0, 96, 32)
    assert (framed.image == (0, 0, 255)).all()


@pytest.mark.parametrize(
    ("box", "clamped"),
    [
        ((-5, -5, 200, 200), (0, 0, 96, 32)),
        ((90, 30, 10, 2), (10, 2, 90, 30)),  # dragged from the lower right
        ((40, 10, 40, 10), (40, 10, 41, 11)),
        ((500, 500, 600, 600), (95, 31, 96, 32)),
        ((-9, -9, -3, -3), (0, 0, 1, 1)),
    ],
)
def test_a_box_is_clamped_to_the_picture(box, clamped):
    assert clamp_box(box, (96, 32)) == clamped
    assert frame_image(thirds(), mode="squash", box=box).box == clamped


@pytest.mark.parametrize("shape", [(1, 1), (1, 5000), (5000, 1), (2, 3)])
@pytest.mark.parametrize("mode", FRAME_MODES)
def test_slivers_are_framed_too(shape, mode):
    framed = frame_image(np.full((*shape, 3), 77, np.uint8), mode=mode)
    assert framed.image.shape == (32, 32, 3)
    assert (framed.image == 77).all()


def test_the_first_view_is_the_frame_and_the_second_its_mirror():
    image = np.random.default_rng(0).integers(0, 256, (50, 80, 3), np.uint8)
    seen = views(image, mode="pad")
    assert len(seen) == MAX_VIEWS
    np.testing.assert_array_equal(seen[0].image, frame_image(image, mode="pad").image)
    for upright, mirror in zip(seen[::2], seen[1::2], strict=True):
        np.testing.assert_array_equal(mirror.image, upright.image[:, ::-1])
        assert mirror.box == upright.box
    assert [view.box for view in seen[::2]] == [
        (0, -15, 80, 65),  # all, padded
        (22, 7, 57, 42),  # 0.7 of the middle square's 50
        (0, 0, 80, 50),
        (0, 0, 42, 42),  # 0.85 of it
        (38, 8, 80, 50),
    ]
    assert [view.mode for view in seen[::2]] == ["pad", "crop", "squash", "crop", "crop"]


def test_views_of_a_square_differ_from_each_other():
    image = np.random.default_rng(0).integers(0, 256, (60, 60, 3), np.uint8)
    seen = views(image)
    assert len({view.image.tobytes() for view in seen}) == MAX_VIEWS
    assert [view.box for view in seen[2:6:2]] == [(4, 4, 55, 55), (0, 0, 60, 60)]  # 0.85 of 60, and all
    # From further off: all of it on 28 pixels, its edges mirrored outwards.
    small = frame_image(image, side=28).image
    np.testing.assert_array_equal(seen[4].image[2:-2, 2:-2], small)
    np.testing.assert_array_equal(seen[4].image[1, 2:-2], small[0])
    np.testing.assert_array_equal(seen[4].image[0, 2:-2], small[1])


@pytest.mark.parametrize("mode", FRAME_MODES)
def test_no_view_is_shown_twice(mode):
    image = np.random.default_rng(0).integers(0, 256, (50, 80, 3), np.uint8)
    assert len({view.image.tobytes() for view in views(image, mode=mode)}) == MAX_VIEWS


def test_fewer_views_are_the_first_ones():
    image = thirds()
    few = views(image, 3)
    assert [view.box for view in few] == [view.box for view in views(image)[:3]]
    with pytest.raises(ValueError, match="1 to 10 views, got 0"):
        views(image, 0)


def test_mirroring_twice_changes_nothing():
    framed = frame_image(thirds(), mode="squash")
    np.testing.assert_array_equal(mirrored(mirrored(framed)).image, framed.image)


@pytest.mark.parametrize(
    ("image", "options", "said"),
    [
        (np.zeros((4, 4, 4), np.uint8), {}, "Expected"),
        (np.zeros((4, 4, 3), np.float32), {}, "float32"),
        (np.zeros((0, 4, 3), np.uint8), {}, "Expected"),
        (thirds(), {"mode": "stretch"}, "'stretch'"),
        (thirds(), {"resampling": "hamming"}, "'hamming'"),
    ],
)
def test_mistakes_of_the_caller_are_named(image, options, said):
    with pytest.raises(ValueError, match=said):
        frame_image(image, **options)


@settings(max_examples=150, deadline=None)
@given(
    height=st.integers(1, 90),
    width=st.integers(1, 90),
    box=st.none() | st.tuples(*[st.integers(-20, 120)] * 4),
    mode=st.sampled_from(FRAME_MODES),
    resampling=st.sampled_from(RESAMPLINGS),
    grey=st.integers(0, 255),
)
def test_framing_any_size_keeps_a_flat_colour_and_a_true_box(height, width, box, mode, resampling, grey):
    image = np.full((height, width, 3), grey, np.uint8)
    framed = frame_image(image, mode=mode, box=box, resampling=resampling)
    assert framed.image.shape == (32, 32, 3)
    assert framed.image.dtype == np.uint8
    assert (framed.image == grey).all()
    left, top, right, bottom = framed.box
    assert left < right
    assert top < bottom
    if mode != "squash":
        assert right - left == bottom - top
    if mode != "pad":
        assert left >= 0 and top >= 0 and right <= width and bottom <= height
    assert len(views(image, 10, mode=mode, box=box, resampling=resampling)) == 10


def test_same_frame_can_be_shown_larger():
    image = np.random.default_rng(0).integers(0, 256, (90, 120, 3), np.uint8)
    for mode in ("crop", "pad", "squash"):
        large = frame_image(image, mode=mode, side=96)
        assert large.image.shape == (96, 96, 3)
        assert large.box == frame_image(image, mode=mode).box
