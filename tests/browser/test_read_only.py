"""A checkout, a home and a temporary folder that cannot be written: the app runs all the same."""

import io
import subprocess
import sys

import numpy as np
import pytest
from PIL import Image

from benchmarks.session import Session
from benchmarks.visitors import read_answer
from tests.browser.conftest import ROOT, app_run_by, free_port
from tests.browser.looking import finish

pytestmark = pytest.mark.slow

PAGES = ("tour", "inside", "explain", "break", "compare", "report", "dataset", "networks", "")


@pytest.fixture
def read_only(tmp_path):
    """Address of the app."""
    port, log = free_port(), tmp_path / "log.txt"
    with app_run_by(
        [sys.executable, str(ROOT / "tests" / "browser" / "read_only_app.py"), str(port)], port, log
    ) as url:
        yield url


def large_photo() -> bytes:
    """More than the megabyte from which a server would like to use the disk."""
    noise = np.random.default_rng(0).integers(0, 256, (900, 900, 3), np.uint8)
    file = io.BytesIO()
    Image.fromarray(noise).save(file, "PNG")
    assert len(file.getvalue()) > 2_000_000
    return file.getvalue()


def answer_on(session):
    return next(found for each in session.of_kind("html") if (found := read_answer(each.body)))


async def look_around(url: str) -> list[str]:
    """Open every page, which raises where one shows an exception; answers at first, after an upload, at the end."""
    async with Session.open(url) as session:
        said = [answer_on(session)]
        await session.upload("uploaded_file", "noise.png", large_photo())
        said.append(answer_on(session))
        for page in PAGES:
            await session.go(page)
        said.append(answer_on(session))
    return said


def test_every_page_works_and_uploads_are_answered(read_only):
    first, uploaded, last = finish(look_around(read_only))
    assert first.picture != uploaded.picture
    assert last == uploaded


def test_the_stand_in_refuses_to_write(tmp_path):
    """The check itself."""
    code = (
        "import sys; sys.path.insert(0, 'tests/browser'); import read_only_app as r; sys.addaudithook(r.refuse);"
        f"open({str(tmp_path / 'x')!r}, 'w')"
    )
    done = subprocess.run([sys.executable, "-B", "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert "Read-only file system" in done.stderr
