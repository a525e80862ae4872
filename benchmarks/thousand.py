"""A thousand photographs at once, through a real Chromium: how long it takes, and what memory the server needs.

The photographs are drawn by our own code into a temporary folder: 20 of 12 megapixels and 980 of 1.5, as JPEG.
Needs Playwright, Chromium and psutil.
"""

import os
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import psutil
from PIL import Image

from benchmarks.serving import ANSWER, chromium, serving, visit
from cifar_demo.image.backgrounds import BACKGROUND_KINDS, draw_background

NUM_LARGE, LARGE = 20, (4000, 3000)
NUM_SMALL, SMALL = 980, (1400, 1050)
NUM_DISTINCT = 5  # Of each size; the rest are the same under other names.
PATIENCE_MS = 1_800_000


def main() -> None:
    """Upload, wait for the table, and print."""
    with tempfile.TemporaryDirectory() as folder, chromium() as browser, serving() as (url, server):
        files = draw_photos(Path(folder))
        print(f"{len(files)} photographs, {sum(file.stat().st_size for file in files) / 1e6:.0f} MB together")
        upload_all(visit(browser, url), server, files)


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


def upload_all(page: Any, server: int, files: list[Path]) -> None:
    """Choose all files at once, wait until the table is there, go to another page and back."""
    page.set_default_timeout(PATIENCE_MS)
    page.locator(ANSWER).wait_for()
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
    """Resident memory of a process, the most it ever was between two notes, and the processor time between them."""

    def __init__(self, process: int) -> None:
        self._process = psutil.Process(process)
        self._most, self._seconds = 0, self._processor_seconds()

    def look(self) -> int:
        """Bytes now."""
        resident = int(self._process.memory_info().rss)
        self._most = max(self._most, resident)
        return resident

    def note(self, moment: str) -> None:
        """Print what is resident now, and the most since the last note."""
        seconds = self._processor_seconds()
        print(
            f"{moment:<44} {self.look() / 1e6:6.0f} MB, at most {self._most / 1e6:.0f} MB, "
            f"{seconds - self._seconds:.0f} s of the processor",
            flush=True,
        )
        self._most, self._seconds = 0, seconds

    def _processor_seconds(self) -> float:
        times = self._process.cpu_times()
        return float(times.user + times.system)


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
