"""Who comes by a link and goes on to another page without a click in between finds their network there.

The visitor is a session without a browser (`benchmarks.session`): in a browser some part of the page may send a message
by itself meanwhile, and hide what goes wrong.
"""

import pytest

from benchmarks.serving import serving
from benchmarks.session import Session
from cifar_demo.networks import get_spec
from tests.browser.conftest import ROOT
from tests.browser.looking import finish
from tests.making import write_untrained

pytestmark = pytest.mark.slow

NETWORKS = ("lenet", "vggnet")
WITH_PICKER = ("tour", "inside", "explain", "break", "report", "")


@pytest.fixture(scope="module")
def url(tmp_path_factory):
    """Address of the app, with two networks."""
    folder = tmp_path_factory.mktemp("two")
    write_untrained(folder, NETWORKS)
    with serving(ROOT / "tests" / "browser" / "app_with_weights.py", str(folder)) as (address, _):
        yield address


def chosen(session: Session) -> list[str]:
    """What the row of networks starts from on this page."""
    return list(session.find("button_group", "network").raw_values)


async def go_round(url: str, network: str, first: str) -> None:
    async with Session.open(url, f"network={network}") as session:
        for page in (first, "networks", *WITH_PICKER):
            await session.go(page)
            if page != "networks":
                assert [each.startswith(get_spec(network).title) for each in chosen(session)] == [True], page


@pytest.mark.parametrize("network", NETWORKS)
@pytest.mark.parametrize("first", WITH_PICKER[:-1])
def test_network_of_the_link_is_found_on_the_next_page(url, network, first):
    finish(go_round(url, network, first))


async def go_there(url: str, first: str, then: str) -> None:
    async with Session.open(url) as session:
        await session.go(first)
        await session.go(then)


@pytest.mark.parametrize("then", ["", "tour", "inside", "explain", "break", "compare", "report", "networks"])
def test_pages_follow_each_other_without_a_click_in_between(url, then):
    """Every page that raises is a fault: the second is seen with choices that nobody made by hand."""
    for first in ("", "report", "compare", "inside"):
        finish(go_there(url, first, then))
