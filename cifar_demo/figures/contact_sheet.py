"""Several pictures on one sheet, each with its words below: to be saved, printed, or put into a talk."""

from collections.abc import Mapping
from typing import Final

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from cifar_demo.figures.pixels import enlarge
from cifar_demo.results import ByteImage

_GAP: Final = 12
_LINE: Final = 20
_FONT_SIZE: Final = 15
_PAPER, _INK = "#ffffff", "#111111"
_SMALLEST: Final = 64
# Pillow's own font lacks these.
_IN_FONT: Final = str.maketrans({"×": "x", "−": "-", "→": ">", "÷": "/"})


def contact_sheet(pictures: Mapping[str, ByteImage], *, side: int = 224, columns: int = 6) -> ByteImage:
    """Lay pictures out in rows on white.

    Parameters
    ----------
    pictures : mapping of str to (H, W, 3) uint8
        Words below each, wrapped where they are long, and its pixels.
    side : int
        Longest side of each to reach or stay under, by repeating pixels; at least 64.
    columns : int
        Pictures in a row at the most.

    Returns
    -------
    (H', W', 3) uint8

    Raises
    ------
    ValueError
        If there are no pictures.
    """
    if not pictures:
        raise ValueError("A sheet needs a picture or more, got none.")
    large = [enlarge(picture, max(side, _SMALLEST)) for picture in pictures.values()]
    font = ImageFont.load_default(_FONT_SIZE)
    width = max(_SMALLEST, *(picture.shape[1] for picture in large))
    said = [_wrapped(words, font, width) for words in pictures]
    cell = (width + _GAP, max(picture.shape[0] for picture in large) + _LINE * max(map(len, said)) + _GAP)
    across = min(columns, len(large))
    sheet = Image.new("RGB", (across * cell[0] + _GAP, -(-len(large) // across) * cell[1] + _GAP), _PAPER)
    for place, (picture, lines) in enumerate(zip(large, said, strict=True)):
        left, top = _GAP + place % across * cell[0], _GAP + place // across * cell[1]
        sheet.paste(Image.fromarray(picture), (left, top))
        ImageDraw.Draw(sheet).multiline_text((left, top + picture.shape[0] + 2), "\n".join(lines), _INK, font=font)
    return np.asarray(sheet)


def _wrapped(words: str, font: ImageFont.FreeTypeFont | ImageFont.ImageFont, width: int) -> list[str]:
    """Break words into lines that fit."""
    lines: list[str] = []
    for word in words.translate(_IN_FONT).split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and font.getlength(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines
