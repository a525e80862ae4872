// A window slides over a picture or map, and each place becomes one number of the next. All numbers are the network's own.
// unpack.js stands before this file.

const PACE = 28;  // Milliseconds a place.
const COLOURS = ["red", "green", "blue"];
const EMPTY = [125, 138, 153];
const instances = new WeakMap();

const minus = (value, digits = 2) => {
  const text = Math.abs(value).toFixed(digits);
  return value < 0 && Number(text) ? `\u2212${text}` : text;
};

class Walk {
  constructor(root) {
    this.root = root;
    this.find = (name) => root.querySelector(`.${name}`);
    this.listen();
  }

  show(packed) {
    if (this.packed && this.packed.length === packed.length && packed.every((byte, i) => byte === this.packed[i])) return;
    this.packed = packed.slice();
    this.stop();
    this.data = unpack(packed);
    [this.height, this.width, this.depth] = this.data.shapes.inputs;
    [this.rows, this.columns] = this.data.shapes.output;
    this.limits = this.measure();
    this.written = this.rows * this.columns;
    this.build();
    this.find("reads-name").textContent = this.data.words.reads;
    this.find("writes-name").textContent = this.data.words.writes;
    this.find("board").setAttribute("aria-label",
      `${this.data.words.reads}. Arrow keys move the window.`);
    this.drawReads();
    this.go(this.liveliest());
  }

  measure() {
    const largest = (values) => values.reduce((most, value) => Math.max(most, Math.abs(value)), 0) || 1;
    return { inputs: largest(this.data.inputs), kernel: largest(this.data.kernel), output: largest(this.data.output) };
  }

  /* The place with the strongest answer is the best to start from. */
  liveliest() {
    const { output } = this.data;
    let best = 0;
    for (let i = 1; i < output.length; i += 1) if (Math.abs(output[i]) > Math.abs(output[best])) best = i;
    return best;
  }

  /* ---------- arithmetic ---------- */

  corner(place) {
    const { strides, padding } = this.data;
    return [Math.floor(place / this.columns) * strides[0] - padding[0], (place % this.columns) * strides[1] - padding[1]];
  }

  /* What the window sees: null beyond the edge. */
  patch(place, channel) {
    const [top, left] = this.corner(place), { size, dilation } = this.data;
    return Array.from({ length: size[0] * size[1] }, (_, i) => {
      const row = top + Math.floor(i / size[1]) * dilation[0], column = left + (i % size[1]) * dilation[1];
      const isInside = row >= 0 && column >= 0 && row < this.height && column < this.width;
      return isInside ? this.data.inputs[(row * this.width + column) * this.depth + channel] : null;
    });
  }

  weights(channel) {
    const { size, kernel } = this.data;
    return Array.from({ length: size[0] * size[1] }, (_, i) => kernel[i * this.depth + channel]);
  }

  /* ---------- drawing ---------- */

  colour(which, value, limit) {
    const isSigned = which === "products" || this.data.isSigned[which];
    const share = Math.min(Math.max(value / limit, -1), 1);
    const step = isSigned ? Math.round(((share + 1) / 2) * 255) : Math.round(Math.max(share, 0) * 255);
    const from = (which === "products" ? 0 : which * 768) + step * 3;
    return (which === "products" ? this.data.products : this.data.colours).subarray(from, from + 3);
  }

  drawReads() {
    const { padding, size, strides, dilation } = this.data;
    const beyond = (axis, extent, count) => Math.max(
      0, (count - 1) * strides[axis] - padding[axis] + (size[axis] - 1) * dilation[axis] + 1 - extent);
    this.frame = { top: padding[0], left: padding[1],
      height: this.height + padding[0] + beyond(0, this.height, this.rows),
      width: this.width + padding[1] + beyond(1, this.width, this.columns) };
    const image = new ImageData(this.frame.width, this.frame.height);
    for (let i = 0; i < this.frame.width * this.frame.height; i += 1) image.data.set([...EMPTY, 90], i * 4);
    for (let row = 0; row < this.height; row += 1) {
      for (let column = 0; column < this.width; column += 1) {
        const at = row * this.width + column;
        const colour = this.data.picture.length ? this.data.picture.subarray(at * 3, at * 3 + 3)
          : this.colour(0, this.data.inputs[at * this.depth], this.limits.inputs);
        image.data.set([...colour, 255], ((row + padding[0]) * this.frame.width + column + padding[1]) * 4);
      }
    }
    this.put("reads", image);
  }

