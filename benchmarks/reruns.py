"""What a rerun costs: the server's time for each page, and from click to painted page in a real Chromium.

Beside both, the app that most people write, with the same network loaded from a file that Keras saved. Needs
Playwright, Chromium and Matplotlib.
"""

from __future__ import annotations

import io
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any, Final
from unittest.mock import patch

import numpy as np
from streamlit.testing.v1 import AppTest

from benchmarks.serving import ANSWER, ROOT, chromium, milliseconds_to_paint, serving, settle, visit
from cifar_demo.environment import import_keras_for_serving
from cifar_demo.inference.catalog import best_network
from cifar_demo.inference.classifier import load_classifier

REPEATS = 20
WARM_UP = 4
PATIENCE = 120  # Seconds.
NAIVE_APP = ROOT / "benchmarks" / "naive_app.py"
PAGES: Final = ("predict", "tour", "inside", "explain", "break_it", "compare", "report", "dataset", "networks")

# By the dot before their year: the row's label has a button too, for help, and a click on that runs nothing.
_NETWORKS: Final = ".st-key-network button:has-text('·')"


def _menu(*names: str) -> Callable[[Any], list[Any]]:
    return lambda page: [page.get_by_test_id("stTopNavLink").filter(has_text=name) for name in names]


def _buttons(selector: str, *indices: int) -> Callable[[Any], list[Any]]:
    return lambda page: [page.locator(selector).nth(index) for index in indices]


# What a person typically clicks, page by page: the page to start on, and what to click in turn. Methods and networks
# that come again were computed before, as on a second look.
CLICKS: Final[dict[str, tuple[str, Callable[[Any], list[Any]]]]] = {
    "Predict, another sample": ("", _buttons("button[aria-label^='Sample: ']", *range(1, 7))),
    "Tour, another step": ("tour", _buttons("nav.stepper button[aria-label^='Step ']", 1, 2, 4)),
    "Inside, the next layer and back": (
        "inside",
        _buttons(".st-key-next_layer button, .st-key-previous_layer button", 1, 0),
    ),
    "Explain, another method": ("explain", _buttons(".st-key-method button", 1, 0)),
    "Break it, another network to fool": ("break", _buttons(_NETWORKS, 1, 0)),
    "Report, another network": ("report", _buttons(_NETWORKS, 1, 0)),
    "from Networks to Compare and back": ("networks", _menu("Compare", "Networks")),
}


def main() -> None:
    """Measure reruns of the naive app and of ours, and print medians."""
    import_keras_for_serving()
    network = best_network()
    with tempfile.TemporaryDirectory() as folder:
        saved = Path(folder) / "model.keras"
        load_classifier(network).model.save(saved)
        print(f"{'the server alone, a rerun without a change':<44}{'median':>8}{'95 % within':>13}{'naive / ours':>14}")
        naive = time_reruns(naive_app(saved))
        print_row("the naive app", naive, naive)
        for page in PAGES:
            print_row(page, time_reruns(our_page(page)), naive)
        print(f"\n{'from click to painted page, in Chromium':<44}{'median':>8}{'95 % within':>13}{'naive / ours':>14}")
        with chromium() as browser:
            time_in_browser(browser, saved, network)


def time_in_browser(browser: Any, saved: Path, network: str) -> None:
    """Click through the naive app and through each of our pages, and print each."""
    with serving(NAIVE_APP, str(saved)) as (url, _):
        page = visit(browser, url)
        choices = page.locator("[data-testid=stRadio] label")
        naive = time_clicks(page, [choices.filter(has_text="green"), choices.filter(has_text="red")])
    print_row("the naive app, another picture", naive, naive)
    with serving() as (url, _):
        page = visit(browser, f"{url}/?network={network}")
        page.locator(ANSWER).wait_for()
        for what, (path, targets) in CLICKS.items():
            page = visit(browser, f"{url}/{path}?network={network}")
            targets(page)[0].wait_for()
            settle(page)
            print_row(what, time_clicks(page, targets(page)), naive)
            page.context.close()


def time_clicks(page: Any, targets: list[Any]) -> list[float]:
    """Click on targets in turn; milliseconds of each, the first few left out."""
    times = []
    for index in range(WARM_UP * len(targets) + REPEATS):
        times.append(milliseconds_to_paint(page, targets[index % len(targets)]))
        settle(page)
    return times[WARM_UP * len(targets) :]


def time_reruns(rerun: Callable[[], object]) -> list[float]:
    """Milliseconds of some reruns, the first few left out."""
    times = []
    for _ in range(WARM_UP + REPEATS):
        started = time.perf_counter()
        rerun()
        times.append(1000 * (time.perf_counter() - started))
    return times[WARM_UP:]


def naive_app(saved: Path) -> Callable[[], object]:
    """Give what reruns the naive app in Streamlit's own test runner."""
    page = AppTest.from_file(str(NAIVE_APP), default_timeout=PATIENCE)

    def rerun() -> None:
        # Keras prints a bar at every `predict`: not among our figures.
        with patch.object(sys, "argv", [str(NAIVE_APP), str(saved)]), redirect_stdout(io.StringIO()):
            _see_that_it_works(page.run())

    return rerun


def our_page(name: str) -> Callable[[], object]:
    """Give what reruns one of our pages in Streamlit's own test runner."""
    page = AppTest.from_function(_show, default_timeout=PATIENCE, kwargs={"name": name})
    return lambda: _see_that_it_works(page.run())


def _show(name: str) -> None:
    """Show a page; the test runner takes this function's text alone, so it imports what it needs."""
    from importlib import import_module

    from cifar_demo.ui import state

    state.start()
    import_module(f"cifar_demo.ui.pages.{name}").show()


def _see_that_it_works(page: AppTest) -> None:
    if page.exception:
        raise RuntimeError(f"The page shows an exception: {page.exception[0].message}")


def print_row(name: str, times: list[float], naive: list[float]) -> None:
    """Print median and 95th percentile in milliseconds, and how many times the naive app's median fits into it."""
    median, slow = np.percentile(times, [50, 95])
    print(f"{name:<44}{median:8.0f}{slow:13.0f}{np.median(naive) / median:13.1f}x", flush=True)
