// Thousands of pictures as dots on a canvas: point to see one, click to choose it, zoom until dots become pictures.

const NEAR = 14, SIDE = 32, CLOSE_UP = 5, DOT = 3.2;
const KINDS = { f4: Float32Array, u1: Uint8Array };

function unpack(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = view.getUint32(0, true);
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + length)));
  const arrays = {};
  for (const [name, entry] of Object.entries(header.arrays)) {
    const Kind = KINDS[entry.kind], count = entry.shape.reduce((a, b) => a * b, 1);
    const start = bytes.byteOffset + 4 + length + entry.start;
    arrays[name] = new Kind(bytes.buffer.slice(start, start + count * Kind.BYTES_PER_ELEMENT));
  }
  return { ...header, ...arrays };
}

class PictureMap {
  constructor(root) {
    this.root = root;
    this.canvas = root.querySelector(".dots");
    this.tip = root.querySelector(".tip");
    this.zoom = 1;
    this.centre = [0, 0];
    this.only = null;
    this.near = -1;
    this.listen();
    new ResizeObserver(() => this.draw()).observe(this.canvas);
  }

  take(bytes, pick) {
    this.pick = pick;
    const mark = `${bytes.length}:${bytes.slice(0, 4096).join()}:${bytes.slice(-64).join()}`;
    if (mark === this.mark) return;
    this.mark = mark;
    this.data = unpack(bytes);
    this.near = -1;
    this.showTip();
    this.sheet = new Image();
    this.sheet.onload = () => { URL.revokeObjectURL(this.sheet.src); this.draw(); };
    this.sheet.src = URL.createObjectURL(new Blob([this.data.sheet], { type: "image/jpeg" }));
    this.mine = document.createElement("canvas");
    this.mine.width = this.mine.height = SIDE;
    const pixels = this.mine.getContext("2d").createImageData(SIDE, SIDE);
    for (let i = 0; i < SIDE * SIDE; i++) pixels.data.set([...this.data.picture.subarray(3 * i, 3 * i + 3), 255], 4 * i);
    this.mine.getContext("2d").putImageData(pixels, 0, 0);
    this.canvas.setAttribute("aria-label", `Map of ${this.data.labels.length} test pictures, coloured by class. `
      + "Arrow keys move it, plus and minus bring it closer. Enter shows the picture in the middle, and again opens it.");
    this.drawLegend();
    this.draw();
  }

  get size() { return [this.canvas.clientWidth, this.canvas.clientHeight]; }
  get scale() { return 0.92 * Math.min(...this.size) * this.zoom; }

  place(x, y) {
    const [width, height] = this.size;
    return [width / 2 + (x - this.centre[0]) * this.scale, height / 2 - (y - this.centre[1]) * this.scale];
  }

  draw() {
    if (!this.data || this.isWaiting) return;
    this.isWaiting = true;
    requestAnimationFrame(() => { this.isWaiting = false; this.paint(); });
  }

  paint() {
    const [width, height] = this.size, ratio = window.devicePixelRatio || 1, { points, labels, colours } = this.data;
    if (!width) return;
    this.canvas.width = width * ratio;
    this.canvas.height = height * ratio;
    const pen = this.canvas.getContext("2d");
    pen.scale(ratio, ratio);
    const isClose = this.zoom >= CLOSE_UP && this.sheet.complete;
    const radius = DOT * Math.min(2, Math.sqrt(this.zoom));
    for (const wanted of [false, true]) {
      for (let i = 0; i < labels.length; i++) {
        const isLoud = this.only === null || labels[i] === this.only;
        if (isLoud !== wanted) continue;
        const [x, y] = this.place(points[2 * i], points[2 * i + 1]);
        if (x < -SIDE || y < -SIDE || x > width + SIDE || y > height + SIDE) continue;
        pen.globalAlpha = isLoud ? 0.85 : 0.12;
        if (isClose && isLoud) this.paintPicture(pen, i, x, y, 26);
        else {
          pen.fillStyle = colours[labels[i]];
          pen.beginPath();
          pen.arc(x, y, radius, 0, 7);
          pen.fill();
        }
      }
    }
    pen.globalAlpha = 1;
    this.paintHere(pen);
    if (this.near >= 0) this.paintNear(pen);
  }

