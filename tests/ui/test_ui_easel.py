"""The easel, as far as Python sees it; what the browser does is in tests/browser."""

import base64
import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from streamlit.testing.v1 import AppTest

from cifar_demo.ui import cache
from cifar_demo.ui.components import easel
from cifar_demo.ui.sketch import Sketch
from tests.ui.conftest import PATIENCE, html

START = {"operations": [{"tool": "clear"}], "base": "", "background": "plain"}


def drawn(rgba=(200, 10, 10, 255), side=easel.SIDE, background="sea") -> dict:
    file = io.BytesIO()
    Image.new("RGBA", (side, side), rgba).save(file, "PNG")
    return {"pixels": base64.b64encode(file.getvalue()).decode(), "background": background, "start": START}


def _drawing() -> None:
    from cifar_demo.ui import picture_state, state
    from cifar_demo.ui.components import easel
    from cifar_demo.ui.pages import predict

    state.start()
    state.put(state.SOURCE, ":material/brush: Draw")
    if (sent := state.value_of("sent")) is not None:
        easel.take_drawing(picture_state.sketch(), sent)
    predict.show()


@pytest.fixture
def page(with_weights):
    return AppTest.from_function(_drawing, default_timeout=PATIENCE)


def current(page):
    return page.session_state["current_picture"].decoded


def test_drawing_becomes_the_current_picture_on_its_background(page):
    page.session_state["sent"] = drawn((0, 0, 0, 0))
    page.run()
    assert not page.exception
    assert (current(page).name, current(page).source_format) == (easel.NAME, "drawing")
    np.testing.assert_array_equal(current(page).image, cache.background("sea", (easel.SIDE, easel.SIDE)))


def test_opening_the_easel_leaves_the_current_picture(page):
    page.run()
    assert not page.exception
    assert current(page).source_format == "sample"


def test_drawing_of_another_size_is_refused_in_words(page):
    page.session_state["sent"] = drawn(side=20)
    page.run()
    assert not page.exception
    assert "Cannot read &#x27;your drawing&#x27;" in html(page)
    assert current(page).source_format == "sample"


@pytest.mark.parametrize(
    "sent",
    [
        None,
        "text",
        {},
        drawn(background="moon"),
        {**drawn(), "pixels": 5},
        {**drawn(), "start": {"operations": {}, "base": "", "background": "sky"}},
        {**drawn(), "pixels": "A" * 5_000_000},
    ],
)
def test_nonsense_from_a_browser_is_ignored(sent):
    sketch = Sketch()
    assert not sketch.take(sent)
    assert sketch == Sketch()


def test_pixels_that_are_no_base64_leave_the_picture(page):
    page.session_state["sent"] = {**drawn(), "pixels": "!!"}
    page.run()
    assert not page.exception
    assert current(page).source_format == "sample"


def test_easel_comes_back_as_it_was_only_after_it_was_left():
    sketch = Sketch()
    sketch.come_back(1)
    assert sketch.take(drawn())
    sketch.come_back(2)
    assert sketch.start["operations"] == []  # The browser has it still.
    sketch.come_back(5)
    assert sketch.start == START


def test_browser_and_server_speak_of_the_same_canvas():
    script = (Path(easel.__file__).parent / "easel_paint.js").read_text()
    assert f"const SIDE = {easel.SIDE};" in script
