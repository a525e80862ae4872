"""Bytes of a file, or pixels of a canvas or camera, into plain upright RGB."""

from typing import Final

import numpy as np
from PIL import Image, ImageFile

from cifar_demo.image.colour import Colour, to_srgb
from cifar_demo.image.faults import clean_name, fault
from cifar_demo.image.loading import bits_per_channel, count_frames, in_turn, load_reduced, reduction, seek_frame
from cifar_demo.image.opening import check_sides, damage_named, format_title, open_header
from cifar_demo.image.orientation import find_turn, turn_back
from cifar_demo.results import ByteImage, DecodedImage

WHITE: Final[Colour] = (255, 255, 255)
# As many pixels as 1600 x 1600: plenty for 32 x 32 and for the screen, 7.7 MB a picture.
MAX_PIXELS: Final = 1600 * 1600


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
    with in_turn(file.size):
        num_frames = count_frames(file, name)
        shown_frame = _go_to_frame(file, frame_index, num_frames, name)
        bits = bits_per_channel(file)
        with damage_named(name, format_title(file)):
            turn = find_turn(file, data)
        source_size = turn.size_in_file(file.size)
        plain = load_reduced(file, max_pixels, bits, name)
    rgb, colour_notes = to_srgb(plain, file.info.get("icc_profile"), background)
    return DecodedImage(
        image=np.array(turn.apply(rgb)),
        name=clean_name(name),
        source_format=format_title(file),
        source_size=source_size,
        notes=_depth_notes(bits) + colour_notes + _size_notes(rgb, source_size) + turn.notes,
        num_frames=num_frames,
        frame_index=shown_frame,
        orientation=turn.orientation,
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
    return np.array(turn_back(Image.fromarray(decoded.image), decoded.orientation))


def _go_to_frame(file: ImageFile.ImageFile, frame_index: int | None, num_frames: int, name: str) -> int:
    if frame_index is None:
        return file.tell() if num_frames > 1 else 0
    if not 0 <= frame_index < num_frames:
        reason = f"frame {frame_index + 1} was asked for and it has {num_frames}"
        raise fault(name, reason, f"choose a frame from 1 to {num_frames}")
    seek_frame(file, frame_index, name)
    return frame_index


def _depth_notes(bits: int) -> tuple[str, ...]:
    return (f"Its {2**bits:,} shades of each colour became 256 ({bits} bits to 8).",) if bits > 8 else ()


def _size_notes(image: Image.Image, source_size: tuple[int, int]) -> tuple[str, ...]:
    if image.width * image.height == source_size[0] * source_size[1]:
        return ()
    return (f"Reduced from {source_size[0]} × {source_size[1]} pixels, to be quick.",)
