"""Nothing that a visitor brings touches the disk, and the app asks nobody outside for anything."""

import io
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

import numpy as np
import pytest
from PIL import Image

from tests.browser.conftest import ROOT, free_port, wait_until_up
from tests.browser.looking import answer_of, give, settle

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def audited(tmp_path):
    """The app on shipped weights in a home of its own: address, and what it told so far."""
    port, log = free_port(), tmp_path / "log.txt"
    home = tmp_path / "home"
    home.mkdir()
    environment = {**os.environ, "HOME": str(home), "PYTHONDONTWRITEBYTECODE": "1"}
    with log.open("w") as output:
        command = [sys.executable, str(ROOT / "tests" / "browser" / "audited_app.py"), str(port)]
        server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=output, stderr=subprocess.STDOUT)
        try:
            wait_until_up(f"http://localhost:{port}/_stcore/health", server, log)
            yield f"http://localhost:{port}", lambda: audit_lines(log.read_text()), home
        finally:
            server.terminate()
            server.wait(20)


def audit_lines(log: str) -> list[str]:
    return [line for line in log.splitlines() if line.startswith("AUDIT ")]


def is_harmless(line: str, home: Path) -> bool:
    """Settings and font lists that libraries keep in the home, and the file by which `tempfile` tries its folder."""
    in_home = line.startswith(f"AUDIT writes {home}/.")
    is_trial = re.fullmatch(rf"AUDIT writes {re.escape(tempfile.gettempdir())}/[a-z0-9_]{{8}}", line)
    return in_home or is_trial is not None or line == f"AUDIT writes {os.devnull}"


def is_at_home(address: str) -> bool:
    """Whether a browser that fetches this asks the app's own server, or nobody."""
    parts = urlsplit(address)
    return parts.scheme in ("data", "blob") or parts.hostname == "localhost"


def large_photo() -> bytes:
    """More than the megabyte from which Streamlit's server would otherwise use the disk."""
    noise = np.random.default_rng(0).integers(0, 256, (1200, 1200, 3), np.uint8)
    file = io.BytesIO()
    Image.fromarray(noise).save(file, "JPEG", quality=90)
    assert len(file.getvalue()) > 1_100_000
    return file.getvalue()


def test_no_upload_is_written_and_nobody_outside_is_asked(audited, browser):
    url, told, home = audited
    context = browser.new_context()
    asked = []
    context.on("request", lambda request: asked.append(request.url))
    page = context.new_page()
    page.on("websocket", lambda socket: asked.append(socket.url))
    page.set_default_timeout(90_000)
    page.goto(url)
    answer_of(page)
    give(page, "noise.jpg", large_photo())
    links = page.get_by_test_id("stTopNavLink").all()
    assert len(links) == 9
    for link in links:
        link.click()
        page.get_by_role("heading", level=1).wait_for()
        settle(page)
    context.close()
    unexpected = [line for line in told() if not is_harmless(line, home)]
    assert not unexpected, "\n".join(unexpected)
    assert any(address.startswith("ws://localhost") for address in asked)
    outside = [address for address in asked if not is_at_home(address)]
    assert not outside, "\n".join(outside)


def test_what_is_written_and_who_is_asked_is_told(tmp_path):
    """The check itself: the same listener hears a file being opened and a name being looked up."""
    file = tmp_path / "x"
    code = f"""
import socket, sys
from tests.browser.audited_app import tell
sys.addaudithook(tell)
open({str(file)!r}, "w").close()
try:
    socket.getaddrinfo("example.org", 80)
except OSError:
    pass
"""
    said = subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True, capture_output=True, text=True).stderr
    assert {f"AUDIT writes {file}", "AUDIT looks up example.org"} <= set(audit_lines(said))
