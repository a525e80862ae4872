// All maps of a layer on one canvas. Hovering, arrow keys and fingers answer here; only a pin goes to the server.
// explorer_layer.js stands before this file: the two are sent as one.

const EDGE = "#748291";  // Told apart from both scales and from both pages.
const PINNED = "#ff9d2e";
const POINTED = "#35c9ff";
const MAX_PHOTO = 260;  // Pixels high.
const instances = new WeakMap();

class Explorer {
  constructor(root) {
    this.root = root;
    this.scale = "map";
    this.order = "plain";
    this.find = (name) => root.querySelector(`.${name}`);
    this.canvas = this.find("maps");
    this.overlay = this.find("overlay");
    this.listen();
    this.observer = new ResizeObserver(() => this.resize());
    this.observer.observe(this.find("board"));
  }

  destroy() {
    this.observer.disconnect();
    clearTimeout(this.saying);
  }

  show(packed, send) {
    this.send = send;
    if (this.isSame(packed)) return;
    this.packed = packed.slice();
    this.layer = readLayer(packed);
    const [row, column, channel] = this.layer.unit;
    this.pinned = { row, column, channel };
    this.cursor = null;
    this.find("tools").hidden = this.layer.shape[2] < 2;
    this.find("stretch").hidden = this.layer.isFlat;
    this.find("one").parentElement.hidden = this.layer.isFlat;
    this.root.classList.toggle("flat", this.layer.isFlat);
    this.showSources();
    this.describeBoard();
    this.draw();
  }

  isSame(packed) {
    const old = this.packed;
    if (!old || old.length !== packed.length) return false;
    for (let i = 0; i < old.length; i += 1) if (old[i] !== packed[i]) return false;
    return true;
  }

  showSources() {
    const seen = this.find("seen-pixels");
    const data = new ImageData(32, 32);
    for (let i = 0; i < 1024; i += 1) data.data.set([...this.layer.picture.subarray(i * 3, i * 3 + 3), 255], i * 4);
    seen.getContext("2d").putImageData(data, 0, 0);
    URL.revokeObjectURL(this.photoUrl);
    this.photoUrl = URL.createObjectURL(new Blob([this.layer.photo], { type: "image/jpeg" }));
    const photo = this.find("photo-pixels");
    photo.onload = () => {
      this.find("photo").style.maxWidth = `${(MAX_PHOTO * photo.naturalWidth) / photo.naturalHeight}px`;
    };
    photo.src = this.photoUrl;
  }

  describeBoard() {
    const [height, width, channels] = this.layer.shape;
    const what = this.layer.isFlat ? `${channels} units` : `${channels} maps of ${width} by ${height}`;
    this.find("board").setAttribute(
      "aria-label", `${what}. Arrow keys move, Page Up and Page Down change the map, Enter pins.`);
    this.find("silent").textContent = silenceInWords(this.layer);
  }

  resize() {
    if (this.layer && Math.abs(this.find("board").clientWidth - this.room) > 1) this.draw();
  }

  draw() {
    this.room = this.find("board").clientWidth;
    if (!this.room) return;
    const { layer } = this;
    const wanted = Math.max(300, Math.min(540, this.room * 0.8));
    this.grid = layOut(layer, this.room, wanted);
    this.listed = this.order === "plain" ? layer.plain : layer.strongest;
    this.placeOf = new Map(this.listed.map((channel, place) => [channel, place]));
    const ratio = window.devicePixelRatio || 1;
    const width = this.grid.columns * (this.grid.across + GAP) + GAP;
    for (const canvas of [this.canvas, this.overlay]) {
      canvas.width = Math.round(width * ratio);
      canvas.height = Math.round(this.grid.height * ratio);
      canvas.style.width = `${width}px`;
      canvas.style.height = `${this.grid.height}px`;
    }
    const paint = this.canvas.getContext("2d");
    paint.setTransform(ratio, 0, 0, ratio, 0, 0);
    paint.imageSmoothingEnabled = false;
    this.showLegend();
    this.listed.forEach((channel, place) => {
      const { left, top } = this.corner(place);
      const limit = limitOf(layer, channel, this.scale);
      paint.drawImage(paintMap(layer, channel, limit), left, top, this.grid.across, this.grid.down);
      paint.strokeStyle = EDGE;
      paint.lineWidth = 1;
      paint.strokeRect(left - 0.5, top - 0.5, this.grid.across + 1, this.grid.down + 1);
      if (layer.names) this.writeName(paint, channel, left, top, limit);
      if (layer.silent[channel]) this.crossOut(paint, left, top, layer.dead[channel]);
    });
    this.point();
  }

