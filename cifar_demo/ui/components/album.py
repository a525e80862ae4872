"""Many files at once: a table of answers, to sort, to download, and to open a row of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final, TypeVar

import streamlit as st

from cifar_demo.inference.rows import Row, answer_row, as_csv, as_json_lines, error_row
from cifar_demo.ui import cache, state
from cifar_demo.ui.album import MAX_PICTURES, Album, AlbumPicture
from cifar_demo.ui.choices import Framing
from cifar_demo.ui.components.notice import small_text
from cifar_demo.ui.incoming import take_from_album

_TABLE: Final = "album_table"
_TABLE_HEIGHT: Final = 460
_ROW_HEIGHT: Final = 52
_STEP: Final = 8
_FEW, _MAX_ERRORS = 3, 50
_ANCHOR: Final = "your-pictures"

Item = TypeVar("Item")


def has_album() -> bool:
    """Whether several files were uploaded."""
    return len(state.album()) > 1


def show_album(network: str) -> None:
    """Answer for all uploaded files, and show the answers as a table.

    Parameters
    ----------
    network : str
        A trained one.
    """
    album = state.album()
    st.subheader(f"Your {len(album):,} pictures{' so far' * album.is_arriving}", anchor=_ANCHOR)
    _look_at(album, network)
    rows = [album_row(picture, network) for picture in album.pictures]
    with st.container(horizontal=True, vertical_alignment="center"):
        _offer_downloads(rows)
        st.button("Forget all", icon=":material/delete:", on_click=state.forget_album, key="forget_album")
    # Above the table, for that is where its own buttons appear: they would cover ours.
    st.caption("Click the box at the left of a row to open that picture; click a heading to sort.")
    st.dataframe(
        [_table_line(picture, row) for picture, row in zip(album.pictures, rows, strict=True)],
        column_config=_columns(),
        hide_index=True,
        height=min(_TABLE_HEIGHT, _ROW_HEIGHT * len(rows) + 40),
        row_height=_ROW_HEIGHT,
        key=_TABLE,
        on_select=_open_row,
        selection_mode="single-row",
        alt="Answers for all uploaded pictures",
    )
    _say_what_failed([row["error"] for row in rows if "error" in row])
    _say_what_is_left_out(album)


def point_to_album() -> None:
    """Say beside the picture that the others are in a table further down."""
    if has_album():
        with st.container(key="album_pointer"):
            st.markdown(f":material/table_rows: [All your {len(state.album()):,} pictures: table below](#{_ANCHOR})")


def album_row(picture: AlbumPicture, network: str) -> Row:
    """Write what is known of a picture as the command line would."""
    if picture.error is not None:
        return error_row(picture.name, picture.error)
    return answer_row(picture.name, picture.answers[network])


def _look_at(album: Album, network: str) -> None:
    """Read, frame and answer what is new, with a progress bar; what was done is kept if the run is interrupted."""
    answerer, framing = cache.answerer(network), state.framing()
    for _ in _counted(list(album.waiting), "Read"):
        album.read_next(framing)
    new = [picture for picture in album.pictures if not _is_answered(picture, framing, network)]
    for picture in _counted(new, "Looked at"):
        if picture.framing != framing:
            picture.frame(picture.decoded().image, framing)
        if picture.views is not None:
            picture.answers[network] = answerer.predict(picture.views, k=10)


def _counted(items: Sequence[Item], done: str) -> Iterator[Item]:
    """Give items one by one, with a progress bar that may be interrupted."""
    if not items:
        return
    bar = st.progress(0.0)
    for index, item in enumerate(items):
        yield item
        if index % _STEP == 0:  # Each step is a message to the browser.
            bar.progress((index + 1) / len(items), f"{done} {index + 1:,} of {len(items):,} pictures")
    bar.empty()


def _is_answered(picture: AlbumPicture, framing: Framing, network: str) -> bool:
    if picture.error is not None:
        return True
    return picture.framing == framing and network in picture.answers


def _table_line(picture: AlbumPicture, row: Row) -> dict[str, Any]:
    if "error" in row:
        return {"picture": "", "file": row["file"], "answer": "—", "sure": None, "kind": "cannot be read"}
    best = row["top_k"][0]
    return {
        "picture": picture.thumbnail,
        "file": row["file"],
        "answer": best["class_name"],
        "sure": best["probability"] * 100,
        "kind": "looks like none of them" if row["unfamiliar"] else "looks like one",
    }


def _columns() -> dict[str, Any]:
    return {
        "picture": st.column_config.ImageColumn("", width="small"),
        "file": st.column_config.TextColumn("File"),
        "answer": st.column_config.TextColumn("Answer", width="small"),
        "sure": st.column_config.ProgressColumn("How sure", format="%.1f%%", min_value=0, max_value=100),
        "kind": st.column_config.TextColumn("One of the ten?"),
    }


def _offer_downloads(rows: list[Row]) -> None:
    st.download_button(
        "CSV", as_csv(rows), "answers.csv", "text/csv", icon=":material/download:", on_click="ignore", key="album_csv"
    )
    st.download_button(
        "JSON", as_json_lines(rows), "answers.jsonl", icon=":material/download:", on_click="ignore", key="album_json"
    )


def _say_what_failed(errors: list[str]) -> None:
    """Give every reason in full, where a cell of the table would cut it off."""
    if not errors:
        return
    said = f"{len(errors):,} {'file' if len(errors) == 1 else 'files'} could not be read"
    with st.expander(said, icon=":material/error:", expanded=len(errors) <= _FEW):
        for error in errors[:_MAX_ERRORS]:
            small_text(error)
        if len(errors) > _MAX_ERRORS:
            st.caption(f"And {len(errors) - _MAX_ERRORS:,} more: the CSV and JSON files name all.")


def _say_what_is_left_out(album: Album) -> None:
    if album.num_left_out:
        st.caption(f"The table holds {MAX_PICTURES:,} pictures at most: {album.num_left_out:,} more were left out.")
    if album.has_copies:
        st.caption(
            "Of so many files only small copies are kept. Another frame is cut from the copies, so those answers may "
            "differ a little from what the whole files would give."
        )


def _open_row() -> None:
    chosen = state.value_of(_TABLE)
    rows = chosen.selection.rows if chosen else []
    pictures = state.album().pictures
    if rows and rows[0] < len(pictures):
        take_from_album(pictures[rows[0]])
