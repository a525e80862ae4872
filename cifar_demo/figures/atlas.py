"""Many pictures as a flat map: where each lies, what it shows, and all of them as one sheet to cut from."""

import io
from typing import Final

import numpy as np
from PIL import Image

from cifar_demo.constants import CLASS_NAMES
from cifar_demo.figures.packing import pack_arrays
from cifar_demo.results import ByteImage, FloatArray, IntArray

# One colour a class, in the order of `CLASS_NAMES`; each stands out 3:1 against the light and the dark page.
CLASS_COLOURS: Final = (
    "#2b7fd4",
    "#d55e00",
    "#a38200",
    "#cc4fa0",
    "#8f6b32",
    "#8e5bd0",
    "#2b9153",
    "#c8403a",
    "#118a9e",
    "#6f7c8b",
)
SHEET_COLUMNS: Final = 100
_QUALITY: Final = 80


def picture_sheet(images: ByteImage) -> bytes:
    """Lay pictures out in rows of `SHEET_COLUMNS`, as one JPEG of about 0.9 kB a picture.

    Parameters
    ----------
    images : (N, 32, 32, 3) uint8
    """
    count, height, width, _ = images.shape
    num_rows = -(-count // SHEET_COLUMNS)
    cells = np.zeros((num_rows * SHEET_COLUMNS, height, width, 3), np.uint8)
    cells[:count] = images
    sheet = cells.reshape(num_rows, SHEET_COLUMNS, height, width, 3).swapaxes(1, 2)
    file = io.BytesIO()
    joined = sheet.reshape(num_rows * height, SHEET_COLUMNS * width, 3)
    # Colours at full resolution: at 32 pixels a side, halving them smears.
    Image.fromarray(joined).save(file, "JPEG", quality=_QUALITY, subsampling=0)
    return file.getvalue()


def pack_map(
    points: FloatArray, labels: IntArray, answers: IntArray, sheet: bytes, here: FloatArray, picture: ByteImage
) -> bytes:
    """Pack all that the map draws.

    Parameters
    ----------
    points : (N, 2) float32
        Places, in any unit.
    labels, answers : (N,) int64
        True classes, and a network's answers.
    sheet : bytes
        As `picture_sheet` gives it, the same N pictures.
    here : (2,) float32
        Place of the current picture.
    picture : (32, 32, 3) uint8
        The current picture.
    """
    everywhere = np.concatenate([points, here[None]])
    low, high = everywhere.min(axis=0), everywhere.max(axis=0)
    scale = float((high - low).max()) or 1.0  # One for both axes: a distance is the same across and down.
    middle = (low + high) / 2
    header = {"names": list(CLASS_NAMES), "colours": list(CLASS_COLOURS), "columns": SHEET_COLUMNS}
    arrays = {
        "here": ((here - middle) / scale).astype("<f4"),  # First: the browser knows a map that it has by its beginning.
        "points": ((points - middle) / scale).astype("<f4"),
        "labels": labels.astype(np.uint8),
        "answers": answers.astype(np.uint8),
        "picture": picture,
        "sheet": np.frombuffer(sheet, np.uint8),
    }
    return pack_arrays(header, arrays)
