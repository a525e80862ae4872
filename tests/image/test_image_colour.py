"""Every mode of pixels becomes the right sRGB: depth, transparency, profiles, inks."""

import struct

import numpy as np
import pytest
from picture_files import (
    encoded,
    linear_profile_called_srgb,
    png_chunk,
    png_of,
    profile_with_red_and_green_exchanged,
    quarters,
    raw_png,
    raw_tiff,
)
from PIL import Image, ImageCms

from cifar_demo.image.colour import plain_band, to_srgb
from cifar_demo.image.decode import decode_image

BACKGROUND = (0, 100, 200)


def decoded_row(data: bytes, **options: object) -> list[list[int]]:
    return decode_image(data, "row", **options).image[0].tolist()


def two_rows(*values: object) -> np.ndarray:
    return np.array([values, values])


def test_one_bit_is_black_and_white():
    image = Image.fromarray(two_rows(0, 255).astype(np.uint8)).convert("1")
    assert decoded_row(encoded(image, "PNG")) == [[0, 0, 0], [255, 255, 255]]


def test_sixteen_bits_are_scaled_not_clipped():
    data = png_of(two_rows(0, 257, 32_768, 65_535).astype(np.uint16))
    decoded = decode_image(data, "deep.png")
    assert decoded.image[0, :, 0].tolist() == [0, 1, 128, 255]  # 32768 / 257 = 127.5
    assert decoded.notes == ("Its 65,536 shades of each colour became 256 (16 bits to 8).",)


def test_sixteen_bits_in_big_endian_tiff():
    pixels = np.array([[0, 51_400], [257, 65_535]], ">u2").tobytes()
    decoded = decode_image(raw_tiff(2, 2, 16, pixels, byte_order=">"), "deep.tif")
    assert decoded.image[..., 0].tolist() == [[0, 200], [1, 255]]


def test_twelve_bits_use_their_own_range():
    # Two pixels in three bytes: 0xFFF is white, 0x800 is 2048 / 4095 * 255 = 127.5.
    decoded = decode_image(raw_tiff(2, 2, 12, bytes([0xFF, 0xF8, 0x00]) * 2), "twelve.tif")
    assert decoded.image[0, :, 0].tolist() == [255, 128]
    assert decoded.notes == ("Its 4,096 shades of each colour became 256 (12 bits to 8).",)


def test_sixteen_bit_colour_keeps_its_high_bytes():
    row = b"\0" + struct.pack(">6H", 0xC800, 0x6400, 0x3200, 0xFFFF, 0, 0x80FF)
    decoded = decode_image(raw_png(2, 2, 16, 2, row * 2), "deep.png")
    assert decoded.image[0].tolist() == [[200, 100, 50], [255, 0, 128]]
    assert decoded.notes == ("Its 65,536 shades of each colour became 256 (16 bits to 8).",)


def test_a_transparent_grey_of_sixteen_bits_shows_the_background():
    row = b"\0" + struct.pack(">2H", 1000, 51_400)
    data = raw_png(2, 2, 16, 0, row * 2, png_chunk(b"tRNS", struct.pack(">H", 1000)))
    assert decoded_row(data, background=BACKGROUND) == [list(BACKGROUND), [200, 200, 200]]


def test_a_transparent_colour_of_sixteen_bits_shows_the_background():
    row = b"\0" + struct.pack(">6H", 0xC8FF, 0x6400, 0x3200, 0xFFFF, 0, 0x8000)
    data = raw_png(2, 2, 16, 2, row * 2, png_chunk(b"tRNS", struct.pack(">3H", 0xC8FF, 0x6400, 0x3200)))
    assert decoded_row(data, background=BACKGROUND) == [list(BACKGROUND), [255, 0, 128]]


@pytest.mark.parametrize(
    ("values", "expected", "note"),
    [
        ([0.0, 0.2, 1.0], [0, 51, 255], "32-bit values from 0 to 1 were scaled to 0 to 255."),
        ([-2.0, 0.0, 8.0], [0, 51, 255], "32-bit values from -2 to 8 were scaled to 0 to 255."),
        # Not-a-number is black, infinities end at white and black, and the range is that of the rest.
        ([np.nan, np.inf, 0.4, -np.inf], [0, 255, 102, 0], "32-bit values from 0 to 1 were scaled to 0 to 255."),
        ([7.0, 7.0, 7.0], [0, 0, 0], "32-bit values from 7 to 7 were scaled to 0 to 255."),
        ([np.nan, np.nan], [0, 0], "32-bit values from 0 to 1 were scaled to 0 to 255."),
    ],
)
def test_floats_are_scaled_from_a_range_that_is_told(values, expected, note):
    decoded = decode_image(encoded(Image.fromarray(two_rows(*values).astype(np.float32)), "TIFF"), "float.tif")
    assert decoded.notes == (note,)
    assert decoded.image[0, :, 0].tolist() == expected


