"""Many files, a few at a time: Streamlit's uploader would hold all of them in memory before a page sees the first."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import streamlit as st

from cifar_demo.image.opening import MAX_FILE_BYTES
from cifar_demo.ui import state
from cifar_demo.ui.album import MAX_PICTURES

# From so many files, or so many bytes, on they are sent in batches; fewer go through Streamlit's own uploader.
_MANY: Final = 9
_MUCH: Final = 60 * 1024 * 1024
# Bytes of a batch; one file may be larger.
_BATCH_BYTES: Final = 12 * 1024 * 1024
_BATCH_FILES: Final = 8
_KEY: Final = "stream"
_LAST: Final = "stream_last_batch"
_NEWS: Final = "stream_has_news"
_PLACE: Final = Path(__file__).parent

_stream = st.components.v2.component(
    "cifar_demo_stream",
    css=(_PLACE / "stream.css").read_text(encoding="utf-8"),
    js=(_PLACE / "stream.js").read_text(encoding="utf-8"),
)


@dataclass(frozen=True)
class StreamedFile:
    """One file of many; of one that is too large, only its size was sent."""

    name: str
    num_bytes: int
    data: bytes


@dataclass(frozen=True)
class Batch:
    """Some files of many.

    Attributes
    ----------
    number : int
        Grows from batch to batch.
    files : tuple of StreamedFile
    is_first, is_last : bool
        Of those that were chosen together.
    """

    number: int
    files: tuple[StreamedFile, ...]
    is_first: bool
    is_last: bool


@st.fragment
def receive_stream(*, on_batch: Callable[[Batch], None]) -> None:
    """Take over from Streamlit's uploader where many files are chosen or dropped at once.

    Parameters
    ----------
    on_batch : callable
        Receives some files at a time. The page runs again after the first batch and after the last.
    """

    def came() -> None:
        batch = read_batch(st.session_state[_KEY].get("batch"))
        if batch is not None and batch.number > _last_number():
            state.put(_LAST, batch.number)
            on_batch(batch)
            state.put(_NEWS, batch.is_first or batch.is_last)

    data = {
        "done": _last_number(),
        "many": _MANY,
        "much": _MUCH,
        "batch_bytes": _BATCH_BYTES,
        "batch_files": _BATCH_FILES,
        "file_bytes": MAX_FILE_BYTES,
        "most": MAX_PICTURES,
    }
    _stream(data=data, key=_KEY, on_batch_change=came)
    if state.value_of(_NEWS):
        state.put(_NEWS, False)
        st.rerun()


def read_batch(sent: Any) -> Batch | None:
    """Read what a browser sent; None where it makes no sense."""
    if not isinstance(sent, dict) or not isinstance(sent.get("files"), list) or type(sent.get("number")) is not int:
        return None
    files = tuple(_read_file(file) for file in sent["files"])
    known = tuple(file for file in files if file is not None)
    if len(known) != len(files):
        return None
    return Batch(sent["number"], known, sent.get("is_first") is True, sent.get("is_last") is True)


def _read_file(sent: Any) -> StreamedFile | None:
    if not isinstance(sent, dict) or not isinstance(sent.get("name"), str) or not isinstance(sent.get("content"), str):
        return None
    if type(sent.get("size")) is not int:
        return None
    try:
        return StreamedFile(sent["name"], sent["size"], base64.b64decode(sent["content"], validate=True))
    except binascii.Error:
        return None


def _last_number() -> int:
    return int(state.value_of(_LAST) or 0)
