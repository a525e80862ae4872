"""Ways to bring a picture: upload, paste, draw, camera, or one of ours. The last one brought is the current picture."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import streamlit as st

from cifar_demo.errors import CifarDemoError
from cifar_demo.image.colour import TRANSPARENT_NOTE, Colour
from cifar_demo.image.decode import decode_image
from cifar_demo.image.opening import MAX_FILE_BYTES, too_large
from cifar_demo.image.samples import find_sample
from cifar_demo.results import DecodedImage
from cifar_demo.ui import cache, state
from cifar_demo.ui.components.easel import draw_picture
from cifar_demo.ui.components.labelled import browse_labelled
from cifar_demo.ui.components.notice import notice
from cifar_demo.ui.components.paste import paste_button
from cifar_demo.ui.components.strip import StripItem, picture_strip

if TYPE_CHECKING:
    from streamlit.runtime.uploaded_file_manager import UploadedFile

FILE_TYPES: Final = ("jpg", "jpeg", "png", "webp", "gif", "bmp", "tif", "tiff", "avif", "heic", "heif")

UPLOAD: Final = ":material/upload: Upload"
DRAW: Final = ":material/brush: Draw"
CAMERA: Final = ":material/photo_camera: Camera"
LABELLED: Final = ":material/photo_library: CIFAR-10"
_UPLOADED: Final = "uploaded_file"
_TAKEN: Final = "camera_picture"
_SEEN: Final = "seen_files"
_PASTED_NAME: Final = "pasted picture"


def bring_picture() -> None:
    """Offer the ways to bring a picture, and say what went wrong with the last one offered."""
    ways = (UPLOAD, DRAW, CAMERA, LABELLED) if cache.has_labelled_pictures() else (UPLOAD, DRAW, CAMERA)
    state.settle(state.SOURCE, ways, UPLOAD)
    way = st.segmented_control(
        "Bring a picture",
        ways,
        key=state.SOURCE,
        required=True,
        persist_state="session",
        width="stretch",
        label_visibility="collapsed",
    )
    if way == DRAW:
        draw_picture()
    elif way == CAMERA:
        st.camera_input("Take a picture", key=_TAKEN, on_change=_take_photo)
    elif way == LABELLED:
        browse_labelled()
    else:
        with st.container(key="upload_place"):
            _upload()
    if sentence := state.trouble():
        with st.container(key="trouble_place"):
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


def choose_frame_and_background() -> None:
    """Where a file holds several pictures, let a visitor choose one; where it is transparent, what lies behind."""
    current = state.picture()
    if current.source is None:
        return
    if current.decoded.num_frames > 1:
        state.put(state.FRAME_NUMBER, current.decoded.frame_index + 1)
        st.slider(
            "Picture in this file", 1, current.decoded.num_frames, key=state.FRAME_NUMBER, on_change=_decode_again
        )
    if _is_transparent(current.decoded):
        state.put(state.BACKGROUND, state.value_of(state.BACKGROUND) or "#ffffff")
        st.color_picker("Behind the transparent parts", key=state.BACKGROUND, on_change=_decode_again)


def _upload() -> None:
    st.file_uploader(
        "Photos of anything: your pet, your street, your toy car",
        type=FILE_TYPES,
        accept_multiple_files=True,
        key=_UPLOADED,
        on_change=_take_uploaded,
        help="One or many. They are kept in memory while you are here, never written to disk.",
    )
    paste_button(on_paste=_take_pasted)


def uploaded_files() -> list[UploadedFile]:
    """Files that lie in the upload box now."""
    files = state.value_of(_UPLOADED)
    return list(files) if files else []


def _take_uploaded() -> None:
    """Make what was just uploaded the current picture; of several files at once, the first."""
    files = uploaded_files()
    seen = state.value_of(_SEEN) or set()
    state.put(_SEEN, {file.file_id for file in files})
    new = [file for file in files if file.file_id not in seen]
    if new:
        take_file(new[0].getvalue(), new[0].name)
    elif not files:
        state.forget_trouble()


def _take_photo() -> None:
    file: Any = state.value_of(_TAKEN)
    if file is None:
        state.forget_trouble()
    else:
        take_file(file.getvalue(), file.name)


def _take_pasted(data: bytes, num_bytes: int) -> None:
    if num_bytes > MAX_FILE_BYTES:
        state.remember_trouble(too_large(_PASTED_NAME, num_bytes))
    else:
        take_file(data, _PASTED_NAME)


def take_file(data: bytes, name: str) -> None:
    """Make a file the current picture; one that is no picture leaves the last one in place."""
    try:
        decoded = decode_image(data, name)
    except CifarDemoError as error:
        state.remember_trouble(error)
        return
    has_choice = decoded.num_frames > 1 or _is_transparent(decoded)
    state.put(state.BACKGROUND, "#ffffff")
    state.keep_picture(decoded, source=data if has_choice else None)


def _decode_again() -> None:
    current = state.picture()
    if current.source is None:
        return
    colour = state.value_of(state.BACKGROUND) or "#ffffff"
    frame_index = state.value_of(state.FRAME_NUMBER) - 1 if current.decoded.num_frames > 1 else None
    try:
        decoded = decode_image(
            current.source, current.decoded.name, frame_index=frame_index, background=_from_hex(colour)
        )
    except CifarDemoError as error:
        state.remember_trouble(error)
        return
    is_same_size = decoded.image.shape == current.decoded.image.shape
    state.keep_picture(decoded, source=current.source, box=current.box if is_same_size else None)


def _is_transparent(decoded: DecodedImage) -> bool:
    return any(note.startswith(TRANSPARENT_NOTE) for note in decoded.notes)


def _from_hex(colour: str) -> Colour:
    red, green, blue = (int(colour[start : start + 2], 16) for start in (1, 3, 5))
    return red, green, blue
