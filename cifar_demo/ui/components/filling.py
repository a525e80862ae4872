"""Running thousands of pictures through a network, with a bar that can be stopped."""

from __future__ import annotations

import time
from collections.abc import Callable

import streamlit as st

from cifar_demo.inference.features import FeatureBank
from cifar_demo.ui import cache, dataset_cache
from cifar_demo.ui.components import answer


def filled_bank(network: str, part: dataset_cache.Part, count: int, *, on_stop: Callable[[], None]) -> FeatureBank:
    """Give a network's features of the first pictures, computing what is missing.

    Parameters
    ----------
    network : str
    part : "training" or "test"
    count : int
        Pictures that are wanted.
    on_stop : callable
        Called when a visitor stops it, before the page runs again; what was done is kept.
    """
    place = st.empty()
    with place:
        cache.wait_for_tensorflow(answer.show_waking)
    with place, st.spinner("Reading the pictures …"):
        bank = dataset_cache.bank(network, part)
    if bank.num_filled < count:
        with place.container():
            _fill(bank, count, part, on_stop)
    place.empty()
    return bank


def _fill(bank: FeatureBank, count: int, part: str, on_stop: Callable[[], None]) -> None:
    bar = st.progress(0.0, "Beginning …")
    st.button("Stop", icon=":material/stop:", on_click=on_stop, key=f"stop_{part}")
    started, before = time.perf_counter(), bank.num_filled

    def tell(done: int, total: int) -> None:
        left = (time.perf_counter() - started) / max(1, done - before) * (total - done)
        bar.progress(done / total, f"{done:,} of {total:,} {part} pictures, about {left:.0f} s to go")

    bank.fill(count, tell)