  showLegend() {
    const data = new ImageData(256, 1);
    for (let i = 0; i < 256; i += 1) data.data.set([...this.layer.colours.subarray(i * 3, i * 3 + 3), 255], i * 4);
    this.find("scale").getContext("2d").putImageData(data, 0, 0);
    const isAlike = this.scale !== "map" || this.layer.isFlat;
    const alike = limitOf(this.layer, 0, this.scale);
    const limit = isAlike ? ` (${number(alike)})` : "";
    this.find("low").textContent = this.layer.isSigned
      ? `blue: negative${isAlike ? ` (${number(-alike)})` : ""} \u00b7 white: zero` : "black: silent";
    this.find("high").textContent = this.layer.isSigned ? `red: positive${limit}` : `pale yellow: strongest${limit}`;
  }

  writeName(paint, channel, left, top, limit) {
    const from = colourOf(this.layer, this.layer.maps[channel], limit);
    const [red, green, blue] = this.layer.colours.subarray(from, from + 3);
    paint.fillStyle = 0.3 * red + 0.59 * green + 0.11 * blue < 135 ? "#fff" : "#111";
    paint.font = `13px ${getComputedStyle(this.root).fontFamily}`;
    paint.textAlign = "center";
    paint.textBaseline = "middle";
    paint.fillText(this.layer.names[channel], left + this.grid.across / 2, top + this.grid.down / 2, this.grid.across - 6);
  }

  crossOut(paint, left, top, isTwice) {
    paint.strokeStyle = EDGE;
    paint.lineWidth = 1.5;
    paint.beginPath();
    paint.moveTo(left + 2, top + 2);
    paint.lineTo(left + this.grid.across - 2, top + this.grid.down - 2);
    if (isTwice) {
      paint.moveTo(left + this.grid.across - 2, top + 2);
      paint.lineTo(left + 2, top + this.grid.down - 2);
    }
    paint.stroke();
  }

  corner(place) {
    const { columns, across, down } = this.grid;
    return { left: GAP + (place % columns) * (across + GAP), top: GAP + Math.floor(place / columns) * (down + GAP) };
  }

  /* Marks the pinned unit and the one pointed at, and says what the latter is. */
  point() {
    if (!this.grid) return;
    const paint = this.overlay.getContext("2d");
    const ratio = window.devicePixelRatio || 1;
    paint.setTransform(ratio, 0, 0, ratio, 0, 0);
    paint.clearRect(0, 0, this.overlay.width, this.overlay.height);
    this.mark(paint, this.pinned, PINNED);
    if (this.cursor) this.mark(paint, this.cursor, POINTED);
    const unit = this.cursor ?? this.pinned;
    const { place, value, sees } = describe(this.layer, unit);
    const isPinned = !this.cursor || ["row", "column", "channel"].every((axis) => this.cursor[axis] === this.pinned[axis]);
    this.find("place").textContent = place + (isPinned ? " \u00b7 pinned" : "");
    this.find("value").textContent = value;
    this.find("sees").textContent = sees;
    this.root.style.setProperty("--mark", isPinned ? PINNED : POINTED);
    this.showBoxes(boxOf(this.layer, unit));
    if (!this.layer.isFlat) this.magnify(unit);
  }

  mark(paint, unit, colour) {
    const [height, width] = this.layer.shape;
    const { left, top } = this.corner(this.placeOf.get(unit.channel));
    const { across, down } = this.grid;
    paint.lineWidth = 3;
    paint.strokeStyle = colour;
    paint.strokeRect(left - 1.5, top - 1.5, across + 3, down + 3);
    if (this.layer.isFlat) return;
    const cell = [left + (unit.column * across) / width, top + (unit.row * down) / height, across / width, down / height];
    const grown = Math.max(0, (6 - cell[2]) / 2);
    paint.lineWidth = 1.5;
    paint.strokeRect(cell[0] - grown, cell[1] - grown, cell[2] + 2 * grown, cell[3] + 2 * grown);
  }

  magnify(unit) {
    const [height, width] = this.layer.shape;
    const limit = limitOf(this.layer, unit.channel, this.scale);
    const one = this.find("one-pixels");
    one.width = width;
    one.height = height;
    one.getContext("2d").drawImage(paintMap(this.layer, unit.channel, limit), 0, 0);
    this.find("one-name").textContent = `map ${unit.channel}`;
    place(this.find("one-box"), unit.column / width, unit.row / height, 1 / width, 1 / height);
  }

