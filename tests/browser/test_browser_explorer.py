"""The explorer in a real Chromium: it answers without the server, and the server hears of a pin only."""

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.slow]
LINK = "inside?network=lenet&sample=ship-1&layer=stage2_conv&unit=3.4.0"


def settle(page) -> None:
    page.locator("[data-testid=stApp][data-test-script-state=notRunning]").first.wait_for()


@pytest.fixture
def explorer(visit):
    """The page, and a list that grows by each message over its socket and each request that it sends."""
    page = visit()
    sent = []
    page.on("websocket", lambda socket: socket.on("framesent", lambda _: sent.append("message")))
    page.on("request", lambda request: sent.append(request.url))
    page.goto(page.url.split("?")[0].rstrip("/") + "/" + LINK)
    page.get_by_text("map 0, row 3, column 4 · pinned").first.wait_for()
    settle(page)
    return page, sent


def test_pointing_answers_without_the_server(explorer):
    page, sent = explorer
    page.wait_for_timeout(500)
    before = len(sent)
    assert sent.count("message") > 0
    board = page.locator(".board .overlay")
    frame = board.bounding_box()
    seen = set()
    for share in (0.05, 0.3, 0.55, 0.8):
        board.hover(position={"x": frame["width"] * share, "y": frame["height"] * 0.2})
        seen.add(page.locator(".readout").inner_text())
    assert len(seen) == 4
    assert all("value" in text and "sees 14 × 14 pixels" in text for text in seen)
    page.wait_for_timeout(500)
    assert len(sent) == before, sent[before:]


def test_click_pins_a_unit_and_the_address_keeps_it(explorer):
    page, _ = explorer
    board = page.locator(".board .overlay")
    frame = board.bounding_box()
    board.click(position={"x": frame["width"] * 0.3, "y": frame["height"] * 0.2})
    page.wait_for_function("!location.search.includes('unit=3.4.0') && location.search.includes('unit=')")
    settle(page)
    row, column, channel = page.url.split("unit=")[1].split("&")[0].split(".")
    page.get_by_text(f"Here is map {channel}, row {row}, column {column} again").first.wait_for()
    assert page.locator("[data-testid=stException]").count() == 0


def test_arrow_keys_move_and_enter_pins(explorer):
    page, _ = explorer
    page.get_by_role("application", name="maps of").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("PageDown")
    assert "map 1, row 4, column 5" in page.locator(".readout").inner_text()
    page.wait_for_function(
        "[...document.querySelectorAll('*')].some(e => (e.shadowRoot?.querySelector('.spoken')?.textContent ?? '')"
        ".includes('map 1, row 4, column 5'))"
    )
    page.keyboard.press("Enter")
    page.wait_for_function("location.search.includes('unit=4.5.1')")


def test_node_of_the_map_is_a_layer(explorer):
    page, _ = explorer
    page.locator("[data-name=stage1_pool]").click()
    page.get_by_role("heading", name="S2 · stage 1 pooling").first.wait_for()
    page.wait_for_function("location.search.includes('layer=stage1_pool')")


def test_explorer_fits_a_phone_and_follows_a_finger(visit):
    page = visit(LINK, width=390, height=844)
    page.locator(".board .maps").first.wait_for()
    settle(page)
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= 390
    board = page.locator(".board .overlay")
    frame = board.bounding_box()
    board.tap(position={"x": frame["width"] * 0.7, "y": frame["height"] * 0.1})
    page.wait_for_function("location.search.includes('unit=') && !location.search.includes('unit=3.4.0')")


def test_number_is_followed_back_through_pooling(visit):
    page = visit("inside?network=vggnet&sample=ship-1&layer=stage1_pool&unit=3.4.5")
    page.get_by_role("button", name="Where it came from").click()
    page.wait_for_function("location.search.includes('layer=stage1_relu2')")
    page.get_by_text("Here is map 5, row").first.wait_for()
    assert page.locator("[data-testid=stException]").count() == 0
