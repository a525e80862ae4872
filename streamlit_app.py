"""The app: page settings, the list of pages, and off.

    streamlit run streamlit_app.py

Nothing here imports TensorFlow: the first page shows before it has loaded.
"""

import streamlit as st

from cifar_demo.figures.pixels import app_icon
from cifar_demo.ui import cache, navigation, state
from cifar_demo.ui.components.link_notes import link_notes
from cifar_demo.ui.components.page_style import apply_style
from cifar_demo.ui.components.phone_menu import close_menu_when_chosen
from cifar_demo.ui.server_rules import ask_nobody_outside, keep_uploads_in_memory


def main() -> None:
    """Run the page that the person has chosen."""
    st.set_page_config(
        page_title="What a network sees",
        page_icon=app_icon(),
        layout="wide",
        menu_items={"About": "See what convolutional networks do, on your own picture."},
    )
    keep_uploads_in_memory()
    ask_nobody_outside()
    apply_style()
    close_menu_when_chosen()
    state.start()
    page = st.navigation(list(navigation.pages().values()), position="top")
    navigation.go_if_asked()
    with link_notes():
        page.run()
    state.write_link()
    cache.wake_tensorflow()  # A visitor who reads first finds it awake.
    cache.give_memory_back()


main()
