"""Files into Pillow images of a bounded size: limits from the header first, then pixels, in bands."""

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Final

from PIL import Image, ImageFile, UnidentifiedImageError

from cifar_demo.errors import CifarDemoError, ImageDecodeError
from cifar_demo.image.faults import ACCEPTED, damaged_header, fault, unknown_format

MEGABYTE: Final = 1024 * 1024
MAX_FILE_BYTES: Final = 20 * MEGABYTE
MAX_MEGAPIXELS: Final = 60
# These decoders hold several copies of a picture: 16 and 9 bytes a pixel were measured (docs/decisions/0053).
_MAX_MEGAPIXELS_OF: Final = {"WEBP": 25, "AVIF": 33}
MIN_SIDE: Final = 2

FORMATS_OF_PILLOW: Final = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF", "AVIF")
FORMATS: Final = (*FORMATS_OF_PILLOW, "HEIF")


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
    is_box_file = data[4:8] == b"ftyp"
    if is_box_file:
        _register_heif()
    # Asking Pillow for a format that is not registered yet is a KeyError, not "not identified".
    formats = FORMATS if is_box_file else FORMATS_OF_PILLOW
    try:
        with damage_named(name):
            image = Image.open(io.BytesIO(data), formats=formats)
    except ImageDecodeError as error:
        raise _opening_fault(name, data, error.__cause__) from error.__cause__
    check_sides(image.size, name, format_title(image))
    return image


def check_sides(size: tuple[int, int], name: str, source_format: str = "picture") -> None:
    """Refuse pictures with too many pixels or with a side under 2.

    Parameters
    ----------
    size : (width, height)
        In pixels.
    name : str
        File name, for the message.
    source_format : str
        Formats differ in the memory they need: 60 megapixels, but 33 for AVIF and 25 for WEBP.

    Raises
    ------
    ImageDecodeError
        If the size is outside the limits.
    """
    width, height = size
    if min(size) < MIN_SIDE:
        reason = f"it has {width} x {height} pixels and each side needs at least {MIN_SIDE}"
        raise fault(name, reason, "choose a larger picture")
    limit = _MAX_MEGAPIXELS_OF.get(source_format, MAX_MEGAPIXELS)
    megapixels = width * height / 1e6
    if megapixels > limit:
        reason = f"it has {width} x {height} pixels, {megapixels:.1f} megapixels, and the limit for {source_format} is "
        raise fault(name, f"{reason}{limit}", "save a smaller copy and upload that")


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


def format_title(image: ImageFile.ImageFile) -> str:
    """Name of the format, with the several-picture JPEG of phones called JPEG."""
    return "JPEG" if image.format == "MPO" else str(image.format)


def _check_file_size(data: bytes, name: str) -> None:
    if not data:
        raise fault(name, "it is empty (0 bytes)", f"upload a {ACCEPTED} picture")
    if len(data) > MAX_FILE_BYTES:
        raise too_large(name, len(data))


def too_large(name: str, num_bytes: int) -> ImageDecodeError:
    """Build the error for a file over 20 MB."""
    reason = f"it has {num_bytes / MEGABYTE:.1f} MB and the limit is 20 MB"
    return fault(name, reason, "save a smaller copy and upload that")


def _opening_fault(name: str, data: bytes, cause: BaseException | None) -> ImageDecodeError:
    if isinstance(cause, Image.DecompressionBombError):
        return fault(name, "it has far more than 60 megapixels", "save a smaller copy and upload that")
    if isinstance(cause, UnidentifiedImageError):
        return unknown_format(name, data)
    return damaged_header(name, data)


@cache
def _register_heif() -> None:
    # Registered when the first such file comes: importing pillow_heif loads a video decoder.
    from pillow_heif import register_heif_opener

    register_heif_opener(thumbnails=False, depth_images=False, aux_images=False)


def _ignore_pillow_warnings() -> None:
    """Have Pillow's remarks on odd files ignored, once: `catch_warnings` would race with other visitors' threads."""
    # Adding a filter that stands already moves it to the front and nothing more.
    warnings.filterwarnings("ignore", module=r"PIL\.")
