"""A thousand photographs at once, through a real Chromium: how long it takes, and what memory the server needs.

The photographs are drawn by our own code into a temporary folder: 20 of 12 megapixels and 980 of 1.5, as JPEG.
Needs Playwright, Chromium and psutil.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from PIL import Image

from benchmarks.first_page import FLAGS, ROOT, free_port, wait_for_port
from cifar_demo.image.backgrounds import BACKGROUND_KINDS, draw_background

NUM_LARGE, LARGE = 20, (4000, 3000)
NUM_SMALL, SMALL = 980, (1400, 1050)
NUM_DISTINCT = 5  # Of each size; the rest are the same under other names.
PATIENCE_MS = 1_800_000
MEGABYTE = 1024 * 1024


def main() -> None:
    """Upload, wait for the table, and print."""
    from playwright.sync_api import sync_playwright

    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        files = draw_photos(Path(folder))
        print(f"{len(files)} photographs, {sum(file.stat().st_size for file in files) / MEGABYTE:.0f} MB together")
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        with running_app() as (url, server):
            upload_all(browser.new_page(), url, server, files)
        browser.close()


def draw_photos(folder: Path) -> list[Path]:
    """Draw photographs with the noise of a camera, a few of them, and name them a thousand times."""
    files = []
    for number, size in ((NUM_SMALL, SMALL), (NUM_LARGE, LARGE)):
        for index in range(number):
            file = folder / f"{size[0]}-{index:04}.jpg"
            if index < NUM_DISTINCT:
                draw_photo(size, index).save(file, "JPEG", quality=92)
            else:
                os.link(folder / f"{size[0]}-{index % NUM_DISTINCT:04}.jpg", file)
            files.append(file)
    return files


def draw_photo(size: tuple[int, int], seed: int) -> Image.Image:
    """Draw one."""
    ground = draw_background(BACKGROUND_KINDS[seed % len(BACKGROUND_KINDS)], size)
    noise = np.random.default_rng(seed).normal(0, 8, (size[1], size[0], 1))
    return Image.fromarray(np.clip(ground + noise, 0, 255).astype(np.uint8))


@contextmanager
def running_app() -> Iterator[tuple[str, int]]:
    """Run the app; give its address and process number."""
    port = free_port()
    options = ["--server.headless=true", f"--server.port={port}", "--server.fileWatcherType=none"]
    command = [sys.executable, "-m", "streamlit", "run", "streamlit_app.py", *options]
    server = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_for_port(port)
        yield f"http://localhost:{port}", server.pid
    finally:
        server.terminate()
        server.wait(20)


def upload_all(page: object, url: str, server: int, files: list[Path]) -> None:
    """Choose all files at once, wait until the table is there, go to another page and back."""
    page.set_default_timeout(PATIENCE_MS)
    page.goto(url)
    page.locator(".answer:not([data-class=''])").wait_for()
    with watched_memory(server) as memory:
        memory.note("first answer")
        started = time.perf_counter()
        page.locator("input[type=file]").set_input_files(files)
        page.get_by_role("heading", name=f"Your {len(files):,} pictures", exact=True).wait_for()
        page.locator("[data-testid=stDownloadButton]").first.wait_for()
        memory.note(f"table complete after {time.perf_counter() - started:.0f} s")
        for name in ("Networks", "Predict"):
            page.get_by_role("link", name=name, exact=True).click()
            page.get_by_role("heading", level=1).wait_for()
            time.sleep(3)
        page.get_by_role("heading", name=f"Your {len(files):,} pictures", exact=True).wait_for()
        time.sleep(20)
        memory.note("20 s later, after a look at another page")


class Memory:
    """Resident memory of a process, and the most it ever was between two notes."""

    def __init__(self, process: int) -> None:
        import psutil

        self._process = psutil.Process(process)
        self.most = 0

    def look(self) -> int:
        """Bytes now."""
        resident = int(self._process.memory_info().rss)
        self.most = max(self.most, resident)
        return resident

    def note(self, moment: str) -> None:
        """Print what is resident now, and the most since the last note."""
        print(f"{moment:<44} {self.look() / MEGABYTE:6.0f} MB, at most {self.most / MEGABYTE:.0f} MB", flush=True)
        self.most = 0


@contextmanager
def watched_memory(process: int) -> Iterator[Memory]:
    """Look at a process five times a second."""
    memory, is_over = Memory(process), threading.Event()

    def watch() -> None:
        while not is_over.wait(0.2):
            memory.look()

    thread = threading.Thread(target=watch, daemon=True)
    thread.start()
    try:
        yield memory
    finally:
        is_over.set()
        thread.join()