  paintPicture(pen, i, x, y, side) {
    const { columns, colours, labels } = this.data;
    pen.fillStyle = colours[labels[i]];
    pen.fillRect(x - side / 2 - 2, y - side / 2 - 2, side + 4, side + 4);
    const from = [SIDE * (i % columns), SIDE * Math.floor(i / columns)];
    pen.drawImage(this.sheet, ...from, SIDE, SIDE, x - side / 2, y - side / 2, side, side);
  }

  paintHere(pen) {
    const [x, y] = this.place(this.data.here[0], this.data.here[1]);
    const text = getComputedStyle(this.root).color, ground = "#ff9d2e";
    pen.fillStyle = text;
    pen.fillRect(x - 24, y - 24, 48, 48);
    pen.fillStyle = ground;
    pen.fillRect(x - 22, y - 22, 44, 44);
    pen.imageSmoothingEnabled = false;
    pen.drawImage(this.mine, x - 18, y - 18, 36, 36);
    pen.imageSmoothingEnabled = true;
  }

  paintNear(pen) {
    const [x, y] = this.place(this.data.points[2 * this.near], this.data.points[2 * this.near + 1]);
    pen.strokeStyle = getComputedStyle(this.root).color;
    pen.lineWidth = 2.5;
    pen.beginPath();
    pen.arc(x, y, this.zoom >= CLOSE_UP ? 20 : 8, 0, 7);
    pen.stroke();
  }

  find(event) {
    const frame = this.canvas.getBoundingClientRect();
    return this.nearest([event.clientX - frame.left, event.clientY - frame.top], NEAR);
  }

  nearest(at, reach) {
    let best = reach ** 2, found = -1;
    for (let i = 0; i < this.data.labels.length; i++) {
      if (this.only !== null && this.data.labels[i] !== this.only) continue;
      const [x, y] = this.place(this.data.points[2 * i], this.data.points[2 * i + 1]);
      const distance = (x - at[0]) ** 2 + (y - at[1]) ** 2;
      if (distance < best) [best, found] = [distance, i];
    }
    return found;
  }

  showTip() {
    this.tip.hidden = this.near < 0;
    if (this.near < 0) return;
    const { columns, labels, answers, names, points } = this.data, i = this.near;
    const from = [SIDE * (i % columns), SIDE * Math.floor(i / columns)];
    this.tip.querySelector("canvas").getContext("2d").drawImage(this.sheet, ...from, SIDE, SIDE, 0, 0, SIDE, SIDE);
    const isRight = labels[i] === answers[i];
    this.tip.querySelector("span").textContent =
      `${names[labels[i]]}, ${isRight ? "answered rightly" : "taken for " + names[answers[i]]}. Test picture ${i}`;
    const [x, y] = this.place(points[2 * i], points[2 * i + 1]), [width, height] = this.size;
    this.tip.style.left = (x > width / 2 ? Math.max(4, x - 276) : Math.min(x + 16, width - 264)) + "px";
    this.tip.style.top = Math.min(Math.max(4, y - 50), height - 120) + "px";
  }

  point(index) {
    if (index === this.near) return;
    this.near = index;
    this.showTip();
    this.draw();
  }

  closer(factor, at = [0.5, 0.5]) {
    const zoom = Math.min(40, Math.max(1, this.zoom * factor));
    const [width, height] = this.size, step = (1 / this.scale) * (1 - this.zoom / zoom);
    this.centre[0] += (at[0] - 0.5) * width * step;
    this.centre[1] -= (at[1] - 0.5) * height * step;
    this.zoom = zoom;
    this.canvas.style.touchAction = zoom > 1 ? "none" : "";  // A map that is closer is dragged up and down too.
    if (zoom === 1) this.centre = [0, 0];
    this.point(-1);
    this.draw();
  }

