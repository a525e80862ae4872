"""Resident memory of the server: bare imports, first page, first answer, all networks, more visitors, many clicks.

A visitor is a browser context of its own. Needs Playwright, Chromium and psutil.
"""

import subprocess
import sys
from typing import Any

import psutil

from benchmarks.serving import ANSWER, chromium, milliseconds_to_paint, serving, settle, visit
from cifar_demo.inference.catalog import list_networks

VISITORS = (4, 16)
NUM_CLICKS = 500
BARE = "import streamlit, pandas, tensorflow, keras, psutil; print(psutil.Process().memory_info().rss)"


def main() -> None:
    """Visit the app as it fills up and print its memory at each stage."""
    bare = int(subprocess.check_output([sys.executable, "-c", BARE], text=True, stderr=subprocess.DEVNULL))
    print(f"{'Streamlit and TensorFlow imported':<40} {bare / 1e6:6.0f} MB")
    trained = [entry.spec.name for entry in list_networks() if entry.card is not None]
    with chromium() as browser, serving() as (url, process):

        def say(stage: str) -> float:
            resident = float(psutil.Process(process).memory_info().rss)
            print(f"{stage:<40} {resident / 1e6:6.0f} MB  ({(resident - bare) / 1e6:+.0f})")
            return resident

        first = visit(browser, url)
        say("first page")
        wait_for_answer(first)
        say("first answer")
        for network in trained:
            wait_for_answer(visit(browser, f"{url}/?network={network}"))
        say(f"all {len(trained)} networks, {1 + len(trained)} visitors")
        walk_inside(browser, url, trained)
        before = say(f"each looked into, {1 + 2 * len(trained)} visitors")
        click_samples(first, NUM_CLICKS)
        after = say(f"after {NUM_CLICKS} more pictures")
        print(f"growth over {NUM_CLICKS} pictures: {after / before - 1:+.1%}")
        for number in VISITORS:
            for _ in range(number):
                wait_for_answer(visit(browser, url))
            say(f"{number} more visitors")


def wait_for_answer(page: Any) -> None:
    """Wait until the page has an answer and stands still."""
    page.locator(ANSWER).wait_for()
    settle(page)


def walk_inside(browser: Any, url: str, networks: list[str]) -> None:
    """Open the inside of each network."""
    for network in networks:
        page = visit(browser, f"{url}/inside?network={network}")
        page.get_by_role("heading", name="What it made of your picture").wait_for()
        settle(page)


def click_samples(page: Any, number: int) -> None:
    """Choose one sample after the other."""
    samples = page.locator("button[aria-label^='Sample: ']")
    count = samples.count()
    for index in range(number):
        milliseconds_to_paint(page, samples.nth((1 + index) % count))
