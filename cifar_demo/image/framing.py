"""Any picture into the 32x32 that a network is shown: a square cut out, padded or squashed, then shrunk."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final, Literal

import numpy as np
from PIL import Image

from cifar_demo.constants import IMAGE_SIDE
from cifar_demo.results import Box, ByteImage, FramedImage

FrameMode = Literal["crop", "pad", "squash"]
Resampling = Literal["nearest", "box", "bilinear", "bicubic", "lanczos"]

FRAME_MODES: Final[tuple[FrameMode, ...]] = ("crop", "pad", "squash")
RESAMPLINGS: Final[tuple[Resampling, ...]] = ("nearest", "box", "bilinear", "bicubic", "lanczos")
MAX_VIEWS: Final = 10
# Framed, closer, and more than the frame or from further off, each mirrored. See docs/decisions/0073-photographs.md.
DEFAULT_VIEWS: Final = 6
# Shares of the square's side that closer views keep: of a long picture, and of one that is cut to its thing already.
_CLOSER: Final = 0.7
_A_LITTLE_CLOSER: Final = 0.85
# Pixels of mirrored edge on each side of a square seen from further off.
_MARGIN: Final = 2
_FILTERS: Final = {
    "nearest": Image.Resampling.NEAREST,
    "box": Image.Resampling.BOX,
    "bilinear": Image.Resampling.BILINEAR,
    "bicubic": Image.Resampling.BICUBIC,
    "lanczos": Image.Resampling.LANCZOS,
}


def frame_image(
    image: ByteImage,
    *,
    mode: FrameMode = "crop",
    box: Box | None = None,
    resampling: Resampling = "lanczos",
    side: int = IMAGE_SIDE,
) -> FramedImage:
    """Make a picture 32x32.

    Parameters
    ----------
    image : (H, W, 3) uint8
        RGB, of any size from one pixel.
    mode : str
        "crop" takes the largest centred square, "pad" keeps all and mirrors the edges into a square, "squash" keeps
        all and bends its proportions.
    box : (left, top, right, bottom) or None
        Part to start from, in pixels; clamped to the picture and to one pixel at least. None takes it all.
    resampling : str
        Filter that shrinks; all but "nearest" average over what they shrink, so that nothing aliases.
    side : int
        32 is what networks take; more shows people the same frame before it is shrunk.

    Returns
    -------
    FramedImage
        Its box says which part of the picture was used.

    Raises
    ------
    ValueError
        If the image is not (H, W, 3) uint8 with pixels, or the mode or the filter is unknown.
    """
    _check(image, mode, resampling)
    height, width, _ = image.shape
    region = clamp_box(box, (width, height)) if box else (0, 0, width, height)
    if mode == "pad":
        return FramedImage(_padded(image, region, resampling, side), _surrounding_square(region), mode)
    used = _centred_square(region) if mode == "crop" else region
    return FramedImage(_resized(image, used, (side, side), resampling), used, mode)


def views(
    image: ByteImage,
    num_views: int = MAX_VIEWS,
    *,
    mode: FrameMode = "crop",
    box: Box | None = None,
    resampling: Resampling = "lanczos",
) -> tuple[FramedImage, ...]:
    """See a picture several ways, for an average over the answers.

    Parameters
    ----------
    image : (H, W, 3) uint8
        RGB, of any size from one pixel.
    num_views : int
        1 to 10. The first is what `frame_image` gives, and each view at an odd index mirrors the one before it. Of a
        long picture: framed, closer, the whole squashed (the middle square, where the frame is that already), and
        towards either end. Of a square one: framed, a little closer, from further off, and towards two corners.
    mode, box, resampling
        As for `frame_image`.

    Returns
    -------
    tuple of FramedImage
        `num_views` of them.

    Raises
    ------
    ValueError
        If `num_views` is outside 1 to 10, or as `frame_image` raises.
    """
    if not 1 <= num_views <= MAX_VIEWS:
        raise ValueError(f"Expected 1 to {MAX_VIEWS} views, got {num_views}.")
    _check(image, mode, resampling)
    seen: list[FramedImage] = []
    for framed in _upright_views(image, mode, box, resampling):
        seen += [framed, mirrored(framed)]
        if len(seen) >= num_views:
            break
    return tuple(seen[:num_views])


def mirrored(framed: FramedImage) -> FramedImage:
    """Mirror a framed picture left to right; its box stays what was used."""
    return replace(framed, image=np.ascontiguousarray(framed.image[:, ::-1]))


def clamp_box(box: Box, size: tuple[int, int]) -> Box:
    """Bring a box inside a picture, its corners in order, at least one pixel each way.

    Parameters
    ----------
    box : (left, top, right, bottom)
        In pixels, anywhere.
    size : (width, height)
        Of the picture.
    """
    left, right = _clamp_span(box[0], box[2], size[0])
    top, bottom = _clamp_span(box[1], box[3], size[1])
    return left, top, right, bottom


def _check(image: ByteImage, mode: str, resampling: str) -> None:
    if image.dtype != np.uint8 or image.ndim != 3 or image.shape[2] != 3 or 0 in image.shape:
        raise ValueError(f"Expected (H, W, 3) uint8 pixels, got {image.shape} {image.dtype}; decode the picture first.")
    if mode not in FRAME_MODES:
        raise ValueError(f"Expected a frame mode of {FRAME_MODES}, got {mode!r}.")
    if resampling not in RESAMPLINGS:
        raise ValueError(f"Expected a resampling filter of {RESAMPLINGS}, got {resampling!r}.")


def _clamp_span(start: int, end: int, length: int) -> tuple[int, int]:
    low, high = sorted((start, end))
    low = min(max(low, 0), length - 1)
    return low, max(min(high, length), low + 1)


def _centred_square(region: Box) -> Box:
    left, top, right, bottom = region
    side = min(right - left, bottom - top)
    return _square_at(left + (right - left - side) // 2, top + (bottom - top - side) // 2, side)


def _surrounding_square(region: Box) -> Box:
    left, top, right, bottom = region
    side = max(right - left, bottom - top)
    return _square_at(left - (side - right + left) // 2, top - (side - bottom + top) // 2, side)


def _square_at(left: int, top: int, side: int) -> Box:
    return left, top, left + side, top + side


def _resized(image: ByteImage, box: Box, size: tuple[int, int], resampling: Resampling) -> ByteImage:
    left, top, right, bottom = box
    part = Image.fromarray(np.ascontiguousarray(image[top:bottom, left:right]))
    return np.array(part.resize(size, _FILTERS[resampling]))


def _padded(image: ByteImage, region: Box, resampling: Resampling, side: int) -> ByteImage:
    """Shrink the longer side to `side`, then mirror the edges outwards: no false border for a network to see."""
    width, height = region[2] - region[0], region[3] - region[1]
    longest = max(width, height)
    across = max(1, round(side * width / longest))
    down = max(1, round(side * height / longest))
    small = _resized(image, region, (across, down), resampling)
    missing = ((side - down, 0), (side - across, 0), (0, 0))
    margins = [(total // 2, total - total // 2) for total, _ in missing]
    return np.pad(small, margins, mode="symmetric")


def _upright_views(image: ByteImage, mode: FrameMode, box: Box | None, resampling: Resampling) -> Iterator[FramedImage]:
    height, width, _ = image.shape
    region = clamp_box(box, (width, height)) if box else (0, 0, width, height)
    square = _centred_square(region)
    side = square[2] - square[0]
    little = max(1, round(side * _A_LITTLE_CLOSER))

    def cut(part: Box) -> FramedImage:
        return frame_image(image, box=part, resampling=resampling)

    yield frame_image(image, mode=mode, box=box, resampling=resampling)
    if square == region:
        yield cut(_zoomed(square, little))
        yield _from_further_off(image, square, resampling)
    else:
        yield cut(_zoomed(square, max(1, round(side * _CLOSER))))
        yield cut(square) if mode == "squash" else frame_image(image, mode="squash", box=region, resampling=resampling)
    yield cut(_square_at(region[0], region[1], little))
    yield cut(_square_at(region[2] - little, region[3] - little, little))


def _from_further_off(image: ByteImage, square: Box, resampling: Resampling) -> FramedImage:
    """Shrink a square a little more, and mirror its edges outwards: only what is in it is seen."""
    inner = IMAGE_SIDE - 2 * _MARGIN
    small = _resized(image, square, (inner, inner), resampling)
    margin = (_MARGIN, _MARGIN)
    return FramedImage(np.pad(small, (margin, margin, (0, 0)), mode="symmetric"), square, "pad")


def _zoomed(square: Box, side: int) -> Box:
    shift = (square[2] - square[0] - side) // 2
    return _square_at(square[0] + shift, square[1] + shift, side)
