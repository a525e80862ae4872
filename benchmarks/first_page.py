"""From `streamlit run` to what a person sees: the first page, then the first answer, in a real Chromium.

The page must show before TensorFlow has been imported, the answer as soon as it has. Needs Playwright and Chromium.
Run it where nothing but `requirements.txt` and Playwright is installed, as on a server: Keras imports matplotlib and
SciPy where it finds them, which takes about a second more.
"""

import time
from importlib.util import find_spec
from typing import Any

import numpy as np

from benchmarks.serving import ANSWER, PATIENCE_MS, chromium, serving

REPEATS = 5
NOT_ON_A_SERVER = ("matplotlib", "scipy")


def main() -> None:
    """Start the app several times and print medians."""
    with chromium() as browser:
        rows = np.array([time_one_start(browser) for _ in range(REPEATS)])
    found = [name for name in NOT_ON_A_SERVER if find_spec(name)]
    print(f"imported by Keras, and not on a server: {', '.join(found) or 'nothing'}")
    for name, seconds in zip(("first page", "first answer"), rows.T, strict=True):
        print(f"{name:<14} median {np.median(seconds):5.2f} s   from {seconds.min():.2f} to {seconds.max():.2f} s")


def time_one_start(browser: Any) -> tuple[float, float]:
    """Give seconds from process start to the page's heading and to an answer."""
    page = browser.new_page()
    started = time.perf_counter()
    with serving() as (url, _):
        page.goto(url, timeout=PATIENCE_MS)
        page.get_by_role("heading", level=1).wait_for(timeout=PATIENCE_MS)
        first_page = time.perf_counter() - started
        page.locator(ANSWER).wait_for(timeout=PATIENCE_MS)
        first_answer = time.perf_counter() - started
        page.close()
    return first_page, first_answer