  drawWrites() {
    const image = new ImageData(this.columns, this.rows);
    for (let i = 0; i < this.rows * this.columns; i += 1) {
      if (i < this.written) image.data.set([...this.colour(1, this.data.output[i], this.limits.output), 255], i * 4);
      else image.data.set([...EMPTY, 70], i * 4);
    }
    this.put("writes", image);
  }

  put(name, image) {
    const canvas = this.find(name);
    canvas.width = image.width;
    canvas.height = image.height;
    canvas.getContext("2d").putImageData(image, 0, 0);
  }

  build() {
    const { size, rule } = this.data;
    const kind = size[1] > 5 ? "grid bare" : size[1] > 3 ? "grid small" : "grid";
    const table = (name) => `<table class="${kind} ${name}">${
      `<tr>${"<td></td>".repeat(size[1])}</tr>`.repeat(size[0])}</table>`;
    const sum = (channel) => `<div class="line"><span class="name">${this.depth === 3 ? COLOURS[channel] : ""}</span>${
      table(`sees-${channel}`)}<span class="sign">\u00d7</span>${table(`weighs-${channel}`)}</div>`;
    this.find("working").innerHTML = rule === "sum"
      ? Array.from({ length: this.depth }, (_, channel) => sum(channel)).join("") : table("sees-0");
    this.hasNumbers = size[1] <= 5;
    if (rule !== "sum") return;
    for (let channel = 0; channel < this.depth; channel += 1) {
      this.fill(`weighs-${channel}`, this.weights(channel), "products", this.limits.kernel);
    }
  }

  fill(name, values, which, limit, winner = -1) {
    const digits = this.data.size[1] > 3 ? 1 : 2;
    this.root.querySelectorAll(`.${name} td`).forEach((cell, i) => {
      const [red, green, blue] = values[i] === null ? EMPTY : this.colour(which, values[i], limit);
      cell.style.background = `rgb(${red} ${green} ${blue})`;
      cell.style.color = 0.3 * red + 0.59 * green + 0.11 * blue < 135 ? "#fff" : "#111";
      cell.className = values[i] === null ? "outside" : i === winner ? "won" : "";
      if (this.hasNumbers) cell.textContent = values[i] === null ? (this.data.rule === "sum" ? "0" : "\u00b7") : minus(values[i], digits);
    });
  }

  go(place) {
    this.place = Math.max(0, Math.min(this.rows * this.columns - 1, place));
    const said = this.data.rule === "sum" ? this.addUp() : this.reduce();
    this.find("total").innerHTML = said;
    const [top, left] = this.corner(this.place), { size, dilation } = this.data;
    const reach = size.map((extent, axis) => (extent - 1) * dilation[axis] + 1);
    lay(this.find("window"), (left + this.frame.left) / this.frame.width, (top + this.frame.top) / this.frame.height,
      reach[1] / this.frame.width, reach[0] / this.frame.height);
    lay(this.find("spot"), (this.place % this.columns) / this.columns, Math.floor(this.place / this.columns) / this.rows,
      1 / this.columns, 1 / this.rows);
    this.drawWrites();
  }

