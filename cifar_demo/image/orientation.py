"""Which way up a picture is: EXIF orientation, who applies it, and the way back."""

from dataclasses import dataclass
from typing import Final

from PIL import ExifTags, Image, ImageFile

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
_SIDEWAYS: Final = (5, 6, 7, 8)
# Boxes of a HEIC file that have its decoder turn or mirror the picture.
_HEIF_TURNS: Final = (b"irot", b"imir")


@dataclass(frozen=True)
class Turn:
    """How a picture lies in its file.

    Attributes
    ----------
    orientation : int
        1 to 8, as EXIF counts; 1 is upright.
    is_by_decoder : bool
        The decoder turns it, and leaves nothing to do.
    """

    orientation: int = 1
    is_by_decoder: bool = False

    def size_in_file(self, size: tuple[int, int]) -> tuple[int, int]:
        """Width and height as the file has them, from those that the opened file tells."""
        return size[::-1] if self.is_by_decoder and self.orientation in _SIDEWAYS else size

    def apply(self, image: Image.Image) -> Image.Image:
        """Turn a decoded picture upright, if its decoder did not."""
        return image if self.is_by_decoder else _transposed(image, _UPRIGHT.get(self.orientation))

    @property
    def notes(self) -> tuple[str, ...]:
        """A sentence where the picture was turned."""
        return () if self.orientation == 1 else ("Turned upright, as the camera noted in the file (EXIF).",)


def find_turn(file: ImageFile.ImageFile, data: bytes) -> Turn:
    """Find how a picture lies; before its pixels are loaded, since a TIFF forgets it then.

    Parameters
    ----------
    file : PIL.ImageFile.ImageFile
        Opened, at the wanted frame. A PNG without EXIF before its pixels is loaded here, to look behind them.
    data : bytes
        The whole file.
    """
    if file.format == "HEIF":
        # The format's own boxes count, and EXIF repeats them. Without such boxes nobody has turned the picture yet.
        return Turn(_known(file.info.get("original_orientation")), any(box in data for box in _HEIF_TURNS))
    if file.format == "PNG" and "exif" not in file.info:
        file.load()
    return Turn(_known(_orientation(file)), file.format == "TIFF")


def turn_back(image: Image.Image, orientation: int) -> Image.Image:
    """Lay an upright picture as a file of this orientation has it."""
    return _transposed(image, _BACK.get(orientation))


def _orientation(file: ImageFile.ImageFile) -> object:
    try:
        return file.getexif().get(ExifTags.Base.Orientation)
    except Exception:  # Pillow says of unreadable EXIF this and that; the picture itself may be whole.
        return None


def _known(orientation: object) -> int:
    return orientation if isinstance(orientation, int) and orientation in _UPRIGHT else 1


def _transposed(image: Image.Image, how: Image.Transpose | None) -> Image.Image:
    return image if how is None else image.transpose(how)
