// A canvas with its tools. Everything happens here; after each operation the drawing goes to the server.
// easel_paint.js stands before this file: the two are sent as one.

const WIDTHS = { Fine: 6, Medium: 18, Broad: 46 };
const MAX_OPERATIONS = 60;  // What lies further back is kept as pixels only, and cannot be taken back.
const CLOSE = 3;  // Pixels between two points of a line, at least.
const ICONS = {
  brush: "M5 19c3 1 5-1 5-3a2 2 0 0 0-3-2c-2 1-1 3-2 5zM10 14 20 4",
  eraser: "M8 19 4 15 14 5l6 6-8 8zM9 10l6 6M8 19h12",
  fill: "M5 12 12 5l7 7-6 6a2 2 0 0 1-3 0zM5 12h14M21 16v4M12 5V2",
  line: "M5 19 19 5",
  box: "M4 7h16v11H4z",
  oval: "M12 6c11 0 11 12 0 12S1 6 12 6z",
  undo: "M9 6 4 11l5 5M4 11h10a5 5 0 0 1 0 9h-3",
  redo: "M15 6l5 5-5 5M20 11H10a5 5 0 0 0 0 9h3",
  clear: "M5 7h14M9 7V4h6v3M7 7l1 13h8l1-13",
};
const SHAPES = { line: 1, box: 1, oval: 1 };  // Known by where they begin and end.
const TOOLS = { brush: "Brush", eraser: "Eraser", fill: "Fill", line: "Line", box: "Box", oval: "Oval" };
const easels = new WeakMap();

function button(label, hint, onclick) {
  const made = document.createElement("button");
  made.type = "button";
  made.title = hint;
  made.setAttribute("aria-label", hint);
  made.append(...label);
  made.onclick = onclick;
  return made;
}

function icon(name) {
  const holder = document.createElement("template");
  holder.innerHTML = `<svg viewBox="0 0 24 24" width="22" height="22" fill="none" stroke="currentColor"
    stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true"><path d="${ICONS[name]}"/></svg>`;
  return holder.content.firstChild;
}

function spoken(text) {
  const said = document.createElement("span");
  said.textContent = text;
  return said;
}

class Easel {
  constructor(root, data) {
    this.root = root;
    this.find = (name) => root.querySelector(`.${name}`);
    this.canvas = this.find("layer");
    this.canvas.width = this.canvas.height = SIDE;
    [this.before, this.base] = [blankLayer(), blankLayer()];
    this.choice = { tool: "brush", width: "Medium", colour: data.colours[0][1] };
    this.buildTools(data);
    this.buildSteps();
    this.buildStarts(data);
    this.listen();
  }

  show(data, send) {
    this.send = send;
    this.sketches = data.sketches;
    // Once: later the server's copy may lack the stroke that is on its way to it.
    if (!this.backgrounds) this.load(data);
    this.find("said").textContent = data.said;
    this.find("use").hidden = !data.is_other || (!this.operations.length && !this.hasBase);
  }

  load({ start, backgrounds }) {
    this.backgrounds = backgrounds;
    [this.operations, this.undone, this.firstBackground] = [start.operations, [], start.background];
    this.hasBase = Boolean(start.base);
    wipe(this.base);
    this.repaint();
    if (!start.base) return;
    const kept = new Image();
    kept.onload = () => { this.base.getContext("2d").drawImage(kept, 0, 0); this.repaint(); };
    kept.src = `data:image/png;base64,${start.base}`;
  }

  get background() {
    const grounds = this.operations.map(({ tool, name }) => {
      if (tool === "background") return name;
      return tool === "sketch" ? this.sketches[name].background : null;
    }).filter(Boolean);
    return grounds.length ? grounds[grounds.length - 1] : this.firstBackground;
  }

  repaint() {
    copyLayer(this.base, this.canvas);
    for (const operation of this.operations) paint(this.canvas, operation, this.sketches || {});
    this.mark();
  }

  mark() {
    const { background, choice } = this;
    this.canvas.style.backgroundImage = `url("${this.backgrounds[background]}")`;
    for (const one of this.root.querySelectorAll("[data-choice]")) {
      const isChosen = choice[one.dataset.choice] === one.value || (one.dataset.choice === "ground" && background === one.value);
      one.setAttribute("aria-pressed", String(isChosen));
    }
    this.find("own").classList.toggle("chosen", choice.colour === this.find("own").value);
    this.find("hint").hidden = this.operations.length > 0 || this.hasBase || Boolean(this.stroke);
    this.find("undo").disabled = !this.operations.length;
    this.find("redo").disabled = !this.undone.length;
    this.find("clear").disabled = !this.operations.length && !this.hasBase;
  }

  add(operation) {
    this.undone = [];
    this.operations.push(operation);
    while (this.operations.length > MAX_OPERATIONS) this.forgetOldest();
    this.mark();
    this.report();
  }

  forgetOldest() {
    const [oldest, ...rest] = this.operations;
    this.operations = [oldest];
    this.firstBackground = this.background;
    paint(this.base, oldest, this.sketches);
    this.operations = rest;
    this.hasBase = true;
  }

  report() {
    const pixels = (layer) => layer.toDataURL("image/png").split(",")[1];
    this.send({
      pixels: pixels(this.canvas),
      background: this.background,
      start: { operations: this.operations, base: this.hasBase ? pixels(this.base) : "", background: this.firstBackground },
    });
  }

