"""Photographs for the page: shrunk to what is shown and packed as JPEG, quick to send."""

import base64
import io
from typing import Final

from PIL import Image

from cifar_demo.figures.pixels import data_url
from cifar_demo.results import ByteImage

_SMALL: Final = 96  # Pixels a side: so few are shown as squares, which JPEG would smear.
_QUALITY: Final = 85


def photo_url(image: ByteImage, side: int) -> str:
    """Write a picture as the address of itself, its longer side at most `side` pixels.

    Parameters
    ----------
    image : (H, W, 3) uint8
    side : int
    """
    if max(image.shape[:2]) <= _SMALL:
        return data_url(image)
    shrunk = Image.fromarray(image)
    shrunk.thumbnail((side, side), reducing_gap=2)
    file = io.BytesIO()
    shrunk.save(file, "JPEG", quality=_QUALITY)
    return f"data:image/jpeg;base64,{base64.b64encode(file.getvalue()).decode('ascii')}"
