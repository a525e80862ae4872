"""Ways to bring a picture: upload, draw, camera, or one of ours. The last one brought is the current picture."""

from __future__ import annotations

from typing import Any, Final

import streamlit as st

from cifar_demo.errors import CifarDemoError
from cifar_demo.image.decode import decode_image
from cifar_demo.image.samples import find_sample
from cifar_demo.ui import cache, state
from cifar_demo.ui.components.canvas import draw_picture
from cifar_demo.ui.components.notice import notice
from cifar_demo.ui.components.strip import StripItem, picture_strip

FILE_TYPES: Final = ("jpg", "jpeg", "png", "webp", "gif", "bmp", "tif", "tiff", "avif", "heic", "heif")

UPLOAD: Final = ":material/upload: Upload"
DRAW: Final = ":material/brush: Draw"
CAMERA: Final = ":material/photo_camera: Camera"
_WAYS: Final = (UPLOAD, DRAW, CAMERA)
_UPLOADED: Final = "uploaded_file"
_TAKEN: Final = "camera_picture"


def bring_picture() -> None:
    """Offer the ways to bring a picture, and say what went wrong with the last one offered."""
    state.settle(state.SOURCE, _WAYS, UPLOAD)
    way = st.segmented_control(
        "Bring a picture",
        _WAYS,
        key=state.SOURCE,
        required=True,
        persist_state="session",
        width="stretch",
        label_visibility="collapsed",
    )
    if way == DRAW:
        draw_picture()
    elif way == CAMERA:
        st.camera_input("Take a picture", key=_TAKEN, on_change=_take, args=(_TAKEN,))
    else:
        _upload()
    if sentence := state.trouble():
        notice(sentence)


def is_drawing() -> bool:
    """Whether the canvas is open, and so shows the picture itself."""
    return bool(state.value_of(state.SOURCE) == DRAW)


def offer_samples() -> None:
    """Show our own pictures, to start from."""
    pictures = cache.sample_pictures()
    items = [StripItem(name, picture, f"Sample: {find_sample(name).title}") for name, picture in pictures.items()]
    picture_strip(
        "Sample pictures",
        items,
        key="samples",
        selected=state.picture().sample,
        on_pick=state.choose_sample,
    )


def _upload() -> None:
    st.file_uploader(
        "A photo of anything: your pet, your street, your toy car",
        type=FILE_TYPES,
        key=_UPLOADED,
        on_change=_take,
        args=(_UPLOADED,),
        help="It is kept in memory while you are here, never written to disk.",
    )


def _take(key: str) -> None:
    """Read the file that a widget has just received; a file that is no picture leaves the last one in place."""
    file: Any = state.value_of(key)
    if file is None:
        state.forget_trouble()
        return
    try:
        state.keep_picture(decode_image(file.getvalue(), file.name))
    except CifarDemoError as error:
        state.remember_trouble(error)
