"""Builds picture files in memory, some by hand where Pillow writes no such file."""

import io
import struct
import zlib

import numpy as np
import pillow_heif
from PIL import Image, ImageCms

from cifar_demo.image.opening import MAX_FILE_BYTES

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


def planar_tiff(width: int, height: int, bits: int) -> bytes:
    """Write an uncompressed RGB TIFF that keeps a plane for each colour, all of it white."""
    plane = b"\xff" * (width * height * bits // 8)
    strips = 8 + 6 + 12 + 12  # Behind the header: bits, places and lengths of the three planes.
    places = [strips + index * len(plane) for index in range(3)]
    arrays = struct.pack("<3H3I3I", bits, bits, bits, *places, *[len(plane)] * 3)
    short, long = 3, 4
    entries = [
        (256, short, 1, width),
        (257, short, 1, height),
        (258, short, 3, 8),
        (259, short, 1, 1),
        (262, short, 1, 2),
        (273, long, 3, 14),
        (277, short, 1, 3),
        (278, short, 1, height),
        (279, long, 3, 26),
        (284, short, 1, 2),
    ]
    directory = struct.pack("<H", len(entries)) + b"".join(struct.pack("<HHII", *entry) for entry in entries)
    data = arrays + 3 * plane
    return b"II*\0" + struct.pack("<I", 8 + len(data)) + data + directory + b"\0\0\0\0"


def bmp_of_16_bits_a_pixel() -> bytes:
    """Write a green 4 x 4 BMP of 5, 6 and 5 bits."""
    masks = struct.pack("<3I", 0xF800, 0x07E0, 0x001F)
    info = struct.pack("<IiiHHIIiiII", 40, 4, 4, 1, 16, 3, 32, 2835, 2835, 0, 0)
    start = 14 + len(info) + len(masks)
    return b"BM" + struct.pack("<IHHI", start + 32, 0, 0, start) + info + masks + struct.pack("<H", 0x07E0) * 16


def linear_profile_called_srgb() -> bytes:
    """Take Pillow's sRGB profile and make its curve of 2.4 nearly straight."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    curve = struct.pack(">I", round(2.4 * 65536))
    return profile.replace(curve, struct.pack(">I", 65536))


def profile_with_red_and_green_exchanged() -> bytes:
    """Take Pillow's sRGB profile, exchange the names of two primaries, and call it something else."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    exchanged = profile.replace(b"rXYZ", b"temp").replace(b"gXYZ", b"rXYZ").replace(b"temp", b"gXYZ")
    return exchanged.replace("sRGB".encode("utf-16-be"), "Swap".encode("utf-16-be"))


def header_only_png(width: int, height: int) -> bytes:
    return raw_png(width, height, 1, 0, b"\0")


# Files that cannot be pictures, and what is said of each.
FAULTS = [
    (b"", "it is empty (0 bytes); upload a"),
    (b"Dear diary,\nnothing happened today.\n", "it holds text, not a picture; upload a"),
    (b"only words, no pic", "it holds text, not a picture; upload a"),
    (b"BMW is a nice car.", "it holds text, not a picture; upload a"),  # begins as a BMP does
    (b"GIF89a", "its header is damaged or cut short; save or download it again"),
    ("Grüße aus Köln – schön hier".encode(), "it holds text, not a picture; upload a"),
    ("Notepad saved this".encode("utf-16"), "it holds text, not a picture; upload a"),
    (
        b'<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"/>',
        "it is an SVG drawing, which has no pixels",
    ),
    (b"  <svg width='9'></svg>", "it is an SVG drawing, which has no pixels"),
    (b"<!DOCTYPE html><html><img src='cat.jpg'></html>", "it is a web page, not the picture on it; save the"),
    (b"\xef\xbb\xbf<html>", "it is a web page, not the picture on it; save the"),
    (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", "it is a PDF document; export the page"),
    (b"PK\x03\x04" + bytes(40), "it is a ZIP archive or an office document; take"),
    (b"8BPS\0\1" + bytes(40), "it is a Photoshop document; export"),
    (b"\x00\x00\x00\x18ftypmp42" + bytes(40), "it is a video or a damaged picture; take"),
    (b"\x1aE\xdf\xa3" + bytes(40), "it is a video; take"),
    (b"\xff\x0a" + bytes(40), "it is a JPEG XL picture, which is not supported; save it as JPEG"),
    (b"\x00\x00\x01\x00" + bytes(40), "it is a Windows icon, which is not supported; save it as PNG"),
    (bytes(range(256)), "its format is not known here; upload a"),
    (
        b"P6 2 2 255\n" + bytes(12),
        "its format is not known here; upload a",
    ),  # PPM: Pillow reads it, this app does not
    (b"\x89PNG\r\n\x1a\n", "its header is damaged or cut short; save or download it again"),
    (b"\xff\xd8\xff\xe0", "its header is damaged or cut short; save or download it again"),
    (header_only_png(1, 5), "it has 1 x 5 pixels and each side needs at least 2; choose a larger"),
    (
        header_only_png(8000, 8000),
        "it has 8000 x 8000 pixels, 64.0 megapixels, and the limit for PNG is 60; save a sm",
    ),
    (header_only_png(13_300, 13_300), "megapixels, and the limit for PNG is 60; save a smaller"),
    (header_only_png(30_000, 30_000), "it has far more than 60 megapixels; save a smaller"),
    (bytes(MAX_FILE_BYTES + 1), "it has 20.0 MB and the limit is 20 MB; save a smaller"),
]
