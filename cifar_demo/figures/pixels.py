"""Pictures for the page: enlarged with crisp pixels, dimmed where a frame leaves out, written as PNG."""

import base64
import struct
import zlib
from typing import Final

import numpy as np

from cifar_demo.figures.theme import colour_diverging
from cifar_demo.results import Box, ByteImage

_PNG_SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
_TRUECOLOUR_8_BITS: Final = (8, 2, 0, 0, 0)
# Pixels are blocks of one colour here, which even the fastest level packs well.
_FAST: Final = 1
_DIMMED: Final = 0.3


def enlarge(image: ByteImage, side: int) -> ByteImage:
    """Repeat pixels a whole number of times, so that each is seen as a square.

    Parameters
    ----------
    image : (H, W, 3) uint8
    side : int
        Longest side to reach or stay under, in pixels; never smaller than the image.
    """
    factor = max(1, side // max(image.shape[:2]))
    return image.repeat(factor, axis=0).repeat(factor, axis=1)


def dim_outside(image: ByteImage, box: Box) -> ByteImage:
    """Darken what lies outside a box, and draw a white frame around what stays.

    Parameters
    ----------
    image : (H, W, 3) uint8
    box : (left, top, right, bottom)
        In pixels of the image; parts outside of it are ignored.
    """
    left, top, right, bottom = (max(0, edge) for edge in box)
    dimmed = (image * _DIMMED).astype(np.uint8)
    if (bottom - top, right - left) != image.shape[:2]:
        edge = max(1, min(image.shape[:2]) // 120)
        dimmed[max(0, top - edge) : bottom + edge, max(0, left - edge) : right + edge] = 255
    dimmed[top:bottom, left:right] = image[top:bottom, left:right]
    return dimmed


def encode_png(image: ByteImage) -> bytes:
    """Write an RGB image as PNG, quickly.

    Parameters
    ----------
    image : (H, W, 3) uint8
    """
    height, width, _ = image.shape
    rows = np.zeros((height, 1 + width * 3), np.uint8)  # each row starts with its filter, 0 for none
    rows[:, 1:] = image.reshape(height, -1)
    header = struct.pack(">2I5B", width, height, *_TRUECOLOUR_8_BITS)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows.tobytes(), _FAST)), (b"IEND", b""))
    return _PNG_SIGNATURE + b"".join(_chunk(kind, content) for kind, content in chunks)


def data_url(image: ByteImage) -> str:
    """Write an RGB image as the address of itself, for a web page."""
    return f"data:image/png;base64,{base64.b64encode(encode_png(image)).decode('ascii')}"


def app_icon() -> str:
    """Draw the app's own icon, a 3x3 kernel, as the address of itself."""
    kernel = np.array([[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]], np.float32)  # Sobel's, which finds upright edges
    return data_url(enlarge(colour_diverging(kernel, 2.4), 48))


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
