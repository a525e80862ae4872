"""Cropping and pasting, in a real Chromium."""

import base64
import io

import pytest
from PIL import Image

from tests.browser.looking import answer_of, is_red_in_the_middle, photo_of_a_red_car, settle, wait_for_pixels

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def half_and_half() -> bytes:
    """Red on the left, blue on the right."""
    image = Image.new("RGB", (400, 200), (220, 20, 20))
    image.paste((20, 20, 220), (200, 0, 400, 200))
    file = io.BytesIO()
    image.save(file, "PNG")
    return file.getvalue()


def wait_for_colour(page, channel: int) -> None:
    """Wait until the network gets a picture of one colour: 0 for red, 2 for blue."""
    wait_for_pixels(page, lambda pixels: pixels[:, :, channel].min() > 150)


def drag(page, start: tuple[float, float], end: tuple[float, float]) -> None:
    """Drag on the picture as given, from and to shares of its width and height."""
    stage = page.locator(".stage")
    stage.scroll_into_view_if_needed()
    box = stage.bounding_box()
    places = [(box["x"] + across * box["width"], box["y"] + down * box["height"]) for across, down in (start, end)]
    page.mouse.move(*places[0])
    page.mouse.down()
    page.mouse.move(*places[1], steps=6)
    page.mouse.up()


def test_frame_is_dragged_moved_by_keys_and_reset(visit):
    page = visit()
    answer_of(page)
    page.locator("input[type=file]").set_input_files(
        {"name": "halves.png", "mimeType": "image/png", "buffer": half_and_half()}
    )
    page.get_by_text("halves.png", exact=True).nth(1).wait_for()
    settle(page)
    drag(page, (0.5, 0.5), (0.95, 0.5))
    wait_for_colour(page, 2)
    for _ in range(30):
        page.locator(".frame").press("ArrowLeft")
    wait_for_colour(page, 0)
    page.get_by_role("button", name="Reset").click()
    settle(page)
    page.get_by_text("the middle square", exact=True).wait_for()
    drag(page, (0.745, 0.97), (0.6, 0.7))  # The handle in the lower right corner: a smaller part.
    page.get_by_text("the part you chose", exact=True).wait_for()


def test_picture_is_pasted_anywhere_on_the_page_and_kept_on_the_next(visit):
    page = visit()
    answer_of(page)
    page.get_by_role("button", name="Paste a picture").wait_for()
    settle(page)
    page.evaluate(
        """(content) => {
          const bytes = Uint8Array.from(atob(content), (one) => one.charCodeAt(0));
          const transfer = new DataTransfer();
          transfer.items.add(new File([bytes], "image.jpg", { type: "image/jpeg" }));
          document.body.dispatchEvent(new ClipboardEvent("paste", { clipboardData: transfer, bubbles: true }));
        }""",
        base64.b64encode(photo_of_a_red_car()).decode(),
    )
    page.get_by_text("pasted picture", exact=True).wait_for()
    settle(page)
    wait_for_pixels(page, is_red_in_the_middle)
    page.get_by_role("link", name="Networks", exact=True).click()
    page.get_by_role("link", name="Predict", exact=True).click()
    page.get_by_text("pasted picture", exact=True).wait_for()


def test_many_files_come_in_batches_and_their_table_stays_until_it_is_to_be_forgotten(visit):
    page = visit()
    answer_of(page)
    settle(page)
    files = [{"name": f"{number}.png", "mimeType": "image/png", "buffer": half_and_half()} for number in range(12)]
    page.locator("input[type=file]").set_input_files(files)
    page.get_by_role("heading", name="Your 12 pictures", exact=True).wait_for()
    page.get_by_text("0.png", exact=True).first.wait_for()  # The first became the current picture.
    page.get_by_role("link", name="Networks", exact=True).click()
    page.get_by_role("link", name="Predict", exact=True).click()
    page.get_by_role("heading", name="Your 12 pictures", exact=True).wait_for()
    page.get_by_role("button", name="Forget all").click()
    page.get_by_role("heading", name="Your 12 pictures", exact=True).wait_for(state="detached")
    assert page.locator("[data-testid=stException]").count() == 0


@pytest.mark.parametrize("width", [390, 660, 800, 1000])
def test_no_way_to_bring_a_picture_and_no_class_is_cut_off(visit, width):
    page = visit("?sample=dog-1", width=width)
    answer_of(page)
    page.locator(".stPlotlyChart .ytick text").nth(4).wait_for()
    settle(page)
    cut = page.evaluate(
        """() => {
          const ends = (element) => element.getBoundingClientRect();
          const row = ends(document.querySelector('.st-key-source'));
          const ways = [...document.querySelectorAll('.st-key-source button')];
          const chart = ends(document.querySelector('.stPlotlyChart'));
          const names = [...document.querySelectorAll('.stPlotlyChart .ytick text')];
          const hidden = [...ways.filter((way) => ends(way).right > row.right + 1),
            ...names.filter((name) => ends(name).left < chart.left - 1)];
          return { ways: ways.length, names: names.length, hidden: hidden.map((one) => one.textContent) };
        }"""
    )
    assert (cut["ways"], cut["names"]) == (4, 5)
    assert cut["hidden"] == []
