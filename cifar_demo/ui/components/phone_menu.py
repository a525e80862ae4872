"""On a phone the menu of pages covers the page: it closes when a page has been chosen in it."""

from __future__ import annotations

from typing import Final

import streamlit as st

_JS: Final = """
export default function () {
  // Once for the whole visit: who chooses the next page before this one is drawn meets no gap.
  if (document.documentElement.dataset.closesMenu) return;
  document.documentElement.dataset.closesMenu = "yes";
  // As wide as a screen must be for Streamlit to lay its sidebar beside the page, not over it.
  const hasRoom = matchMedia("(min-width: 769px)");
  const close = (event) => {
    if (hasRoom.matches || !event.target.closest('[data-testid="stSidebarNavLink"]')) return;
    setTimeout(() => document.querySelector('[data-testid="stSidebarCollapseButton"] button')?.click());
  };
  document.addEventListener("click", close);
}
"""

_menu = st.components.v2.component("cifar_demo_phone_menu", js=_JS)


def close_menu_when_chosen() -> None:
    """Close Streamlit's menu behind whoever has chosen a page, which Streamlit 1.67 leaves to them."""
    with st.container(key="phone_menu"):  # Not displayed, see `page_style`.
        _menu(key="phone_menu_closes")
