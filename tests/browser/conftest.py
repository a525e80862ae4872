"""The app in a server of its own, and a real Chromium to look at it."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

REQUIRED = "CIFAR_DEMO_REQUIRE_BROWSER"
PATIENCE = 90  # Seconds. A loaded machine takes long to import TensorFlow.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
]
ROOT = Path(__file__).parents[2]


def find_chromium() -> str | None:
    """Path of an installed Chromium or Chrome; None where there is none."""
    for name in ("chromium", "chromium-browser", "google-chrome", "chrome"):
        if path := shutil.which(name):
            return path
    return None


def missing(reason: str) -> None:
    """Skip, or fail where a browser is required."""
    if os.environ.get(REQUIRED) == "1":
        pytest.fail(f"{reason}, and {REQUIRED}=1 asks for one")
    pytest.skip(reason)


def free_port() -> int:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return int(asked.getsockname()[1])


@pytest.fixture(scope="session")
def browser() -> Iterator:
    """A headless Chromium."""
    try:
        from playwright.sync_api import expect, sync_playwright
    except ImportError:
        missing("Playwright is not installed (pip install -r requirements-dev.txt)")
    chromium = find_chromium()
    if chromium is None:
        missing("no Chromium was found on this machine")
    expect.set_options(timeout=PATIENCE * 1000)
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield running
        running.close()


@pytest.fixture(scope="session")
def app_url(browser, untrained_folder, tmp_path_factory) -> Iterator[str]:
    """Address of the running app; its networks know nothing, but answer."""
    port = free_port()
    log = tmp_path_factory.mktemp("server") / "log.txt"
    options = ["--server.headless=true", f"--server.port={port}", "--browser.serverAddress=localhost"]
    script = ROOT / "tests" / "browser" / "app_with_weights.py"
    command = [sys.executable, "-m", "streamlit", "run", str(script), *options, "--", str(untrained_folder)]
    with app_run_by(command, port, log) as url:
        yield url


@contextmanager
def app_run_by(command: list[str], port: int, log: Path) -> Iterator[str]:
    """Run an app by a command of its own until the block ends; gives its address."""
    with log.open("w") as output:
        server = subprocess.Popen(command, cwd=ROOT, stdout=output, stderr=subprocess.STDOUT)
        try:
            wait_until_up(f"http://localhost:{port}/_stcore/health", server, log)
            yield f"http://localhost:{port}"
        finally:
            server.terminate()
            server.wait(20)


def wait_until_up(url: str, server: subprocess.Popen, log: Path) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and server.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=2):  # an address of our own making
                return
        except (urllib.error.URLError, TimeoutError):
            time.sleep(0.1)
    pytest.fail(f"The app did not start: {log.read_text()[-2000:]}")


@pytest.fixture
def visit(browser, app_url) -> Iterator:
    """Open pages of the app as new visitors; fails on errors in the page's scripts."""
    contexts, faults = [], []

    def open_page(path: str = "", width: int = 1440, height: int = 900, color_scheme: str = "light"):
        context = browser.new_context(
            viewport={"width": width, "height": height}, has_touch=width < 500, color_scheme=color_scheme
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE * 1000)
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.goto(f"{app_url}/{path}")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not faults
