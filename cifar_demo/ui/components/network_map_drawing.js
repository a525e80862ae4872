// A network drawn from left to right: nodes are small pictures, arrows go where the numbers go.

const SVG = "http://www.w3.org/2000/svg";
const SIDE = 60;
const TALL = 104;  // Height of a lane with nodes: picture, name, shape.
const LOW = 26;  // Height of a lane that only arrows use.
const HEAD = 24;  // Room above, for the names of the stages.
const TIGHT = 84, ROOMY = 97, WIDE = 150;  // Width of a column.

function draw(kind, settings, parent, text) {
  const element = document.createElementNS(SVG, kind);
  for (const [name, value] of Object.entries(settings)) element.setAttribute(name, value);
  if (text !== undefined) element.textContent = text;
  parent?.appendChild(element);
  return element;
}

/* Where lanes lie: nodes a lane apart are a full height apart; lanes of arrows alone, above or below, are low. */
function placeLanes(view) {
  const withNodes = view.nodes.map((node) => node.lane);
  const first = Math.min(...withNodes), last = Math.max(...withNodes);
  const lanes = [...new Set([...withNodes, ...view.edges.map((edge) => edge.lane)])].sort((a, b) => a - b);
  const above = lanes.filter((lane) => lane < first), below = lanes.filter((lane) => lane > last);
  const top = HEAD + above.length * LOW, end = top + (last - first + 1) * TALL;
  const middles = new Map(lanes.map((lane) => [lane, top + SIDE / 2 + 6 + (lane - first) * TALL]));
  above.forEach((lane, index) => middles.set(lane, HEAD + (index + 0.5) * LOW));
  below.forEach((lane, index) => middles.set(lane, end + (index + 0.5) * LOW));
  return { middles, height: end + below.length * LOW + 6 };
}

/* Everything that drawing needs to know about places. */
function layOut(view, room) {
  const columns = 1 + Math.max(...view.nodes.map((node) => node.column));
  const fitting = (room - 2) / columns;
  const across = fitting < TIGHT ? ROOMY : Math.min(WIDE, fitting);  // What has to be scrolled may as well be roomy.
  const { middles, height } = placeLanes(view);
  const x = (column) => (column + 0.5) * across;
  return { columns, across, middles, height, width: columns * across, x };
}

function curve(from, to) {
  const middle = (from[0] + to[0]) / 2;
  return `C ${middle} ${from[1]} ${middle} ${to[1]} ${to[0]} ${to[1]}`;
}

function pathOf(edge, nodes, place) {
  const source = nodes.get(edge.source), target = nodes.get(edge.target);
  const start = [place.x(source.column) + SIDE / 2 + 3, place.middles.get(source.lane)];
  const end = [place.x(target.column) - SIDE / 2 - 7, place.middles.get(target.lane)];
  if (target.column - source.column < 2) return `M ${start} ${curve(start, end)}`;
  const first = [place.x(source.column + 1) - SIDE / 2, place.middles.get(edge.lane)];
  const last = [place.x(target.column - 1) + SIDE / 2, place.middles.get(edge.lane)];
  return `M ${start} ${curve(start, first)} L ${last} ${curve(last, end)}`;
}

function drawGroups(svg, view, place) {
  for (const group of view.groups) {
    const left = group.first * place.across + 6, right = (group.last + 1) * place.across - 6;
    if (group.level === "stage") {
      draw("rect", { x: left, y: HEAD - 4, width: right - left, height: place.height - HEAD + 2, rx: 8, class: "stage" }, svg);
      draw("text", { x: (left + right) / 2, y: 13, class: "stage-name" }, svg, group.title);
    } else {
      draw("rect", { x: left + 3, y: HEAD, width: right - left - 6, height: place.height - HEAD - 4, rx: 6, class: "block" }, svg);
    }
  }
}

function drawNode(svg, node, isChosen, place, act) {
  const x = place.x(node.column), y = place.middles.get(node.lane);
  const group = draw("g", { class: `node${isChosen ? " chosen" : ""}${node.isGroup ? " group" : ""}`, role: "button", tabindex: "0" }, svg);
  group.setAttribute("aria-label", node.hint);
  if (!node.isGroup) group.setAttribute("aria-pressed", String(isChosen));
  group.dataset.name = node.name;
  draw("title", {}, group, node.hint);
  draw("rect", { x: x - place.across / 2 + 3, y: y - SIDE / 2 - 5, width: place.across - 6, height: TALL - 8, class: "touch" }, group);
  if (node.isGroup) {
    for (const shift of [10, 5]) {
      draw("rect", { x: x - SIDE / 2 - 2 + shift, y: y - SIDE / 2 - 2 - shift, width: SIDE + 4, height: SIDE + 4, rx: 5, class: "behind" }, group);
    }
  }
  draw("image", { x: x - SIDE / 2, y: y - SIDE / 2, width: SIDE, height: SIDE, href: node.picture, preserveAspectRatio: "xMidYMid slice" }, group);
  draw("rect", { x: x - SIDE / 2 - 2, y: y - SIDE / 2 - 2, width: SIDE + 4, height: SIDE + 4, rx: 5, class: "frame" }, group);
  draw("text", { x, y: y + SIDE / 2 + 17, class: "name" }, group, node.label);
  draw("text", { x, y: y + SIDE / 2 + 32, class: "shape" }, group, node.shape);
  group.onclick = () => act(node);
  return group;
}

/* Draws a view and gives what the animation moves along. */
function drawView(board, view, data, chosen, act) {
  const place = layOut(view, board.clientWidth);
  const svg = draw("svg", { viewBox: `0 0 ${place.width} ${place.height}`, width: place.width, height: place.height, role: "group" });
  svg.setAttribute("aria-label", data.label);
  const tip = draw("marker", { id: "tip", viewBox: "0 0 8 8", refX: 4, refY: 4, markerWidth: 10, markerHeight: 10,
    markerUnits: "userSpaceOnUse", orient: "auto" }, draw("defs", {}, svg));
  draw("path", { d: "M 0 0 L 8 4 L 0 8 Z", class: "tip" }, tip);
  drawGroups(svg, view, place);
  const nodes = new Map(view.nodes.map((node) => [node.name, node]));
  const edges = view.edges.map((edge) => ({
    ...edge, from: nodes.get(edge.source).column, to: nodes.get(edge.target).column, picture: nodes.get(edge.source).picture,
    path: draw("path", { d: pathOf(edge, nodes, place), class: edge.isShortcut ? "edge shortcut" : "edge", "marker-end": "url(#tip)" }, svg),
  }));
  const drawn = view.nodes.map((node) => ({ ...node, element: drawNode(svg, node, node.name === chosen, place, act) }));
  const travellers = draw("g", { class: "travellers", "aria-hidden": "true" }, svg);
  board.replaceChildren(svg);
  return { svg, place, nodes: drawn, edges, travellers };
}
