"""Files into Pillow images of a bounded size: limits from the header first, then pixels, in bands."""

import io
import math
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Final

from PIL import Image, ImageFile, UnidentifiedImageError

from cifar_demo.errors import CifarDemoError, ImageDecodeError
from cifar_demo.image.colour import plain_band
from cifar_demo.image.faults import ACCEPTED, fault, unknown_format

MEGABYTE: Final = 1024 * 1024
MAX_FILE_BYTES: Final = 20 * MEGABYTE
MAX_SOURCE_PIXELS: Final = 60_000_000
MIN_SIDE: Final = 2
# Pages of a TIFF and frames of a GIF are counted by walking the file: a hostile one could hold a million.
MAX_FRAMES: Final = 1000
# A late frame needs all before it decoded; this bounds the wait for the last one.
MAX_PIXELS_TO_LATE_FRAME: Final = 400_000_000

FORMATS: Final = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF", "AVIF", "HEIF")
_BAND_PIXELS: Final = 2_000_000
_MIN_BAND_ROWS: Final = 16


def open_header(data: bytes, name: str) -> ImageFile.ImageFile:
    """Open a file without decoding pixels, and check its limits.

    Parameters
    ----------
    data : bytes
        The whole file.
    name : str
        File name, for messages.

    Returns
    -------
    PIL.ImageFile.ImageFile
        Not loaded yet.

    Raises
    ------
    ImageDecodeError
        If the file is empty, over 20 MB, of another format, over 60 megapixels or under 2 pixels a side.
    """
    _check_file_size(data, name)
    _ignore_pillow_warnings()
    if data[4:8] == b"ftyp":
        _register_heif()
    try:
        with damage_named(name):
            image = Image.open(io.BytesIO(data), formats=FORMATS)
    except ImageDecodeError as error:
        raise _opening_fault(name, data, error.__cause__) from error.__cause__
    check_sides(image.size, name)
    return image


def check_sides(size: tuple[int, int], name: str) -> None:
    """Refuse pictures over 60 megapixels or with a side under 2 pixels.

    Parameters
    ----------
    size : (width, height)
        In pixels.
    name : str
        File name, for the message.

    Raises
    ------
    ImageDecodeError
        If the size is outside the limits.
    """
    width, height = size
    if min(size) < MIN_SIDE:
        reason = f"it has {width} x {height} pixels and each side needs at least {MIN_SIDE}"
        raise fault(name, reason, "choose a larger picture")
    if width * height > MAX_SOURCE_PIXELS:
        reason = f"it has {width} x {height} pixels, {width * height / 1e6:.0f} megapixels, and the limit is 60"
        raise fault(name, reason, "save a smaller copy and upload that")


@contextmanager
def damage_named(name: str, source_format: str = "picture") -> Iterator[None]:
    """Turn whatever a decoder raises on bad data into one sentence.

    Parameters
    ----------
    name : str
        File name, for the message.
    source_format : str
        What the file said it was.

    Raises
    ------
    ImageDecodeError
        For any failure inside the block that is not one already.
    """
    try:
        yield
    except CifarDemoError:
        raise
    # Decoders raise nearly every built-in exception on damaged data (fuzzed: struct.error, KeyError, RuntimeError...),
    # so this block holds calls into Pillow only, where any failure means a bad file.
    except Exception as error:
        reason = f"its {source_format} data are damaged or cut short"
        raise fault(name, reason, "save or download it again and upload that") from error


