"""Every file that cannot be a picture gives one sentence: its name, the reason, what to do."""

import struct
import subprocess
import sys
import tracemalloc
import warnings
import zlib

import numpy as np
import pytest
from picture_files import FAULTS, encoded, png_chunk, png_of, quarters, raw_png
from PIL import Image

from cifar_demo.errors import ImageDecodeError
from cifar_demo.image.decode import decode_image
from cifar_demo.image.faults import clean_name, short_name
from cifar_demo.image.opening import MAX_FILE_BYTES

WHOLE = {name: encoded(Image.fromarray(quarters()), name) for name in ("JPEG", "PNG", "WEBP", "GIF", "AVIF", "HEIF")}


def sentence(data: bytes, name: str = "holiday.jpg") -> str:
    with pytest.raises(ImageDecodeError) as caught:
        decode_image(data, name)
    return str(caught.value)


@pytest.mark.parametrize(("data", "reason"), FAULTS)
def test_each_fault_has_its_sentence(data, reason):
    said = sentence(data)
    assert said.startswith("Cannot read 'holiday.jpg': ")
    assert reason in said
    assert said.endswith(".")
    assert "\n" not in said


@pytest.mark.parametrize("file_format", sorted(WHOLE))
def test_files_cut_short_are_said_to_be(file_format):
    noise = np.random.default_rng(0).integers(0, 256, (60, 80, 3), np.uint8)
    whole = encoded(Image.fromarray(noise), file_format)
    for share in (0.3, 0.6, 0.9):
        said = sentence(whole[: int(len(whole) * share)])
        assert "damaged or cut short" in said or "a damaged picture" in said
        assert "again" in said


@pytest.mark.parametrize("file_format", ["BMP", "TIFF"])
def test_uncompressed_files_cut_short_are_said_to_be(file_format):
    whole = encoded(Image.fromarray(quarters()), file_format)
    said = sentence(whole[:1000])
    assert "damaged or cut short; save or download it again" in said


def test_a_bomb_is_refused_before_its_pixels_take_memory():
    rows = (b"\0" + bytes(13_300 // 8 + 1)) * 13_300
    bomb = raw_png(13_300, 13_300, 1, 0, rows)
    assert len(bomb) < 60_000
    tracemalloc.start()
    said = sentence(bomb)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert "13300 x 13300 pixels, 176.9 megapixels" in said
    assert peak < 5_000_000


def test_a_file_of_the_largest_size_is_read():
    padding = MAX_FILE_BYTES - len(WHOLE["PNG"])
    assert decode_image(WHOLE["PNG"] + bytes(padding), "full.png").image.shape == (48, 64, 3)


def test_a_page_beyond_the_limits_is_refused_when_it_is_asked_for():
    pages = [Image.new("L", (4, 4), 0), Image.new("1", (9000, 7000), 0)]
    data = encoded(pages[0], "TIFF", save_all=True, append_images=pages[1:], compression="tiff_deflate")
    assert decode_image(data, "pages.tif").num_frames == 2
    with pytest.raises(ImageDecodeError, match="63.0 megapixels"):
        decode_image(data, "pages.tif", frame_index=1)


def test_a_text_chunk_that_unpacks_to_gigabytes_is_refused():
    chunk = png_chunk(b"zTXt", b"note\0\0" + zlib.compress(bytes(80_000_000)))
    data = raw_png(2, 2, 8, 0, b"\0\0\0" * 2, chunk)
    assert len(data) < 100_000
    assert "damaged" in sentence(data)


def test_pillows_remarks_do_not_become_warnings():
    # An animation that announces no frame at all draws a warning from Pillow, an error in these tests.
    data = raw_png(2, 2, 8, 0, b"\0\7\7" * 2, png_chunk(b"acTL", struct.pack(">II", 0, 0)))
    assert decode_image(data, "odd.png").image[0, 0].tolist() == [7, 7, 7]


def test_decoding_adds_one_warning_filter_and_no_more():
    decode_image(WHOLE["PNG"], "first.png")
    filters = list(warnings.filters)
    for _ in range(3):
        decode_image(WHOLE["PNG"], "again.png")
    assert list(warnings.filters) == filters
    assert Image.MAX_IMAGE_PIXELS is not None


@pytest.mark.parametrize(
    ("name", "cleaned"),
    [
        ("cat.jpg", "cat.jpg"),
        ("<b>cat</b> & *dog*.jpg", "<b>cat</b> & *dog*.jpg"),  # plain text: whoever shows it escapes it
        ("a\nb\tc\0d\x1b[31m.jpg", "a b c d [31m.jpg"),
        ("gpj.\u202etac.exe", "gpj. tac.exe"),  # right-to-left override
        ("\udcff.png", ".png"),
        ("  ", "unnamed picture"),
        ("", "unnamed picture"),
        ("写真 №1.png", "写真 №1.png"),
        ("x" * 999, "x" * 255),
    ],
)
def test_names_are_plain_text(name, cleaned):
    assert clean_name(name) == cleaned
    assert decode_image(WHOLE["PNG"], name).name == cleaned


def test_long_names_keep_both_ends_in_a_message():
    name = "A" * 100 + "B" * 100 + ".jpeg"
    assert short_name(name) == "A" * 29 + "…" + "B" * 25 + ".jpeg"
    assert len(short_name(name)) == 60
    assert f"'{short_name(name)}'" in sentence(b"", name)


def test_the_cause_is_kept_for_whoever_debugs():
    with pytest.raises(ImageDecodeError) as caught:
        decode_image(WHOLE["JPEG"][:400], "cut.jpg")
    assert isinstance(caught.value.__cause__, OSError)


def test_an_array_of_noise_survives_every_lossless_road():
    noise = np.random.default_rng(1).integers(0, 256, (17, 23, 3), np.uint8)
    np.testing.assert_array_equal(decode_image(png_of(noise), "noise.png").image, noise)


def test_text_is_called_text_before_any_heic_file_was_read():
    code = (
        "from cifar_demo.image.decode import decode_image\n"
        "try: decode_image(b'only words, no pic', 'notes.jpg')\n"
        "except Exception as error: print(error)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("Cannot read 'notes.jpg': it holds text, not a picture;")
