"""Opened files into pixels: which frame, then decoding and reducing in bands, one large picture at a time."""

import math
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from threading import Lock
from typing import Final

from PIL import Image, ImageFile, TiffImagePlugin

from cifar_demo.image.colour import plain_band
from cifar_demo.image.faults import fault
from cifar_demo.image.opening import check_sides, damage_named, format_title

# Pages of a TIFF and frames of a GIF are counted by walking the file: a hostile one could hold a million.
MAX_FRAMES: Final = 1000
# A late frame needs all before it decoded; this bounds the wait for the last one.
MAX_PIXELS_TO_LATE_FRAME: Final = 400_000_000

_BAND_PIXELS: Final = 200_000
_MIN_BAND_ROWS: Final = 4
# Two visitors' large pictures wait for each other, so that their memory does not add up.
_LARGE_PIXELS: Final = 8_000_000
_LARGE_PICTURE: Final = Lock()
_PLANAR: Final = 2  # TIFF 6.0, PlanarConfiguration.
_BYTE_BITS: Final = 8


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
        _seek(image, frame_index)
    check_sides(image.size, name, format_title(image))


def load_reduced(image: ImageFile.ImageFile, max_pixels: int, bits: int, name: str) -> Image.Image:
    """Decode the pixels and reduce them by whole factors until they are few enough.

    Works in bands of rows, so that besides the decoder's own memory only a few megabytes are needed.

    Parameters
    ----------
    image : PIL.ImageFile.ImageFile
        Opened, at the wanted frame.
    max_pixels : int
        Width times height of the result at most.
    bits : int
        As `bits_per_channel` tells.
    name : str
        File name, for messages.

    Returns
    -------
    PIL.Image.Image
        In mode L, LA, RGB, RGBA, CMYK, LAB, I or F.

    Raises
    ------
    ImageDecodeError
        If the data are damaged or cut short, or laid out as Pillow cannot read them.
    """
    _refuse_deep_planes(image, name)
    with damage_named(name, format_title(image)):
        if image.format in ("JPEG", "MPO"):
            across, down = reduction(image.size, max_pixels)
            image.draft(None, (-(-image.width // across), -(-image.height // down)))
        rows_of = _decode_heif(image) if image.format == "HEIF" else _decode(image)
        check_sides(rows_of.size, name, format_title(image))  # some decoders learn the true size only now
        return _reduced_in_bands(rows_of, reduction(rows_of.size, max_pixels), bits)


def reduction(size: tuple[int, int], max_pixels: int) -> tuple[int, int]:
    """Whole factors (across, down) that bring a size down to `max_pixels`, equal unless a side is too short for it.

    >>> reduction((6000, 4000), 2_560_000)
    (4, 4)
    """
    width, height = size
    factor = math.ceil(math.sqrt(width * height / max_pixels))
    if factor >= min(size):  # a hair-thin strip: only its long side can give
        long_factor = math.ceil(width * height / max_pixels)
        return (1, long_factor) if width < height else (long_factor, 1)
    return factor, factor


def bits_per_channel(image: ImageFile.ImageFile) -> int:
    """Bits of a channel in the file, 8, 12 or 16, as its raw mode tells; 8 where the decoder scales by itself."""
    if image.format == "BMP":
        return 8  # "BGR;16" is 16 bits a pixel.
    raw_mode = str(image.tile[0].args) if image.tile else ""
    if ";12" in raw_mode:
        return 12
    return 16 if ";16" in raw_mode and image.mode not in ("I", "F") else 8


def in_turn(size: tuple[int, int]) -> AbstractContextManager[object]:
    """Wait, for pictures over 8 megapixels, until no other such picture is being decoded.

    Parameters
    ----------
    size : (width, height)
        In pixels.
    """
    return _LARGE_PICTURE if math.prod(size) > _LARGE_PIXELS else nullcontext()


def _count_pages(image: ImageFile.ImageFile) -> int:
    start = image.tell()
    try:
        # One by one: a seek beyond the last page makes Pillow 13 believe in as many pages.
        for index in range(start + 1, MAX_FRAMES):
            _seek(image, index)
    except (EOFError, SyntaxError, KeyError):  # Or a page of a kind that cannot be read: those before it can.
        return index
    finally:
        _seek(image, start)
    return MAX_FRAMES


def _seek(image: ImageFile.ImageFile, index: int) -> None:
    if image.format == "TIFF" and index != image.tell():
        image.info.pop("icc_profile", None)  # Pillow leaves a page without a profile that of the page before.
    image.seek(index)


def _refuse_deep_planes(image: ImageFile.ImageFile, name: str) -> None:
    """Refuse uncompressed TIFFs with a plane a colour and over 8 bits: Pillow 13 reads noise, and says nothing."""
    if not isinstance(image, TiffImagePlugin.TiffImageFile) or image.use_load_libtiff:
        return
    is_planar = image.tag_v2.get(TiffImagePlugin.PLANAR_CONFIGURATION) == _PLANAR
    if is_planar and max(image.tag_v2.get(TiffImagePlugin.BITSPERSAMPLE, (1,))) > _BYTE_BITS:
        reason = "its colours lie apart in more than 8 bits, which is not supported"
        raise fault(name, reason, "save it as PNG and upload that")


@dataclass(frozen=True)
class _Decoded:
    """Pixels that were decoded: their size, and a way to get some rows, from one to another."""

    size: tuple[int, int]
    rows: Callable[[int, int], Image.Image]


def _decode(image: ImageFile.ImageFile) -> _Decoded:
    image.load()
    return _Decoded(image.size, lambda top, bottom: image.crop((0, top, image.width, bottom)))


def _decode_heif(image: ImageFile.ImageFile) -> _Decoded:
    """Read rows from the decoder's own memory: Pillow would copy all pixels, 4 bytes each."""
    from pillow_heif import open_heif

    decoded = open_heif(image.fp, convert_hdr_to_8bit=True)[image.tell()]
    data, mode, stride, (width, height) = decoded.data, decoded.mode, decoded.stride, decoded.size

    def rows(top: int, bottom: int) -> Image.Image:
        part = data[top * stride : bottom * stride]
        return Image.frombuffer(mode, (width, bottom - top), part, "raw", mode, stride, 1)

    return _Decoded((width, height), rows)


def _reduced_in_bands(decoded: _Decoded, factor: tuple[int, int], bits: int) -> Image.Image:
    width, height = decoded.size
    rows = max(_MIN_BAND_ROWS, _BAND_PIXELS // width) * factor[1]
    size = (-(-width // factor[0]), -(-height // factor[1]))
    reduced: Image.Image | None = None
    for top in range(0, height, rows):
        band = plain_band(decoded.rows(top, min(top + rows, height)), bits).reduce(factor)
        reduced = reduced or Image.new(band.mode, size)
        reduced.paste(band, (0, top // factor[1]))
    if reduced is None:
        raise ValueError("a picture without rows")
    return reduced
