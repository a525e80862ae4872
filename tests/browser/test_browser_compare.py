"""Clicks that lead from one page to another, and the map of the test set, in a real Chromium."""

import os

import pytest
from PIL import Image

from cifar_demo.dataset.cifar10 import ENVIRONMENT_VARIABLE
from tests.browser.looking import settle

pytestmark = [pytest.mark.browser, pytest.mark.slow]

needs_data = pytest.mark.skipif(not os.environ.get(ENVIRONMENT_VARIABLE), reason="CIFAR10_DIR is not set")


def test_mark_on_the_chart_leads_to_that_network_s_report(visit):
    page = visit("compare")
    marks = page.locator(".st-key-num_params .scatterlayer .point")
    marks.last.wait_for()
    settle(page)
    marks.last.scroll_into_view_if_needed()
    frame = marks.last.bounding_box()
    page.mouse.click(frame["x"] + frame["width"] / 2, frame["y"] + frame["height"] / 2)
    page.get_by_role("heading", name="How good is it").wait_for()
    page.wait_for_url("**/report**")


def test_maps_of_the_same_depth_lead_into_that_layer(visit):
    page = visit("compare")
    page.get_by_role("button", name="LeNet-5, ").first.click()
    page.get_by_role("heading", name="Inside the network").wait_for()
    page.wait_for_url("**/inside**network=lenet**")


def test_report_is_downloaded_and_draws_without_a_network(visit, browser, tmp_path):
    page = visit("report?network=lenet")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="This report as one HTML file").click()
    file = tmp_path / "report.html"
    waiting.value.save_as(file)
    context = browser.new_context(offline=True)
    opened, faults = context.new_page(), []
    opened.on("pageerror", lambda error: faults.append(str(error)))
    opened.goto(file.as_uri())
    opened.locator(".heatmaplayer image").first.wait_for()
    assert opened.locator(".figure .main-svg").count() >= 8
    context.close()
    assert not faults


@needs_data
def test_cell_of_the_confusion_matrix_opens_its_pictures(visit):
    page = visit("report?network=lenet")
    cells = page.locator(".st-key-lenet_confusion .heatmaplayer image").first
    cells.wait_for()
    settle(page)
    cells.scroll_into_view_if_needed()
    frame = cells.bounding_box()
    # The untrained network's card says that every picture was answered rightly: frog is the seventh.
    page.mouse.click(frame["x"] + frame["width"] * 0.65, frame["y"] + frame["height"] * 0.65)
    page.get_by_text("2 frogs answered rightly.").wait_for()
    page.get_by_role("button", name="test picture").first.click()
    page.get_by_role("heading", name="What does a network see?").wait_for()
    page.get_by_text("CIFAR-10 test picture").first.wait_for()


def test_where_each_looked_is_shown_in_a_row_and_leads_to_its_explanation(visit):
    page = visit("compare")
    page.get_by_text("where each looked").click()
    page.get_by_role("group", name="Grad-CAM of each network").get_by_role("button").first.click()
    page.get_by_role("heading", name="Why this answer?").wait_for()
    page.wait_for_url("**/explain**method=grad_cam**")


@needs_data
def test_map_of_the_test_set_is_saved_as_a_picture(visit, tmp_path):
    page = visit("dataset?network=lenet")
    page.get_by_role("tab", name="Map").click()
    page.locator(".dots").wait_for()
    settle(page)
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Save as PNG").click()
    waiting.value.save_as(tmp_path / "map.png")
    with Image.open(tmp_path / "map.png") as saved:
        assert len(saved.convert("RGB").getcolors(maxcolors=1 << 24)) > 10


@needs_data
def test_map_answers_to_the_mouse_and_a_click_chooses(visit):
    page = visit("dataset?network=lenet")
    page.get_by_role("tab", name="Map").click()
    dots = page.locator(".dots")
    dots.wait_for()
    page.get_by_text("principal components").wait_for()
    settle(page)
    dots.scroll_into_view_if_needed()
    frame = dots.bounding_box()
    found = None
    for share in range(40, 61):
        place = (frame["x"] + frame["width"] * share / 100, frame["y"] + frame["height"] / 2)
        page.mouse.move(*place)
        if page.locator(".tip").is_visible():
            found = place
            break
    assert found, "No picture was found under the mouse in the middle of the map."
    assert "est picture" in page.locator(".tip span").inner_text()
    page.mouse.click(*found)
    page.get_by_role("heading", name="What does a network see?").wait_for()
