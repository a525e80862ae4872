"""Every format, frame, orientation and size becomes the right upright pixels."""

import io
import math
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from picture_files import (
    QUARTERS,
    bmp_of_16_bits_a_pixel,
    encoded,
    planar_tiff,
    png_chunk,
    png_of,
    profile_with_red_and_green_exchanged,
    quarters,
)
from PIL import Image, ImageCms

from cifar_demo.errors import ImageDecodeError
from cifar_demo.image.decode import MAX_PIXELS, as_given, decode_array, decode_image
from cifar_demo.image.loading import reduction

FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF", "AVIF", "HEIF")
LOSSLESS = ("PNG", "GIF", "BMP", "TIFF")
RED, GREEN, BLUE = (255, 0, 0), (0, 255, 0), (0, 0, 255)
SIX = dict(
    zip("ABCDEF", [(250, 0, 0), (0, 250, 0), (0, 0, 250), (250, 250, 0), (0, 250, 250), (90, 90, 90)], strict=True)
)
# How the upright picture ABC/DEF lies in a file of each orientation, by the EXIF standard: where its first row and
# first column are. 6: row 0 is the right side, column 0 the top.
LYING = {
    1: ["ABC", "DEF"],
    2: ["CBA", "FED"],
    3: ["FED", "CBA"],
    4: ["DEF", "ABC"],
    5: ["AD", "BE", "CF"],
    6: ["CF", "BE", "AD"],
    7: ["FC", "EB", "DA"],
    8: ["DA", "EB", "FC"],
}


def lettered(rows: list[str], block: int = 1) -> np.ndarray:
    small = np.array([[SIX[letter] for letter in row] for row in rows], np.uint8)
    return small.repeat(block, axis=0).repeat(block, axis=1)


def exif_orientation(orientation: int) -> Image.Exif:
    exif = Image.Exif()
    exif[0x0112] = orientation
    return exif


def stills(*colours: tuple[int, int, int], size: tuple[int, int] = (32, 24)) -> list[Image.Image]:
    return [Image.new("RGB", size, colour) for colour in colours]


@pytest.mark.parametrize("file_format", FORMATS)
def test_every_format_gives_its_pixels(file_format):
    decoded = decode_image(encoded(Image.fromarray(quarters()), file_format), "quarters")
    assert decoded.image.shape == (48, 64, 3)
    assert decoded.image.dtype == np.uint8
    for (down, across), colour in QUARTERS.items():
        pixel = decoded.image[12 + 24 * down, 16 + 32 * across]
        np.testing.assert_allclose(pixel, colour, atol=0 if file_format in LOSSLESS else 6)
    assert decoded.source_format == file_format
    assert decoded.source_size == (64, 48)
    assert (decoded.num_frames, decoded.frame_index, decoded.orientation) == (1, 0, 1)
    assert decoded.notes == ()


def test_the_name_says_nothing_about_the_format():
    assert decode_image(png_of(quarters()), "photo.jpg").source_format == "PNG"