@pytest.mark.parametrize(
    ("values", "expected", "notes"),
    [
        ([0, 77, 255], [0, 77, 255], ()),
        ([-1000, 0, 4000], [0, 51, 255], ("32-bit values from -1000 to 4000 were scaled to 0 to 255.",)),
    ],
)
def test_whole_numbers_of_32_bits(values, expected, notes):
    decoded = decode_image(encoded(Image.fromarray(two_rows(*values).astype(np.int32)), "TIFF"), "int.tif")
    assert decoded.image[0, :, 0].tolist() == expected
    assert decoded.notes == notes


def test_grey_with_alpha_is_mixed_with_the_background():
    pixels = two_rows((200, 255), (200, 0), (200, 128)).astype(np.uint8)
    # 200 * 128/255 + background * 127/255: 100.39 + (0, 49.8, 99.6)
    expected = [[200, 200, 200], list(BACKGROUND), [100, 150, 200]]
    assert decoded_row(encoded(Image.fromarray(pixels), "PNG"), background=BACKGROUND) == expected


def test_rgba_is_mixed_with_white_unless_told():
    pixels = two_rows((255, 0, 0, 0), (255, 0, 0, 255), (0, 0, 0, 51)).astype(np.uint8)
    decoded = decode_image(png_of(pixels), "alpha.png")
    assert decoded.image[0].tolist() == [[255, 255, 255], [255, 0, 0], [204, 204, 204]]
    assert decoded.notes == ("Transparent parts show the background colour, white.",)


def test_alpha_that_hides_nothing_is_not_mentioned():
    opaque = np.dstack([quarters(), np.full((48, 64), 255, np.uint8)])
    decoded = decode_image(png_of(opaque), "opaque.png")
    np.testing.assert_array_equal(decoded.image, quarters())
    assert decoded.notes == ()


def test_hidden_colours_do_not_bleed_when_reduced():
    pixels = np.zeros((4, 4, 4), np.uint8)
    pixels[:, ::2] = (255, 0, 0, 0)  # hidden red between opaque blue
    pixels[:, 1::2] = (0, 0, 255, 255)
    decoded = decode_image(png_of(pixels), "bleed.png", max_pixels=4)
    assert decoded.image[0, 0, 0] == decoded.image[0, 0, 1] == 127  # white shining through blue, no red of its own
    assert decoded.image[0, 0, 2] == 255


def palette_image() -> Image.Image:
    image = Image.new("P", (3, 2))
    image.putpalette([10, 20, 30, 40, 50, 60, 70, 80, 90])
    image.putdata([0, 1, 2] * 2)
    return image


@pytest.mark.parametrize("file_format", ["PNG", "GIF", "BMP", "TIFF"])
def test_palettes_are_looked_up(file_format):
    assert decoded_row(encoded(palette_image(), file_format)) == [[10, 20, 30], [40, 50, 60], [70, 80, 90]]


@pytest.mark.parametrize(
    ("file_format", "transparency", "expected"),
    [
        ("PNG", 1, [[10, 20, 30], [0, 100, 200], [70, 80, 90]]),
        ("GIF", 1, [[10, 20, 30], [0, 100, 200], [70, 80, 90]]),
        ("PNG", b"\x00\xff\x80", [[0, 100, 200], [40, 50, 60], [35, 90, 145]]),
    ],
)
def test_palettes_with_transparency_show_the_background(file_format, transparency, expected):
    data = encoded(palette_image(), file_format, transparency=transparency)
    assert decoded_row(data, background=BACKGROUND) == expected


def test_a_transparent_colour_shows_the_background():
    pixels = two_rows((1, 2, 3), (4, 5, 6)).astype(np.uint8)
    data = png_of(pixels, transparency=(1, 2, 3))
    assert decoded_row(data, background=BACKGROUND) == [list(BACKGROUND), [4, 5, 6]]


def test_a_transparent_grey_shows_the_background():
    data = png_of(two_rows(9, 90).astype(np.uint8), transparency=9)
    assert decoded_row(data, background=BACKGROUND) == [list(BACKGROUND), [90, 90, 90]]


