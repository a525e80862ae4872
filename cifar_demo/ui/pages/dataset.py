"""Dataset: the pictures that all networks learned from and were tested on, where they are on the machine."""

from __future__ import annotations

from typing import Final

import numpy as np
import streamlit as st

from cifar_demo.constants import CLASS_NAMES
from cifar_demo.figures.contact_sheet import contact_sheet
from cifar_demo.figures.pixels import data_url, enlarge
from cifar_demo.image.decode import decode_array
from cifar_demo.ui import dataset_cache, navigation, picture_state, state
from cifar_demo.ui.components.fetch_panel import are_pictures_here
from cifar_demo.ui.components.flat_map import show_flat_map
from cifar_demo.ui.components.hard_pictures import show_hard_pictures
from cifar_demo.ui.components.neighbours import show_neighbours
from cifar_demo.ui.components.network_picker import pick_network
from cifar_demo.ui.components.notice import kindly, small_text
from cifar_demo.ui.components.picture_wall import STAY, choose_what_opens, show_wall
from cifar_demo.ui.components.strip import StripItem, picture_strip
from cifar_demo.ui.components.take_along import offer_png
from cifar_demo.ui.words import with_article

_BROWSE: Final = ":material/grid_view: Browse"
_HARD: Final = ":material/error: Hard ones"
_MEANS: Final = ":material/blur_on: Averages"
_NEAREST: Final = ":material/join_inner: Most like yours"
_MAP: Final = ":material/scatter_plot: Map"
_CLASS: Final = "dataset_class"
_PAGE: Final = "dataset_page"
_PER_PAGE: Final = 84
_WHAT_FOR: Final = (
    "With its pictures this page lets you browse each class, try those that every network gets wrong, find the ones "
    "most like your own picture, walk over a map of what a network takes for alike, and see the average of each class."
)


def show() -> None:
    """Draw the page."""
    st.title("The pictures behind the numbers", anchor=False)
    st.markdown(
        "CIFAR-10: 60,000 photographs of 32 × 32 pixels in ten classes, 50,000 to learn from and 10,000 to test on. "
        "Notice how little there is to see in one, and how much that is together."
    )
    with kindly():
        if not are_pictures_here(_WHAT_FOR):
            return
        dataset_cache.pictures("test")
        _show_tabs()
        choose_what_opens("dataset_opens")


def _show_tabs() -> None:
    browse, hard, nearest, flat, means = st.tabs(
        [_BROWSE, _HARD, _NEAREST, _MAP, _MEANS], key="dataset_tabs", on_change="rerun"
    )
    if browse.open:  # The others cost nothing until they are opened.
        with browse:
            _browse()
    elif hard.open:
        with hard:
            show_hard_pictures()
    elif means.open:
        with means:
            _show_means()
    elif nearest.open:
        with nearest:
            _say_which_picture()
            show_neighbours(pick_network(is_brief=True))
    elif flat.open:
        with flat:
            show_flat_map(pick_network(is_brief=True))


def _browse() -> None:
    st.markdown("The test pictures, class by class. Notice how different pictures of one name can be.")
    state.settle(_CLASS, CLASS_NAMES, CLASS_NAMES[0])
    st.pills("Class", CLASS_NAMES, key=_CLASS, required=True, on_change=state.put, args=(_PAGE, 0))
    members = np.flatnonzero(dataset_cache.pictures("test").labels == CLASS_NAMES.index(state.value_of(_CLASS)))
    num_pages = -(-len(members) // _PER_PAGE)
    page = int(state.value_of(_PAGE) or 0) % num_pages
    shown = [int(index) for index in members[page * _PER_PAGE : (page + 1) * _PER_PAGE]]
    show_wall(f"Test pictures: {state.value_of(_CLASS)}", shown, key="browse")
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button("Previous", on_click=state.put, args=(_PAGE, page - 1), key="previous_pictures")
        st.button("Next", on_click=state.put, args=(_PAGE, page + 1), key="next_pictures")
        st.caption(f"{page * _PER_PAGE + 1} to {page * _PER_PAGE + len(shown)} of {len(members):,}")


def _show_means() -> None:
    st.markdown(
        "All 1,000 test pictures of a class laid over each other. Notice that ships and airplanes keep their blue, "
        "and that animals, which stand everywhere, leave only a shadow. Click one to ask a network what it is."
    )
    means = dataset_cache.class_means()
    items = [
        StripItem(name, data_url(enlarge(mean, 128)), f"Average {name}", name)
        for name, mean in zip(CLASS_NAMES, means, strict=True)
    ]
    picture_strip(
        "Average picture of each class", items, key="means", selected=None, on_pick=_open_mean, side=104, layout="wall"
    )
    named = dict(zip(CLASS_NAMES, means, strict=True))
    offer_png(lambda: contact_sheet(named, side=128, columns=5), "average-of-each-class", key="means_png")


def _open_mean(name: str) -> None:
    mean = dataset_cache.class_means()[CLASS_NAMES.index(name)]
    picture_state.keep_picture(decode_array(mean, f"average of 1,000 {name} pictures", source_format="CIFAR-10"))
    target = state.value_of(state.OPENS) or "predict"
    if target != STAY:
        state.request_page(target)


def _say_which_picture() -> None:
    picture = picture_state.picture()
    with st.container(horizontal=True, vertical_alignment="center"):
        st.image(enlarge(picture.framed.image, 96), width=96, alt="The current picture as networks get it")
        truth = f" Its label says: {with_article(picture.truth)}." if picture.truth else ""
        small_text(f"Your picture now: {picture.decoded.name}.{truth}", width="content")
        navigation.link_to("predict", "Change the picture")
