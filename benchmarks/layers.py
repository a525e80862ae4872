"""Walking through every layer of every network on the page Inside: milliseconds of the server, and its memory.

For the times the page runs in Streamlit's own test runner, in this process, so a time is that of one whole run of the
page, without a browser or a network between; a machine in use makes it longer. The memory is that of a real server,
which a visitor without a browser walks through: the test runner keeps a little of every run. Needs psutil.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Iterable, Iterator

import numpy as np
import psutil
from streamlit.testing.v1 import AppTest

from benchmarks.serving import serving
from benchmarks.session import Session
from benchmarks.target import Target, at_most
from cifar_demo.environment import import_keras_for_serving
from cifar_demo.image.samples import sample_names
from cifar_demo.inference.catalog import list_networks
from cifar_demo.networks import get_spec
from cifar_demo.ui import layers_cache, state

NUM_PICTURES = 10
NUM_ROUNDS = 4  # In the second all pictures are others, in the third and fourth they come back.
PATIENCE_S = 300
LIMIT_MS, LIMIT_MB = 300, 150
OTHERS_MB = 20  # For ten other pictures: caches are not full after the first ten.
FLAT_MB = 10  # From then on, of more than four hundred: what a server's heap varies by.


def main() -> list[Target]:
    """Print times and memory for all trained networks; the targets are for the one that does worst."""
    networks = [entry.spec.name for entry in list_networks() if entry.card is not None]
    grown = asyncio.run(walk_as_visitor(networks))
    medians = time_layers(networks)
    slowest = max(medians, key=lambda network: medians[network])
    return [
        at_most(f"changing layer, median of {slowest}", LIMIT_MS, medians[slowest], "{:.0f} ms"),
        at_most(
            "memory after every layer with ten pictures, above the first prediction", LIMIT_MB, grown[0], "{:.0f} MB"
        ),
        at_most("growth in a second round with ten others", OTHERS_MB, grown[1] - grown[0], "{:.0f} MB"),
        at_most(f"growth from the second round to round {NUM_ROUNDS}", FLAT_MB, grown[-1] - grown[1], "{:.0f} MB"),
    ]


async def walk_as_visitor(networks: list[str]) -> list[float]:
    """See every layer of every network with ten pictures, again and again; megabytes grown after each round."""
    grown = []
    with serving() as (url, server):
        process = psutil.Process(server)
        async with Session.open(url) as session:
            before = memory_mb(process)
            print(f"after the first prediction: {before[0]:.0f} MB resident, {before[1]:.0f} MB its own", flush=True)
            for number in range(NUM_ROUNDS):
                start = number * NUM_PICTURES
                pictures = [sample_names()[at % len(sample_names())] for at in range(start, start + NUM_PICTURES)]
                seen = sum([await see_layers(session, networks, picture) for picture in pictures])
                title = f"round {number + 1}, {len(pictures)} pictures, {seen:,} layers"
                grown.append(print_growth(title, memory_mb(process), before))
    return grown


async def see_layers(session: Session, networks: list[str], picture: str) -> int:
    """Choose a picture and see every layer of every network with it; how many these were."""
    await session.go("")
    await session.trigger("samples", "picked", picture)
    await session.go("inside")
    num_layers = 0
    for network in networks:
        await session.choose("network", get_spec(network).title)
        key = state.layer_key(network)
        for layer in list(session.find("selectbox", key).options):
            await session.select(key, layer)
            num_layers += 1
    return num_layers


def time_layers(networks: list[str]) -> dict[str, float]:
    """Time every layer of every network, the first time and again; median milliseconds of the latter."""
    import_keras_for_serving()
    logging.getLogger("streamlit").setLevel(logging.ERROR)  # It warns that there is no browser.
    print(f"{'milliseconds of the server':<36}{'median':>8}{'95 %':>8}{'largest':>9}{'layers':>8}")
    medians = {}
    for network in networks:
        page = open_inside(network)
        print_times(f"{network}, a layer the first time", walk(page, network))
        medians[network] = print_times(f"{network}, a layer again", walk(page, network))
    return medians


def inside_page() -> None:
    """Draw the page alone: the test runner cannot walk `st.navigation`. It runs as a script of its own."""
    from cifar_demo.ui import cache, state
    from cifar_demo.ui.pages import inside

    state.start()
    inside.show()
    cache.give_memory_back()  # As the app does after every page.


def open_inside(network: str) -> AppTest:
    """Open the page on a network and run it once, so that the network is awake and the picture has passed it."""
    page = AppTest.from_function(inside_page, default_timeout=PATIENCE_S)
    page.query_params["network"] = network
    return run(page)


def walk(page: AppTest, network: str) -> Iterator[float]:
    """Visit every layer with the first sample, which has passed the network before; milliseconds of each change."""
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


def print_growth(stage: str, now: tuple[float, float], before: tuple[float, float]) -> float:
    """Print by how much memory has grown, and give what is the server's own."""
    resident, own = now[0] - before[0], now[1] - before[1]
    print(f"{stage}: {resident:+.0f} MB resident, {own:+.0f} MB its own", flush=True)
    return own


def memory_mb(process: psutil.Process) -> tuple[float, float]:
    """Memory of a process in MB: resident, and its own, without the files that a busy system may drop, with swap."""
    memory = process.memory_full_info()
    return memory.rss / 1e6, (memory.uss + getattr(memory, "swap", 0)) / 1e6
