"""Where CIFAR-10 is not on the machine: what it is for, and a button that fetches it."""

from __future__ import annotations

import os
from typing import Final

import streamlit as st

from cifar_demo.dataset.cifar10 import cache_folder, find_cifar10
from cifar_demo.dataset.fetch import MEGABYTE
from cifar_demo.ui import cache
from cifar_demo.ui.components.notice import notice
from cifar_demo.ui.fetching import Fetching

NO_FETCH: Final = "CIFAR_DEMO_NO_FETCH"  # An environment variable: set to anything, nothing is fetched.
_LOOK_EVERY: Final = 0.5  # Seconds.


def are_pictures_here(what_for: str) -> bool:
    """Whether CIFAR-10 is on the machine; where it is not, offer to fetch it.

    Parameters
    ----------
    what_for : str
        A sentence on its pictures, told to whoever has none.

    Raises
    ------
    DatasetError
        If `CIFAR10_DIR` names a folder without it: a fetched one would not be looked for.
    """
    if cache.has_labelled_pictures() or find_cifar10() is not None:
        return True
    _offer_fetch(what_for)
    return False


def _offer_fetch(what_for: str) -> None:
    """Show what there is to fetch; while it comes, how far it is."""
    fetching = cache.fetching()
    fetching.raise_fault()
    if fetching.is_running:
        st.fragment(_watch, run_every=_LOOK_EVERY)(fetching)
        return
    if fetching.trouble:
        notice(fetching.trouble)
    archive = fetching.archive
    size, room = archive.num_bytes / MEGABYTE, (archive.num_bytes + archive.unpacked_bytes) / MEGABYTE
    st.markdown(f"**CIFAR-10 is not on this machine yet.** {what_for}")
    if os.environ.get(NO_FETCH):
        st.caption("Whoever runs this app has switched fetching them off. Everything else works without.")
        return
    st.button(
        f"Fetch CIFAR-10 ({size:,.0f} MB)",
        icon=":material/cloud_download:",
        on_click=fetching.start,
        args=(cache_folder(),),
        key="fetch_cifar10",
    )
    st.caption(
        f"From its authors at www.cs.toronto.edu into `{cache_folder()}` on the machine that runs this app, "
        f"{room:,.0f} MB with the unpacked files. Nothing is fetched unless you press the button."
    )


def _watch(fetching: Fetching) -> None:
    if not fetching.is_running:
        st.rerun()
    step = fetching.step
    if step is None:
        st.progress(0.0, "Asking for CIFAR-10 …")
    elif step.word == "Fetched":
        st.progress(step.done / step.total, f"Fetched {step.done / MEGABYTE:,.0f} of {step.total / MEGABYTE:,.0f} MB")
    else:
        st.progress(1.0, f"{step.word} …" if step.word == "Checking" else f"{step.word} {step.done} of {step.total}")
    st.button("Stop", icon=":material/stop:", on_click=fetching.stop, key="stop_fetching")
    st.caption("It goes on while you look at other pages.")
