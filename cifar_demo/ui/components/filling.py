"""Running thousands of pictures through a network, with a bar that can be stopped."""

from __future__ import annotations

import time
from functools import partial

import streamlit as st

from cifar_demo.inference.features import FeatureBank
from cifar_demo.ui import cache, dataset_cache
from cifar_demo.ui.components import answer
from cifar_demo.ui.components.patience import stop, was_stopped


def filled_bank(network: str, part: dataset_cache.Part, count: int) -> FeatureBank | None:
    """Give a network's features of the first pictures, computing what is missing.

    Parameters
    ----------
    network : str
    part : "training" or "test"
    count : int
        Pictures that are wanted.

    Returns
    -------
    FeatureBank or None
        None if a visitor stopped it; what was done is kept.
    """
    place = st.empty()
    with place:
        cache.wait_for_tensorflow(answer.show_waking)
    with place, st.spinner("Reading the pictures …"):
        bank = dataset_cache.bank(network, part)
    if bank.num_filled < count:
        if was_stopped((network, part, count), key=part):
            return None
        with place.container():
            _fill(bank, network, count, part)
    place.empty()
    return bank


def _fill(bank: FeatureBank, network: str, count: int, part: str) -> None:
    bar = st.progress(0.0, "Beginning …")
    on_stop = partial(stop, (network, part, count))
    st.button("Stop", icon=":material/stop:", on_click=on_stop, key=f"stop_{part}")
    started, before = time.perf_counter(), bank.num_filled

    def tell(done: int, total: int) -> None:
        left = (time.perf_counter() - started) / max(1, done - before) * (total - done)
        bar.progress(done / total, f"{done:,} of {total:,} {part} pictures, about {left:.0f} s to go")

    bank.fill(count, tell)