  listen() {
    const canvas = this.canvas;
    const button = (name, action) => { this.root.querySelector(name).onclick = action; };
    button(".in", () => {
      if (this.zoom === 1 && this.data) this.centre = [...this.data.here];  // Yours stays in view.
      this.closer(1.7);
    });
    button(".out", () => this.closer(1 / 1.7));
    button(".all", () => this.closer(0));
    button(".save", () => this.save());
    canvas.onpointerleave = (event) => { if (event.pointerType !== "touch") this.point(-1); };
    canvas.addEventListener("wheel", (event) => {
      if (!event.ctrlKey && !event.metaKey) return;  // The plain wheel goes on scrolling the page.
      event.preventDefault();
      this.closer(Math.exp(-event.deltaY / 200), [event.offsetX / this.size[0], event.offsetY / this.size[1]]);
    }, { passive: false });
    canvas.onpointerdown = (event) => {
      if (event.button || !event.isPrimary) return;
      this.from = [event.clientX, event.clientY, ...this.centre];
      this.isMoved = false;
      canvas.setPointerCapture(event.pointerId);
    };
    canvas.onpointermove = (event) => {
      if (!this.data) return;
      if (!this.from) return this.point(this.find(event));
      const [dx, dy] = [event.clientX - this.from[0], event.clientY - this.from[1]];
      if (Math.hypot(dx, dy) < 5 && !this.isMoved) return;
      this.isMoved = true;
      canvas.classList.add("moving");
      this.centre = [this.from[2] - dx / this.scale, this.from[3] + dy / this.scale];
      this.point(-1);
      this.draw();
    };
    canvas.onpointercancel = () => { this.from = null; };
    canvas.onpointerup = (event) => {
      if (!this.from) return;
      const wasMoved = this.isMoved, before = this.near;
      this.from = null;
      canvas.classList.remove("moving");
      if (wasMoved) return;
      const found = this.find(event);
      this.point(found);
      // A finger cannot hover: its first touch shows, its second chooses.
      if (found >= 0 && (event.pointerType !== "touch" || found === before)) this.pick(found);
    };
    canvas.onkeydown = (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;  // The browser's own.
      if (event.key === "Enter" && this.data) {
        const middle = this.nearest([this.size[0] / 2, this.size[1] / 2], Infinity);
        const isShown = middle >= 0 && middle === this.near;
        this.point(middle);
        if (isShown) this.pick(middle);  // As with a finger: the first shows, the second chooses.
        return event.preventDefault();
      }
      const step = 0.15 / this.zoom;
      const move = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, step], ArrowDown: [0, -step] }[event.key];
      if (move) this.centre = [this.centre[0] + move[0], this.centre[1] + move[1]];
      else if (event.key === "+" || event.key === "=") this.closer(1.7);
      else if (event.key === "-") this.closer(1 / 1.7);
      else return;
      event.preventDefault();
      this.draw();
    };
  }

  save() {
    // On the page's own ground: a picture without one could not be read in a dark place.
    const sheet = document.createElement("canvas"), pen = sheet.getContext("2d");
    [sheet.width, sheet.height] = [this.canvas.width, this.canvas.height];
    pen.fillStyle = getComputedStyle(this.root).getPropertyValue("--st-background-color") || "white";
    pen.fillRect(0, 0, sheet.width, sheet.height);
    pen.drawImage(this.canvas, 0, 0);
    const link = document.createElement("a");
    link.download = "map-of-the-test-set.png";
    sheet.toBlob((blob) => {
      link.href = URL.createObjectURL(blob);
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 10000);
    });
  }

  drawLegend() {
    const buttons = this.data.names.map((name, index) => {
      const button = document.createElement("button"), dot = document.createElement("i");
      button.type = "button";
      dot.style.background = this.data.colours[index];
      button.append(dot, name);
      button.setAttribute("aria-pressed", String(this.only === index));
      button.onclick = () => {
        this.only = this.only === index ? null : index;
        buttons.forEach((other, place) => other.setAttribute("aria-pressed", String(this.only === place)));
        this.point(-1);
        this.draw();
      };
      return button;
    });
    this.root.querySelector(".legend").replaceChildren(...buttons);
  }
}

const maps = new WeakMap();

export default function (component) {
  const { data, parentElement, setTriggerValue } = component;
  const root = parentElement.querySelector(".map");
  if (!maps.has(root)) maps.set(root, new PictureMap(root));
  maps.get(root).take(data, (index) => setTriggerValue("picked", index));
  maps.get(root).draw();
}
