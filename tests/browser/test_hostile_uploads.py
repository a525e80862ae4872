"""Files that are no pictures, files with odd names, from another site, or very many, through the real server.

Visitors here are sessions without a browser (`benchmarks.session`): what a browser adds is how it paints text.
"""

import asyncio
import io
from functools import partial
from html import escape

import numpy as np
import psutil
import pytest
import requests
from PIL import Image

from benchmarks.serving import serving
from benchmarks.session import _COOKIE, PageFault, Session
from benchmarks.visitors import read_answer
from cifar_demo.image.faults import clean_name
from cifar_demo.image.opening import MAX_FILE_BYTES
from cifar_demo.ui.album import MAX_KEPT_BYTES
from tests.browser.conftest import ROOT
from tests.browser.looking import finish
from tests.image.picture_files import FAULTS
from tests.making import write_untrained

pytestmark = pytest.mark.slow

NUM_UPLOADS, NUM_WARM_UP = 200, 20
MANY_SIDE = 300  # Pixels: 270 kB of noise each, so that what stays of many stands out from what a server's heap does.
NAMES = [
    "<script>alert(1)</script>.png",
    '"><img src=x onerror=alert(1)>.png',
    "[**click**](javascript:alert(1)) ![x](http://example.org/x.png).png",
    ":red[x] $x^2$ `code` &amp; {0} %s.png",
    "=HYPERLINK(1).png",
    "A" * 900 + ".png",
    "\u202egnp.exe\u0007.png",
]


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    """Address and process of the app, with one network."""
    folder = tmp_path_factory.mktemp("one")
    write_untrained(folder, ("lenet",))
    with serving(ROOT / "tests" / "browser" / "app_with_weights.py", str(folder)) as (url, server):
        yield url, psutil.Process(server)


def photo(seed: int, side: int = 100) -> bytes:
    noise = np.random.default_rng(seed).integers(0, 256, (side, side, 3), np.uint8)
    file = io.BytesIO()
    Image.fromarray(noise).save(file, "PNG")
    return file.getvalue()


def page_html(session: Session) -> str:
    return "\n".join(each.body for each in session.of_kind("html"))


def answer_on(session: Session):
    return next(found for each in session.of_kind("html") if (found := read_answer(each.body)))


async def upload_faults(url: str) -> list[str]:
    """Upload every fault after the other; give those whose sentence was not there, or that took the answer away."""
    missed = []
    async with Session.open(url) as session:
        await session.upload("uploaded_file", "good.png", photo(0))
        good = answer_on(session)
        for data, reason in FAULTS:
            if len(data) > MAX_FILE_BYTES:
                with pytest.raises(PageFault, match="the upload was refused"):
                    await session.upload("uploaded_file", "holiday.jpg", data)
                continue
            await session.upload("uploaded_file", "holiday.jpg", data)
            if escape(reason) not in page_html(session) or answer_on(session) != good:
                missed.append(reason)
        await session.upload("uploaded_file", "good.png", photo(1))
        assert answer_on(session) != good
        assert 'role="alert"' not in page_html(session)
    return missed


def test_every_fault_has_its_sentence_in_one_session_and_the_last_picture_stays(served):
    assert finish(upload_faults(served[0])) == []


async def upload_names(url: str) -> None:
    """Upload under every odd name, and see the page show it as plain text."""
    async with Session.open(url) as session:
        for name in NAMES:
            await session.upload("uploaded_file", name, photo(1))
            shown = page_html(session)
            sent = name.replace('"', "%22")  # As browsers send it too.
            assert escape(clean_name(sent)) in shown, name
            assert "<script>" not in shown
            assert "<img src=x" not in shown
            markdown = [each.body for each in session.of_kind("markdown")]
            assert not [body for body in markdown if "javascript" in body or "AAAA" in body or "$x^2$" in body]


def test_odd_names_are_shown_as_text(served):
    finish(upload_names(served[0]))


async def upload_from_another_site(url: str, headers: dict[str, str]) -> int:
    """Send a file where a visitor's own would go, with their cookie as a browser adds it; give the server's status."""
    async with Session.open(url) as session:
        place = await session._ask_where("good.png")
        cookies = {_COOKIE: session._token}
        assert session._token
        files = {"file": ("good.png", photo(0), "image/png")}
        own = {name: value.format(token=session._token) for name, value in headers.items()}
        put = partial(requests.put, f"{url}{place.upload_url}", files=files, cookies=cookies, headers=own, timeout=60)
        return (await asyncio.to_thread(put)).status_code


@pytest.mark.parametrize(
    ("headers", "status"),
    [({}, 403), ({"X-Xsrftoken": "guessed"}, 403), ({"X-Xsrftoken": "{token}"}, 204)],
    ids=["none", "guessed", "the visitor's"],
)
def test_upload_without_the_token_of_the_page_is_refused(served, headers, status):
    assert finish(upload_from_another_site(served[0], headers)) == status


async def upload_many(url: str, server: psutil.Process) -> tuple[int, int]:
    """Upload photographs one after the other; give the server's memory when it has warmed up, and at the end."""
    async with Session.open(url) as session:
        for number in range(NUM_UPLOADS):
            if number == NUM_WARM_UP:
                before = server.memory_info().rss
            await session.upload("uploaded_file", f"{number}.png", photo(number, MANY_SIDE))
            assert f">{number}.png" in page_html(session)
        return before, server.memory_info().rss


def test_two_hundred_uploads_take_no_more_memory_than_the_album_may_keep(served):
    """Each file is kept for the table, and nothing else of it: neither by the server nor by the page."""
    before, after = finish(upload_many(*served))
    num_bytes = (NUM_UPLOADS - NUM_WARM_UP) * len(photo(0, MANY_SIDE))
    assert num_bytes < MAX_KEPT_BYTES
    # A second copy of each, packed or not, would be as large again.
    assert after - before < 1.6 * num_bytes, f"{(after - before) / 1e6:.0f} MB for {num_bytes / 1e6:.0f} MB"
