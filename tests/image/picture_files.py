"""Builds picture files in memory, some by hand where Pillow writes no such file."""

import io
import struct
import zlib

import numpy as np
import pillow_heif
from PIL import Image, ImageCms

# Four flat quarters: red, green / blue, grey; large enough that lossy formats keep their middles.
QUARTERS = {(0, 0): (200, 30, 30), (0, 1): (30, 180, 40), (1, 0): (20, 40, 210), (1, 1): (128, 128, 128)}


def quarters(height: int = 48, width: int = 64) -> np.ndarray:
    image = np.zeros((height, width, 3), np.uint8)
    for (down, across), colour in QUARTERS.items():
        rows = slice(down * height // 2, (down + 1) * height // 2)
        columns = slice(across * width // 2, (across + 1) * width // 2)
        image[rows, columns] = colour
    return image


def encoded(image: Image.Image, file_format: str, **options: object) -> bytes:
    buffer = io.BytesIO()
    if file_format == "HEIF":
        pillow_heif.register_heif_opener()
        options = {"quality": 95, "chroma": 444} | options
    image.save(buffer, file_format, **options)
    return buffer.getvalue()


def png_of(array: np.ndarray, **options: object) -> bytes:
    return encoded(Image.fromarray(array), "PNG", **options)


def raw_png(width: int, height: int, bit_depth: int, colour_type: int, rows: bytes, chunks: bytes = b"") -> bytes:
    """Write a PNG chunk by chunk; each row of `rows` begins with its filter byte."""
    header = struct.pack(">IIBBBBB", width, height, bit_depth, colour_type, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + png_chunk(b"IHDR", header)
        + chunks
        + png_chunk(b"IDAT", zlib.compress(rows))
        + png_chunk(b"IEND", b"")
    )


def png_chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def raw_tiff(width: int, height: int, bits: int, pixels: bytes, *, byte_order: str = "<") -> bytes:
    """Write a grey TIFF of one strip, black is zero."""
    short, long = 3, 4
    entries = [
        (256, short, width),
        (257, short, height),
        (258, short, bits),
        (259, short, 1),
        (262, short, 1),
        (273, long, 8),
        (277, short, 1),
        (278, short, height),
        (279, long, len(pixels)),
    ]
    directory = struct.pack(f"{byte_order}H", len(entries))
    for tag, kind, value in entries:
        field = struct.pack(f"{byte_order}I" if kind == long else f"{byte_order}Hxx", value)
        directory += struct.pack(f"{byte_order}HHI", tag, kind, 1) + field
    padded = pixels + b"\0" * (len(pixels) % 2)
    magic = b"II*\0" if byte_order == "<" else b"MM\0*"
    return magic + struct.pack(f"{byte_order}I", 8 + len(padded)) + padded + directory + b"\0\0\0\0"


def profile_with_red_and_green_exchanged() -> bytes:
    """Take Pillow's sRGB profile, exchange the names of two primaries, and call it something else."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    exchanged = profile.replace(b"rXYZ", b"temp").replace(b"gXYZ", b"rXYZ").replace(b"temp", b"gXYZ")
    return exchanged.replace("sRGB".encode("utf-16-be"), "Swap".encode("utf-16-be"))
