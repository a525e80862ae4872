"""The app, or another script, in a server of its own, and a Chromium to visit it with."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
APP = ROOT / "streamlit_app.py"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking"]
PATIENCE_MS = 120_000
ANSWER = ".answer:not([data-class=''])"

# Click, wait until the script has run and the page has been painted, give milliseconds.
CLICK_UNTIL_PAINTED = """
(target) => new Promise((resolve, reject) => {
    const app = document.querySelector('[data-testid=stApp]')
    const started = performance.now()
    const painted = () => requestAnimationFrame(() => requestAnimationFrame(() => resolve(performance.now() - started)))
    // The state changes to running and back; not looked at once a frame, because some runs are over within one.
    let hasRun = false
    const states = new MutationObserver(() => {
        hasRun = true
        if (app.dataset.testScriptState !== 'notRunning') return
        states.disconnect()
        painted()
    })
    states.observe(app, { attributes: true, attributeFilter: ['data-test-script-state'] })
    // Now and then React draws both changes as one, and there is none to see: then the page's last change counts.
    let changed = 0
    const changes = new MutationObserver(() => { changed = performance.now() })
    changes.observe(app, { childList: true, characterData: true, subtree: true })
    setTimeout(() => {
        changes.disconnect()
        if (!hasRun && changed) resolve(changed - started)
    }, 3000)
    setTimeout(() => reject(new Error('Nothing ran after the click.')), 30000)
    target.click()
})
"""


@contextmanager
def serving(script: Path = APP, *arguments: str) -> Iterator[tuple[str, int]]:
    """Run a script in Streamlit; gives its address and its process number."""
    port = free_port()
    options = ["--server.headless=true", f"--server.port={port}", "--browser.serverAddress=localhost"]
    server = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "streamlit",
            "run",
            str(script),
            *options,
            "--server.fileWatcherType=none",
            "--",
            *arguments,
        ],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_for_port(port)
        yield f"http://localhost:{port}", server.pid
    finally:
        server.terminate()
        server.wait(20)


@contextmanager
def chromium() -> Iterator[Any]:
    """Run a headless Chromium."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        yield browser
        browser.close()


def visit(browser: Any, url: str) -> Any:
    """Open a page in a session of its own and wait until it stands still."""
    page = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
    page.set_default_timeout(PATIENCE_MS)
    page.goto(url)
    page.get_by_role("heading", level=1).wait_for()
    settle(page)
    return page


def settle(page: Any) -> None:
    """Wait until no script is running."""
    page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for()


def milliseconds_to_paint(page: Any, target: Any) -> float:
    """Click something and time it until the page has run and is painted."""
    target.wait_for()
    return float(target.evaluate(CLICK_UNTIL_PAINTED))


def free_port() -> int:
    """Find a port that nobody uses."""
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return int(asked.getsockname()[1])


def wait_for_port(port: int) -> None:
    """Wait until the server listens."""
    end = time.monotonic() + PATIENCE_MS / 1000
    while time.monotonic() < end:
        with socket.socket() as asked:
            if asked.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.02)
    raise TimeoutError(f"Nothing listens on port {port}.")
