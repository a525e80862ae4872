"""The picture as given, with a frame on it to move and to size: by mouse, finger or keyboard."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import streamlit as st

from cifar_demo.results import Box

# Side of the smallest part that can be chosen, in pixels of the picture.
MIN_SIDE: Final = 8

_CSS: Final = """
.crop { font-family: var(--st-font); color: var(--st-text-color); }
.stage {
  position: relative; overflow: hidden; user-select: none; border-radius: 4px;
  width: min(100%, calc(var(--tall) * var(--aspect))); aspect-ratio: var(--aspect); --tall: 330px;
  box-shadow: 0 0 0 1px color-mix(in srgb, var(--st-text-color) 22%, transparent);
}
.stage img { display: block; width: 100%; height: 100%; pointer-events: none; }
.stage.tiny img { image-rendering: pixelated; }
.frame {
  position: absolute; box-sizing: border-box; border: 2px solid #fff; cursor: move; touch-action: none;
  box-shadow: 0 0 0 1px #000, 0 0 0 4000px rgb(0 0 0 / 62%);
}
.frame.whole { cursor: default; touch-action: pan-y; }
.frame:focus-visible { outline: 4px solid var(--st-link-color); outline-offset: -2px; }
.corner {
  position: absolute; width: 26px; height: 26px; touch-action: none; background:
  linear-gradient(#fff, #fff) center / 12px 12px no-repeat, linear-gradient(#000, #000) center / 14px 14px no-repeat;
}
.nw { left: -9px; top: -9px; cursor: nwse-resize; } .se { right: -9px; bottom: -9px; cursor: nwse-resize; }
.ne { right: -9px; top: -9px; cursor: nesw-resize; } .sw { left: -9px; bottom: -9px; cursor: nesw-resize; }
.tools { display: flex; flex-wrap: wrap; gap: 6px; align-items: center; margin-top: 6px; font-size: 0.85rem; }
.tools button {
  font: inherit; color: inherit; background: none; border: 1px solid var(--st-border-color); cursor: pointer;
  border-radius: 8px; padding: 3px 11px; min-height: 30px;
}
.tools button:disabled { opacity: 0.45; cursor: default; }
.tools button:focus-visible { outline: 3px solid var(--st-link-color); }
@media (max-width: 640px) { .stage { --tall: 230px; } }
"""

_JS: Final = """
const STEP = 0.04, ZOOM = 1.2, MIN = 8;

function build(root) {
  root.innerHTML = `<div class="stage"><img><div class="frame" tabindex="0" role="group">
    <i class="corner nw"></i><i class="corner ne"></i><i class="corner sw"></i><i class="corner se"></i></div></div>
    <div class="tools"><button type="button" class="in" aria-label="Closer: a smaller part">+</button>
    <button type="button" class="out" aria-label="Wider: a larger part">\u2212</button>
    <button type="button" class="all">Reset</button><span></span></div>`;
}

export default function (component) {
  const { data, parentElement, setTriggerValue } = component;
  let root = parentElement.querySelector(".crop");
  if (!root) {
    root = document.createElement("div");
    root.className = "crop";
    build(root);
    parentElement.appendChild(root);
  }
  const [width, height] = data.size;
  const stage = root.querySelector(".stage"), frame = root.querySelector(".frame"), image = root.querySelector("img");
  const most = data.is_square ? Math.min(width, height) : Infinity;
  const least = Math.min(MIN, width, height);
  if (image.src !== data.picture) {
    clearTimeout(root.timer);  // What is still to be sent is about the picture before.
    image.src = data.picture;
  }
  image.alt = data.label;
  stage.classList.toggle("tiny", Math.max(width, height) <= 96);
  stage.style.setProperty("--aspect", width / height);
  frame.setAttribute("aria-label", "Part that the network gets. Arrow keys move it, plus and minus size it.");
  root.querySelector("span").textContent = data.hint;
  let box = data.box;

  function clamp(next) {
    const across = Math.min(Math.max(next[2] - next[0], least), width, most);
    const down = data.is_square ? across : Math.min(Math.max(next[3] - next[1], least), height);
    const left = Math.min(Math.max(next[0], 0), width - across), top = Math.min(Math.max(next[1], 0), height - down);
    return [left, top, left + across, top + down];
  }
  function draw() {
    frame.style.left = (100 * box[0]) / width + "%";
    frame.style.top = (100 * box[1]) / height + "%";
    frame.style.width = (100 * (box[2] - box[0])) / width + "%";
    frame.style.height = (100 * (box[3] - box[1])) / height + "%";
    const isWhole = box[2] - box[0] >= width && box[3] - box[1] >= height;
    frame.classList.toggle("whole", isWhole);
    // A finger that cannot move it up or down scrolls the page.
    frame.style.touchAction = box[3] - box[1] >= height ? "pan-y" : "";
    root.querySelector(".all").disabled = !data.is_chosen;
    root.querySelector(".out").disabled = Math.max((box[2] - box[0]) / Math.min(width, most),
      (box[3] - box[1]) / Math.min(height, most)) >= 1;
  }
  function send() { setTriggerValue("box", box.map(Math.round)); }
  function later() { clearTimeout(root.timer); root.timer = setTimeout(send, 350); }
  function zoom(factor) {
    const middle = [(box[0] + box[2]) / 2, (box[1] + box[3]) / 2];
    const half = [((box[2] - box[0]) * factor) / 2, ((box[3] - box[1]) * factor) / 2];
    const limit = Math.min(1, Math.min(width, most) / (2 * half[0]), Math.min(height, most) / (2 * half[1]));
    const [x, y] = half.map((value) => value * limit);
    box = clamp([middle[0] - x, middle[1] - y, middle[0] + x, middle[1] + y]);
    draw();
    later();
  }
  function resized(start, corner, dx, dy) {
    const isWest = corner.includes("w"), isNorth = corner.includes("n");
    const anchor = [isWest ? start[2] : start[0], isNorth ? start[3] : start[1]];
    const room = [isWest ? anchor[0] : width - anchor[0], isNorth ? anchor[1] : height - anchor[1]];
    let across = start[2] - start[0] + (isWest ? -dx : dx), down = start[3] - start[1] + (isNorth ? -dy : dy);
    if (data.is_square) across = down = Math.min(Math.max(across, down), room[0], room[1]);
    across = Math.min(Math.max(across, least), room[0]);
    down = Math.min(Math.max(down, least), room[1]);
    const left = isWest ? anchor[0] - across : anchor[0], top = isNorth ? anchor[1] - down : anchor[1];
    return [left, top, left + across, top + down];
  }

  frame.onpointerdown = (event) => {
    if (event.button || !event.isPrimary) return;
    const corner = event.target.classList.contains("corner") ? event.target.classList[1] : null;
    if (!corner && frame.classList.contains("whole")) return;
    event.preventDefault();
    frame.focus({ preventScroll: true });
    frame.setPointerCapture(event.pointerId);
    const start = box, scale = width / stage.clientWidth;
    frame.onpointermove = (move) => {
      const dx = (move.clientX - event.clientX) * scale, dy = (move.clientY - event.clientY) * scale;
      const moved = [start[0] + dx, start[1] + dy, start[2] + dx, start[3] + dy];
      box = corner ? resized(start, corner, dx, dy) : clamp(moved);
      draw();
    };
    frame.onpointerup = frame.onpointercancel = (end) => {
      frame.onpointermove = frame.onpointerup = frame.onpointercancel = null;
      if (end.type === "pointercancel") {
        box = start;  // It was a scroll.
        draw();
      } else if (String(box) !== String(start)) send();
    };
  };
  frame.onkeydown = (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;  // The browser's own.
    const step = STEP * Math.min(width, height);
    const arrows = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] };
    const shift = arrows[event.key];
    if (shift) {
      box = clamp([box[0] + shift[0], box[1] + shift[1], box[2] + shift[0], box[3] + shift[1]]);
      draw();
      later();
    } else if (event.key === "+" || event.key === "=") zoom(1 / ZOOM);
    else if (event.key === "-") zoom(ZOOM);
    else return;
    event.preventDefault();
  };
  root.querySelector(".in").onclick = () => zoom(1 / ZOOM);
  root.querySelector(".out").onclick = () => zoom(ZOOM);
  root.querySelector(".all").onclick = () => { clearTimeout(root.timer); setTriggerValue("box", []); };
  draw();
}
"""

_crop_box = st.components.v2.component("cifar_demo_crop_box", css=_CSS, js=_JS)


def crop_box(
    picture: str,
    label: str,
    hint: str,
    *,
    size: tuple[int, int],
    box: Box,
    is_chosen: bool,
    is_square: bool,
    on_change: Callable[[Box | None], None],
) -> None:
    """Show a picture with a frame on it.

    Parameters
    ----------
    picture : str
        Its address, a `data:` one.
    label, hint : str
        What the picture is, for those who do not see it, and what can be done; plain text.
    size : (width, height)
        Of the picture in which the box is measured.
    box : (left, top, right, bottom)
        Where the frame is.
    is_chosen : bool
        Whether a person has put it there.
    is_square : bool
        Whether it has to stay a square.
    on_change : callable
        Receives the new box, or None for the one to begin with, before the page runs again.
    """
    key = "crop_box"

    def changed() -> None:
        sent = st.session_state[key].get("box")
        if is_box(sent):
            on_change(tuple(sent) if sent else None)

    data = {
        "picture": picture,
        "label": label,
        "hint": hint,
        "size": list(size),
        "box": list(box),
        "is_chosen": is_chosen,
        "is_square": is_square,
    }
    _crop_box(data=data, key=key, on_box_change=changed)


def is_box(sent: Any) -> bool:
    """Whether what a browser sent is a box, or the empty list that asks for none."""
    return isinstance(sent, list) and len(sent) in (0, 4) and all(type(edge) is int for edge in sent)
