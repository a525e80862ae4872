// Steps of a walk. A presenter's remote control sends the same keys as a keyboard: arrows, Page Up, Page Down.

const rests = new WeakMap();  // What to undo when the component goes.

function button(kind, text, label, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = kind;
  made.textContent = text;
  if (label) {
    made.setAttribute("aria-label", label);
    made.title = label;
  }
  made.onclick = act;
  return made;
}

function draw(bar, data, go) {
  const here = data.steps.findIndex((step) => step.name === data.here);
  const back = button("move", "Back", "", () => go(here - 1));
  const next = button("move next", "Next", "", () => go(here + 1));
  back.disabled = here === 0;
  next.disabled = here === data.steps.length - 1;
  const dots = document.createElement("div");
  dots.className = "dots";
  data.steps.forEach((step, index) => {
    const dot = button(index < here ? "past" : "", "", `Step ${index + 1}: ${step.title}`, () => go(index));
    if (index === here) dot.setAttribute("aria-current", "step");
    dots.appendChild(dot);
  });
  const where = document.createElement("span");
  where.className = "where";
  where.textContent = `Step ${here + 1} of ${data.steps.length}`;
  bar.replaceChildren(back, dots, next, where);
  return here;
}

/* Nobody types or moves within anything but this bar, and a page that still scrolls is scrolled first. */
function wanted(event, main, bar) {
  const isFree = document.activeElement === document.body || bar.contains(bar.getRootNode().activeElement);
  if (event.ctrlKey || event.altKey || event.metaKey || event.shiftKey || !isFree) return 0;
  const isAtEnd = !main || main.scrollTop + main.clientHeight >= main.scrollHeight - 4, isAtTop = !main || main.scrollTop < 4;
  if (event.key === "ArrowRight" || (event.key === "PageDown" && isAtEnd)) return 1;
  if (event.key === "ArrowLeft" || (event.key === "PageUp" && isAtTop)) return -1;
  return 0;
}

export default function (component) {
  const { data, parentElement, setTriggerValue } = component;
  const bar = parentElement.querySelector(".stepper");
  const main = document.querySelector("[data-testid=stMain]");
  const go = (index) => data.steps[index] && setTriggerValue("asked", data.steps[index].name);
  const hadFocus = bar.contains(bar.getRootNode().activeElement);
  const here = draw(bar, data, go);
  if (bar.dataset.here !== undefined && bar.dataset.here !== data.here) main?.scrollTo({ top: 0 });
  bar.dataset.here = data.here;
  if (hadFocus) (bar.querySelector(".next:enabled") ?? bar.querySelector(".move:enabled"))?.focus();
  rests.get(bar)?.();
  const press = (event) => {
    const step = wanted(event, main, bar);
    if (!step || !data.steps[here + step]) return;
    event.preventDefault();
    go(here + step);
  };
  document.addEventListener("keydown", press);
  rests.set(bar, () => document.removeEventListener("keydown", press));
  return () => { if (!bar.isConnected) rests.get(bar)?.(); };
}
