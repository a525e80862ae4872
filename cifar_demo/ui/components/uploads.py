"""The box for files: one or a few through Streamlit's uploader, many through a stream of our own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from cifar_demo.image.opening import MAX_FILE_BYTES, too_large
from cifar_demo.ui import picture_state, state
from cifar_demo.ui.components.paste import paste_button
from cifar_demo.ui.components.stream import Batch, receive_stream
from cifar_demo.ui.incoming import take_file, take_from_album

if TYPE_CHECKING:
    from streamlit.runtime.uploaded_file_manager import UploadedFile

# Also as Windows (jfif), cameras (hif, mpo) and others call these formats: the box refuses what is not listed.
FILE_TYPES: Final = (
    *("jpg", "jpeg", "png", "webp", "gif", "bmp", "tif", "tiff", "avif", "heic", "heif"),
    *("jfif", "jpe", "hif", "mpo", "apng"),
)
_BOX: Final = "uploaded_file_{}"
_NUM_BOXES: Final = "upload_box"
_PASTED_NAME: Final = "pasted picture"


def offer_upload() -> None:
    """Take files that are chosen, dropped or pasted."""
    st.file_uploader(
        "Photos of anything: your pet, your street, your toy car",
        type=FILE_TYPES,
        accept_multiple_files=True,
        key=_box(),
        on_change=_take_uploaded,
        help="One or many. They are kept in memory while you are here, never written to disk.",
    )
    paste_button(on_paste=take_pasted)
    receive_stream(on_batch=take_batch)


def take_pasted(data: bytes, num_bytes: int) -> None:
    """Make what was pasted the current picture."""
    if num_bytes > MAX_FILE_BYTES:
        picture_state.remember_trouble(too_large(_PASTED_NAME, num_bytes))
    else:
        take_file(data, _PASTED_NAME)


def take_batch(batch: Batch) -> None:
    """Read some of many files; the first of all becomes the current picture."""
    album, framing = picture_state.album(), picture_state.framing()
    album.is_arriving = not batch.is_last
    start = len(album.pictures)
    for file in batch.files:
        if file.num_bytes > MAX_FILE_BYTES:
            album.refuse(file.name, file.num_bytes, framing)
        else:
            album.expect(file.name, file.data)
        while album.waiting:
            album.read_next(framing)
    if batch.is_first and len(album.pictures) > start:
        take_from_album(album.pictures[start])


def _take_uploaded() -> None:
    """Make what was just uploaded the current picture; of several files at once, the first."""
    files = list(state.value_of(_box()) or [])
    for file in files:
        picture_state.album().expect(file.name, file.getvalue())
    if files:
        take_file(files[0].getvalue(), files[0].name)
    # A new box is empty: what was in the old one is in the album now, and need not be in memory twice.
    state.put(_NUM_BOXES, _num_boxes() + 1)
    _release(files)


def _box() -> str:
    return _BOX.format(_num_boxes())


def _num_boxes() -> int:
    return int(state.value_of(_NUM_BOXES) or 0)


def _release(files: list[UploadedFile]) -> None:
    """Have Streamlit forget the files: by itself it keeps them as long as the visitor stays."""
    from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
    from streamlit.runtime.scriptrunner import get_script_run_ctx

    context = get_script_run_ctx()
    if context is None or not isinstance(context.uploaded_file_mgr, MemoryUploadedFileManager):
        return
    for file in files:
        context.uploaded_file_mgr.remove_file(session_id=context.session_id, file_id=file.file_id)
