"""Corruptions do what their names say, by numbers worked out by hand, and the same for the same seed."""

import numpy as np
import pytest

from cifar_demo.image.corruptions import CORRUPTION_NAMES, CORRUPTIONS, STRENGTHS, corrupt, corrupt_by, find_corruption
from cifar_demo.image.corruptions_geometry import rotated, scaled, shifted
from cifar_demo.image.corruptions_optics import line_kernel
from cifar_demo.image.linear import block_matrix, gaussian_matrix, reflected, resampling_matrix, to_pixels


def grey(level: int, num_images: int = 1) -> np.ndarray:
    return np.full((num_images, 32, 32, 3), level, np.uint8)


def ramp() -> np.ndarray:
    """Red counts rows by eights, green counts columns; blue is 100."""
    image = np.full((1, 32, 32, 3), 100, np.uint8)
    image[..., 0] = np.arange(0, 256, 8)[:, None]
    image[..., 1] = np.arange(0, 256, 8)
    return image


@pytest.fixture(scope="module")
def scenes() -> np.ndarray:
    """Forty pictures with the spectrum of photographs: strength falls as 1 / frequency."""
    spectrum = np.fft.fft2(np.random.default_rng(3).normal(size=(40, 32, 32, 3)), axes=(1, 2))
    frequency = np.hypot(np.fft.fftfreq(32)[:, None], np.fft.fftfreq(32))
    frequency[0, 0] = np.inf  # no mean
    values = np.fft.ifft2(spectrum / frequency[..., None] ** 1.2, axes=(1, 2)).real
    return to_pixels(128 + 50 * values / values.std())


@pytest.mark.parametrize("name", CORRUPTION_NAMES)
def test_harm_grows_with_strength(name, scenes):
    change = [np.abs(corrupt(scenes, name, strength).astype(float) - scenes).mean() for strength in STRENGTHS]
    assert 1 < change[0] < change[1] < change[2]


@pytest.mark.parametrize("name", CORRUPTION_NAMES)
def test_the_seed_decides(name, scenes):
    before = scenes.copy()
    first = corrupt(scenes, name, 2, seed=5)
    np.testing.assert_array_equal(first, corrupt(scenes, name, 2, seed=5))
    np.testing.assert_array_equal(scenes, before)
    assert first.shape == scenes.shape
    assert first.dtype == np.uint8


@pytest.mark.parametrize("name", CORRUPTION_NAMES)
def test_a_picture_does_not_hang_on_its_followers(name, scenes):
    many = np.concatenate([scenes] * 8)  # 320 pictures: more than are handled at once
    np.testing.assert_array_equal(corrupt(many, name, 2)[:270], corrupt(many[:270], name, 2))


@pytest.mark.parametrize("name", [name for name in CORRUPTION_NAMES if name not in ("shot_noise", "jpeg")])
def test_the_gentlest_value_changes_nothing(name, scenes):
    np.testing.assert_array_equal(corrupt_by(scenes, name, find_corruption(name).gentlest), scenes)


@pytest.mark.parametrize("name", CORRUPTION_NAMES)
def test_the_harshest_value_still_gives_pictures(name, scenes):
    assert corrupt_by(scenes, name, find_corruption(name).harshest).shape == scenes.shape
    assert corrupt_by(scenes[:0], name, find_corruption(name).values[0]).shape == (0, 32, 32, 3)


@pytest.mark.parametrize("corruption", CORRUPTIONS, ids=CORRUPTION_NAMES)
def test_values_run_from_gentle_to_harsh(corruption):
    path = np.array([corruption.gentlest, *corruption.values, corruption.harshest])
    assert (np.diff(path) > 0).all() or (np.diff(path) < 0).all()
    assert corruption.imitates.endswith(".")


