"""The tour in a real Chromium: walked by keys and dots, with a window that slides."""

import numpy as np
import pytest

from cifar_demo.anatomy.feature_maps import FeatureExtractor
from cifar_demo.anatomy.kernels import layer_kernels
from cifar_demo.anatomy.landmarks import liveliest_channel
from cifar_demo.image.framing import frame_image
from cifar_demo.image.samples import draw_sample
from cifar_demo.inference.classifier import load_classifier
from tests.browser.looking import settle

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def at(page, number: int) -> None:
    page.get_by_role("heading", level=1).filter(has_text=f"{number}. ").wait_for()
    settle(page)


def test_arrow_keys_and_dots_walk_and_the_address_keeps_the_step(visit):
    page = visit("tour?network=lenet&sample=ship-1")
    at(page, 1)
    page.get_by_role("button", name="Next", exact=True).wait_for()  # The bar hears no key before it is there.
    page.wait_for_timeout(300)
    page.locator("body").press("ArrowRight")
    at(page, 2)
    page.wait_for_function("location.search.includes('step=cortex')")
    page.get_by_role("button", name="Step 5: Pooling: smaller maps").click()
    at(page, 5)
    page.wait_for_function("location.search.includes('step=pooling')")
    page.get_by_role("button", name="Back", exact=True).click()
    at(page, 4)
    page.keyboard.press("ArrowLeft")  # The bar's own button has the focus now, as in front of a class.
    at(page, 3)
    page.keyboard.press("ArrowRight")
    at(page, 4)
    page.get_by_role("button", name="Next: Pooling").click()
    at(page, 5)
    assert page.locator("[data-testid=stException]").count() == 0


def test_back_and_forward_of_the_browser_lead_to_the_steps_before_and_after(visit):
    page = visit("tour?network=lenet&sample=ship-1")
    at(page, 1)
    page.get_by_role("button", name="Step 3: Convolution", exact=False).click()
    at(page, 3)
    page.wait_for_function("location.search.includes('step=convolution')")
    page.get_by_role("button", name="Step 5: Pooling: smaller maps").click()
    at(page, 5)
    page.wait_for_function("location.search.includes('step=pooling')")
    page.go_back()
    at(page, 3)
    page.go_forward()
    at(page, 5)
    assert page.locator("[data-testid=stException]").count() == 0


def test_keys_within_a_figure_leave_the_step_alone(visit):
    page = visit("tour?network=lenet&sample=ship-1&step=convolution")
    at(page, 3)
    board = page.locator(".walk .board")
    before = page.locator(".walk .total").inner_text()
    board.press("ArrowRight")
    board.press("ArrowRight")
    assert page.locator(".walk .total").inner_text() != before
    page.wait_for_timeout(1000)  # Long enough for a step that must not come.
    at(page, 3)
    assert "step=convolution" in page.url


def test_window_slides_until_it_is_stopped(visit):
    page = visit("tour?network=lenet&sample=ship-1&step=convolution")
    at(page, 3)
    page.get_by_role("button", name="Play", exact=True).click()
    first = page.locator(".walk .total").inner_text()
    page.wait_for_timeout(700)
    page.get_by_role("button", name="Pause").click()
    stopped = page.locator(".walk .total").inner_text()
    assert stopped != first
    page.wait_for_timeout(300)
    assert page.locator(".walk .total").inner_text() == stopped


def test_browser_adds_up_to_what_the_network_wrote(visit, untrained_folder):
    model = load_classifier("lenet", untrained_folder).model
    outputs = FeatureExtractor(model).extract(frame_image(draw_sample("ship-1")).image)
    maps = outputs["stage1_conv"].activation
    written = maps[..., liveliest_channel(maps, layer_kernels(model, "stage1_conv").kernel)].ravel()
    page = visit("tour?network=lenet&sample=ship-1&step=convolution")
    at(page, 3)
    total = page.locator(".walk .total b").inner_text().replace("\u2212", "-")
    assert float(total) == pytest.approx(float(written[np.abs(written).argmax()]), abs=0.006)


@pytest.mark.parametrize("step", ["pixels", "convolution", "deeper", "softmax", "timeline"])
def test_step_fits_a_phone(visit, step):
    page = visit(f"tour?network=lenet&sample=ship-1&step={step}", width=390, height=844)
    page.get_by_role("heading", level=1).wait_for()
    settle(page)
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= 390
