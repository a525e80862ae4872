"""Many pictures of one visitor: how little is kept of each, and what that little can still answer."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from cifar_demo.errors import CifarDemoError
from cifar_demo.figures.packing import encode_jpeg
from cifar_demo.figures.photographs import photo_url
from cifar_demo.image.decode import decode_image
from cifar_demo.image.framing import views
from cifar_demo.image.opening import too_large
from cifar_demo.results import ByteImage, DecodedImage, Prediction
from cifar_demo.ui.choices import Framing

MAX_PICTURES: Final = 2_000
# Files are kept whole as long as all of them fit here; of later ones a small copy is kept.
MAX_KEPT_BYTES: Final = 64 * 1024 * 1024
_COPY_SIDE: Final = 448
_THUMBNAIL: Final = 48


@dataclass
class AlbumPicture:
    """One of many uploaded files: what networks and a table need of it, and no more.

    Attributes
    ----------
    name : str
    framing : Framing
        How it became 32x32.
    views : (V, 32, 32, 3) uint8 or None
        What networks are shown; None where the file is no picture.
    thumbnail : str
        Its address, a `data:` one.
    error : str or None
        Why it is no picture.
    kept : bytes
        The file, or a small copy of it; empty where it is no picture.
    is_copy : bool
        Whether `kept` is a small copy.
    answers : dict of Prediction
        By network.
    """

    name: str
    framing: Framing
    views: ByteImage | None = None
    thumbnail: str = ""
    error: str | None = None
    kept: bytes = b""
    is_copy: bool = False
    answers: dict[str, Prediction] = field(default_factory=dict)

    def frame(self, image: ByteImage, framing: Framing) -> None:
        """Become 32x32 in a way, and forget the answers to another."""
        seen = views(image, framing.num_views, mode=framing.mode, resampling=framing.resampling)
        self.views, self.framing, self.answers = np.stack([view.image for view in seen]), framing, {}

    def decoded(self) -> DecodedImage:
        """Decode what was kept of it; a picture only."""
        return decode_image(self.kept, self.name)


@dataclass
class Album:
    """All files that a visitor has uploaded.

    Attributes
    ----------
    pictures : list of AlbumPicture
        In the order in which they came.
    waiting : deque of (str, bytes)
        Names and contents of files that were not read yet.
    num_left_out : int
        Files that came when the album was full.
    is_arriving : bool
        Whether more files are on their way.
    """

    pictures: list[AlbumPicture] = field(default_factory=list)
    waiting: deque[tuple[str, bytes]] = field(default_factory=deque)
    num_left_out: int = 0
    is_arriving: bool = False

    def __len__(self) -> int:
        return len(self.pictures) + len(self.waiting)

    def expect(self, name: str, data: bytes) -> None:
        """Take a file that will be read later."""
        if self._has_place():
            self.waiting.append((name, data))

    def read_next(self, framing: Framing) -> None:
        """Read the file that waits longest."""
        name, data = self.waiting.popleft()
        has_room = sum(len(picture.kept) for picture in self.pictures) + len(data) <= MAX_KEPT_BYTES
        self.pictures.append(read_picture(data, name, framing, keeps_file=has_room))

    def refuse(self, name: str, num_bytes: int, framing: Framing) -> None:
        """Note a file that was too large to be sent."""
        if self._has_place():
            self.pictures.append(AlbumPicture(name, framing, error=str(too_large(name, num_bytes))))

    def _has_place(self) -> bool:
        if len(self) < MAX_PICTURES:
            return True
        self.num_left_out += 1
        return False

    @property
    def has_copies(self) -> bool:
        """Whether of some files only a small copy was kept."""
        return any(picture.is_copy for picture in self.pictures)


def read_picture(data: bytes, name: str, framing: Framing, *, keeps_file: bool = True) -> AlbumPicture:
    """Read a file, and keep no more of it than is needed later.

    Parameters
    ----------
    data : bytes
    name : str
    framing : Framing
    keeps_file : bool
        Keep the file itself; else a small copy.
    """
    try:
        image = decode_image(data, name).image
    except CifarDemoError as error:
        return AlbumPicture(name, framing, error=str(error))
    picture = AlbumPicture(name, framing, thumbnail=photo_url(image, _THUMBNAIL), is_copy=not keeps_file)
    picture.kept = data if keeps_file else encode_jpeg(image, _COPY_SIDE)
    picture.frame(image, framing)
    return picture
