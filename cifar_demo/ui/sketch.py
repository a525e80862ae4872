"""A drawing as it grows, stroke by stroke."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

from cifar_demo.image.backgrounds import BackgroundKind

MAX_UNDO: Final = 40


@dataclass(frozen=True)
class Stroke:
    """A drawing after one of its strokes: the canvas' own objects, and their RGBA pixels, packed with zlib."""

    objects: dict[str, Any]
    packed_pixels: bytes


@dataclass
class Sketch:
    """What the canvas needs to come back as it was.

    Attributes
    ----------
    strokes : list of Stroke
        After each stroke, for taking back.
    start : dict or None
        Objects the canvas on the page began with.
    version : int
        Counts canvases: a new one begins from `start`.
    last_run : int
        Run of the script that showed it last.
    background : str
    """

    strokes: list[Stroke] = field(default_factory=list)
    start: dict[str, Any] | None = None
    version: int = 0
    last_run: int = -1
    background: BackgroundKind = "plain"

    def add(self, stroke: Stroke) -> None:
        """Remember one more stroke."""
        self.strokes = [*self.strokes, stroke][-MAX_UNDO:]

    def begin_again(self) -> None:
        """Have the next canvas start from the last stroke kept."""
        self.start = self.strokes[-1].objects if self.strokes else None
        self.version += 1