def count_frames(image: ImageFile.ImageFile, name: str) -> int:
    """Count the frames or pages that can be shown, at most `MAX_FRAMES`, and fewer where each one is large.

    Parameters
    ----------
    image : PIL.ImageFile.ImageFile
        Opened, not loaded.
    name : str
        File name, for messages.

    Returns
    -------
    int
        1 for a still picture, and for the several pictures of a phone's JPEG: those are previews and depth maps.

    Raises
    ------
    ImageDecodeError
        If the file breaks off while frames are counted.
    """
    if image.format in ("JPEG", "MPO"):
        return 1
    with damage_named(name, format_title(image)):
        if not getattr(image, "is_animated", False):
            return 1
        found = _count_pages(image) if image.format == "TIFF" else int(getattr(image, "n_frames", 1))
    if image.format in ("TIFF", "HEIF"):  # their pages stand alone
        return min(found, MAX_FRAMES)
    return min(found, MAX_FRAMES, max(1, MAX_PIXELS_TO_LATE_FRAME // math.prod(image.size)))


def seek_frame(image: ImageFile.ImageFile, frame_index: int, name: str) -> None:
    """Go to a frame, and check the limits again: pages of one file differ in size.

    Raises
    ------
    ImageDecodeError
        If the frame cannot be reached or is outside the limits.
    """
    with damage_named(name, format_title(image)):
        image.seek(frame_index)
    check_sides(image.size, name)


def load_reduced(image: ImageFile.ImageFile, max_pixels: int, name: str) -> Image.Image:
    """Decode the pixels and reduce them by whole factors until they are few enough.

    Works in bands of rows, so that besides the decoder's own memory only a few megabytes are needed.

    Parameters
    ----------
    image : PIL.ImageFile.ImageFile
        Opened, at the wanted frame.
    max_pixels : int
        Width times height of the result at most.
    name : str
        File name, for messages.

    Returns
    -------
    PIL.Image.Image
        In mode L, LA, RGB, RGBA, CMYK, LAB, I or F.

    Raises
    ------
    ImageDecodeError
        If the data are damaged or cut short.
    """
    with damage_named(name, format_title(image)):
        if image.format in ("JPEG", "MPO"):
            across, down = reduction(image.size, max_pixels)
            image.draft(None, (-(-image.width // across), -(-image.height // down)))
        bits = _bits_per_channel(image)
        image.load()
        check_sides(image.size, name)  # some decoders learn the true size only now
        return _reduced_in_bands(image, reduction(image.size, max_pixels), bits)


def reduction(size: tuple[int, int], max_pixels: int) -> tuple[int, int]:
    """Whole factors (across, down) that bring a size down to `max_pixels`, equal unless a side is too short for it.

    >>> reduction((6000, 4000), 2_560_000)
    (4, 4)
    """
    width, height = size
    factor = math.ceil(math.sqrt(width * height / max_pixels))
    if factor > min(size):  # a hair-thin strip: only its long side can give
        short = min(size)
        long_factor = math.ceil(max(size) / max_pixels)
        return (1, long_factor) if width == short else (long_factor, 1)
    return factor, factor


def source_notes(image: ImageFile.ImageFile) -> tuple[str, ...]:
    """Tell what decoders do to a picture on their own.

    Parameters
    ----------
    image : PIL.ImageFile.ImageFile
        Opened, not loaded.

    Returns
    -------
    tuple of str
        About sixteen bits brought down to eight, and about HEIC, whose orientation is part of decoding.
    """
    notes: tuple[str, ...] = ()
    if _bits_per_channel(image) > 8:
        notes += (f"Scaled from {_bits_per_channel(image)} to 8 bits a channel.",)
    if image.info.get("original_orientation") in range(2, 9):
        notes += ("Turned upright while it was decoded, as HEIC files ask.",)
    return notes


def format_title(image: ImageFile.ImageFile) -> str:
    """Name of the format, with the several-picture JPEG of phones called JPEG."""
    return "JPEG" if image.format == "MPO" else str(image.format)


def _check_file_size(data: bytes, name: str) -> None:
    if not data:
        raise fault(name, "it is empty (0 bytes)", f"upload a {ACCEPTED} picture")
    if len(data) > MAX_FILE_BYTES:
        reason = f"it has {len(data) / MEGABYTE:.1f} MB and the limit is 20 MB"
        raise fault(name, reason, "save a smaller copy and upload that")


def _opening_fault(name: str, data: bytes, cause: BaseException | None) -> ImageDecodeError:
    if isinstance(cause, Image.DecompressionBombError):
        return fault(name, "it has far more than 60 megapixels", "save a smaller copy and upload that")
    if isinstance(cause, UnidentifiedImageError):
        return unknown_format(name, data)
    return fault(name, "its header is damaged or cut short", "save or download it again and upload that")


@cache
def _register_heif() -> None:
    # Registered when the first such file comes: importing pillow_heif loads a video decoder.
    from pillow_heif import register_heif_opener

    register_heif_opener(thumbnails=False, depth_images=False, aux_images=False)


def _ignore_pillow_warnings() -> None:
    """Have Pillow's remarks on odd files ignored, once: `catch_warnings` would race with other visitors' threads."""
    # Adding a filter that stands already moves it to the front and nothing more.
    warnings.filterwarnings("ignore", module=r"PIL\.")


def _count_pages(image: ImageFile.ImageFile) -> int:
    start = image.tell()
    try:
        image.seek(MAX_FRAMES - 1)
        return MAX_FRAMES
    except EOFError:
        return int(getattr(image, "n_frames", 1))
    finally:
        image.seek(start)


def _bits_per_channel(image: ImageFile.ImageFile) -> int:
    raw_mode = str(image.tile[0].args) if image.tile else ""
    if ";12" in raw_mode:
        return 12
    return 16 if ";16" in raw_mode and image.mode not in ("I", "F") else 8


def _reduced_in_bands(image: Image.Image, factor: tuple[int, int], bits: int) -> Image.Image:
    width, height = image.size
    rows = max(_MIN_BAND_ROWS, _BAND_PIXELS // width) * factor[1]
    size = (-(-width // factor[0]), -(-height // factor[1]))
    reduced: Image.Image | None = None
    for top in range(0, height, rows):
        band = plain_band(image.crop((0, top, width, min(top + rows, height))), bits).reduce(factor)
        reduced = reduced or Image.new(band.mode, size)
        reduced.paste(band, (0, top // factor[1]))
    if reduced is None:
        raise ValueError("a picture without rows")
    return reduced
