"""Many files at once."""

import csv
import io
import json

import numpy as np
import pytest
from PIL import Image

from cifar_demo.commands.predict import answer_file
from cifar_demo.image.framing import DEFAULT_VIEWS
from cifar_demo.inference.rows import CSV_FIELDS, answer_row, as_csv, as_json_lines, error_row
from cifar_demo.results import Prediction, ScoredClass
from cifar_demo.ui import album as ui_album
from cifar_demo.ui import cache, state
from cifar_demo.ui.choices import Framing
from cifar_demo.ui.components import album
from tests.ui.conftest import html


def photo(seed: int) -> bytes:
    pixels = np.random.default_rng(seed).integers(0, 256, (6, 8, 3), np.uint8)
    file = io.BytesIO()
    Image.fromarray(pixels).resize((120, 90), Image.Resampling.BICUBIC).save(file, "PNG")
    return file.getvalue()


@pytest.fixture
def many(app, with_weights):
    page = app.run()
    for seed in (1, 2):
        page.file_uploader[0].upload(f"<b>{seed}</b>.png", photo(seed), "image/png")
    page.file_uploader[0].upload("notes.jpg", b"only words, no pic", "image/jpeg")
    return page.run()


def test_one_file_makes_no_table(app, with_weights):
    page = app.run()
    page.file_uploader[0].upload("one.png", photo(1), "image/png").run()
    assert not page.dataframe


def test_many_files_make_a_table_with_answers_and_errors(many):
    assert not many.exception
    table = many.dataframe[0].value
    assert list(table["file"]) == ["<b>1</b>.png", "<b>2</b>.png", "notes.jpg"]
    assert table["kind"][2] == "cannot be read"
    assert "Cannot read &#x27;notes.jpg&#x27;: it holds text, not a picture" in html(many)
    assert any("All your 3 pictures" in said.value for said in many.markdown)
    assert table["picture"][0].startswith("data:image/")
    assert 0 < table["sure"][0] <= 100
    assert "<b>" not in html(many)
    assert many.session_state["current_picture"].decoded.name == "<b>1</b>.png"  # the first of those that came at once


def test_table_and_command_line_give_the_same_numbers(many, tmp_path):
    file = tmp_path / "photo.png"
    file.write_bytes(photo(2))
    network = many.session_state[state.NETWORK]
    wanted = answer_file(cache.classifier(network), file, mode="crop", num_views=DEFAULT_VIEWS, top_k=3)
    known = [picture for picture in many.session_state["album"].pictures if picture.name == "<b>2</b>.png"]
    row = album.album_row(known[0], network)
    assert row.keys() == wanted.keys()
    assert row["familiarity"] == pytest.approx(wanted["familiarity"])
    for mine, theirs in zip(row["top_k"], wanted["top_k"], strict=True):
        assert mine["class_name"] == theirs["class_name"]
        assert mine["probability"] == pytest.approx(theirs["probability"], rel=1e-5)


def test_other_frame_and_network_are_answered_anew(many):
    many.segmented_control(key=state.FRAME_MODE).set_value("squash").run()
    many.segmented_control(key=state.NETWORK).set_value("vggnet").run()
    assert not many.exception
    picture = many.session_state["album"].pictures[0]
    assert picture.framing.mode == "squash"
    assert "vggnet" in picture.answers


def test_only_small_things_are_kept_of_each_file(many):
    for picture in many.session_state["album"].pictures:
        assert picture.views is None or picture.views.nbytes == DEFAULT_VIEWS * 32 * 32 * 3
        assert len(picture.thumbnail) < 8_000


def test_table_stays_when_source_and_page_change_until_it_is_to_be_forgotten(many):
    assert not many.file_uploader[0].value  # The box is empty again: nothing is held twice.
    many.segmented_control(key=state.SOURCE).set_value(":material/brush: Draw").run()
    assert not many.exception
    assert len(many.dataframe[0].value) == 3
    many.segmented_control(key=state.SOURCE).set_value(":material/upload: Upload").run()
    many.file_uploader[0].upload("one more.png", photo(7), "image/png").run()
    assert list(many.dataframe[0].value["file"])[3] == "one more.png"
    many.button(key="forget_album").click().run()
    assert not many.exception
    assert not many.dataframe
    assert many.session_state["current_picture"].decoded.name == "one more.png"


def test_files_beyond_the_room_are_kept_as_small_copies_that_answer_nearly_the_same(monkeypatch):
    monkeypatch.setattr(ui_album, "MAX_KEPT_BYTES", len(photo(1)) + 10)
    together = ui_album.Album()
    for seed in (1, 2):
        together.expect(f"{seed}.png", photo(seed))
        together.read_next(Framing())
    whole, copy = together.pictures
    assert (whole.is_copy, whole.kept) == (False, photo(1))
    assert copy.is_copy
    assert together.has_copies
    exact = copy.views.astype(int)
    copy.frame(copy.decoded().image, Framing())
    assert np.abs(copy.views - exact).mean() < 4


def test_full_album_counts_what_it_leaves_out(monkeypatch):
    monkeypatch.setattr(ui_album, "MAX_PICTURES", 1)
    together = ui_album.Album()
    together.expect("1.png", b"")
    together.expect("2.png", b"")
    assert (len(together), together.num_left_out) == (1, 1)
    together.read_next(Framing())
    assert "it is empty" in together.pictures[0].error


def test_downloads_have_the_keys_of_the_command_line():
    scored = (ScoredClass("cat", 0.7), ScoredClass("dog", 0.2), ScoredClass("frog", 0.1))
    prediction = Prediction("lenet", np.zeros(10), np.zeros((1, 10)), np.zeros(10), scored, 0.0, familiarity=0.4)
    rows = [answer_row("a,b.png", prediction), error_row("c.jpg", "Cannot read it.")]
    lines = list(csv.DictReader(io.StringIO(as_csv(rows))))
    assert tuple(lines[0]) == CSV_FIELDS
    assert [line["file"] for line in lines] == ["a,b.png"] * 3 + ["c.jpg"]
    assert [line["rank"] for line in lines] == ["1", "2", "3", ""]
    first, second = (json.loads(line) for line in as_json_lines(rows).splitlines())
    assert list(first) == ["file", "network", "top_k", "unfamiliar", "familiarity", "calibrated"]
    assert second == {"file": "c.jpg", "error": "Cannot read it."}
