"""What a person does with the app, in a real Chromium."""

from urllib.parse import urljoin

import pytest

from cifar_demo.constants import CLASS_NAMES
from tests.browser.looking import (
    answer_of,
    give,
    is_red_in_the_middle,
    photo_of_a_red_car,
    settle,
    wait_for_pixels,
    wait_for_text,
)

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_uploaded_photo_is_answered_and_stays_from_page_to_page(visit):
    page = visit()
    answer_of(page)
    give(page, "my <i>car</i>.jpg", photo_of_a_red_car())
    assert answer_of(page) in CLASS_NAMES
    wait_for_pixels(page, is_red_in_the_middle)
    page.get_by_role("link", name="Inside", exact=True).click()
    page.get_by_role("heading", name="What it made of your picture").first.wait_for()
    page.get_by_role("link", name="Predict", exact=True).click()
    wait_for_text(page, "my <i>car</i>.jpg")


def test_sample_stands_in_the_address_and_a_text_file_does_not_push_it_away(visit):
    from playwright.sync_api import expect

    page = visit()
    answer_of(page)
    page.get_by_role("button", name="Sample: Green frog").click()
    page.get_by_text("Green frog, drawn by this app.").first.wait_for()
    page.wait_for_url("**sample=frog-1**")
    page.locator("input[type=file]").set_input_files(
        {"name": "notes.jpg", "mimeType": "image/jpeg", "buffer": b"only words, no picture at all"}
    )
    page.get_by_role("alert").filter(has_text="Cannot read 'notes.jpg'").first.wait_for()
    # While the page is being written again, the words before stand beside the new ones for a moment.
    expect(page.get_by_text("Green frog, drawn by this app.")).to_have_count(1)


def test_pages_fit_a_phone(visit):
    page = visit(width=390, height=844)
    for path in ("", "inside", "compare", "report", "dataset", "networks"):
        page.goto(urljoin(page.url, f"/{path}"))
        page.get_by_role("heading", level=1).wait_for()
        settle(page)
        assert page.locator("[data-testid=stException]").count() == 0
        assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= 390


def test_menu_of_a_phone_closes_behind_who_chose_a_page(visit):
    page = visit(width=390, height=844)
    settle(page)
    page.get_by_test_id("stExpandSidebarButton").click()
    for name in ("Networks", "Tour"):
        page.get_by_role("link", name=name, exact=True).click()
        page.get_by_test_id("stExpandSidebarButton").click()  # It is there only while the menu is closed.


def test_answer_to_an_upload_is_in_the_first_screen_of_a_phone(visit):
    page = visit(width=390, height=844)
    answer_of(page)
    give(page, "car.jpg", photo_of_a_red_car())
    wait_for_pixels(page, is_red_in_the_middle)
    box = page.locator(".answer").bounding_box()
    assert box["y"] + box["height"] <= 844
    assert box["y"] + box["height"] <= page.locator(".stage").bounding_box()["y"]
