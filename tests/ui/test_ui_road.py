"""The road to 32x32, and what a visitor changes on it."""

import dataclasses
import io
from types import SimpleNamespace

import numpy as np
import pytest
from PIL import Image

from cifar_demo.commands.predict import answer_file
from cifar_demo.image.decode import decode_image
from cifar_demo.image.framing import DEFAULT_VIEWS, FRAME_MODES, RESAMPLINGS, frame_image
from cifar_demo.inference.answer import answer_picture
from cifar_demo.results import DecodedImage
from cifar_demo.ui import cache, picture_state, road_words, state
from cifar_demo.ui.components import road
from cifar_demo.ui.components.crop_box import is_box
from tests.ui.conftest import PATIENCE, html


def photo(orientation: int = 1) -> bytes:
    pixels = np.random.default_rng(1).integers(0, 256, (9, 12, 3), np.uint8)
    image = Image.fromarray(pixels).resize((240, 180), Image.Resampling.BICUBIC)
    exif = Image.Exif()
    exif[0x0112] = orientation
    file = io.BytesIO()
    image.save(file, "PNG", exif=exif)
    return file.getvalue()


@pytest.fixture
def with_photo(app, with_weights):
    page = app.run()
    return page.file_uploader[0].upload("photo.png", photo(), "image/png").run()


def current(page) -> picture_state.CurrentPicture:
    return page.session_state["current_picture"]


@pytest.mark.parametrize("mode", FRAME_MODES)
def test_frame_that_is_picked_is_the_one_networks_see_and_the_strip_tells(with_photo, mode):
    page = with_photo.segmented_control(key=state.FRAME_MODE).set_value(mode).run()
    assert not page.exception
    expected = frame_image(decode_image(photo(), "photo.png").image, mode=mode)
    np.testing.assert_array_equal(current(page).framed.image, expected.image)
    assert html(page).count("<li>") == 5 + DEFAULT_VIEWS
    assert "merged into 1,024" in html(page)


def test_filter_changes_the_pixels_and_holds_for_the_next_picture(with_photo):
    page = with_photo.selectbox(key=state.RESAMPLING).select("nearest").run()
    expected = frame_image(decode_image(photo(), "photo.png").image, resampling="nearest")
    np.testing.assert_array_equal(current(page).framed.image, expected.image)
    page.file_uploader[0].upload("other.png", photo(3), "image/png").run()
    turned = frame_image(decode_image(photo(3), "other.png").image, resampling="nearest")
    np.testing.assert_array_equal(current(page).framed.image, turned.image)


def test_several_views_are_averaged_shown_and_counted(with_photo):
    assert current(with_photo).network_input.shape == (DEFAULT_VIEWS, 32, 32, 3)
    page = with_photo.slider(key=state.NUM_VIEWS).set_value(4).run()
    assert not page.exception
    assert current(page).network_input.shape == (4, 32, 32, 3)
    shown = html(page)
    assert shown[shown.index('<ol class="views"') :].count("<li>") == 4
    assert any("4 views, one answer." in element.value for element in page.markdown)
    page.toggle(key=state.HAS_VIEWS).set_value(False).run()
    assert current(page).network_input.shape == (32, 32, 3)


def one_view_note(page_script, first: str, together: str) -> str:
    """What a page says where the first view is answered one way and all together another."""
    answers = {3: first, 4: together}

    def answer(network, image):
        best = SimpleNamespace(class_name=answers[image.ndim])
        return dataclasses.replace(cache.classifier(network).predict(image), top_k=(best,))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cache, "prediction", answer)
        page = page_script.run()
    assert not page.exception
    return html(page)


@pytest.mark.usefixtures("with_weights")
def test_page_that_follows_one_view_says_so_where_all_together_answer_otherwise(explain):
    assert road_words.one_view(DEFAULT_VIEWS, "dog", "cat") in one_view_note(explain, "cat", "dog")


@pytest.mark.usefixtures("with_weights")
def test_page_that_follows_one_view_says_why_percentages_differ_where_all_agree(explain):
    said = one_view_note(explain, "cat", "cat")
    assert road_words.one_view(DEFAULT_VIEWS, "cat", "cat") in said
    assert "says cat" not in said