def test_refusals_name_what_was_expected():
    with pytest.raises(ValueError, match="Expected a corruption of gaussian_noise"):
        corrupt(grey(0), "snow", 1)
    with pytest.raises(ValueError, match="strength"):
        corrupt(grey(0), "fog", 4)
    with pytest.raises(ValueError, match="0 to 90 degrees"):
        corrupt_by(grey(0), "rotation", 91)
    with pytest.raises(ValueError, match="float32"):
        corrupt(grey(0).astype(np.float32), "fog", 1)
    with pytest.raises(ValueError, match="uint8 pictures"):
        corrupt(grey(0)[0], "fog", 1)


def test_gaussian_noise_has_its_deviation():
    noisy = corrupt_by(grey(128, 20), "gaussian_noise", 20).astype(float)
    assert abs(noisy.mean() - 128) < 0.3
    assert abs(noisy.std() - 20) < 0.3


def test_photons_scatter_by_their_square_root():
    # 51 of 255 at 500 photons: 100 expected, deviation 10, each worth 0.51 levels.
    noisy = corrupt_by(grey(51, 20), "shot_noise", 500).astype(float)
    assert abs(noisy.mean() - 51) < 0.15
    assert abs(noisy.std() - 5.1) < 0.15
    assert (corrupt_by(grey(0), "shot_noise", 50) == 0).all()


def test_contrast_draws_colours_to_their_mean():
    halves = grey(40)
    halves[:, 16:] = 200  # mean 120
    dull = corrupt_by(halves, "contrast", 0.25)
    assert (dull[:, :16] == 100).all()
    assert (dull[:, 16:] == 140).all()
    assert (corrupt_by(halves, "contrast", 0) == 120).all()


def test_brightness_adds_light_until_white():
    assert (corrupt_by(grey(100), "brightness", 0.2) == 151).all()
    assert (corrupt_by(grey(220), "brightness", 0.2) == 255).all()


def test_fog_lies_between_the_picture_and_its_own_pale_light():
    foggy = corrupt_by(grey(25), "fog", 1).astype(float)
    # Depth 0.4 to 1.6 lets exp(-1.6) = 0.20 to exp(-0.4) = 0.67 of the 200 levels between 25 and 225 stay.
    assert 25 + 200 * 0.33 - 1 < foggy.min() < foggy.max() < 25 + 200 * 0.80 + 1
    assert foggy[0, 0].mean() > foggy[0, -1].mean()  # thicker above, where it is far
    assert (corrupt_by(grey(225), "fog", 2) == 225).all()


def test_blur_keeps_the_mean_and_spreads_a_dot():
    dot = grey(0)
    dot[0, 16, 16] = 250
    blurred = corrupt_by(dot, "gaussian_blur", 1)[0, :, :, 0]
    # exp(0) / sum over -4..4 of exp(-k^2 / 2) = 0.39894; squared, times 250 = 39.8; one step off, times 0.60653.
    assert blurred[16, 16] == 40
    assert blurred[16, 17] == blurred[15, 16] == 24
    assert (corrupt_by(grey(77), "gaussian_blur", 4) == 77).all()


def test_a_line_of_three_pixels_weighs_them():
    # 9 dots from -1 to 1, 1/4 apart, each shared by its two neighbours: the middle gets 4, each end 2.5.
    across = line_kernel(3, 0)
    np.testing.assert_allclose(across[1], [2.5 / 9, 4 / 9, 2.5 / 9], atol=1e-6)
    np.testing.assert_allclose(across[0], 0, atol=1e-6)
    np.testing.assert_allclose(line_kernel(3, np.pi / 2), across.T, atol=1e-6)
    np.testing.assert_array_equal(line_kernel(1, 0.3), [[1]])


def test_pixels_become_the_means_of_their_blocks():
    image = grey(0)
    image[0, :2, :2, 0] = [[10, 20], [30, 40]]
    blocks = corrupt_by(image, "pixelation", 2)
    assert (blocks[0, :2, :2, 0] == 25).all()
    assert (blocks[0, 2:] == 0).all()


