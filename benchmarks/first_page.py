"""From `streamlit run` to what a person sees: the first page, then the first answer, in a real Chromium.

The page must show before TensorFlow has been imported, the answer as soon as it has. Needs Playwright and Chromium.
"""

import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path

import numpy as np

REPEATS = 5
ROOT = Path(__file__).parents[1]
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking"]
PATIENCE_MS = 60_000


def main() -> None:
    """Start the app several times and print medians."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        rows = np.array([time_one_start(browser) for _ in range(REPEATS)])
        browser.close()
    for name, seconds in zip(("first page", "first answer"), rows.T, strict=True):
        print(f"{name:<14} median {np.median(seconds):5.2f} s   from {seconds.min():.2f} to {seconds.max():.2f} s")


def time_one_start(browser: object) -> tuple[float, float]:
    """Give seconds from process start to the page's heading and to an answer."""
    port = free_port()
    options = ["--server.headless=true", f"--server.port={port}", "--server.fileWatcherType=none"]
    page = browser.new_page()
    started = time.perf_counter()
    server = subprocess.Popen(
        [sys.executable, "-m", "streamlit", "run", "streamlit_app.py", *options],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_for_port(port)
        page.goto(f"http://localhost:{port}", timeout=PATIENCE_MS)
        page.get_by_role("heading", level=1).wait_for(timeout=PATIENCE_MS)
        first_page = time.perf_counter() - started
        page.locator(".answer:not([data-class=''])").wait_for(timeout=PATIENCE_MS)
        return first_page, time.perf_counter() - started
    finally:
        page.close()
        server.terminate()
        server.wait(20)


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