def test_app_and_command_line_give_the_same_numbers(with_photo, tmp_path):
    file = tmp_path / "photo.png"
    file.write_bytes(photo())
    page = with_photo.segmented_control(key=state.FRAME_MODE).set_value("pad").run()
    page.slider(key=state.NUM_VIEWS).set_value(3).run()
    network = page.session_state[state.NETWORK]
    classifier = cache.classifier(network)
    shown = cache.prediction(network, current(page).network_input)
    row = answer_file(classifier, file, mode="pad", num_views=3, top_k=10)
    assert [scored.class_name for scored in shown.top_k] == [scored["class_name"] for scored in row["top_k"]]
    wanted = [scored["probability"] for scored in row["top_k"]]
    np.testing.assert_allclose([scored.probability for scored in shown.top_k], wanted, rtol=1e-5)
    assert shown.familiarity == pytest.approx(row["familiarity"])
    same = answer_picture(classifier, decode_image(photo(), "photo.png").image, mode="pad", num_views=3)
    np.testing.assert_allclose(shown.logits, same.logits, rtol=1e-5)


def _boxed() -> None:
    from cifar_demo.ui import picture_state, state
    from cifar_demo.ui.pages import predict

    state.start()
    if "boxed" not in state.st.session_state:
        state.st.session_state["boxed"] = True
        picture_state.choose_box((100, 40, 200, 140))
    predict.show()


@pytest.mark.usefixtures("with_weights")
def test_part_that_is_chosen_is_what_all_pages_get():
    from streamlit.testing.v1 import AppTest

    page = AppTest.from_function(_boxed, default_timeout=PATIENCE).run()
    assert not page.exception
    assert current(page).framed.box == (100, 40, 200, 140)
    assert "the part you chose" in html(page)
    page.segmented_control(key=state.FRAME_MODE).set_value("squash").run()
    assert current(page).framed.box == (100, 40, 200, 140)  # a change of frame keeps the part


def test_turned_picture_lies_as_in_its_file_in_the_first_step_only():
    decoded = decode_image(photo(6), "turned.png")
    picture = picture_state.CurrentPicture(decoded, decoded.image, (frame_image(decoded.image),))
    state.st.session_state.clear()
    given, upright, framed, small, received = road.road_steps(picture)
    assert "turned" in upright.sentence
    assert given.picture != upright.picture
    assert "180 × 240" in given.sentence or "240 × 180" in given.sentence
    assert (framed.word, small.word) == ("Framed", "32 × 32")
    assert "red" in received.sentence


@pytest.mark.parametrize("sent", [[1, 2, 3], [1, 2, 3, "4"], "box", None, [1.5, 2, 3, 4], {"a": 1}])
def test_nonsense_from_a_browser_is_no_box(sent):
    assert not is_box(sent)


@pytest.mark.parametrize("sent", [[], [0, 0, 8, 8]])
def test_box_or_none_is_taken(sent):
    assert is_box(sent)


@pytest.mark.parametrize(
    ("classes", "text"),
    [
        (("cat", "cat"), "All say a cat."),
        (("cat", "dog", "dog"), "They differ: 2 say a dog, 1 says a cat."),
    ],
)
def test_agreement_in_words(classes, text):
    assert road_words.agreement(classes) == text


def test_every_frame_and_filter_has_its_words():
    assert set(road_words.FRAMES) == set(FRAME_MODES)
    assert set(road_words.FILTERS) == set(RESAMPLINGS)


@pytest.mark.parametrize(
    ("mode", "box", "text"),
    [("crop", (0, 0, 40, 40), "the square that you chose"), ("squash", (0, 0, 60, 100), "squeezed into a square")],
)
def test_story_tells_of_other_frames(mode, box, text):
    image = np.zeros((100, 60, 3), np.uint8)
    framed = frame_image(image, mode=mode, box=box)
    assert text in " ".join(road_words.picture_story(DecodedImage(image, "a.png", "PNG", (60, 100)), framed))


@pytest.mark.parametrize(
    ("side", "text"), [(32, "nothing to do"), (20, "20 × 20 pixels spread over 1,024"), (64, "64 × 64 pixels merged")]
)
def test_road_tells_what_becomes_of_the_pixels(side, text):
    image = np.zeros((side, side, 3), np.uint8)
    decoded = DecodedImage(image, "a.png", "PNG", (side, side))
    said = road_words.road(decoded, frame_image(image), is_chosen=False, limit=2.0)
    assert text in dict(said)["32 × 32"]


def test_what_the_first_view_leaves_out_is_not_said_to_be_lost_where_another_holds_it(with_photo):
    assert current(with_photo).is_seen_whole
    assert "left out of this first view" in html(with_photo)
    with_photo.slider(key=state.NUM_VIEWS).set_value(4).run()
    assert not current(with_photo).is_seen_whole
    assert "are left out." in html(with_photo)


def test_hint_of_the_frame_tells_whether_all_is_seen():
    assert "further ones see all" in road_words.frame_hint(is_seen_whole=True)
    assert "only what is inside goes on" in road_words.frame_hint(is_seen_whole=False)