  showBoxes(box) {
    const [left, top, width, height] = [box.left / 32, box.top / 32, (box.right - box.left) / 32, (box.bottom - box.top) / 32];
    place(this.find("seen-box"), left, top, width, height);
    const [from, above, to, below] = this.layer.photoBox;
    place(
      this.find("photo-box"), from + left * (to - from), above + top * (below - above), width * (to - from),
      height * (below - above));
  }

  /* ---------- what a person does ---------- */

  unitUnder(event) {
    const frame = this.overlay.getBoundingClientRect();
    const { columns, across, down } = this.grid;
    const x = event.clientX - frame.left - GAP, y = event.clientY - frame.top - GAP;
    const column = Math.floor(x / (across + GAP)), row = Math.floor(y / (down + GAP));
    const channel = this.listed[row * columns + column];
    if (x < 0 || y < 0 || column >= columns || channel === undefined) return null;
    const [height, width] = this.layer.shape;
    const inside = (share, extent) => Math.min(extent - 1, Math.max(0, Math.floor(share * extent)));
    return {
      row: inside((y - row * (down + GAP)) / down, height),
      column: inside((x - column * (across + GAP)) / across, width),
      channel,
    };
  }

  listen() {
    const board = this.find("board");
    const hover = (event) => {
      this.cursor = this.unitUnder(event);
      this.point();
    };
    this.overlay.onpointermove = hover;
    this.overlay.onpointerdown = hover;
    this.overlay.onpointerleave = () => {
      this.cursor = null;
      this.point();
    };
    this.overlay.onclick = (event) => this.pin(this.unitUnder(event));
    board.onkeydown = (event) => this.press(event);
    board.onblur = () => {
      this.cursor = null;
      this.point();
    };
    for (const name of ["scale", "order"]) {
      this.root.querySelectorAll(`button[data-${name}]`).forEach((button) => {
        button.onclick = () => {
          this[name] = button.dataset[name];
          this.root.querySelectorAll(`button[data-${name}]`).forEach((other) => {
            other.setAttribute("aria-pressed", String(other === button));
          });
          this.draw();
        };
      });
    }
  }

  press(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;  // The browser's own.
    const [height, width, channels] = this.layer.shape;
    const unit = { ...(this.cursor ?? this.pinned) };
    const here = this.placeOf.get(unit.channel);
    const go = (place) => { unit.channel = this.listed[Math.min(channels - 1, Math.max(0, place))]; };
    const perRow = this.grid.columns;
    const moves = this.layer.isFlat
      ? { ArrowLeft: () => go(here - 1), ArrowRight: () => go(here + 1), ArrowUp: () => go(here - perRow),
          ArrowDown: () => go(here + perRow) }
      : { ArrowLeft: () => { unit.column = Math.max(0, unit.column - 1); },
          ArrowRight: () => { unit.column = Math.min(width - 1, unit.column + 1); },
          ArrowUp: () => { unit.row = Math.max(0, unit.row - 1); },
          ArrowDown: () => { unit.row = Math.min(height - 1, unit.row + 1); } };
    moves.PageUp = () => go(here - 1);
    moves.PageDown = () => go(here + 1);
    moves.Home = () => go(0);
    moves.End = () => go(channels - 1);
    if (event.key === "Enter" || event.key === " ") {
      this.pin(unit);
    } else if (moves[event.key]) {
      moves[event.key]();
      this.cursor = unit;
      this.point();
      this.say();
    } else return;
    event.preventDefault();
  }

  pin(unit) {
    if (!unit) return;
    this.pinned = unit;
    this.point();
    this.say("Pinned: ");
    this.send({ layer: this.layer.layer, unit: [unit.row, unit.column, unit.channel] });
  }

  /* A screen reader hears where the keys have stopped, not every step. */
  say(before = "") {
    clearTimeout(this.saying);
    this.saying = setTimeout(() => {
      const { place: where, value, sees } = describe(this.layer, this.cursor ?? this.pinned);
      this.find("spoken").textContent = `${before}${where}, ${value}, ${sees}.`;
    }, 250);
  }
}

function place(element, left, top, width, height) {
  element.style.left = `${left * 100}%`;
  element.style.top = `${top * 100}%`;
  element.style.width = `${width * 100}%`;
  element.style.height = `${height * 100}%`;
}

export default function (component) {
  const { data, parentElement, setTriggerValue } = component;
  if (!(data instanceof Uint8Array)) return undefined;
  const root = parentElement.querySelector(".explorer");
  let explorer = instances.get(root);
  if (!explorer) {
    explorer = new Explorer(root);
    instances.set(root, explorer);
  }
  explorer.show(data, (unit) => setTriggerValue("pinned", unit));
  return () => {
    if (root.isConnected) return; // A run that was overtaken; the component itself stays.
    explorer.destroy();
    instances.delete(root);
  };
}
