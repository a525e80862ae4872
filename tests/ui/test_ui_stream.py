"""Many files in batches, as far as Python sees them; what the browser does is in tests/browser."""

import base64

import pytest
from streamlit.testing.v1 import AppTest

from cifar_demo.image.opening import MAX_FILE_BYTES
from cifar_demo.ui import state
from cifar_demo.ui.components.stream import Batch, StreamedFile, read_batch
from tests.ui.conftest import PATIENCE
from tests.ui.test_ui_album import photo


def _streaming() -> None:
    from cifar_demo.ui import state
    from cifar_demo.ui.components import uploads
    from cifar_demo.ui.pages import predict

    state.start()
    if (batch := state.value_of("sent")) is not None:
        uploads.take_batch(batch)
        state.put("sent", None)
    predict.show()


@pytest.mark.usefixtures("with_weights")
def test_batches_fill_the_table_and_the_first_picture_is_the_current_one():
    page = AppTest.from_function(_streaming, default_timeout=PATIENCE)
    one, two = (StreamedFile(f"{seed}.png", len(photo(seed)), photo(seed)) for seed in (1, 2))
    huge = StreamedFile("huge.jpg", MAX_FILE_BYTES + 1, b"")
    for batch in (Batch(1, (one, huge), True, False), Batch(2, (two,), False, True)):
        page.session_state["sent"] = batch
        page.run()
        assert not page.exception
    assert list(page.dataframe[0].value["file"]) == ["1.png", "huge.jpg", "2.png"]
    assert page.dataframe[0].value["kind"][1] == "cannot be read"
    reasons = [element.proto.body for element in page.get("html") if "huge.jpg" in element.proto.body]
    assert ["the limit is 20 MB" in reason for reason in reasons] == [True]
    assert page.session_state["current_picture"].decoded.name == "1.png"
    assert page.session_state["current_picture"].box is None
    assert state.SOURCE in page.session_state


def test_what_a_browser_sends_is_read():
    sent = {"number": 3, "is_first": True, "is_last": False}
    file = {"name": "a.png", "size": 2, "content": base64.b64encode(b"ab").decode()}
    assert read_batch({**sent, "files": [file]}) == Batch(3, (StreamedFile("a.png", 2, b"ab"),), True, False)


@pytest.mark.parametrize(
    "files", [None, [5], [{"name": "a", "size": "2", "content": ""}], [{"name": "a", "size": 2, "content": "!"}], [{}]]
)
def test_nonsense_from_a_browser_is_ignored(files):
    assert read_batch({"number": 1, "files": files}) is None
    assert read_batch(files) is None
