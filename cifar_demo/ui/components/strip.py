"""A row of small pictures to choose from, by mouse, finger or keyboard."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

import streamlit as st

_CSS: Final = """
.strip { display: flex; align-items: flex-start; gap: 6px; padding: 4px; font-family: var(--st-font); }
.strip:is(.wraps, .wall) { flex-wrap: wrap; }
.strip.scrolls { overflow-x: auto; padding-bottom: 10px; }
.strip button {
  flex: none; padding: 0; margin: 0; background: none; cursor: pointer; color: var(--st-text-color);
  border: 3px solid transparent; border-radius: 8px; font: inherit; font-size: 0.78rem; line-height: 1.25;
}
.strip button:hover { border-color: var(--st-border-color); }
.strip button:focus-visible { outline: 3px solid var(--st-link-color); outline-offset: 1px; }
.strip button[aria-pressed="true"] { border-color: var(--st-link-color); }
.strip img { display: block; border-radius: 5px; image-rendering: pixelated; object-fit: cover; margin: 0 auto; }
.strip button img { box-shadow: 0 0 0 1px color-mix(in srgb, var(--st-text-color) 25%, transparent); }
.strip span { display: block; padding: 3px 2px 2px; text-align: center; overflow-wrap: anywhere; }
.strip.grid { display: grid; grid-template-columns: repeat(6, minmax(0, 1fr)); }
.strip.grid img { width: 100%; height: auto; aspect-ratio: 1; }
@media (max-width: 1150px) { .strip.grid { grid-template-columns: repeat(3, minmax(0, 1fr)); } }
@media (max-width: 640px) { .strip.grid { grid-template-columns: repeat(2, minmax(0, 1fr)); } }
@media (max-width: 640px) { .strip.wraps { flex-wrap: nowrap; overflow-x: auto; padding-bottom: 10px; } }
"""

_JS: Final = """
export default function (component) {
  const { data, parentElement, setTriggerValue } = component;
  let strip = parentElement.querySelector(".strip");
  const place = strip ? strip.scrollLeft : 0;
  if (!strip) {
    strip = document.createElement("div");
    parentElement.appendChild(strip);
  }
  strip.className = "strip " + data.layout;
  strip.setAttribute("role", "group");
  strip.setAttribute("aria-label", data.label);
  // The button in use stays so, though it is made anew: whoever goes by keys would have to begin again.
  const focused = strip.getRootNode().activeElement?.dataset?.name;
  strip.replaceChildren(...data.items.map((item) => {
    const button = document.createElement("button");
    button.type = "button";
    button.dataset.name = item.name;
    button.title = item.hint;
    button.setAttribute("aria-label", item.hint);
    button.setAttribute("aria-pressed", String(item.name === data.selected));
    const picture = document.createElement("img");
    picture.src = item.picture;
    picture.alt = "";
    picture.width = picture.height = data.side;
    button.appendChild(picture);
    if (item.label) {
      const label = document.createElement("span");
      label.textContent = item.label;
      if (data.layout !== "grid") label.style.width = data.side + 4 + "px";
      button.appendChild(label);
    }
    button.onclick = () => setTriggerValue("picked", item.name);
    return button;
  }));
  strip.scrollLeft = place;
  if (focused !== undefined)
    [...strip.children].find((button) => button.dataset.name === focused)?.focus({ preventScroll: true });
  const chosen = strip.querySelector('[aria-pressed="true"]');
  if (chosen) {
    const left = chosen.offsetLeft - strip.offsetLeft;
    const isHidden = left < strip.scrollLeft || left + chosen.offsetWidth > strip.scrollLeft + strip.clientWidth;
    if (isHidden) strip.scrollLeft = left - (strip.clientWidth - chosen.offsetWidth) / 2;
  }
}
"""

_strip = st.components.v2.component("cifar_demo_strip", css=_CSS, js=_JS)


StripLayout = Literal["wraps", "scrolls", "wall", "grid"]


@dataclass(frozen=True)
class StripItem:
    """One small picture.

    Attributes
    ----------
    name : str
        What is given back when it is picked.
    picture : str
        Its address, a `data:` one.
    hint : str
        In words, for those who do not see it and for the mouse that rests on it.
    label : str
        Written below; may be empty.
    """

    name: str
    picture: str
    hint: str
    label: str = ""


def picture_strip(
    label: str,
    items: Sequence[StripItem],
    *,
    key: str,
    selected: str | None,
    on_pick: Callable[[str], None],
    side: int = 60,
    layout: StripLayout = "wraps",
) -> None:
    """Show small pictures; the one that is picked goes to `on_pick` before the page runs again.

    Parameters
    ----------
    label : str
        For screen readers.
    items : sequence of StripItem
    key : str
    selected : str or None
        Name of the one to mark.
    on_pick : callable
        Receives the name of the picked one.
    side : int
        Of each picture, pixels; a grid makes them fit.
    layout : str
        "wraps" makes several rows, and on a phone one that scrolls; "scrolls" always makes that one. "wall" makes
        several rows on a phone too: the pictures are what the page is about. "grid" makes columns that share the
        width: six on a desk, three on a tablet, two on a phone, so that six pictures leave none alone in its row.
    """

    def picked() -> None:
        name = st.session_state[key].get("picked")
        if name in {item.name for item in items}:
            on_pick(name)

    data = {
        "label": label,
        "side": side,
        "layout": layout,
        "selected": selected,
        "items": [vars(item) for item in items],
    }
    _strip(data=data, key=key, on_picked_change=picked)
