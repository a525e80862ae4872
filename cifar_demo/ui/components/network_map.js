// The map as a person uses it: walk from node to node, zoom in and out, and let the picture travel through.
// network_map_drawing.js stands before this file: the two are sent as one.

const PACE = 950;  // Milliseconds from column to column.
const STILL_PACE = 1300;  // The same for those who want no motion: it jumps.
const TRAVELLER = 34;
const maps = new WeakMap();

class NetworkMap {
  constructor(root) {
    this.root = root;
    this.find = (name) => root.querySelector(`.${name}`);
    this.board = this.find("board");
    this.find("play").onclick = () => (this.frame ? this.pause() : this.play());
    this.find("before").onclick = () => this.step(-1);
    this.find("after").onclick = () => this.step(1);
    root.onkeydown = (event) => this.press(event);
    this.observer = new ResizeObserver(() => this.board.clientWidth !== this.room && this.data && this.show());
    this.observer.observe(this.board);
  }

  destroy() {
    this.observer.disconnect();
    cancelAnimationFrame(this.frame);
  }

  take(data, send) {
    this.send = send;
    const isFirst = !this.data, hasMoved = this.data?.chosen !== data.chosen;
    this.data = data;
    // What was chosen elsewhere on the page must be seen here.
    if (isFirst || (hasMoved && !this.viewOf(this.name).nodes.some((node) => node.name === data.chosen))) this.name = data.start;
    this.show();
  }

  /* ---------- zooming ---------- */

  viewOf(name) {
    const view = this.data.views[name] ?? this.data.views[this.data.start];
    const nodes = view.nodes.map(([key, column, lane]) => ({ ...this.data.nodes[key], name: key, column, lane }));
    const edges = view.edges.map(([source, target, lane, isShortcut]) => (
      { source: view.nodes[source][0], target: view.nodes[target][0], lane, isShortcut }));
    return { nodes, edges, groups: view.groups };
  }

  zoom(name) {
    this.stop();
    this.name = name;
    this.show();
    this.board.querySelector(".node.chosen, .node")?.focus({ preventScroll: true });
  }

  /* The views around this one, from the whole network inwards. */
  trail() {
    if (this.name === "network" || this.name === "all") return ["network"];
    const [stage] = this.name.split("_");
    return [...new Set(["network", stage, this.name])].filter((name) => this.data.views[name]);
  }

  showTrail() {
    const trail = this.find("trail");
    const has = (name) => this.data.views[name];
    const button = (name, text) => {
      const made = document.createElement("button");
      made.type = "button";
      made.textContent = text;
      made.setAttribute("aria-pressed", String(name === this.name));
      made.onclick = () => this.zoom(name);
      return made;
    };
    const parts = this.trail().map((name) => button(name, this.data.titles[name]));
    trail.replaceChildren(...parts.flatMap((part, index) => (index ? [" \u203a ", part] : [part])));
    if (has("all")) trail.append(" ", button("all", this.data.titles.all));
    trail.hidden = Object.keys(this.data.views).length < 2;
  }

  /* ---------- drawing ---------- */

  show() {
    this.room = this.board.clientWidth;
    if (!this.room) return;
    const focused = this.board.getRootNode().activeElement?.dataset?.name;
    const scrolled = this.board.scrollLeft;
    const view = this.viewOf(this.name);
    const holders = [this.data.chosen, ...this.data.within];
    this.chosen = holders.find((name) => view.nodes.some((node) => node.name === name));
    this.drawn = drawView(this.board, view, this.data, this.chosen, (node) => this.act(node));
    this.showTrail();
    this.board.scrollLeft = scrolled;
    if (focused) this.board.querySelector(`[data-name="${focused}"]`)?.focus({ preventScroll: true });
    const chosen = this.drawn.nodes.find((node) => node.name === this.chosen);
    if (chosen) this.bringIntoView(chosen.column);
    if (this.place !== undefined) this.place = Math.min(this.place, this.drawn.place.columns - 1);
    this.mark();
  }

  bringIntoView(column) {
    const { across } = this.drawn.place, left = column * across;
    if (left < this.board.scrollLeft || left + across > this.board.scrollLeft + this.board.clientWidth) {
      this.board.scrollLeft = left - (this.board.clientWidth - across) / 2;
    }
  }

  act(node) {
    if (node.isGroup) this.zoom(node.name);
    else this.send(node.name);
  }

