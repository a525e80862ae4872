import numpy as np
import pytest

from cifar_demo.figures.theme import (
    ACCENT,
    DIVERGING,
    MUTED,
    SEQUENTIAL,
    colour_bar,
    colour_diverging,
    colour_sequential,
    is_signed,
)

LIGHT_PAGE, DARK_PAGE = "#ffffff", "#0e1620"


def luminance(colour: np.ndarray) -> float:
    """Relative luminance by WCAG 2.2 of (3,) values from 0 to 255."""
    unit = np.asarray(colour) / 255
    linear = np.where(unit <= 0.04045, unit / 12.92, ((unit + 0.055) / 1.055) ** 2.4)
    return float(linear @ [0.2126, 0.7152, 0.0722])


def from_hex(text: str) -> np.ndarray:
    return np.array([int(text[start : start + 2], 16) for start in (1, 3, 5)])


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(from_hex(one)), luminance(from_hex(other))))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("colour", [ACCENT, MUTED])
@pytest.mark.parametrize("page", [LIGHT_PAGE, DARK_PAGE])
def test_bars_stand_out_on_both_pages(colour, page):
    assert contrast(colour, page) >= 3


def test_sequential_scale_never_gets_darker():
    brightness = [luminance(colour) for colour in SEQUENTIAL]
    assert np.all(np.diff(brightness) >= -1e-3)


def test_diverging_scale_is_brightest_at_zero_and_as_dark_at_both_ends():
    brightness = np.array([luminance(colour) for colour in DIVERGING])
    assert 120 <= brightness.argmax() <= 135
    assert abs(brightness[0] - brightness[-1]) < 0.05


def test_zero_is_white_negative_blue_positive_red():
    blue, white, red = colour_diverging(np.array([-2.0, 0.0, 2.0], np.float32), 2.0)
    np.testing.assert_array_equal(blue, DIVERGING[0])
    np.testing.assert_array_equal(red, DIVERGING[255])
    assert white.min() > 240
    assert blue[2] > blue[0] and red[0] > red[2]


def test_values_beyond_the_limit_keep_the_last_colour():
    np.testing.assert_array_equal(colour_sequential(np.array([5.0], np.float32), 1.0), SEQUENTIAL[[255]])


def test_nothing_but_zeros_is_dark_and_no_division_by_zero():
    np.testing.assert_array_equal(colour_sequential(np.zeros(3, np.float32), 0.0), SEQUENTIAL[[0, 0, 0]])
    assert colour_diverging(np.zeros((2, 2), np.float32), 0.0).min() > 240


def test_signed_means_below_zero():
    assert is_signed(np.array([-0.1, 1], np.float32))
    assert not is_signed(np.array([0, 1], np.float32))


def test_colour_bar_runs_from_low_to_high():
    bar = colour_bar(is_diverging=True, width=9, height=2)
    assert bar.shape == (2, 9, 3)
    np.testing.assert_array_equal(bar[0, [0, -1]], DIVERGING[[0, 255]])