@pytest.mark.parametrize("file_format", ["PNG", "TIFF", "WEBP"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_orientations_come_upright_pixel_by_pixel(file_format, orientation):
    lying = lettered(LYING[orientation])
    options = {"lossless": True} if file_format == "WEBP" else {}
    data = encoded(Image.fromarray(lying), file_format, exif=exif_orientation(orientation), **options)
    decoded = decode_image(data, "turned")
    np.testing.assert_array_equal(decoded.image, lettered(LYING[1]))
    np.testing.assert_array_equal(as_given(decoded), lying)
    assert decoded.orientation == orientation
    assert decoded.source_size == (lying.shape[1], lying.shape[0])
    assert decoded.notes == (() if orientation == 1 else ("Turned upright, as the camera noted in the file (EXIF).",))


@pytest.mark.parametrize("file_format", ["JPEG", "AVIF"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_orientations_come_upright_in_lossy_formats(file_format, orientation):
    lying = Image.fromarray(lettered(LYING[orientation], block=16))
    data = encoded(lying, file_format, exif=exif_orientation(orientation), quality=95)
    decoded = decode_image(data, "turned")
    middles = decoded.image[8::16, 8::16].astype(int)
    np.testing.assert_allclose(middles, lettered(LYING[1]), atol=24)
    assert decoded.orientation == orientation


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("is_by_decoder", [True, False])
def test_heic_is_turned_once(orientation, is_by_decoder):
    lying = Image.fromarray(lettered(LYING[orientation], block=16))
    exif = exif_orientation(orientation)
    if is_by_decoder:  # pillow_heif writes the format's own turn for what `info` holds, plain EXIF for the argument
        lying.info["exif"] = exif.tobytes()
    data = encoded(lying, "HEIF", **({} if is_by_decoder else {"exif": exif}))
    assert (b"irot" in data or b"imir" in data) == (is_by_decoder and orientation > 1)
    decoded = decode_image(data, "phone.heic")
    np.testing.assert_allclose(decoded.image[8::16, 8::16].astype(int), lettered(LYING[1]), atol=24)
    np.testing.assert_allclose(as_given(decoded)[8::16, 8::16].astype(int), lettered(LYING[orientation]), atol=24)
    assert decoded.source_size == lying.size


def test_an_orientation_that_does_not_exist_is_ignored():
    decoded = decode_image(png_of(quarters(), exif=exif_orientation(9)), "nine.png")
    assert decoded.orientation == 1
    assert decoded.notes == ()


@pytest.mark.parametrize("file_format", ["GIF", "PNG", "WEBP", "TIFF", "AVIF"])
def test_frames_are_counted_and_chosen(file_format):
    first, *rest = stills(RED, GREEN, BLUE)
    data = encoded(first, file_format, save_all=True, append_images=rest)
    for index, colour in enumerate((RED, GREEN, BLUE)):
        decoded = decode_image(data, "three", frame_index=index)
        np.testing.assert_allclose(decoded.image[12, 16].astype(int), colour, atol=8)
        assert (decoded.num_frames, decoded.frame_index) == (3, index)


def test_pages_of_different_sizes_each_keep_theirs():
    pages = [Image.new("RGB", (8, 6), RED), Image.new("L", (3, 9), 77)]
    data = encoded(pages[0], "TIFF", save_all=True, append_images=pages[1:])
    second = decode_image(data, "pages.tif", frame_index=1)
    assert second.image.shape == (9, 3, 3)
    assert second.source_size == (3, 9)
    assert second.image[0, 0].tolist() == [77, 77, 77]


@pytest.mark.parametrize("frame_index", [-1, 3])
def test_a_frame_that_is_not_there_is_named(frame_index):
    first, *rest = stills(RED, GREEN, BLUE)
    data = encoded(first, "GIF", save_all=True, append_images=rest)
    with pytest.raises(ImageDecodeError, match=f"frame {frame_index + 1} was asked for and it has 3; .* from 1 to 3"):
        decode_image(data, "three.gif", frame_index=frame_index)


def test_the_several_pictures_of_a_phones_jpeg_are_one():
    first, *rest = stills(RED, GREEN)
    decoded = decode_image(encoded(first, "MPO", save_all=True, append_images=rest), "phone.jpg")
    assert (decoded.source_format, decoded.num_frames) == ("JPEG", 1)
    np.testing.assert_allclose(decoded.image[0, 0].astype(int), RED, atol=3)


def test_large_pictures_are_reduced_by_averaging():
    checkerboard = np.indices((80, 120)).sum(axis=0) % 2 * np.uint8(200)
    decoded = decode_image(png_of(checkerboard.astype(np.uint8)), "fine.png", max_pixels=60 * 40)
    assert decoded.image.shape == (40, 60, 3)
    assert (decoded.image == 100).all()
    assert decoded.notes == ("Reduced from 120 × 80 pixels, to be quick.",)
    assert decoded.source_size == (120, 80)


def test_large_jpegs_are_decoded_small():
    decoded = decode_image(encoded(Image.fromarray(quarters(480, 640)), "JPEG"), "large.jpg", max_pixels=80 * 60)
    assert decoded.image.shape == (60, 80, 3)
    assert decoded.source_size == (640, 480)
    for (down, across), colour in QUARTERS.items():
        np.testing.assert_allclose(decoded.image[15 + 30 * down, 20 + 40 * across].astype(int), colour, atol=4)


def test_bands_join_without_a_seam():
    tall = np.zeros((3001, 400, 3), np.uint8)
    tall[..., 0] = np.arange(3001)[:, None] // 12
    decoded = decode_image(png_of(tall), "tall.png", max_pixels=100_000)
    assert decoded.image.shape == (751, 100, 3)
    np.testing.assert_allclose(
        decoded.image[:750, 0, 0], [np.mean(tall[4 * i : 4 * i + 4, 0, 0]) for i in range(750)], atol=0.51
    )


@pytest.mark.parametrize(
    "size", [(1, 1), (1600, 1600), (9000, 6000), (2, 30_000_000), (2, 2_000_000), (30_000_000, 2), (65_000, 900)]
)
def test_reduction_ends_within_the_limit_and_never_at_a_line(size):
    across, down = reduction(size, MAX_PIXELS)
    reduced = (math.ceil(size[0] / across), math.ceil(size[1] / down))
    assert min(reduced) >= min(2, *size)  # A line cannot be framed.
    assert reduced[0] * reduced[1] <= MAX_PIXELS * 1.02  # sides round up
    assert (across, down) == (1, 1) or size[0] * size[1] > MAX_PIXELS


def test_canvas_pixels_keep_their_colours_over_the_background():
    pixels = np.zeros((2, 2, 4), np.uint8)
    pixels[0, 0] = (10, 20, 30, 255)
    pixels[1, 1] = (255, 0, 0, 0)  # red, hidden by its alpha
    decoded = decode_array(pixels, "my drawing", background=(1, 2, 3))
    assert decoded.image[0, 0].tolist() == [10, 20, 30]
    assert decoded.image[1, 1].tolist() == [1, 2, 3]
    assert (decoded.source_format, decoded.source_size) == ("drawing", (2, 2))
    assert decoded.notes == ("Transparent parts show the background colour, red 1, green 2, blue 3 (of 255).",)


def test_camera_pixels_pass_unchanged_and_uncopied_views_are_accepted():
    mirrored = quarters()[:, ::-1]
    decoded = decode_array(mirrored, "camera", source_format="camera")
    np.testing.assert_array_equal(decoded.image, mirrored)
    assert decoded.notes == ()
    np.testing.assert_array_equal(as_given(decoded), mirrored)


@pytest.mark.parametrize("pixels", [np.zeros((4, 4), np.uint8), np.zeros((4, 4, 3)), np.zeros((4, 4, 2), np.uint8)])
def test_other_arrays_are_a_mistake_of_the_caller(pixels):
    with pytest.raises(ValueError, match="Expected"):
        decode_array(pixels, "wrong")


def test_a_canvas_of_one_pixel_is_too_small():
    with pytest.raises(ImageDecodeError, match="1 x 1 pixels"):
        decode_array(np.zeros((1, 1, 3), np.uint8), "dot")


def test_many_threads_decode_at_once():
    data = [encoded(Image.fromarray(quarters()), file_format) for file_format in FORMATS] * 4
    with ThreadPoolExecutor(8) as pool:
        shapes = {decoded.image.shape for decoded in pool.map(lambda one: decode_image(one, "thread"), data)}
    assert shapes == {(48, 64, 3)}


@pytest.mark.parametrize("kind", [b"eXIf", b"tEXt"])
def test_exif_that_nobody_can_read_is_passed_over(kind):
    whole = png_of(quarters())
    body = b"no TIFF header here" if kind == b"eXIf" else b"exif\0b'Exif\\x00\\x00MM'"
    decoded = decode_image(whole.replace(whole[33:], png_chunk(kind, body) + whole[33:]), "odd.png")
    np.testing.assert_array_equal(decoded.image, quarters())
    assert decoded.orientation == 1


def test_pages_before_one_that_cannot_be_read_are_there():
    pages = stills(RED, GREEN, BLUE)
    whole = bytearray(encoded(pages[0], "TIFF", save_all=True, append_images=pages[1:]))
    # The last of the three directories: its compression (tag 259) becomes one that nobody knows.
    tag = (259).to_bytes(2, "little") + (3).to_bytes(2, "little") + (1).to_bytes(4, "little")
    at = bytes(whole).rindex(tag) + len(tag)
    whole[at : at + 2] = (54321).to_bytes(2, "little")
    decoded = decode_image(bytes(whole), "map.tif")
    assert decoded.num_frames == 2
    np.testing.assert_array_equal(decoded.image[0, 0], RED)


def test_a_page_without_a_profile_has_not_that_of_another():
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    swapped = profile_with_red_and_green_exchanged()
    assert swapped != profile
    buffer = io.BytesIO()
    first, second = stills(RED, RED)
    second.encoderinfo = {"icc_profile": swapped}
    first.save(buffer, "TIFF", save_all=True, append_images=[second])
    pages = [decode_image(buffer.getvalue(), "two.tif", frame_index=index) for index in (0, 1)]
    np.testing.assert_array_equal(pages[0].image[0, 0], RED)
    assert not any("profile" in note for note in pages[0].notes)
    assert any("profile" in note for note in pages[1].notes)


def test_planes_of_more_than_8_bits_are_refused_in_words_and_those_of_8_are_read():
    assert (decode_image(planar_tiff(4, 3, 8), "flat.tif").image == 255).all()
    with pytest.raises(ImageDecodeError, match=r"its colours lie apart in more than 8 bits.*save it as PNG"):
        decode_image(planar_tiff(4, 3, 16), "deep.tif")


def test_16_bits_a_pixel_are_not_16_bits_a_colour():
    decoded = decode_image(bmp_of_16_bits_a_pixel(), "small.bmp")
    np.testing.assert_array_equal(decoded.image[0, 0], GREEN)
    assert not any("shades" in note for note in decoded.notes)