  /* ---------- the picture on its way ---------- */

  play() {
    const last = this.drawn.place.columns - 1;
    if (this.place === undefined || this.place >= last) this.place = 0;
    this.isStill = matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.find("play").textContent = "Pause";
    let before = performance.now();
    const tick = (now) => {
      if (!this.root.isConnected) return;
      const passed = now - before;
      if (!this.isStill || passed >= STILL_PACE) {
        // A tab that slept goes on where it was, it does not jump ahead.
        this.place += this.isStill ? 1 : Math.min(passed, 100) / PACE;
        before = now;
        if (this.place >= last) return void this.arrive(last);
        this.mark();
      }
      this.frame = requestAnimationFrame(tick);
    };
    this.mark();
    this.frame = requestAnimationFrame(tick);
  }

  pause() {
    cancelAnimationFrame(this.frame);
    this.frame = null;
    this.find("play").textContent = "Play";
  }

  arrive(last) {
    this.pause();
    this.place = last;
    this.mark();
  }

  stop() {
    this.pause();
    this.place = undefined;
  }

  step(by) {
    const last = this.drawn.place.columns - 1;
    this.pause();
    const here = this.place ?? (by > 0 ? -1 : last + 1);
    this.place = Math.max(0, Math.min(last, by > 0 ? Math.floor(here + 1e-6) + 1 : Math.ceil(here - 1e-6) - 1));
    this.mark();
  }

  /* Shows how far the picture has come: what is ahead is dim, what it is on its way along carries it. */
  mark() {
    const { place } = this;
    const isUnderway = place !== undefined;
    this.find("before").disabled = !isUnderway || place <= 0;
    this.find("after").disabled = isUnderway && place >= this.drawn.place.columns - 1;
    for (const node of this.drawn.nodes) {
      node.element.classList.toggle("ahead", isUnderway && node.column > place + 1e-6);
      node.element.classList.toggle("here", isUnderway && node.column === Math.floor(place + 1e-6));
    }
    this.drawn.travellers.replaceChildren(...(isUnderway ? this.travellers(place) : []));
    const reached = isUnderway ? this.drawn.nodes.filter((node) => node.column === Math.floor(place + 1e-6)) : [];
    const said = reached.map((node) => node.hint).join("  \u00b7  ");
    if (this.find("said").textContent !== said) this.find("said").textContent = said;
    if (isUnderway) this.bringIntoView(Math.min(this.drawn.place.columns - 1, Math.ceil(place)));
  }

  travellers(place) {
    const underway = this.drawn.edges.filter((edge) => edge.from < place && place < edge.to);
    return underway.map((edge) => {
      const share = (place - edge.from) / (edge.to - edge.from);
      const { x, y } = edge.path.getPointAtLength(share * edge.path.getTotalLength());
      const carried = draw("g", {});
      const box = { x: x - TRAVELLER / 2, y: y - TRAVELLER / 2, width: TRAVELLER, height: TRAVELLER };
      draw("image", { ...box, href: edge.picture, preserveAspectRatio: "xMidYMid slice" }, carried);
      draw("rect", { ...box, rx: 3, class: "carried" }, carried);
      return carried;
    });
  }

  /* ---------- keys ---------- */

  press(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;  // The browser's own.
    const node = event.target.closest?.(".node");
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (by && this.place !== undefined) this.step(by);
    else if (by && node) this.walk(node, by);
    else if (node && (event.key === "Enter" || event.key === " ")) this.act(this.drawn.nodes.find((one) => one.element === node));
    else if (event.key === "Escape" && this.place !== undefined) {
      this.stop();
      this.mark();
    } else if ((event.key === "Escape" || event.key === "-") && this.trail().length > 1) this.zoom(this.trail().at(-2));
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  walk(node, by) {
    const all = [...this.board.querySelectorAll(".node")];
    all[all.indexOf(node) + by]?.focus();
  }
}

export default function (component) {
  const { data, parentElement, setTriggerValue } = component;
  const root = parentElement.querySelector(".network-map");
  if (!maps.has(root)) maps.set(root, new NetworkMap(root));
  maps.get(root).take(data, (name) => setTriggerValue("picked", name));
  return () => {
    if (root.isConnected) return;
    maps.get(root)?.destroy();
    maps.delete(root);
  };
}
