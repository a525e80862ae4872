// A network drawn from left to right: nodes are small pictures, arrows go where the numbers go.

const SVG = "http://www.w3.org/2000/svg";
const SIDE = 60;
const TALL = 104;  // Height of a lane with nodes: picture, name, shape.
const LOW = 26;  // Height of a lane that only arrows use.
const HEAD = 24;  // Room above, for the names of the stages.

function draw(kind, settings, parent, text) {
  const element = document.createElementNS(SVG, kind);
  for (const [name, value] of Object.entries(settings)) element.setAttribute(name, value);
  if (text !== undefined) element.textContent = text;
  parent?.appendChild(element);
  return element;
}

/* Where lanes lie: those with nodes are high, those with arrows alone are low. */
function placeLanes(data) {
  const withNodes = new Set(data.nodes.map((node) => node.lane));
  const lanes = [...new Set([...withNodes, ...data.edges.map((edge) => edge.lane)])].sort((a, b) => a - b);
  const middles = new Map();
  let top = HEAD;
  for (const lane of lanes) {
    const height = withNodes.has(lane) ? TALL : LOW;
    middles.set(lane, top + (withNodes.has(lane) ? SIDE / 2 + 6 : height / 2));
    top += height;
  }
  return { middles, height: top };
}

function curve(from, to) {
  const middle = (from[0] + to[0]) / 2;
  return `C ${middle} ${from[1]} ${middle} ${to[1]} ${to[0]} ${to[1]}`;
}

function pathOf(edge, nodes, across, middles) {
  const source = nodes.get(edge.source), target = nodes.get(edge.target);
  const x = (column) => (column + 0.5) * across;
  const start = [x(source.column) + SIDE / 2 + 3, middles.get(source.lane)];
  const end = [x(target.column) - SIDE / 2 - 7, middles.get(target.lane)];
  if (target.column - source.column < 2) return `M ${start} ${curve(start, end)}`;
  const first = [x(source.column + 1) - SIDE / 2, middles.get(edge.lane)];
  const last = [x(target.column - 1) + SIDE / 2, middles.get(edge.lane)];
  return `M ${start} ${curve(start, first)} L ${last} ${curve(last, end)}`;
}

function drawStages(svg, data, across, height) {
  for (const stage of data.stages) {
    const left = stage.first * across + 6, right = (stage.last + 1) * across - 6;
    draw("rect", { x: left, y: HEAD - 4, width: right - left, height: height - HEAD + 2, rx: 8, class: "stage" }, svg);
    draw("text", { x: (left + right) / 2, y: 13, class: "stage-name" }, svg, stage.title);
  }
}

function drawNode(svg, node, isChosen, across, middles, pick) {
  const x = (node.column + 0.5) * across, y = middles.get(node.lane);
  const group = draw("g", { class: isChosen ? "node chosen" : "node", role: "button", tabindex: "0" }, svg);
  group.setAttribute("aria-label", node.hint);
  group.setAttribute("aria-pressed", String(isChosen));
  group.dataset.name = node.name;
  draw("title", {}, group, node.hint);
  draw("rect", { x: x - across / 2 + 3, y: y - SIDE / 2 - 5, width: across - 6, height: TALL - 8, class: "touch" }, group);
  draw("image", { x: x - SIDE / 2, y: y - SIDE / 2, width: SIDE, height: SIDE, href: node.picture,
    preserveAspectRatio: "xMidYMid slice" }, group);
  draw("rect", { x: x - SIDE / 2 - 2, y: y - SIDE / 2 - 2, width: SIDE + 4, height: SIDE + 4, rx: 5, class: "frame" }, group);
  draw("text", { x, y: y + SIDE / 2 + 17, class: "name" }, group, node.label);
  draw("text", { x, y: y + SIDE / 2 + 32, class: "shape" }, group, node.shape);
  group.onclick = () => pick(node.name);
  group.onkeydown = (event) => {
    if (event.key === "Enter" || event.key === " ") {
      pick(node.name);
      event.preventDefault();
    }
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const all = [...svg.querySelectorAll(".node")];
    all[all.indexOf(group) + step]?.focus();
    event.preventDefault();
  };
}

function show(board, data, pick) {
  const focused = board.getRootNode().activeElement?.dataset?.name;
  const place = board.scrollLeft;
  const columns = 1 + Math.max(...data.nodes.map((node) => node.column));
  const across = Math.min(116, Math.max(88, (board.clientWidth - 2) / columns));
  const { middles, height } = placeLanes(data);
  const width = columns * across;
  const svg = draw("svg", { viewBox: `0 0 ${width} ${height}`, width, height, role: "group" });
  svg.setAttribute("aria-label", data.label);
  const defs = draw("defs", {}, svg);
  const tip = draw("marker", { id: "tip", viewBox: "0 0 8 8", refX: 4, refY: 4, markerWidth: 10, markerHeight: 10,
    markerUnits: "userSpaceOnUse",
    orient: "auto" }, defs);
  draw("path", { d: "M 0 0 L 8 4 L 0 8 Z", class: "tip" }, tip);
  drawStages(svg, data, across, height);
  const nodes = new Map(data.nodes.map((node) => [node.name, node]));
  for (const edge of data.edges) {
    const kind = edge.isShortcut ? "edge shortcut" : "edge";
    draw("path", { d: pathOf(edge, nodes, across, middles), class: kind, "marker-end": "url(#tip)" }, svg);
  }
  for (const node of data.nodes) drawNode(svg, node, node.name === data.chosen, across, middles, pick);
  board.replaceChildren(svg);
  board.scrollLeft = place;
  if (focused) svg.querySelector(`[data-name="${focused}"]`)?.focus({ preventScroll: true });
  const chosen = nodes.get(data.chosen);
  const left = (chosen?.column ?? 0) * across;
  if (left < board.scrollLeft || left + across > board.scrollLeft + board.clientWidth) {
    board.scrollLeft = left - (board.clientWidth - across) / 2;
  }
}

const observers = new WeakMap();

export default function (component) {
  const { data, parentElement, setTriggerValue } = component;
  const board = parentElement.querySelector(".network-map");
  const pick = (name) => setTriggerValue("picked", name);
  show(board, data, pick);
  observers.get(board)?.disconnect();
  let seen = board.clientWidth;
  const observer = new ResizeObserver(() => {
    if (Math.abs(board.clientWidth - seen) < 2) return;
    seen = board.clientWidth;
    show(board, data, pick);
  });
  observer.observe(board);
  observers.set(board, observer);
}
