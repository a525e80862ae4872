"""The test set on a flat map of a network's feature space, with the current picture in it."""

from __future__ import annotations

from typing import Final

import streamlit as st

from cifar_demo.figures.atlas import pack_map
from cifar_demo.networks import NetworkSpec
from cifar_demo.ui import dataset_cache, picture_state, state
from cifar_demo.ui.components.filling import filled_bank
from cifar_demo.ui.components.picture_map import picture_map
from cifar_demo.ui.components.picture_wall import open_picture

COUNTS: Final = (1_000, 3_000, 10_000)


def show_flat_map(spec: NetworkSpec) -> None:
    """Show the map, computing what is missing."""
    count = _choose_count()
    st.markdown(
        f"Every dot is a test picture, placed by what {spec.title} makes of it just before its answer: alike to the "
        "network means close together. Yours has the orange frame. Notice which classes lie apart, and which run into "
        "each other."
    )
    bank = filled_bank(spec.name, "test", count)
    if bank is None:
        return
    components, points = dataset_cache.flat_map(spec.name, count, bank)
    image = picture_state.picture().framed.image
    packed = pack_map(
        points,
        dataset_cache.pictures("test").labels[:count],
        bank.answers(count),
        dataset_cache.sheet(count),
        components.project(bank.direction(image)[None])[0],
        image,
    )
    picture_map(packed, key="flat_map", on_pick=lambda index: _open(index, count))
    st.caption(
        f"{bank.directions(1).shape[1]:,} numbers a picture, reduced to the two directions in which they vary most "
        f"(principal components, PCA): {components.shares.sum():.0%} of the variation is left. What lies close here "
        "may still be far apart in the others."
    )


def _choose_count() -> int:
    state.settle(state.NUM_MAPPED, COUNTS, COUNTS[0])
    st.segmented_control(
        "Test pictures on the map",
        COUNTS,
        format_func="{:,}".format,
        key=state.NUM_MAPPED,
        required=True,
        persist_state="session",
        help="Each has to go through the network once, and 1,000 of them are about 0.9 MB to send to you.",
    )
    return int(state.value_of(state.NUM_MAPPED))


def _open(index: int, count: int) -> None:
    if 0 <= index < count:
        open_picture(index, "test")
