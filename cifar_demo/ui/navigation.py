"""The list of pages, and links between them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

if TYPE_CHECKING:
    from streamlit.navigation.page import StreamlitPage


def pages() -> dict[str, StreamlitPage]:
    """Describe all pages, by name, in the order of the menu."""
    # Pages link to each other through here, so they are imported when the list is made.
    from cifar_demo.ui.pages import inside, networks, predict, tour

    return {
        "predict": st.Page(predict.show, title="Predict", icon=":material/image_search:", default=True),
        "tour": st.Page(tour.show, title="Tour", icon=":material/tour:", url_path="tour"),
        "inside": st.Page(inside.show, title="Inside", icon=":material/layers:", url_path="inside"),
        "networks": st.Page(networks.show, title="Networks", icon=":material/account_tree:", url_path="networks"),
    }


def link_to(name: str, label: str) -> None:
    """Show a link to another page."""
    page = pages()[name]
    st.page_link(page, label=label, icon=page.icon)
