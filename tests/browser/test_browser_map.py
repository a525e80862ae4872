"""The map in a real Chromium: the picture travels, stages open, and the server hears of neither."""

import pytest

from tests.browser.looking import settle

pytestmark = [pytest.mark.browser, pytest.mark.slow]
INCEPTION = "inside?network=googlenet&sample=ship-1&layer=stage4_block2_branch2_conv1"


@pytest.fixture
def chart(visit):
    """Open the page at a layer; give it with a list that grows by each message and request that it sends."""

    def open_at(path, **options):
        page = visit(**options)
        sent = []
        page.on("websocket", lambda socket: socket.on("framesent", lambda _: sent.append("message")))
        page.on("request", lambda request: sent.append(request.url))
        page.goto(page.url.split("?")[0].rstrip("/") + "/" + path)
        page.locator(".network-map .node").first.wait_for()
        settle(page)
        page.wait_for_timeout(500)
        return page, sent

    return open_at


def names(page):
    return page.locator(".network-map .node").evaluate_all("nodes => nodes.map(node => node.dataset.name)")


def test_wide_network_opens_around_its_layer_and_zooms_without_the_server(chart):
    page, sent = chart(INCEPTION)
    before = len(sent)
    assert sent.count("message") > 0
    assert {"stage4_block2_branch1_relu", "stage4_block2_branch4_pool", "stage4_block1", "stage3"} <= set(names(page))
    page.get_by_role("button", name="Whole network").click()
    assert names(page) == ["input", "stage1", "stage2", "stage3", "stage4", "stage5", "logits"]
    page.locator("[data-name=stage3]").click()
    assert {"stage3_block1", "stage3_block2", "stage3_pool"} <= set(names(page))
    page.locator("[data-name=stage3_block1]").press("Enter")
    assert "stage3_block1_branch3_relu2" in names(page)
    page.keyboard.press("Escape")
    assert "stage3_block1" in names(page)
    page.get_by_role("button", name="Every layer").click()
    assert len(names(page)) == 81
    page.wait_for_timeout(300)
    assert len(sent) == before, sent[before:]


def test_layer_that_is_picked_in_an_open_module_comes_into_view_below(chart):
    page, _ = chart(INCEPTION)
    page.locator("[data-name=stage4_block2_branch4_pool]").click()
    page.wait_for_function("location.search.includes('layer=stage4_block2_branch4_pool')")
    page.get_by_role("heading", name="branch 4 pooling").wait_for()


def test_picture_travels_and_stops_where_it_is_told(chart):
    page, sent = chart("inside?network=lenet&sample=ship-1")
    before = len(sent)
    assert sent.count("message") > 0
    ahead = page.locator(".network-map .node.ahead")
    page.get_by_role("button", name="Play", exact=True).click()
    page.locator(".network-map .travellers image").first.wait_for(state="attached")
    assert ahead.count() > 0
    page.get_by_role("button", name="Pause").click()
    page.locator(".network-map .play").press("ArrowRight")
    left = ahead.count()
    assert page.locator(".network-map .travellers image").count() == 0
    page.locator(".network-map .play").press("ArrowRight")
    assert ahead.count() == left - 1
    page.locator(".network-map .play").press("ArrowLeft")
    assert ahead.count() == left
    assert "maps of" in page.locator(".network-map .said").inner_text()
    page.locator(".network-map .play").press("Escape")
    assert ahead.count() == 0
    page.wait_for_timeout(300)
    assert len(sent) == before, sent[before:]


def test_who_wants_no_motion_sees_steps(chart):
    page, _ = chart("inside?network=lenet&sample=ship-1")
    page.emulate_media(reduced_motion="reduce")
    page.get_by_role("button", name="Play", exact=True).click()
    page.locator(".network-map .node.here[data-name=stage1_tanh]").wait_for()
    assert page.locator(".network-map .travellers image").count() == 0


@pytest.mark.parametrize("network", ["lenet", "alexnet", "zfnet", "vggnet", "googlenet", "resnet"])
@pytest.mark.parametrize("width", [1440, 390])
def test_no_label_runs_into_another(chart, network, width):
    page, _ = chart(f"inside?network={network}&sample=ship-1", width=width, height=900)
    overlapping = page.locator(".network-map .board").evaluate(
        """board => {
          const boxes = [...board.querySelectorAll('.name, .shape')].map((text) => text.getBoundingClientRect());
          const meet = (a, b) => a.left < b.right - 1 && b.left < a.right - 1
            && a.top < b.bottom - 2 && b.top < a.bottom - 2;
          return boxes.filter((a, i) => boxes.some((b, j) => j > i && meet(a, b))).length;
        }"""
    )
    assert overlapping == 0
