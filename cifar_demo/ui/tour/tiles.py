"""Pictures side by side with a word below each, as HTML: nothing here knows Streamlit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

STYLE: Final = """
<style>
.tiles { display: flex; flex-wrap: wrap; gap: 14px 22px; align-items: flex-start; margin: 0 0 14px; padding: 0; }
.tiles figure { margin: 0; flex: 0 1 var(--side); min-width: 96px; }
.tiles img, .tiles .hidden { display: block; width: 100%; aspect-ratio: 1; image-rendering: pixelated;
  border-radius: 3px; outline: 1px solid color-mix(in srgb, currentColor 25%, transparent); }
.tiles .hidden { display: grid; place-items: center; font-size: 3.4rem; background: rgb(125 138 153 / 18%); }
.tiles figcaption { margin-top: 6px; line-height: 1.3; font-size: 0.95rem; overflow-wrap: anywhere; }
.tiles figcaption span { display: block; opacity: 0.88; font-size: 0.88rem; }
.tiles.table { display: grid; grid-template-columns: repeat(var(--columns), minmax(0, 1fr)); gap: 16px 18px; }
.tiles.table figure { min-width: 0; }
@media (max-width: 640px) {
  .tiles:not(.table) figure { flex: 1 1 38%; }
  .tiles:not(.table) .sign { display: none; }
}
.tiles .sign { align-self: center; font-size: 1.8rem; flex: none; }
</style>
"""


@dataclass(frozen=True)
class Tile:
    """A picture with words.

    Attributes
    ----------
    word : str
    sentence : str
    picture : str or None
        `data:` address; None shows a question mark.
    side : int
        Pixels it takes where there is room.
    sign : str
        Stands before it: an arrow, a plus.
    """

    word: str
    sentence: str
    picture: str | None
    side: int = 220
    sign: str = ""


def tiles(items: Sequence[Tile]) -> str:
    """Set pictures side by side."""
    return f'{STYLE}<div class="tiles">{"".join(_tile(item) for item in items)}</div>'


def table(rows: Sequence[Sequence[Tile]]) -> str:
    """Set rows of pictures below each other, in columns."""
    cells = "".join(_tile(item) for row in rows for item in row)
    return f'{STYLE}<div class="tiles table" style="--columns: {len(rows[0])}">{cells}</div>'


def _tile(item: Tile) -> str:
    picture = f'<img src="{item.picture}" alt="{escape(item.word)}: {escape(item.sentence)}">'
    if item.picture is None:
        picture = '<div class="hidden" role="img" aria-label="not shown yet">?</div>'
    sign = f'<span class="sign" aria-hidden="true">{escape(item.sign)}</span>' if item.sign else ""
    text = f"<figcaption><strong>{escape(item.word)}</strong><span>{escape(item.sentence)}</span></figcaption>"
    return f'{sign}<figure style="--side: {item.side}px">{picture}{text}</figure>'
