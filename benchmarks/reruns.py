"""From a click to the painted page, in a real Chromium: our pages beside the app that most people write.

The naive app loads the same network from a file that Keras saved. Needs Playwright, Chromium and Matplotlib.
"""

import tempfile
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.serving import ANSWER, ROOT, chromium, milliseconds_to_paint, serving, settle, visit
from cifar_demo.inference.catalog import best_network
from cifar_demo.inference.classifier import load_classifier

REPEATS = 20
WARM_UP = 4


def main() -> None:
    """Measure reruns of the naive app and of ours, and print medians."""
    network = best_network()
    with tempfile.TemporaryDirectory() as folder, chromium() as browser:
        saved = Path(folder) / "model.keras"
        load_classifier(network).model.save(saved)
        with serving(ROOT / "benchmarks" / "naive_app.py", str(saved)) as (url, _):
            page = visit(browser, url)
            choices = page.locator("[data-testid=stRadio] label")
            naive = time_clicks(page, [choices.filter(has_text="green"), choices.filter(has_text="red")])
        with serving() as (url, _):
            ours = {"Predict, another sample": time_samples(browser, f"{url}/?network={network}")}
    print_row("the naive app, another picture", naive, naive)
    for name, times in ours.items():
        print_row(name, times, naive)


def time_samples(browser: Any, url: str) -> list[float]:
    """Time choosing one sample after the other on our first page."""
    page = visit(browser, url)
    page.locator(ANSWER).wait_for()
    settle(page)
    samples = page.locator("button[aria-label^='Sample: ']")
    return time_clicks(page, [samples.nth(index) for index in range(1, 7)])


def time_clicks(page: Any, targets: list[Any]) -> list[float]:
    """Click on targets in turn; milliseconds of each, the first few left out."""
    times = []
    for index in range(WARM_UP + REPEATS):
        times.append(milliseconds_to_paint(page, targets[index % len(targets)]))
        settle(page)
    return times[WARM_UP:]


def print_row(name: str, times: list[float], naive: list[float]) -> None:
    """Print median, 95th percentile and how many times the naive app's median."""
    median = float(np.median(times))
    print(f"{name:<34} median {median:6.0f} ms   95 % within {np.percentile(times, 95):6.0f} ms", end="")
    print(f"   {np.median(naive) / median:4.1f}x as fast as the naive app")