def test_blocks_need_not_be_whole():
    # Blocks of 1.5 over three pixels: the first holds pixel 0 and half of 1; the middle of pixel 1 begins the second.
    np.testing.assert_allclose(
        block_matrix(3, 1.5), [[2 / 3, 1 / 3, 0], [0, 1 / 3, 2 / 3], [0, 1 / 3, 2 / 3]], atol=1e-6
    )


def test_jpeg_keeps_flat_colour():
    assert np.abs(corrupt_by(grey(128), "jpeg", 20).astype(int) - 128).max() <= 1


def test_jpeg_halves_the_resolution_of_colour():
    stripes = grey(0)
    stripes[:, :, ::2, 0] = 255  # luma 0.299 * 255 = 76
    stripes[:, :, 1::2, 1] = 130  # luma 0.587 * 130 = 76: only the colour differs from the neighbour's
    assert np.ptp(corrupt_by(stripes, "jpeg", 100).astype(int), axis=2).max() <= 4


def test_rotation_by_right_angles_moves_pixels():
    image = np.random.default_rng(0).integers(0, 256, (2, 32, 32, 3), dtype=np.uint8)
    np.testing.assert_array_equal(rotated(image, 0), image)
    np.testing.assert_array_equal(rotated(image, 90), np.rot90(image, k=-1, axes=(1, 2)))
    np.testing.assert_array_equal(rotated(image, -90), np.rot90(image, k=1, axes=(1, 2)))


def test_rotation_goes_both_ways():
    image = np.random.default_rng(0).integers(0, 256, (1, 32, 32, 3), dtype=np.uint8)
    turned = corrupt_by(np.repeat(image, 40, axis=0), "rotation", 90)
    is_right = (turned == rotated(image, 90)).all(axis=(1, 2, 3))
    assert 10 < is_right.sum() < 30
    assert (turned[~is_right] == rotated(image, -90)).all()


def test_shift_moves_and_mirrors_at_the_border():
    moved = shifted(ramp(), 2, 0)
    assert moved[0, :5, 7, 0].tolist() == [16, 8, 0, 8, 16]
    assert shifted(ramp(), 0, -2)[0, 3, :3, 1].tolist() == [16, 24, 32]
    assert shifted(ramp(), 0, -2)[0, 3, -3:, 1].tolist() == [248, 240, 232]
    assert shifted(ramp(), 0, 0.5)[0, 3, 1:4, 1].tolist() == [4, 12, 20]  # halfway between neighbours


def test_translation_takes_every_direction():
    moved = corrupt_by(np.repeat(ramp(), 80, axis=0), "translation", 4)
    centre = moved[:, 16, 16, :2].astype(int) - 128  # the ramp falls by 8 a pixel against the move
    assert {tuple(shift) for shift in centre.tolist()} == {
        (down, right) for down in (-32, 0, 32) for right in (-32, 0, 32) if (down, right) != (0, 0)
    }


def test_scale_changes_the_slope_of_a_ramp():
    larger = scaled(ramp(), 2)[0, 16, 8:24, 1].astype(int)
    assert set(np.diff(larger).tolist()) == {4}  # 8 a pixel, at half the slope
    smaller = scaled(ramp(), 0.8)[0, 16, 6:26, 1].astype(int)
    np.testing.assert_allclose(np.diff(smaller), 10, atol=2)


def test_reflection_does_not_repeat_the_edge():
    assert reflected(np.array([-2, -1, 0, 3, 4, 5, 6, 7]), 4).tolist() == [2, 1, 0, 3, 2, 1, 0, 1]


@pytest.mark.parametrize(
    "matrix",
    [gaussian_matrix(32, 1.3), block_matrix(32, 2.7), resampling_matrix(32, factor=0.7), resampling_matrix(8, shift=9)],
)
def test_matrices_keep_flat_colour(matrix):
    np.testing.assert_allclose(matrix.sum(axis=1), 1, atol=1e-6)
    assert (matrix >= 0).all()


def test_values_are_rounded_and_clipped():
    assert to_pixels(np.array([-3.0, 0.6, 254.4, 300.0])).tolist() == [0, 1, 254, 255]
