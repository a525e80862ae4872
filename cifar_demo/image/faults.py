"""Sentences for files that cannot become pictures: which file, why, and what to do about it."""

import unicodedata
from typing import Final

from cifar_demo.errors import ImageDecodeError

ACCEPTED: Final = "JPEG, PNG, WebP, GIF, BMP, TIFF, AVIF or HEIC"
_SHOWN_NAME_LENGTH: Final = 60
_KEPT_NAME_LENGTH: Final = 255
_SNIFFED_BYTES: Final = 4096

# Where a kind of file is known by its first bytes: signature, what it is, what to do.
_SIGNATURES: Final[tuple[tuple[bytes, str, str], ...]] = (
    (b"%PDF", "it is a PDF document", "export the page you want as PNG or JPEG"),
    (b"%!PS", "it is a PostScript drawing", "export it as PNG"),
    (b"PK\x03\x04", "it is a ZIP archive or an office document", "take the picture out of it first"),
    (b"8BPS", "it is a Photoshop document", "export it as PNG or JPEG"),
    (b"\x00\x00\x00\x0cjP  ", "it is a JPEG 2000 picture, which is not supported", "save it as JPEG or PNG"),
    (b"\xff\x0a", "it is a JPEG XL picture, which is not supported", "save it as JPEG or PNG"),
    (b"\x00\x00\x00\x0cJXL ", "it is a JPEG XL picture, which is not supported", "save it as JPEG or PNG"),
    (b"\x00\x00\x01\x00", "it is a Windows icon, which is not supported", "save it as PNG"),
    (b"\x1aE\xdf\xa3", "it is a video", "take a still picture from it"),
)
# Beginnings of the accepted formats: what starts so and was still not opened has lost its header.
_ACCEPTED_SIGNATURES: Final = (b"\xff\xd8\xff", b"\x89PNG", b"RIFF", b"GIF8", b"BM", b"II*\0", b"MM\0*")

# "RIFF", "GIF89a": what is no longer than this and reads as text may still be all that is left of a picture.
_LONGEST_TEXTUAL_SIGNATURE: Final = 6


def fault(name: str, reason: str, remedy: str) -> ImageDecodeError:
    """Build the error for one file: a sentence with its name, the reason and what to do.

    Parameters
    ----------
    name : str
        File name as the person gave it; made safe and short here.
    reason, remedy : str
        A clause ("it is empty") and an instruction ("choose another file"), without a full stop.
    """
    return ImageDecodeError(f"Cannot read {short_name(name)!r}: {reason}; {remedy}.")


def clean_name(name: str) -> str:
    """Replace what does not print (control, formatting and unpaired characters) and cut at 255 characters."""
    printable = "".join(" " if unicodedata.category(char)[0] in "CZ" else char for char in name[:_KEPT_NAME_LENGTH])
    return " ".join(printable.split()) or "unnamed picture"


def short_name(name: str) -> str:
    """Clean a name and leave out its middle where it is longer than 60 characters: both ends tell files apart."""
    cleaned = clean_name(name)
    if len(cleaned) <= _SHOWN_NAME_LENGTH:
        return cleaned
    half = _SHOWN_NAME_LENGTH // 2
    return f"{cleaned[: half - 1]}…{cleaned[-half:]}"


def unknown_format(name: str, data: bytes) -> ImageDecodeError:
    """Say what a file that is none of the accepted formats seems to be.

    Parameters
    ----------
    name : str
        File name as the person gave it.
    data : bytes
        The whole file; only its beginning is looked at.
    """
    head = data[:_SNIFFED_BYTES]
    for signature, reason, remedy in _SIGNATURES:
        if head.startswith(signature):
            return fault(name, reason, remedy)
    if head.startswith(_ACCEPTED_SIGNATURES):
        return damaged_header(name, data)
    if head[4:8] == b"ftyp":
        return fault(name, "it is a video or a damaged picture", "take a still picture from it, or save it again")
    return _text_fault(name, head) or fault(name, "its format is not known here", f"upload a {ACCEPTED} picture")


def damaged_header(name: str, data: bytes) -> ImageDecodeError:
    """Say that a header is damaged, or that the file is text which only begins like a picture ("BMW is ...").

    Parameters
    ----------
    name : str
        File name as the person gave it.
    data : bytes
        The whole file; only its beginning is looked at.
    """
    is_long_enough_to_tell = len(data) > _LONGEST_TEXTUAL_SIGNATURE
    text_fault = _text_fault(name, data[:_SNIFFED_BYTES]) if is_long_enough_to_tell else None
    return text_fault or fault(
        name,
        "its header is damaged or cut short",
        "save or download it again (as PNG or JPEG, if other programs open it) and upload that",
    )


def _text_fault(name: str, head: bytes) -> ImageDecodeError | None:
    text = _as_text(head)
    if text is None:
        return None
    lowered = text.lstrip("\ufeff \t\r\n").lower()
    if "<svg" in lowered:
        return fault(name, "it is an SVG drawing, which has no pixels of its own", "export it as PNG")
    if lowered.startswith(("<!doctype html", "<html")) or "<body" in lowered:
        return fault(name, "it is a web page, not the picture on it", "save the picture itself")
    return fault(name, "it holds text, not a picture", f"upload a {ACCEPTED} picture")


def _as_text(head: bytes) -> str | None:
    """Decode the beginning of a file as text, or None where it is not text."""
    is_utf16 = head.startswith((b"\xff\xfe", b"\xfe\xff"))
    # The cut at the end may fall inside a character, so errors are counted rather than refused.
    text = head.decode("utf-16" if is_utf16 else "utf-8", errors="replace")
    strange = sum(char == "\ufffd" or (unicodedata.category(char) == "Cc" and char not in "\t\n\r\f") for char in text)
    return text if strange <= len(text) // 50 + 1 and "\0" not in text else None
