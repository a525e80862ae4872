"""Any mode of pixels into sRGB bytes: depth, transparency, colour profiles and inks."""

import io
from typing import Final

import numpy as np
from PIL import Image, ImageCms

Colour = tuple[int, int, int]

# Modes that need no step before they are reduced; everything else becomes one of them first.
_PLAIN_MODES: Final = ("L", "LA", "RGB", "RGBA", "CMYK", "LAB", "I", "F")
_OPAQUE: Final = {"LA": "L", "RGBA": "RGB"}
_PROFILE_SPACES: Final = {"L": "GRAY", "RGB": "RGB", "CMYK": "CMYK", "LAB": "Lab"}
_WHOLE_RANGE_16: Final = 65_535
_BYTE: Final = 255
_UNSEEN: Final = 2  # Levels.
# Begins the note on a picture that lets its background through.
TRANSPARENT_NOTE: Final = "Transparent parts show the background colour"


def plain_band(band: Image.Image, bits: int = 8) -> Image.Image:
    """Bring pixels to a mode that can be averaged: L, LA, RGB, RGBA, CMYK, LAB, I or F.

    Parameters
    ----------
    band : PIL.Image.Image
        Any mode. Palettes are looked up, transparent colours become an alpha channel, 16 bits are scaled to 8.
    bits : int
        Bits that a pixel of a 16-bit mode really has: 12 or 16.

    Returns
    -------
    PIL.Image.Image
        The same pixels, plain.
    """
    if band.mode.startswith("I;16"):
        return _scale_16_bits(band, whole=4095 if bits == 12 else _WHOLE_RANGE_16)
    if band.mode in _PLAIN_MODES and "transparency" not in band.info:
        return band
    if band.has_transparency_data:
        return _with_alpha(band)
    return band.convert("L" if band.mode == "1" else "RGB")


def to_srgb(image: Image.Image, profile: bytes | None, background: Colour) -> tuple[Image.Image, tuple[str, ...]]:
    """Turn plain pixels into opaque sRGB.

    Parameters
    ----------
    image : PIL.Image.Image
        In a mode that `plain_band` gives.
    profile : bytes or None
        Embedded ICC profile; one that is damaged or for other colours is left out, with a note.
    background : (red, green, blue)
        0 to 255 each, seen through transparent parts.

    Returns
    -------
    (PIL.Image.Image, tuple of str)
        RGB pixels, and notes on what was done.
    """
    image, depth_notes = _to_bytes(image)
    alpha = image.getchannel("A") if image.mode in _OPAQUE else None
    opaque = image.convert(_OPAQUE[image.mode]) if image.mode in _OPAQUE else image
    rgb, colour_notes = _apply_profile(opaque, profile) if profile else _without_profile(opaque)
    if alpha is None or alpha.getextrema()[0] == _BYTE:
        return rgb, depth_notes + colour_notes
    canvas = Image.new("RGB", rgb.size, background)
    canvas.paste(rgb, mask=alpha)
    note = f"{TRANSPARENT_NOTE}, {_colour_words(background)}."
    return canvas, (*depth_notes, *colour_notes, note)


def _colour_words(colour: Colour) -> str:
    if colour == (_BYTE, _BYTE, _BYTE):
        return "white"
    return f"red {colour[0]}, green {colour[1]}, blue {colour[2]} (of {_BYTE})"


