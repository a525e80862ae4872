"""Walking through every layer of every network on the page Inside: milliseconds of the server, and its memory.

The page runs in Streamlit's own test runner, in this process, so a time is that of one whole run of the page, without
a browser or a network between; a machine in use makes it longer. Run it alone, or first: what other benchmarks have
left in memory would count as the state after the first prediction. Needs psutil.
"""

from __future__ import annotations

import gc
import logging
import time
from collections import deque
from collections.abc import Iterable, Iterator

import numpy as np
import psutil
from streamlit.testing.v1 import AppTest

from benchmarks.serving import APP
from benchmarks.target import Target, at_most
from cifar_demo.environment import import_keras_for_serving
from cifar_demo.image.samples import sample_names
from cifar_demo.inference.catalog import best_network, list_networks
from cifar_demo.ui import layers_cache, state

NUM_PICTURES = 10
PATIENCE_S = 300
LIMIT_MS, LIMIT_MB = 300, 150
FLAT_MB = 20  # Of more than half a thousand: what a server's heap varies by.


def main() -> list[Target]:
    """Print times and memory for all trained networks; the targets are for the one that does worst."""
    import_keras_for_serving()
    logging.getLogger("streamlit").setLevel(logging.ERROR)  # It warns that there is no browser.
    first = AppTest.from_file(str(APP), default_timeout=PATIENCE_S)
    first.query_params["network"] = best_network()
    run(first)
    before = memory_mb()
    print(f"after the first prediction ({best_network()}): {before[0]:.0f} MB resident, {before[1]:.0f} MB its own")
    networks = [entry.spec.name for entry in list_networks() if entry.card is not None]
    pictures = sample_names()[: 2 * NUM_PICTURES]
    print(f"{'milliseconds of the server':<36}{'median':>8}{'95 %':>8}{'largest':>9}{'layers':>8}")
    medians = {}
    for network in networks:
        page = open_inside(network)
        print_times(f"{network}, a layer the first time", walk(page, network, pictures[:1]))
        medians[network] = print_times(f"{network}, a layer again", walk(page, network, pictures[:1]))
    print_growth("every layer seen, one picture", before)
    grown = []
    for round_number, chosen in enumerate((pictures[:NUM_PICTURES], pictures[NUM_PICTURES:]), start=1):
        for network in networks:
            deque(walk(open_inside(network), network, chosen), maxlen=0)
        grown.append(print_growth(f"round {round_number}, every layer with {len(chosen)} pictures", before))
    slowest = max(medians, key=lambda network: medians[network])
    return [
        at_most(f"changing layer, median of {slowest}", LIMIT_MS, medians[slowest], "{:.0f} ms"),
        at_most(
            "memory after every layer with ten pictures, above the first prediction", LIMIT_MB, grown[0], "{:.0f} MB"
        ),
        at_most("growth in a second round with ten others", FLAT_MB, grown[1] - grown[0], "{:.0f} MB"),
    ]


def inside_page() -> None:
    """Draw the page alone: the test runner cannot walk `st.navigation`. It runs as a script of its own."""
    import streamlit as st

    from cifar_demo.ui import cache, picture_state, state
    from cifar_demo.ui.pages import inside

    state.start()
    if sample := st.session_state.pop("asked_sample", None):
        picture_state.choose_sample(sample)
    inside.show()
    cache.give_memory_back()  # As the app does after every page.


def open_inside(network: str) -> AppTest:
    """Open the page on a network and run it once, so that the network is awake and the picture has passed it."""
    page = AppTest.from_function(inside_page, default_timeout=PATIENCE_S)
    page.query_params["network"] = network
    return run(page)


def walk(page: AppTest, network: str, samples: Iterable[str]) -> Iterator[float]:
    """Visit every layer with every picture; milliseconds of each change of layer, the picture having passed before."""
    for sample in samples:
        page.session_state["asked_sample"] = sample
        run(page)
        for layer in layers_cache.layers(network):
            page.selectbox(key=state.layer_key(network)).select(layer.name)
            started = time.perf_counter()
            run(page)
            yield 1000 * (time.perf_counter() - started)


def run(page: AppTest) -> AppTest:
    """Run a page; a fault in it ends the benchmark."""
    page.run()
    if page.exception:
        raise RuntimeError(page.exception[0].value)
    return page


def print_times(what: str, times: Iterable[float]) -> float:
    """Print one row and give its median."""
    taken = list(times)
    median, most = np.median(taken), np.percentile(taken, 95)
    print(f"{what:<36}{median:8.0f}{most:8.0f}{max(taken):9.0f}{len(taken):8d}", flush=True)
    return float(median)


def print_growth(stage: str, before: tuple[float, float]) -> float:
    """Print by how much memory has grown, and give what is the server's own."""
    resident, own = (now - then for now, then in zip(memory_mb(), before, strict=True))
    print(f"{stage}: {resident:+.0f} MB resident, {own:+.0f} MB its own", flush=True)
    return own


def memory_mb() -> tuple[float, float]:
    """Memory of this process in MB: resident, and its own, without the files that a busy system may drop, with swap."""
    gc.collect()
    memory = psutil.Process().memory_full_info()
    return memory.rss / 1e6, (memory.rss - getattr(memory, "shared", 0) + getattr(memory, "swap", 0)) / 1e6
