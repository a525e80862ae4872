"""The list of pages, and links between them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from cifar_demo.ui import state

if TYPE_CHECKING:
    from streamlit.navigation.page import StreamlitPage


def pages() -> dict[str, StreamlitPage]:
    """Describe all pages, by name, in the order of the menu."""
    # Pages link to each other through here, so they are imported when the list is made.
    from cifar_demo.ui.pages import break_it, compare, dataset, explain, inside, networks, predict, report, tour

    return {
        "predict": st.Page(predict.show, title="Predict", icon=":material/image_search:", default=True),
        "tour": st.Page(tour.show, title="Tour", icon=":material/tour:", url_path="tour"),
        "inside": st.Page(inside.show, title="Inside", icon=":material/layers:", url_path="inside"),
        "explain": st.Page(explain.show, title="Explain", icon=":material/lightbulb:", url_path="explain"),
        "break": st.Page(break_it.show, title="Break it", icon=":material/broken_image:", url_path="break"),
        "compare": st.Page(compare.show, title="Compare", icon=":material/compare:", url_path="compare"),
        "report": st.Page(report.show, title="Report", icon=":material/assignment:", url_path="report"),
        "dataset": st.Page(dataset.show, title="Dataset", icon=":material/photo_library:", url_path="dataset"),
        "networks": st.Page(networks.show, title="Networks", icon=":material/account_tree:", url_path="networks"),
    }


def link_to(name: str, label: str) -> None:
    """Show a link to another page."""
    page = pages()[name]
    st.page_link(page, label=label, icon=page.icon)


def go_if_asked() -> None:
    """Go to the page that a click asked for: Streamlit lets no callback change the page itself."""
    name = state.take_request()
    if name is not None:
        st.switch_page(pages()[name])