def _scale_16_bits(band: Image.Image, whole: int) -> Image.Image:
    values = np.asarray(band).astype(np.uint32)  # (H, W)
    # (v * 255 + half) // whole rounds to nearest; Pillow's own convert("L") would clip at 255.
    grey = Image.fromarray(((values * _BYTE + whole // 2) // whole).astype(np.uint8))
    key = band.info.get("transparency")
    if isinstance(key, int):
        grey.putalpha(Image.fromarray(np.where(values == key, 0, _BYTE).astype(np.uint8)))
    return grey


def _with_alpha(band: Image.Image) -> Image.Image:
    key = band.info.get("transparency")
    if isinstance(key, tuple) and max(key) > _BYTE:  # a 16-bit colour, where Pillow kept the high bytes
        band.info["transparency"] = tuple(value >> 8 for value in key)
    return band.convert("LA" if band.mode in ("L", "La") else "RGBA")


def _to_bytes(image: Image.Image) -> tuple[Image.Image, tuple[str, ...]]:
    if image.mode not in ("I", "F"):
        return image, ()
    values = np.asarray(image).astype(np.float64)  # (H, W)
    finite = values[np.isfinite(values)]
    low, high = _range_of(finite, image.mode) if finite.size else (0.0, 1.0)
    # Infinities end at black and white, not-a-number at black.
    unit = (np.nan_to_num(values, nan=low, posinf=high, neginf=low) - low) / ((high - low) or 1.0)
    grey = Image.fromarray(np.rint(unit * _BYTE).astype(np.uint8))
    if (low, high) == (0.0, _BYTE):
        return grey, ()
    return grey, (f"32-bit values from {low:g} to {high:g} were scaled to 0 to 255.",)


def _range_of(values: np.ndarray[tuple[int, ...], np.dtype[np.float64]], mode: str) -> tuple[float, float]:
    """Range to scale from: the customary one (0 to 1, whole numbers 0 to 255) where it holds all, else their own."""
    low, high = float(values.min()), float(values.max())
    customary = 1.0 if mode == "F" else float(_BYTE)
    return (0.0, customary) if low >= 0 and high <= customary else (low, high)


def _apply_profile(image: Image.Image, profile: bytes) -> tuple[Image.Image, tuple[str, ...]]:
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        title = " ".join(ImageCms.getProfileDescription(source).split())[:60]
        if image.mode == "L" and source.profile.xcolor_space.strip() == "RGB":
            image = image.convert("RGB")
        if source.profile.xcolor_space.strip() != _PROFILE_SPACES[image.mode]:
            return _ignoring_profile(image, "it is for other colours than the picture's")
        if image.mode == "RGB" and title.startswith("sRGB") and _changes_nothing(source):
            return image, ()
        return _transform(image, source), (f"Colours converted to sRGB from the embedded profile {title!r}.",)
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return _ignoring_profile(image, "it is damaged")


def _ignoring_profile(image: Image.Image, reason: str) -> tuple[Image.Image, tuple[str, ...]]:
    rgb, notes = _without_profile(image)
    return rgb, (f"The embedded colour profile was left out: {reason}.", *notes)


def _without_profile(image: Image.Image) -> tuple[Image.Image, tuple[str, ...]]:
    if image.mode == "CMYK":
        return image.convert("RGB"), (
            "Printing inks (CMYK) converted to RGB without a profile: colours are approximate.",
        )
    if image.mode == "LAB":
        return _transform(image, ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB"))), (
            "Colours converted to sRGB from CIE Lab.",
        )
    return image.convert("RGB"), ()


def _changes_nothing(source: ImageCms.ImageCmsProfile) -> bool:
    """Whether a profile means what it is called: there are linear ones that are called sRGB too."""
    ramp = np.arange(0, 256, 5, dtype=np.uint8)
    zero = np.zeros_like(ramp)
    colours = np.stack([(ramp, ramp, ramp), (ramp, zero, zero), (zero, ramp, zero), (zero, zero, ramp)]).swapaxes(1, 2)
    moved = np.asarray(_transform(Image.fromarray(np.ascontiguousarray(colours)), source)).astype(int) - colours
    return bool(np.abs(moved).max() <= _UNSEEN)


def _transform(image: Image.Image, source: ImageCms.ImageCmsProfile) -> Image.Image:
    converted = ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
    if converted is None:  # only when asked to work in place
        raise ValueError("no picture came back from the colour conversion")
    return converted
