"""A drawing as the easel left it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

from cifar_demo.image.backgrounds import BACKGROUND_KINDS, BackgroundKind

# Far more than a drawing of this size ever takes: 60 operations and two small PNG files.
_MAX_TEXT: Final = 4_000_000


@dataclass
class Sketch:
    """What the easel needs to come back as it was.

    Attributes
    ----------
    pixels : str
        What is drawn, as a transparent PNG in base64; empty where nothing was drawn yet.
    background : str
        What stands behind it.
    last : dict
        The latest operations, in the easel's own words, and what was there before them.
    start : dict
        What an easel that is new on the page begins with.
    last_run : int
        Run of the script that showed it last.
    """

    pixels: str = ""
    background: BackgroundKind = "plain"
    last: dict[str, Any] = field(default_factory=lambda: {"operations": [], "base": "", "background": "plain"})
    start: dict[str, Any] = field(default_factory=dict)
    last_run: int = -2

    def come_back(self, run: int) -> None:
        """Have a new easel begin from what was there last, unless the run before this one showed the easel too."""
        if self.last_run != run - 1:
            self.start = self.last
        self.last_run = run

    def take(self, sent: Any) -> bool:
        """Remember what the easel sent; False where it makes no sense, and nothing is remembered."""
        if not _is_drawing(sent):
            return False
        self.pixels, self.background, self.last = sent["pixels"], sent["background"], sent["start"]
        return True


def _is_drawing(sent: Any) -> bool:
    if not isinstance(sent, dict) or sent.get("background") not in BACKGROUND_KINDS:
        return False
    pixels, start = sent.get("pixels"), sent.get("start")
    if not isinstance(pixels, str) or not isinstance(start, dict):
        return False
    is_start = isinstance(start.get("operations"), list) and isinstance(start.get("base"), str)
    return is_start and start.get("background") in BACKGROUND_KINDS and len(pixels) + len(str(start)) < _MAX_TEXT
