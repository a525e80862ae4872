"""Pasting, animations, transparent pictures."""

import base64
import io

import numpy as np
import pytest
from PIL import Image
from streamlit.testing.v1 import AppTest

from cifar_demo.image.opening import MAX_FILE_BYTES
from cifar_demo.ui import state
from cifar_demo.ui.components.paste import unpacked
from tests.ui.conftest import PATIENCE, html


def animation() -> bytes:
    frames = [Image.new("RGB", (40, 40), colour) for colour in ("red", "lime", "blue")]
    file = io.BytesIO()
    frames[0].save(file, "GIF", save_all=True, append_images=frames[1:])
    return file.getvalue()


def see_through() -> bytes:
    file = io.BytesIO()
    Image.new("RGBA", (40, 40), (0, 0, 0, 0)).save(file, "PNG")
    return file.getvalue()


def middle(page) -> list[int]:
    return page.session_state["current_picture"].framed.image[16, 16].tolist()


@pytest.mark.usefixtures("with_weights")
def test_frame_of_an_animation_is_chosen_with_a_slider(app):
    page = app.run()
    page.file_uploader[0].upload("loop.gif", animation(), "image/gif").run()
    assert page.slider(key=state.FRAME_NUMBER).value == 1
    page.slider(key=state.FRAME_NUMBER).set_value(3).run()
    assert not page.exception
    np.testing.assert_allclose(middle(page), [0, 0, 255], atol=3)
    assert page.slider(key=state.FRAME_NUMBER).value == 3


@pytest.mark.usefixtures("with_weights")
def test_transparent_picture_lets_a_colour_of_choice_through(app):
    page = app.run()
    assert not page.color_picker
    page.file_uploader[0].upload("clear.png", see_through(), "image/png").run()
    assert middle(page) == [255, 255, 255]
    page.color_picker(key=state.BACKGROUND).set_value("#20c040").run()
    assert not page.exception
    assert middle(page) == [0x20, 0xC0, 0x40]
    assert page.color_picker(key=state.BACKGROUND).value == "#20c040"


def _pasted() -> None:
    from cifar_demo.ui import state
    from cifar_demo.ui.components import uploads
    from cifar_demo.ui.pages import predict

    state.start()
    if (sent := state.value_of("sent")) is not None:
        uploads.take_pasted(*sent)
    predict.show()


@pytest.mark.usefixtures("with_weights")
def test_pasted_picture_becomes_the_current_one_and_a_large_one_is_refused_in_words():
    page = AppTest.from_function(_pasted, default_timeout=PATIENCE)
    page.session_state["sent"] = (see_through(), 100)
    page.run()
    assert not page.exception
    assert page.session_state["current_picture"].decoded.name == "pasted picture"
    page.session_state["sent"] = (b"", MAX_FILE_BYTES + 1)
    page.run()
    assert "the limit is 20 MB" in html(page)
    page.session_state["sent"] = (b"words only", 10)
    page.run()
    assert "it holds text, not a picture" in html(page)


@pytest.mark.parametrize("sent", [None, "text", {}, {"content": 5, "size": 1}, {"content": "!!", "size": 1}])
def test_nonsense_instead_of_a_pasted_file_is_ignored(sent):
    assert unpacked(sent) is None


def test_pasted_file_is_unpacked():
    assert unpacked({"content": base64.b64encode(b"abc").decode(), "size": 3}) == (b"abc", 3)
