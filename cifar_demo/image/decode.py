"""Bytes of a file, or pixels of a canvas or camera, into plain upright RGB."""

from typing import Final

import numpy as np
from PIL import ExifTags, Image, ImageFile

from cifar_demo.image.colour import Colour, to_srgb
from cifar_demo.image.faults import clean_name, fault
from cifar_demo.image.opening import (
    check_sides,
    count_frames,
    damage_named,
    format_title,
    load_reduced,
    open_header,
    reduction,
    seek_frame,
    source_notes,
)
from cifar_demo.results import ByteImage, DecodedImage

WHITE: Final[Colour] = (255, 255, 255)
# As many pixels as 1600 x 1600: plenty for 32 x 32 and for the screen, 7.7 MB a picture.
MAX_PIXELS: Final = 1600 * 1600

# EXIF orientation -> what turns the picture upright, and what turns it back.
_UPRIGHT: Final = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_BACK: Final = _UPRIGHT | {6: Image.Transpose.ROTATE_90, 8: Image.Transpose.ROTATE_270}
_TURNED_SIDEWAYS: Final = (5, 6, 7, 8)


def decode_image(
    data: bytes,
    name: str,
    *,
    frame_index: int | None = None,
    background: Colour = WHITE,
    max_pixels: int = MAX_PIXELS,
) -> DecodedImage:
    """Read a picture file: JPEG, PNG, WebP, GIF, BMP, TIFF, AVIF or HEIC.

    Parameters
    ----------
    data : bytes
        The whole file, at most 20 MB.
    name : str
        File name, shown to the person; not used to tell the format.
    frame_index : int or None
        Frame of an animation or page of a document, from 0; None for the one the file calls its main picture.
    background : (red, green, blue)
        0 to 255 each, seen through transparent parts.
    max_pixels : int
        Larger pictures are reduced by a whole factor to at most this many pixels.

    Returns
    -------
    DecodedImage
        Upright sRGB pixels, and notes on everything that was done to them.

    Raises
    ------
    ImageDecodeError
        If the file is empty, too large, of another format, damaged or cut short, or has no such frame.
    """
    file = open_header(data, name)
    num_frames = count_frames(file, name)
    shown_frame = _go_to_frame(file, frame_index, num_frames, name)
    tiff_orientation = _orientation(file, name) if file.format == "TIFF" else 1
    source_size = _source_size(file, tiff_orientation)
    notes = source_notes(file)
    plain = load_reduced(file, max_pixels, name)
    # Pillow turns a TIFF upright while loading, and forgets its orientation then.
    orientation = 1 if file.format == "TIFF" else _orientation(file, name)
    rgb, colour_notes = to_srgb(plain, file.info.get("icc_profile"), background)
    upright = rgb.transpose(_UPRIGHT[orientation]) if orientation in _UPRIGHT else rgb
    turned = max(orientation, tiff_orientation)
    notes += colour_notes + _size_notes(upright, source_size) + _orientation_notes(turned)
    return DecodedImage(
        image=np.array(upright),
        name=clean_name(name),
        source_format=format_title(file),
        source_size=source_size,
        notes=notes,
        num_frames=num_frames,
        frame_index=shown_frame,
        orientation=turned,
    )


def decode_array(
    pixels: ByteImage,
    name: str,
    *,
    source_format: str = "drawing",
    background: Colour = WHITE,
    max_pixels: int = MAX_PIXELS,
) -> DecodedImage:
    """Take pixels from a canvas or a camera.

    Parameters
    ----------
    pixels : (H, W, 3) or (H, W, 4) uint8
        RGB, or RGBA with alpha that is not premultiplied.
    name : str
        What to call the picture.
    source_format : str
        "drawing", "camera" or "sample".
    background : (red, green, blue)
        0 to 255 each, seen through transparent parts.
    max_pixels : int
        Larger pictures are reduced by a whole factor to at most this many pixels.

    Returns
    -------
    DecodedImage

    Raises
    ------
    ImageDecodeError
        If the picture is over 60 megapixels or has a side under 2 pixels.
    ValueError
        If the pixels are not uint8 RGB or RGBA.
    """
    if pixels.dtype != np.uint8 or pixels.ndim != 3 or pixels.shape[2] not in (3, 4):
        raise ValueError(f"Expected (H, W, 3) or (H, W, 4) uint8 pixels, got {pixels.shape} {pixels.dtype}.")
    source_size = (pixels.shape[1], pixels.shape[0])
    check_sides(source_size, name)
    reduced = Image.fromarray(np.ascontiguousarray(pixels)).reduce(reduction(source_size, max_pixels))
    rgb, notes = to_srgb(reduced, None, background)
    return DecodedImage(
        image=np.array(rgb),
        name=clean_name(name),
        source_format=source_format,
        source_size=source_size,
        notes=notes + _size_notes(rgb, source_size),
    )


def as_given(decoded: DecodedImage) -> ByteImage:
    """Turn a decoded picture back to how it lies in its file, before its EXIF orientation was applied.

    Parameters
    ----------
    decoded : DecodedImage
        From `decode_image`.

    Returns
    -------
    (H, W, 3) uint8
        The same pixels; the picture itself where it had no orientation to apply.
    """
    if decoded.orientation not in _BACK:
        return decoded.image
    return np.array(Image.fromarray(decoded.image).transpose(_BACK[decoded.orientation]))


def _go_to_frame(file: ImageFile.ImageFile, frame_index: int | None, num_frames: int, name: str) -> int:
    if frame_index is None:
        return file.tell() if num_frames > 1 else 0
    if not 0 <= frame_index < num_frames:
        reason = f"frame {frame_index + 1} was asked for and it has {num_frames}"
        raise fault(name, reason, f"choose a frame from 1 to {num_frames}")
    seek_frame(file, frame_index, name)
    return frame_index


def _orientation(file: ImageFile.ImageFile, name: str) -> int:
    with damage_named(name, format_title(file)):
        found = file.getexif().get(ExifTags.Base.Orientation, 1)
    return found if found in _UPRIGHT else 1


def _source_size(file: ImageFile.ImageFile, tiff_orientation: int) -> tuple[int, int]:
    width, height = file.size
    return (height, width) if tiff_orientation in _TURNED_SIDEWAYS else (width, height)


def _size_notes(image: Image.Image, source_size: tuple[int, int]) -> tuple[str, ...]:
    if image.width * image.height == source_size[0] * source_size[1]:
        return ()
    return (f"Reduced from {source_size[0]} x {source_size[1]} pixels, to be quick.",)


def _orientation_notes(orientation: int) -> tuple[str, ...]:
    return ("Turned upright by its EXIF orientation.",) if orientation != 1 else ()
