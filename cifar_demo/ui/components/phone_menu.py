"""On a phone the menu of pages covers the page: it closes when a page has been chosen in it."""

from __future__ import annotations

from typing import Final

import streamlit as st

_JS: Final = """
export default function () {
  // Once for the whole visit: who chooses the next page before this one is drawn meets no gap.
  if (document.documentElement.dataset.closesMenu) return;
  document.documentElement.dataset.closesMenu = "yes";
  const LINK = '[data-testid="stSidebarNavLink"]';
  const CLOSER = '[data-testid="stSidebarCollapseButton"] button';
  const OPENER = '[data-testid="stExpandSidebarButton"]';  // There only while the menu is closed.
  // As wide as a screen must be for Streamlit to lay its sidebar beside the page, not over it.
  const hasRoom = matchMedia("(min-width: 769px)");
  const close = (attempts) => {
    if (hasRoom.matches || document.querySelector(OPENER)) return;
    document.querySelector(CLOSER)?.click();
    if (attempts > 1) setTimeout(close, 100, attempts - 1);  // A busy page may draw its button late.
  };
  document.addEventListener("click", (event) => {
    if (event.target.closest(LINK)) setTimeout(close, 0, 20);
  });
  // Who had chosen a page already before this was here.
  const [arrival] = performance.getEntriesByType("navigation");
  if (new URL(arrival.name).pathname !== location.pathname) close(20);
}
"""

_menu = st.components.v2.component("cifar_demo_phone_menu", js=_JS)


def close_menu_when_chosen() -> None:
    """Close Streamlit's menu behind whoever has chosen a page, which Streamlit 1.67 leaves to them."""
    with st.container(key="phone_menu"):  # Not displayed, see `page_style`.
        _menu(key="phone_menu_closes")
