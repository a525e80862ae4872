"""Whatever the bytes, the answer is a picture or a sentence."""

import random
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from picture_files import encoded, png_chunk, png_of, profile_with_red_and_green_exchanged, quarters, raw_png, raw_tiff
from PIL import Image

from cifar_demo.errors import CifarDemoError
from cifar_demo.image.decode import decode_image

ROOT = Path(__file__).parents[2]
MAX_SECONDS = 2.0  # Of the processor: what else the machine does is not the decoder's.
MAX_MEGABYTES = 300


def seeds() -> list[bytes]:
    """One small file of each kind worth damaging."""
    flat = Image.fromarray(quarters(24, 32))
    exif = Image.Exif()
    exif[0x0112] = 6
    profile = profile_with_red_and_green_exchanged()
    frames = {"save_all": True, "append_images": [flat.rotate(90), flat.convert("L").convert("RGB")]}
    whole = [encoded(flat, name) for name in ("JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF", "AVIF", "HEIF")]
    whole += [encoded(flat, name, exif=exif) for name in ("JPEG", "PNG", "WEBP", "TIFF", "AVIF")]
    whole += [encoded(flat, name, icc_profile=profile) for name in ("JPEG", "PNG", "TIFF")]
    whole += [encoded(flat, name, **frames) for name in ("GIF", "PNG", "WEBP", "TIFF", "AVIF", "MPO")]
    whole += [encoded(flat, "TIFF", compression=name) for name in ("tiff_lzw", "tiff_deflate", "jpeg", "packbits")]
    whole += [encoded(flat, "JPEG", progressive=True), encoded(flat.convert("CMYK"), "JPEG")]
    whole += [encoded(flat.quantize(8), name, transparency=1) for name in ("PNG", "GIF")]
    whole += [png_of(np.full((9, 9), 40_000, np.uint16)), raw_tiff(2, 2, 12, bytes(6))]
    whole += [raw_png(2, 2, 16, 2, bytes(26), png_chunk(b"tRNS", b"\1\2" * 3))]
    return whole


def damaged(whole: bytes, chance: random.Random) -> bytes:
    """Flip, overwrite, cut, repeat or remove some bytes; headers are hit as often as pixels."""
    data = bytearray(whole)
    for _ in range(chance.choice((1, 1, 2, 4, 16))):
        end = chance.choice((64, 512, len(data)))
        at = chance.randrange(max(1, min(end, len(data))))
        kind = chance.randrange(6)
        if kind <= 1:
            data[at : at + 1] = bytes([chance.randrange(256)])
        elif kind == 2:
            data[at : at + 4] = chance.choice((b"\xff\xff\xff\xff", b"\0\0\0\0", b"\x7f\xff\xff\xff", b"\0\0\x1f\xff"))
        elif kind == 3:
            data[at : at + chance.randrange(1, 40)] = b""
        elif kind == 4:
            data[at:at] = data[at : at + chance.randrange(1, 200)]
        else:
            del data[max(8, at) :]
    return bytes(data)


def outcome(data: bytes) -> tuple[bool, float]:
    """Whether a picture came out, and the processor's seconds it took; anything but a picture or a sentence raises."""
    start = time.process_time()
    try:
        decoded = decode_image(data, "fuzz")
        if decoded.num_frames > 1:
            decoded = decode_image(data, "fuzz", frame_index=decoded.num_frames - 1)
    except CifarDemoError as error:
        assert str(error).startswith("Cannot read 'fuzz': ")
        return False, time.process_time() - start
    assert decoded.image.dtype == np.uint8
    assert decoded.image.ndim == 3
    assert decoded.image.shape[2] == 3
    return True, time.process_time() - start


def fuzz(count: int, seed: int) -> tuple[int, float]:
    """Damage `count` files; gives how many still were pictures, and the slowest one's seconds."""
    chance = random.Random(seed)
    whole = seeds()
    outcomes = [outcome(damaged(whole[index % len(whole)], chance)) for index in range(count)]
    return sum(is_picture for is_picture, _ in outcomes), max(seconds for _, seconds in outcomes)


def fuzz_and_weigh(count: int, seed: int) -> tuple[int, float, float]:
    """Fuzz, and give too by how many megabytes the most memory that this process ever had has grown."""
    import resource  # Not on every system.

    def most_megabytes() -> float:
        unit = 1 if sys.platform == "darwin" else 1024  # The same figure in bytes, or in kilobytes.
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6

    before = most_megabytes()
    pictures, slowest = fuzz(count, seed)
    return pictures, slowest, most_megabytes() - before


def test_the_seeds_are_pictures():
    assert all(outcome(whole)[0] for whole in seeds())


def test_damaged_files_give_a_picture_or_a_sentence():
    pictures, slowest = fuzz(600, seed=1)
    assert 50 < pictures < 550
    assert slowest < MAX_SECONDS


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="there is no such count of memory")
def test_five_thousand_damaged_files_give_a_picture_or_a_sentence_and_take_little_memory():
    # A process of its own: what this one ever had may already be more than any file takes.
    code = "from test_image_fuzz import fuzz_and_weigh; print(*fuzz_and_weigh(5000, 2))"
    code = f"import sys; sys.path[:0] = {[str(ROOT), str(Path(__file__).parent)]}; {code}"
    said = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout
    pictures, slowest, grown = (float(word) for word in said.split())
    assert 500 < pictures < 4500
    assert slowest < MAX_SECONDS
    assert grown < MAX_MEGABYTES


@settings(max_examples=100, deadline=None)
@given(
    st.binary(max_size=400), st.sampled_from([b"", b"\x89PNG\r\n\x1a\n", b"GIF89a", b"II*\0", b"\xff\xd8\xff", b"BM"])
)
def test_any_bytes_give_a_picture_or_a_sentence(body, start):
    outcome(start + body)


@settings(max_examples=100, deadline=None)
@given(
    mode=st.sampled_from(["1", "L", "LA", "P", "RGB", "RGBA", "CMYK", "I", "F", "I;16", "YCbCr", "LAB"]),
    width=st.integers(2, 70),
    height=st.integers(2, 70),
    max_pixels=st.integers(1, 6000),
    orientation=st.integers(1, 8),
)
def test_any_mode_and_size_comes_out_within_the_limit(mode, width, height, max_pixels, orientation):
    exif = Image.Exif()
    exif[0x0112] = orientation
    decoded = decode_image(encoded(Image.new(mode, (width, height)), "TIFF", exif=exif), "any", max_pixels=max_pixels)
    upright = (height, width) if orientation < 5 else (width, height)
    assert decoded.source_size == (width, height)
    if width * height <= max_pixels:
        assert decoded.image.shape == (*upright, 3)
    else:  # sides round up, so a few pixels more than the limit may stay
        rows, columns, _ = decoded.image.shape
        assert rows * columns <= max_pixels + rows + columns
