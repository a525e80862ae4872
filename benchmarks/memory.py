"""Resident memory of the server: bare imports, first page, first answer, all networks, more visitors, many clicks.

A visitor is a session of its own (`benchmarks.session`), without a browser. Memory is read when the server has been at
rest for a moment, as it gives back what a page has needed a second later; what it held right after the click stands
beside it. Needs psutil.
"""

from __future__ import annotations

import asyncio
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import AsyncExitStack
from typing import Final

import psutil

from benchmarks.serving import serving
from benchmarks.session import Session
from benchmarks.target import Target, at_most
from benchmarks.visitors import OTHER_PAGES
from cifar_demo.image.samples import sample_names
from cifar_demo.inference.catalog import list_networks
from cifar_demo.networks import get_spec

FEW, MANY = 4, 16
AT_REST: Final = 2.0  # Seconds after the last click.
NUM_CLICKS: Final = 500
NUM_WARM_UP: Final = 100  # Until caches hold most of what they may; some hundred clicks more fill them.
MOST_ABOVE_BARE: Final = 150.0  # MB, with all networks and four visitors.
MOST_GROWTH: Final = 2.0  # Percent, over `NUM_CLICKS`.
BARE = "import streamlit, pandas, tensorflow, keras, psutil; print(psutil.Process().memory_info().rss)"


def main() -> list[Target]:
    """Visit the app as it fills up and print its memory at each stage."""
    bare = int(subprocess.check_output([sys.executable, "-c", BARE], text=True, stderr=subprocess.DEVNULL))
    print(f"{'Streamlit and TensorFlow imported':<52} {bare / 1e6:6.0f} MB")
    with serving() as (url, server):
        process = psutil.Process(server)

        def say(stage: str) -> float:
            at_once = process.memory_info().rss
            time.sleep(AT_REST)
            resident = float(process.memory_info().rss)
            above, above_at_once = (resident - bare) / 1e6, (at_once - bare) / 1e6
            print(f"{stage:<52} {resident / 1e6:6.0f} MB  ({above:+.0f}; at once {above_at_once:+.0f})", flush=True)
            return resident

        say("the server, before anyone has come")
        few, growth = asyncio.run(fill_up(url, say))
    print(f"growth over {NUM_CLICKS} clicks: {growth:+.1%}")
    networks = usable_networks()
    return [
        at_most(
            f"{len(networks)} networks loaded, {FEW} sessions, above the bare imports",
            MOST_ABOVE_BARE,
            (few - bare) / 1e6,
            "{:.0f} MB",
        ),
        at_most(f"growth over {NUM_CLICKS} clicks", MOST_GROWTH, 100 * growth, "{:.1f} %"),
    ]


async def fill_up(url: str, say: Callable[[str], float]) -> tuple[float, float]:
    """Come, load, click; gives bytes with all networks and a few sessions, and the growth over many clicks."""
    async with AsyncExitStack() as stay:
        first = await stay.enter_async_context(Session.open(url))
        say("first answer, 1 session")
        networks = usable_networks()
        for network in networks:
            await first.choose("network", get_spec(network).title)
        say(f"all {len(networks)} networks loaded, 1 session")
        for _ in range(FEW - 1):
            await stay.enter_async_context(Session.open(url))
        few = say(f"all {len(networks)} networks loaded, {FEW} sessions")
        for network in networks:
            await look_everywhere(first, network)
        say(f"every page seen with every network, {FEW} sessions")
        await click(first, networks, NUM_WARM_UP)
        before = say(f"after {NUM_WARM_UP} clicks, {FEW} sessions")
        await click(first, networks, NUM_CLICKS)
        after = say(f"after {NUM_CLICKS} more clicks, {FEW} sessions")
        for _ in range(MANY - FEW):
            await stay.enter_async_context(Session.open(url))
        say(f"{MANY} sessions")
    return few, after / before - 1


async def look_everywhere(session: Session, network: str) -> None:
    """Choose a network and see every page with it."""
    await session.choose("network", get_spec(network).title)
    for page in (*OTHER_PAGES, ""):
        await session.go(page)


async def click(session: Session, networks: list[str], number: int) -> None:
    """Click: mostly another sample, at times another network, now and then another page."""
    samples = sample_names()
    for index in range(number):
        if index % 25 == 24:
            await session.go(OTHER_PAGES[index // 25 % len(OTHER_PAGES)])
            await session.go("")
        elif index % 5 == 4:
            await session.choose("network", get_spec(networks[index // 5 % len(networks)]).title)
        else:
            await session.trigger("samples", "picked", samples[index % len(samples)])


def usable_networks() -> list[str]:
    """Name the networks that can answer."""
    return [entry.spec.name for entry in list_networks() if entry.card is not None]
