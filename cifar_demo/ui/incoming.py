"""Files on their way to the current picture."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from cifar_demo.errors import CifarDemoError
from cifar_demo.image.colour import TRANSPARENT_NOTE
from cifar_demo.image.decode import decode_image
from cifar_demo.results import DecodedImage
from cifar_demo.ui import picture_state, state
from cifar_demo.ui.album import AlbumPicture

COPY_NOTE: Final = "Of so many files the app kept a small copy each: upload this one alone to see it whole."


def take_file(data: bytes, name: str) -> None:
    """Make a file the current picture; one that is no picture leaves the last one in place."""
    try:
        decoded = decode_image(data, name)
    except CifarDemoError as error:
        picture_state.remember_trouble(error)
        return
    has_choice = decoded.num_frames > 1 or is_transparent(decoded)
    state.put(state.BACKGROUND, "#ffffff")
    picture_state.keep_picture(decoded, source=data if has_choice else None)


def take_from_album(picture: AlbumPicture) -> None:
    """Make one of many pictures the current one; of one that could not be read, say why."""
    if picture.error is not None:
        picture_state.remember_trouble(CifarDemoError(picture.error))
    elif picture.is_copy:
        decoded = picture.decoded()
        picture_state.keep_picture(replace(decoded, notes=(*decoded.notes, COPY_NOTE)))
    else:
        take_file(picture.kept, picture.name)


def is_transparent(decoded: DecodedImage) -> bool:
    """Whether what lies behind a picture shows through."""
    return any(note.startswith(TRANSPARENT_NOTE) for note in decoded.notes)