@pytest.mark.parametrize(
    ("mode", "colour", "plain_mode", "plain_colour"),
    [
        ("1", 1, "L", 255),
        ("La", (100, 128), "LA", (199, 128)),
        ("RGBa", (100, 50, 0, 128), "RGBA", (199, 99, 0, 128)),
        ("RGBX", (1, 2, 3, 4), "RGB", (1, 2, 3)),
        ("YCbCr", (128, 128, 128), "RGB", (128, 128, 128)),
        ("HSV", (0, 255, 255), "RGB", (255, 0, 0)),
        ("PA", (7, 128), "RGBA", (7, 7, 7, 128)),
        ("I;16", 65_535, "L", 255),
        ("I;16B", 257, "L", 1),
        ("CMYK", (1, 2, 3, 4), "CMYK", (1, 2, 3, 4)),
        ("I", 70_000, "I", 70_000),
    ],
)
def test_every_mode_has_a_plain_one(mode, colour, plain_mode, plain_colour):
    band = Image.new(mode, (2, 2), colour)
    if mode == "PA":
        band.putpalette([value for value in range(256) for _ in range(3)])
    plain = plain_band(band)
    assert plain.mode == plain_mode
    assert plain.getpixel((1, 1)) == plain_colour


@pytest.mark.parametrize("file_format", ["TIFF", "JPEG"])
def test_inks_become_light(file_format):
    image = Image.new("CMYK", (16, 16), (0, 255, 255, 0))
    decoded = decode_image(encoded(image, file_format), "inks")
    np.testing.assert_allclose(decoded.image[8, 8].astype(int), (255, 0, 0), atol=3)
    assert "CMYK" in decoded.notes[0]


@pytest.mark.parametrize("mode", ["YCbCr", "LAB"])
def test_other_colour_spaces_in_tiff(mode):
    if mode == "LAB":  # CIE Lab of pure sRGB red is (54.3, 80.8, 69.9), D50; Pillow keeps a and b with 128 added
        image = Image.new("LAB", (4, 4), (round(54.3 * 2.55), 128 + 81, 128 + 70))
    else:
        image = Image.new("RGB", (4, 4), (255, 0, 0)).convert("YCbCr")
    decoded = decode_image(encoded(image, "TIFF"), "red.tif")
    np.testing.assert_allclose(decoded.image[0, 0].astype(int), (255, 0, 0), atol=8)


def test_an_embedded_profile_is_applied():
    image = Image.new("RGB", (8, 8), (255, 0, 0))
    profile = profile_with_red_and_green_exchanged()
    decoded = decode_image(encoded(image, "PNG", icc_profile=profile), "swapped.png")
    np.testing.assert_allclose(decoded.image[0, 0].astype(int), (0, 255, 0), atol=2)
    assert decoded.notes == ("Colours converted to sRGB from the embedded profile 'Swap built-in'.",)


def test_an_embedded_profile_leaves_alpha_alone():
    image = Image.new("RGBA", (8, 8), (255, 0, 0, 0))
    image.paste((255, 0, 0, 255), (0, 0, 4, 8))
    profile = profile_with_red_and_green_exchanged()
    decoded = decode_image(encoded(image, "PNG", icc_profile=profile), "swapped.png", background=BACKGROUND)
    np.testing.assert_allclose(decoded.image[0, 0].astype(int), (0, 255, 0), atol=2)
    assert decoded.image[0, 7].tolist() == list(BACKGROUND)


def test_a_colour_profile_on_a_grey_picture_keeps_it_grey():
    data = encoded(Image.new("L", (4, 4), 90), "PNG", icc_profile=profile_with_red_and_green_exchanged())
    np.testing.assert_allclose(decode_image(data, "grey.png").image[0, 0].astype(int), (90, 90, 90), atol=2)


def test_the_usual_profile_changes_nothing():
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    decoded = decode_image(png_of(quarters(), icc_profile=profile), "usual.png")
    np.testing.assert_array_equal(decoded.image, quarters())
    assert decoded.notes == ()


def test_a_linear_profile_that_calls_itself_srgb_is_applied():
    grey = np.full((4, 4, 3), 55, np.uint8)  # 55 / 255 of the light is sRGB's 128.
    decoded = decode_image(png_of(grey, icc_profile=linear_profile_called_srgb()), "linear.png")
    assert decoded.image[0, 0, 0] > 100
    assert "Colours converted to sRGB" in decoded.notes[0]


def lab_profile() -> bytes:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()


@pytest.mark.parametrize(
    ("profile", "reason"),
    [
        (b"not a profile at all", "it is damaged"),
        (profile_with_red_and_green_exchanged()[:200], "it is damaged"),
        (lab_profile(), "it is for other colours than the picture's"),
    ],
)
def test_a_profile_that_cannot_be_used_is_left_out_and_told(profile, reason):
    decoded = decode_image(png_of(quarters(), icc_profile=profile), "broken.png")
    np.testing.assert_array_equal(decoded.image, quarters())
    assert decoded.notes == (f"The embedded colour profile was left out: {reason}.",)


def test_notes_come_in_the_order_of_the_steps():
    rgb, notes = to_srgb(Image.fromarray(np.array([[0.0, 0.5]], np.float32)), b"junk", (0, 0, 0))
    assert np.array(rgb)[0, :, 0].tolist() == [0, 128]
    assert [note.split()[0] for note in notes] == ["32-bit", "The"]
