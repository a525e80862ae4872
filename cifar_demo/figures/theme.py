"""One colour theme for all figures: scales that colour-blind people can read, on light and dark pages alike."""

from typing import Any, Final

import numpy as np
from plotly.colors import diverging, sequential, unlabel_rgb

from cifar_demo.results import ByteImage, FloatArray

# Both stand out 3:1 or more against the light and the dark page.
ACCENT: Final = "#2b7fd4"
MUTED: Final = "#7d8a99"
# The same against both pages, and told from `ACCENT` in common kinds of colour blindness.
ALARM: Final = "#d55e00"
GRID: Final = "rgba(125,138,153,0.3)"
CLEAR: Final = "rgba(0,0,0,0)"

Axis = dict[str, Any]

NUM_STEPS: Final = 256


def _interpolated(stops: list[tuple[float, float, float]]) -> ByteImage:
    """Fill in between equidistant colour stops: (256, 3) uint8."""
    places = np.linspace(0, NUM_STEPS - 1, len(stops))
    channels = [np.interp(np.arange(NUM_STEPS), places, channel) for channel in zip(*stops, strict=True)]
    scale: ByteImage = np.rint(np.stack(channels, axis=1)).astype(np.uint8)
    return scale


def _from_hex(colours: list[str]) -> list[tuple[float, float, float]]:
    return [(float(int(c[1:3], 16)), float(int(c[3:5], 16)), float(int(c[5:7], 16))) for c in colours]


# Perceptually uniform, black to pale yellow: silent is dark, strong is bright.
SEQUENTIAL: Final = _interpolated(_from_hex(sequential.Magma))
# Blue, white, red around zero; told apart in every common kind of colour blindness.
DIVERGING: Final = _interpolated([unlabel_rgb(colour) for colour in reversed(diverging.RdBu)])


def is_signed(values: FloatArray) -> bool:
    """Whether values fall on both sides of zero, and so need the diverging scale."""
    return bool(values.size) and float(values.min()) < 0


def colour_sequential(values: FloatArray, high: FloatArray | float) -> ByteImage:
    """Colour values from 0 to `high`.

    Parameters
    ----------
    values : (...) float32
    high : float or array that broadcasts
        Value of the brightest colour; where it is 0 all is dark.

    Returns
    -------
    (..., 3) uint8
    """
    scaled = values / np.where(np.asarray(high) > 0, high, 1)
    return SEQUENTIAL[np.rint(np.clip(scaled, 0, 1) * (NUM_STEPS - 1)).astype(np.uint8)]


def colour_diverging(values: FloatArray, limit: FloatArray | float) -> ByteImage:
    """Colour values from -`limit` (blue) over 0 (white) to +`limit` (red).

    Parameters
    ----------
    values : (...) float32
    limit : float or array that broadcasts
        Largest magnitude; where it is 0 all is white.

    Returns
    -------
    (..., 3) uint8
    """
    scaled = values / np.where(np.asarray(limit) > 0, limit, 1)
    return DIVERGING[np.rint((np.clip(scaled, -1, 1) + 1) / 2 * (NUM_STEPS - 1)).astype(np.uint8)]


def colour_bar(*, is_diverging: bool, width: int = 256, height: int = 10) -> ByteImage:
    """Draw a scale from its lowest colour, left, to its highest: (height, width, 3) uint8."""
    scale = DIVERGING if is_diverging else SEQUENTIAL
    row = scale[np.linspace(0, NUM_STEPS - 1, width).astype(np.uint8)]
    return np.broadcast_to(row, (height, width, 3)).copy()


def layout(*, height: int, xaxis: Axis, yaxis: Axis, margin_right: int = 0) -> dict[str, Any]:
    """Lay out a figure with nothing that does not inform: no ground, no legend, no zoom by accident.

    Text colours are left to the page's theme. It is given whole to `go.Figure`: setting one property after another on
    a figure takes ten times as long.

    Parameters
    ----------
    height : int
        Pixels.
    xaxis, yaxis : dict
        Settings of the axes, as Plotly names them.
    margin_right : int
        Pixels.
    """
    return {
        "height": height,
        "margin": {"l": 0, "r": margin_right, "t": 8, "b": 0},
        "paper_bgcolor": CLEAR,
        "plot_bgcolor": CLEAR,
        "showlegend": False,
        "dragmode": False,
        "font": {"size": 15},
        "xaxis": {"fixedrange": True, "zeroline": False} | xaxis,
        "yaxis": {"fixedrange": True, "zeroline": False} | yaxis,
    }


def legend_above(*, margin_right: int = 0) -> dict[str, Any]:
    """Settings that add a legend above a figure; give them to `go.Figure` after those of `layout`."""
    legend = {"orientation": "h", "x": 0, "xanchor": "left", "y": 1, "yanchor": "bottom"}
    return {"showlegend": True, "legend": legend, "margin": {"l": 0, "r": margin_right, "t": 36, "b": 0}}


def ink_on(red: int, green: int, blue: int) -> str:
    """Choose black or white for text on a colour, whichever stands out more: at least 4.58:1 (WCAG 2, AA wants 4.5).

    >>> ink_on(62, 140, 191)
    '#000'
    """
    shares = (red / 255, green / 255, blue / 255)
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in shares]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]  # Of white it is 1.
    return "#fff" if 1.05 / (luminance + 0.05) > (luminance + 0.05) / 0.05 else "#000"
