"""How a visitor wants pictures framed, and what is kept of many uploaded ones."""

from __future__ import annotations

from dataclasses import dataclass, field

from cifar_demo.image.framing import FrameMode, Resampling
from cifar_demo.results import ByteImage, Prediction


@dataclass(frozen=True)
class Framing:
    """How pictures become 32x32: the visitor's choice, which holds from picture to picture and page to page.

    Attributes
    ----------
    mode, resampling
        As for `image.framing.frame_image`.
    num_views : int
        1 to 10; the answers to several views are averaged.
    """

    mode: FrameMode = "crop"
    resampling: Resampling = "lanczos"
    num_views: int = 1


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
    answers : dict of Prediction
        By network.
    """

    name: str
    framing: Framing
    views: ByteImage | None = None
    thumbnail: str = ""
    error: str | None = None
    answers: dict[str, Prediction] = field(default_factory=dict)
