// What can be done to a drawing, one operation at a time, on a canvas that is transparent where nothing is drawn.
// easel.js stands after this file: the two are sent as one.

const SIDE = 480;
const OUTLINE = "#1a1a1a", OUTLINE_WIDTH = 6;
const ALIKE = 60;  // Largest difference of a channel, of 255, between pixels that are filled together.
const FAINT = 40;  // Alpha below which a pixel counts as empty: the soft edge of a line.
const GROW = 2;  // Pixels that a fill goes under the soft edge of the lines around it.

function blankLayer() {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = SIDE;
  return canvas;
}

function wipe(layer) {
  layer.getContext("2d").clearRect(0, 0, SIDE, SIDE);
}

function copyLayer(from, to) {
  wipe(to);
  to.getContext("2d").drawImage(from, 0, 0);
}

// Operations: {tool, colour, width, points: [x, y, x, y ...]}, {tool: "fill", colour, points: [x, y]},
// {tool: "clear"}, {tool: "background", name}, {tool: "sketch", name}.
function paint(layer, operation, sketches) {
  const context = layer.getContext("2d", { willReadFrequently: true });
  const { tool } = operation;
  if (tool === "clear") wipe(layer);
  else if (tool === "sketch") paintSketch(layer, sketches[operation.name]);
  else if (tool === "fill") flood(context, operation.points, operation.colour);
  else if (tool !== "background") paintLine(context, operation);
}

function paintLine(context, { tool, colour, width, points }) {
  context.save();
  context.globalCompositeOperation = tool === "eraser" ? "destination-out" : "source-over";
  context.strokeStyle = context.fillStyle = tool === "eraser" ? "#000" : colour;
  context.lineWidth = width;
  context.lineCap = context.lineJoin = "round";
  context.beginPath();
  const [left, top] = points;
  const [right, bottom] = points.slice(-2);
  if (tool === "box") context.rect(left, top, right - left, bottom - top);
  else if (tool === "oval") {
    context.ellipse((left + right) / 2, (top + bottom) / 2, Math.abs(right - left) / 2, Math.abs(bottom - top) / 2,
      0, 0, 2 * Math.PI);
  } else if (tool === "line") traceLine(context, [left, top, right, bottom]);
  else traceCurve(context, points);
  if (tool === "box" || tool === "oval") context.fill();
  context.stroke();
  context.restore();
}

function traceLine(context, points) {
  context.moveTo(points[0], points[1]);
  for (let i = 2; i < points.length; i += 2) context.lineTo(points[i], points[i + 1]);
}

// A smooth line through the middles between the points of a hand.
function traceCurve(context, points) {
  context.moveTo(points[0], points[1]);
  if (points.length === 2) context.lineTo(points[0] + 0.01, points[1]);  // A dot: a round cap on no length.
  for (let i = 2; i + 3 < points.length; i += 2) {
    context.quadraticCurveTo(points[i], points[i + 1], (points[i] + points[i + 2]) / 2,
      (points[i + 1] + points[i + 3]) / 2);
  }
  if (points.length > 2) context.lineTo(...points.slice(-2));
}

function paintSketch(layer, sketch) {
  wipe(layer);
  if (sketch) paintOutline(layer.getContext("2d"), sketch, SIDE, OUTLINE_WIDTH);
}

function paintOutline(context, sketch, side, width) {
  context.save();
  context.strokeStyle = OUTLINE;
  context.lineWidth = width;
  context.lineCap = context.lineJoin = "round";
  for (const line of sketch.lines) {
    context.beginPath();
    traceLine(context, line.map((value) => (value * side) / 100));
    if (line[0] === line[line.length - 2] && line[1] === line[line.length - 1]) cutOut(context);
    context.stroke();
  }
  context.restore();
}

// A closed line hides what lies behind it, and lets the background through.
function cutOut(context) {
  context.globalCompositeOperation = "destination-out";
  context.fill();
  context.globalCompositeOperation = "source-over";
}

// Fill what is of one colour and hangs together, as far as the lines around it.
function flood(context, [x, y], colour) {
  const image = context.getImageData(0, 0, SIDE, SIDE);
  const { data } = image;
  const start = (Math.min(Math.max(Math.floor(y), 0), SIDE - 1) * SIDE + Math.min(Math.max(Math.floor(x), 0), SIDE - 1));
  const inside = regionOf(data, start);
  const under = grown(inside);
  const rgb = [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));
  const wasEmpty = data[4 * start + 3] < FAINT;
  for (let i = 0; i < SIDE * SIDE; i += 1) {
    if (inside[i]) data.set([...rgb, 255], 4 * i);
    else if (under[i]) layUnder(data, 4 * i, rgb, wasEmpty);
  }
  context.putImageData(image, 0, 0);
}

// Soft edges keep their own colour as far as they are opaque; where another colour was below, they meet half way.
function layUnder(data, at, rgb, wasEmpty) {
  const share = wasEmpty ? data[at + 3] / 255 : 0.5;
  for (let channel = 0; channel < 3; channel += 1) {
    data[at + channel] = Math.round(data[at + channel] * share + rgb[channel] * (1 - share));
  }
  data[at + 3] = 255;
}

function regionOf(data, start) {
  const inside = new Uint8Array(SIDE * SIDE);
  const stack = [start];
  inside[start] = 1;
  while (stack.length) {
    const at = stack.pop();
    const column = at % SIDE;
    const around = [at - SIDE, at + SIDE, column ? at - 1 : -1, column < SIDE - 1 ? at + 1 : -1];
    for (const next of around) {
      if (next >= 0 && next < SIDE * SIDE && !inside[next] && isAlike(data, 4 * start, 4 * next)) {
        inside[next] = 1;
        stack.push(next);
      }
    }
  }
  return inside;
}

function isAlike(data, one, other) {
  if (data[one + 3] < FAINT || data[other + 3] < FAINT) return data[one + 3] < FAINT && data[other + 3] < FAINT;
  for (let channel = 0; channel < 4; channel += 1) {
    if (Math.abs(data[one + channel] - data[other + channel]) > ALIKE) return false;
  }
  return true;
}

function grown(inside) {
  let wider = inside;
  for (let step = 0; step < GROW; step += 1) {
    const before = wider;
    wider = before.slice();
    for (let at = 0; at < before.length; at += 1) {
      const column = at % SIDE;
      if (before[at - SIDE] || before[at + SIDE] || (column && before[at - 1]) || (column < SIDE - 1 && before[at + 1])) {
        wider[at] = 1;
      }
    }
  }
  return wider;
}
