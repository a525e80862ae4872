"""Many files at once: a table of answers, to sort, to download, and to open a row of."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import streamlit as st

from cifar_demo.errors import CifarDemoError
from cifar_demo.figures.photographs import photo_url
from cifar_demo.image.decode import decode_image
from cifar_demo.image.framing import views
from cifar_demo.inference.committee import Answerer
from cifar_demo.inference.rows import Row, answer_row, as_csv, as_json_lines, error_row
from cifar_demo.ui import cache, state
from cifar_demo.ui.choices import AlbumPicture, Framing
from cifar_demo.ui.components import sources

if TYPE_CHECKING:
    from streamlit.runtime.uploaded_file_manager import UploadedFile

_TABLE: Final = "album_table"
_THUMBNAIL: Final = 48
_TABLE_HEIGHT: Final = 460
_ROW_HEIGHT: Final = 52


def has_album() -> bool:
    """Whether several files were uploaded."""
    return len(sources.uploaded_files()) > 1


def show_album(network: str) -> None:
    """Answer for all uploaded files, and show the answers as a table.

    Parameters
    ----------
    network : str
        A trained one.
    """
    files = sources.uploaded_files()
    st.subheader(f"Your {len(files)} pictures", anchor=False)
    pictures = _answered(files, cache.answerer(network))
    rows = [album_row(picture, network) for picture in pictures]
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption("Click the box at the left of a row to open that picture; click a heading to sort.")
        _offer_downloads(rows)
    st.dataframe(
        [_table_line(picture, row) for picture, row in zip(pictures, rows, strict=True)],
        column_config=_columns(),
        hide_index=True,
        height=min(_TABLE_HEIGHT, _ROW_HEIGHT * len(rows) + 40),
        row_height=_ROW_HEIGHT,
        key=_TABLE,
        on_select=_open_row,
        selection_mode="single-row",
        alt="Answers for all uploaded pictures",
    )


def album_row(picture: AlbumPicture, network: str) -> Row:
    """Write what is known of a picture as the command line would."""
    if picture.error is not None:
        return error_row(picture.name, picture.error)
    return answer_row(picture.name, picture.answers[network])


def read_picture(data: bytes, name: str, framing: Framing) -> AlbumPicture:
    """Read a file, and keep no more of it than networks and the table need."""
    try:
        image = decode_image(data, name).image
    except CifarDemoError as error:
        return AlbumPicture(name, framing, error=str(error))
    seen = views(image, framing.num_views, mode=framing.mode, resampling=framing.resampling)
    stack = np.stack([view.image for view in seen])
    return AlbumPicture(name, framing, stack, photo_url(image, _THUMBNAIL))


def _answered(files: Sequence[UploadedFile], answerer: Answerer) -> list[AlbumPicture]:
    """Read and answer for what is new, with a progress bar; what was done is kept if the run is interrupted."""
    known, framing = state.album(), state.framing()
    for gone in known.keys() - {file.file_id for file in files}:
        del known[gone]
    waiting = [file for file in files if not _is_answered(known.get(file.file_id), framing, answerer.spec.name)]
    bar = st.progress(0.0) if waiting else None
    for index, file in enumerate(waiting):
        picture = known.get(file.file_id)
        if picture is None or picture.framing != framing:
            picture = known[file.file_id] = read_picture(file.getvalue(), file.name, framing)
        if picture.views is not None:
            picture.answers[answerer.spec.name] = answerer.predict(picture.views, k=10)
        if bar is not None:
            bar.progress((index + 1) / len(waiting), f"Looked at {index + 1} of {len(waiting)} pictures")
    if bar is not None:
        bar.empty()
    return [known[file.file_id] for file in files]


def _is_answered(picture: AlbumPicture | None, framing: Framing, network: str) -> bool:
    if picture is None or picture.framing != framing:
        return False
    return picture.error is not None or network in picture.answers


def _table_line(picture: AlbumPicture, row: Row) -> dict[str, Any]:
    if "error" in row:
        return {"picture": "", "file": row["file"], "answer": "—", "sure": None, "kind": "", "problem": row["error"]}
    best = row["top_k"][0]
    return {
        "picture": picture.thumbnail,
        "file": row["file"],
        "answer": best["class_name"],
        "sure": best["probability"] * 100,
        "kind": "looks like none of them" if row["unfamiliar"] else "looks like one",
        "problem": "",
    }


def _columns() -> dict[str, Any]:
    return {
        "picture": st.column_config.ImageColumn("", width="small"),
        "file": st.column_config.TextColumn("File"),
        "answer": st.column_config.TextColumn("Answer", width="small"),
        "sure": st.column_config.ProgressColumn("How sure", format="%.1f%%", min_value=0, max_value=100),
        "kind": st.column_config.TextColumn("One of the ten?"),
        "problem": st.column_config.TextColumn("Problem", width="large"),
    }


def _offer_downloads(rows: list[Row]) -> None:
    st.download_button(
        "CSV", as_csv(rows), "answers.csv", "text/csv", icon=":material/download:", on_click="ignore", key="album_csv"
    )
    st.download_button(
        "JSON", as_json_lines(rows), "answers.jsonl", icon=":material/download:", on_click="ignore", key="album_json"
    )


def _open_row() -> None:
    chosen = state.value_of(_TABLE)
    rows = chosen.selection.rows if chosen else []
    files = sources.uploaded_files()
    if rows and rows[0] < len(files):
        sources.take_file(files[rows[0]].getvalue(), files[rows[0]].name)
