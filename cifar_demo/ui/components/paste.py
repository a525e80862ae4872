"""A button that pastes a picture, and an ear for Ctrl+V anywhere on the page."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable
from typing import Any, Final

import streamlit as st

from cifar_demo.image.opening import MAX_FILE_BYTES

_CSS: Final = """
.paste { display: flex; flex-wrap: wrap; gap: 8px; align-items: center; font-family: var(--st-font); }
.paste button {
  font: inherit; color: var(--st-text-color); background: none; border: 1px solid var(--st-border-color);
  border-radius: 8px; padding: 5px 13px; cursor: pointer;
}
.paste button:hover { border-color: var(--st-link-color); }
.paste button:focus-visible { outline: 3px solid var(--st-link-color); }
.paste span { font-size: 0.85rem; color: var(--st-text-color); }
"""

_JS: Final = """
export default function (component) {
  const { data, parentElement, setTriggerValue } = component;
  let root = parentElement.querySelector(".paste");
  if (!root) {
    root = document.createElement("div");
    root.className = "paste";
    root.innerHTML = '<button type="button">Paste a picture</button><span role="status"></span>';
    parentElement.appendChild(root);
  }
  const say = (sentence) => { root.querySelector("span").textContent = sentence; };
  const hasKeys = !matchMedia("(pointer: coarse)").matches;
  if (hasKeys) say("or press Ctrl+V (⌘V)");
  function take(file) {
    if (file.size > data.limit) return setTriggerValue("pasted", { size: file.size, content: "" });
    const reader = new FileReader();
    reader.onload = () => setTriggerValue("pasted", { size: file.size, content: reader.result.split(",")[1] });
    reader.readAsDataURL(file);
  }
  root.querySelector("button").onclick = async () => {
    try {
      for (const item of await navigator.clipboard.read()) {
        const type = item.types.find((one) => one.startsWith("image/"));
        if (type) return take(await item.getType(type));
      }
      say("There is no picture on the clipboard. Copy one first.");
    } catch {
      say("The browser keeps the clipboard to itself. "
        + (hasKeys ? "Press Ctrl+V (⌘V) instead." : "Save the picture and upload it instead."));
    }
  };
  const listen = (event) => {
    const file = [...event.clipboardData.files].find((one) => one.type.startsWith("image/"));
    if (!file) return;
    event.preventDefault();
    take(file);
  };
  if (root.stop) root.stop();
  document.addEventListener("paste", listen);
  root.stop = () => document.removeEventListener("paste", listen);
  return root.stop;
}
"""

_paste = st.components.v2.component("cifar_demo_paste", css=_CSS, js=_JS)


def paste_button(*, on_paste: Callable[[bytes, int], None]) -> None:
    """Let a visitor paste a picture.

    Parameters
    ----------
    on_paste : callable
        Receives the file and how many bytes it had, before the page runs again; of one over 20 MB nothing was sent,
        and the file is empty.
    """
    key = "paste"

    def pasted() -> None:
        sent = unpacked(st.session_state[key].get("pasted"))
        if sent is not None:
            on_paste(*sent)

    _paste(data={"limit": MAX_FILE_BYTES}, key=key, on_pasted_change=pasted)


def unpacked(sent: Any) -> tuple[bytes, int] | None:
    """Read what a browser sent: a file and its size, or None where it makes no sense."""
    if not isinstance(sent, dict) or not isinstance(sent.get("content"), str) or type(sent.get("size")) is not int:
        return None
    try:
        return base64.b64decode(sent["content"], validate=True), sent["size"]
    except binascii.Error:
        return None
