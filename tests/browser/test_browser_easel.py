"""Drawing, in a real Chromium: by mouse and by finger."""

import pytest

from tests.browser.looking import answer_of, settle, wait_for_pixels

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def easel(visit):
    return open_easel(visit())


def open_easel(page):
    answer_of(page)
    page.get_by_text("Draw", exact=True).click()
    page.locator("canvas.layer").wait_for()
    settle(page)
    return page


def place(page, across: float, down: float) -> tuple[float, float]:
    """Where on the page a place of the canvas lies, from 0 to 1 across and down."""
    canvas = page.locator("canvas.layer")
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    return box["x"] + across * box["width"], box["y"] + down * box["height"]


def drag(page, start: tuple[float, float], end: tuple[float, float]) -> None:
    page.mouse.move(*place(page, *start))
    page.mouse.down()
    page.mouse.move(*place(page, *end), steps=8)
    page.mouse.up()


def press(page, *names: str) -> None:
    for name in names:
        page.locator(".easel").get_by_role("button", name=name, exact=True).click()


def is_dark_across(pixels) -> bool:
    return bool(pixels[16, 8:24].mean() < 90)


def is_empty_across(pixels) -> bool:
    return bool(pixels[16, 8:24].mean() > 150)


def test_each_stroke_is_answered_taken_back_and_done_again(easel):
    drag(easel, (0.1, 0.5), (0.9, 0.5))
    wait_for_pixels(easel, is_dark_across)
    press(easel, "Undo")
    wait_for_pixels(easel, is_empty_across)
    press(easel, "Redo")
    wait_for_pixels(easel, is_dark_across)
    easel.locator(".easel .stage").press("Control+z")
    wait_for_pixels(easel, is_empty_across)
    press(easel, "Redo", "Clear")
    wait_for_pixels(easel, is_empty_across)
    press(easel, "Undo")
    wait_for_pixels(easel, is_dark_across)


def test_fill_stays_inside_its_lines_and_the_eraser_brings_the_background_back(easel):
    press(easel, "Start from a truck")
    press(easel, "Fill", "red")
    easel.mouse.click(*place(easel, 0.3, 0.4))
    wait_for_pixels(easel, lambda pixels: red(pixels[10:20, 4:18]) and not red(pixels[2:6, 4:18]))
    press(easel, "Eraser", "Broad line")
    drag(easel, (0.05, 0.4), (0.6, 0.4))
    wait_for_pixels(easel, lambda pixels: not red(pixels[12:14, 4:18]) and red(pixels[18:20, 4:11]))


def red(pixels) -> bool:
    return bool(pixels[..., 0].mean() > 150 and pixels[..., 1].mean() < 90)


def test_drawing_is_there_after_a_look_at_another_page(easel):
    press(easel, "sky background")
    drag(easel, (0.1, 0.5), (0.9, 0.5))
    wait_for_pixels(easel, is_dark_across)
    easel.get_by_role("link", name="Networks", exact=True).click()
    easel.get_by_role("link", name="Predict", exact=True).click()
    easel.locator("canvas.layer").wait_for()
    settle(easel)
    wait_for_pixels(easel, is_dark_across)
    press(easel, "Undo")
    wait_for_pixels(easel, lambda pixels: is_empty_across(pixels) and pixels[4, 16, 2] > pixels[4, 16, 0] + 40)


def test_finger_draws_on_a_phone_and_the_answer_is_in_the_first_screen(visit):
    page = open_easel(visit(width=390, height=844))
    finger = page.context.new_cdp_session(page)

    def touch(kind: str, *points: tuple[float, float]) -> None:
        finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y} for x, y in points]})

    touch("touchStart", place(page, 0.1, 0.5))
    for step in range(1, 9):
        touch("touchMove", place(page, 0.1 + step / 10, 0.5))
    touch("touchEnd")
    wait_for_pixels(page, is_dark_across)
    page.evaluate("document.querySelector('[data-testid=stMain]').scrollTo(0, 0)")
    answer, canvas = page.locator(".answer").bounding_box(), page.locator("canvas.layer").bounding_box()
    assert answer["y"] + answer["height"] <= canvas["y"]
    assert canvas["y"] + canvas["height"] <= 844