  step(from, to) {
    if (!from.length) return;
    to.push(from.pop());
    this.repaint();
    this.report();
  }

  apply(operation) {
    paint(this.canvas, operation, this.sketches);
    this.add(operation);
  }

  choose(kind, value) {
    this.choice[kind] = value;
    if (kind === "colour" && this.choice.tool === "eraser") this.choice.tool = "brush";
    this.mark();
  }

  buildTools({ colours }) {
    const pick = (kind, value, label, hint) => {
      const made = button(label, hint, () => this.choose(kind, value));
      [made.dataset.choice, made.value] = [kind, value];
      return made;
    };
    this.find("tools").append(...Object.entries(TOOLS).map(([tool, name]) =>
      pick("tool", tool, [icon(tool), spoken(name)], name)));
    this.find("widths").append(...Object.keys(WIDTHS).map((name) => {
      const dot = spoken("");
      dot.style.width = dot.style.height = `${4 + WIDTHS[name] / 2.4}px`;
      return pick("width", name, [dot], `${name} line`);
    }));
    this.find("colours").append(...colours.map(([name, colour]) => {
      const made = pick("colour", colour, [], name);
      made.style.background = colour;
      return made;
    }));
    this.buildOwnColour();
  }

  buildOwnColour() {
    const own = this.find("own");
    own.oninput = own.onclick = () => this.choose("colour", own.value);
  }

  buildSteps() {
    const steps = {
      undo: ["Undo", () => this.step(this.operations, this.undone)],
      redo: ["Redo", () => this.step(this.undone, this.operations)],
      clear: ["Clear", () => this.apply({ tool: "clear" })],
    };
    for (const [name, [said, act]] of Object.entries(steps)) {
      const made = button([icon(name), spoken(said)], said, act);
      made.classList.add(name);
      this.find("steps").append(made);
    }
  }

  buildStarts({ backgrounds, sketches }) {
    this.find("grounds").append(...Object.entries(backgrounds).map(([name, picture]) => {
      const made = button([spoken(name)], `${name} background`, () => {
        if (this.background !== name) this.apply({ tool: "background", name });
      });
      [made.dataset.choice, made.value] = ["ground", name];
      made.style.backgroundImage = `url("${picture}")`;
      return made;
    }));
    this.find("sketches").append(...Object.entries(sketches).map(([name, sketch]) => {
      const small = document.createElement("canvas");
      small.width = small.height = 96;
      paintOutline(small.getContext("2d"), sketch, 96, 3);
      return button([small], `Start from ${sketch.title}`, () => this.apply({ tool: "sketch", name }));
    }));
    this.find("use").onclick = () => this.report();
  }

  place(event) {
    const box = this.canvas.getBoundingClientRect();
    const on = (value, start, length) => Math.round((10 * SIDE * (value - start)) / length) / 10;
    return [on(event.clientX, box.left, box.width), on(event.clientY, box.top, box.height)];
  }

  listen() {
    const { canvas } = this;
    canvas.onpointerdown = (event) => {
      if (!event.isPrimary || event.button) return;
      event.preventDefault();
      canvas.setPointerCapture(event.pointerId);
      this.begin(this.place(event));
    };
    canvas.onpointermove = (event) => {
      if (!this.stroke || !event.isPrimary) return;
      const passed = event.getCoalescedEvents ? event.getCoalescedEvents() : [];
      for (const one of passed.length ? passed : [event]) this.goOn(this.place(one));
      this.preview();
    };
    canvas.onpointerup = canvas.onpointercancel = (event) => { if (event.isPrimary) this.finish(); };
    this.root.addEventListener("keydown", (event) => this.hear(event));
  }

  hear(event) {
    if (!(event.ctrlKey || event.metaKey)) return;
    const key = event.key.toLowerCase();
    if (key === "z" && !event.shiftKey) this.step(this.operations, this.undone);
    else if (key === "y" || key === "z") this.step(this.undone, this.operations);
    else return;
    event.preventDefault();
  }

  begin(point) {
    const { tool, colour, width } = this.choice;
    this.root.querySelector(".stage").focus({ preventScroll: true });
    if (tool === "fill") {
      this.apply({ tool, colour, points: point });
      return;
    }
    copyLayer(this.canvas, this.before);
    this.stroke = { tool, colour, width: WIDTHS[width], points: point };
    this.find("hint").hidden = true;
    this.preview();
  }

  goOn(point) {
    const { points, tool } = this.stroke;
    const [x, y] = points.slice(-2);
    if (tool in SHAPES) this.stroke.points = [...points.slice(0, 2), ...point];
    else if (Math.hypot(point[0] - x, point[1] - y) >= CLOSE) points.push(...point);
  }

  preview() {
    copyLayer(this.before, this.canvas);
    paint(this.canvas, this.stroke, this.sketches);
  }

  finish() {
    if (!this.stroke) return;
    const { stroke } = this;
    this.stroke = null;
    this.add(stroke);
  }
}

export default function (component) {
  const { data, parentElement, setTriggerValue } = component;
  const root = parentElement.querySelector(".easel");
  let easel = easels.get(root);
  if (!easel) {
    easel = new Easel(root, data);
    easels.set(root, easel);
  }
  easel.show(data, (drawn) => setTriggerValue("drawn", drawn));
}