  addUp() {
    const parts = [];
    for (let channel = 0; channel < this.depth; channel += 1) {
      const seen = this.patch(this.place, channel), weights = this.weights(channel);
      this.fill(`sees-${channel}`, seen, "products", this.limits.inputs);
      parts.push(seen.reduce((sum, value, i) => sum + (value ?? 0) * weights[i], 0));
    }
    const total = parts.reduce((sum, part) => sum + part, this.data.bias);
    if (this.data.bias) parts.push(this.data.bias);
    return `All products add up: ${parts.map((part, i) => (part < 0 ? "\u2212 " : i ? "+ " : "") + minus(Math.abs(part))).join(" ")
      } = <b>${minus(total)}</b>`;
  }

  reduce() {
    const seen = this.patch(this.place, 0), real = seen.filter((value) => value !== null);
    const isLargest = this.data.rule === "largest";
    const value = isLargest ? Math.max(...real) : real.reduce((sum, one) => sum + one, 0) / real.length;
    this.fill("sees-0", seen, 0, this.limits.inputs, isLargest ? seen.indexOf(value) : -1);
    return `${isLargest ? "The largest goes on" : `Their average (of ${real.length}) goes on`}: <b>${minus(value)}</b>`;
  }

  /* ---------- what a person does ---------- */

  listen() {
    this.find("play").onclick = () => (this.timer ? this.stop() : this.play());
    this.find("back").onclick = () => this.step(-1);
    this.find("on").onclick = () => this.step(1);
    const board = this.find("board"), paper = this.find("paper");
    const point = (event) => this.point(event, board, true), read = (event) => this.point(event, paper, false);
    board.onpointermove = board.onpointerdown = point;
    paper.onpointermove = paper.onpointerdown = read;
    board.onkeydown = (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;  // The browser's own.
      const move = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -this.columns, ArrowDown: this.columns }[event.key];
      if (!move) return;
      event.preventDefault();
      event.stopPropagation();
      this.step(move);
    };
  }

  point(event, element, isSource) {
    if (this.timer) return;
    const box = element.getBoundingClientRect();
    let x = (event.clientX - box.left) / box.width, y = (event.clientY - box.top) / box.height;
    if (isSource) {
      const { size, strides, padding } = this.data;
      x = (x * this.frame.width - this.frame.left + padding[1] - (size[1] - 1) / 2) / strides[1] / this.columns;
      y = (y * this.frame.height - this.frame.top + padding[0] - (size[0] - 1) / 2) / strides[0] / this.rows;
    }
    const inside = (share, count) => Math.min(count - 1, Math.max(0, Math.floor(share * count)));
    this.written = this.rows * this.columns;
    this.go(inside(y, this.rows) * this.columns + inside(x, this.columns));
  }

  step(by) {
    this.stop();
    this.written = this.rows * this.columns;
    this.go(this.place + by);
    clearTimeout(this.saying);
    this.saying = setTimeout(() => { this.find("spoken").textContent =
      `Row ${Math.floor(this.place / this.columns)}, column ${this.place % this.columns}. ${this.find("total").textContent}`; }, 300);
  }

  play() {
    const isStill = matchMedia("(prefers-reduced-motion: reduce)").matches;
    if (this.written >= this.rows * this.columns) this.written = 0;
    this.find("play").textContent = "Pause";
    this.timer = setInterval(() => {
      if (!this.root.isConnected) return this.stop();
      // Those who want no motion see it row by row.
      this.written = Math.min(this.rows * this.columns, this.written + (isStill ? this.columns : 1));
      this.go(this.written - 1);
      return this.written === this.rows * this.columns && this.stop();
    }, isStill ? 900 : PACE);
  }

  stop() {
    clearInterval(this.timer);
    this.timer = null;
    this.find("play").textContent = "Play";
  }
}

function lay(element, left, top, width, height) {
  Object.entries({ left, top, width, height }).forEach(([name, share]) => { element.style[name] = `${share * 100}%`; });
}

export default function (component) {
  const { data, parentElement } = component;
  if (!(data instanceof Uint8Array)) return undefined;
  const root = parentElement.querySelector(".walk");
  if (!instances.has(root)) instances.set(root, new Walk(root));
  instances.get(root).show(data);
  return () => { if (!root.isConnected) instances.get(root)?.stop(); };
}
