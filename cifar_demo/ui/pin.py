"""The unit of a layer that a visitor looks at, and how a link or a browser names one."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass
class Pin:
    """The unit in view.

    Attributes
    ----------
    layer : str
    unit : tuple of int
        (row, column, channel) or (index,).
    told : tuple of int
        What the browser was told last; where it chose by itself, it knows better.
    last_run : int
        Run of the script that showed it last.
    """

    layer: str
    unit: tuple[int, ...]
    told: tuple[int, ...]
    last_run: int = 0


def read_unit(text: str | None) -> tuple[int, ...] | None:
    """Read "3.4.0" or "17" from a link; None if it is neither."""
    parts = (text or "").split(".")
    if len(parts) not in (1, 3) or not all(part.isascii() and part.isdigit() and len(part) < 6 for part in parts):
        return None
    return tuple(int(part) for part in parts)


def has_unit(shape: tuple[int, ...], unit: tuple[object, ...]) -> bool:
    """Whether a layer of this output shape has this unit, whatever a link or a browser says."""
    is_whole = all(isinstance(index, int) and not isinstance(index, bool) for index in unit)
    if not is_whole or len(unit) != len(shape):
        return False
    return all(isinstance(index, int) and 0 <= index < extent for index, extent in zip(unit, shape, strict=True))
