// One layer as the explorer sees it: read, put into words, coloured, laid out. Nothing here touches the page.
// unpack.js stands before this file.

const GAP = 4;
const MAX_TILE = 220;
const MAX_UNIT = 72;  // Tile of a layer that has one number where others have a map.
const MAX_NAMED = 92;

/* ---------- one layer, read ---------- */

function halves(bits, factor) {
  const values = new Float32Array(bits.length);
  for (let i = 0; i < bits.length; i += 1) {
    const exponent = (bits[i] >> 10) & 31, fraction = bits[i] & 1023;
    const size = exponent ? 2 ** (exponent - 15) * (1 + fraction / 1024) : 2 ** -14 * (fraction / 1024);
    values[i] = (bits[i] & 0x8000 ? -size : size) * factor;
  }
  return values;
}

function readLayer(packed) {
  const layer = unpack(packed);
  layer.maps = halves(layer.maps, layer.factor);
  const [height, width, channels] = layer.shape;
  const area = height * width;
  layer.peaks = new Float32Array(channels);
  for (let c = 0; c < channels; c += 1) {
    let peak = 0;
    for (let i = c * area; i < (c + 1) * area; i += 1) peak = Math.max(peak, Math.abs(layer.maps[i]));
    layer.peaks[c] = peak;
  }
  layer.strongest = Array.from(layer.peaks.keys()).sort((a, b) => layer.peaks[b] - layer.peaks[a] || a - b);
  layer.plain = Array.from(layer.peaks.keys());
  layer.largest = Math.max(...layer.peaks);
  layer.numSilent = layer.silent.reduce((sum, one) => sum + one, 0);
  layer.numDead = layer.silent.reduce((sum, one, c) => sum + (one && layer.dead[c]), 0);
  return layer;
}

const valueAt = (layer, unit) =>
  layer.maps[(unit.channel * layer.shape[0] + unit.row) * layer.shape[1] + unit.column];

/* The value that gets the strongest colour: of the map, of the layer, or one that no picture changes. */
function limitOf(layer, channel, scale) {
  if (layer.isFlat) return layer.largest;
  if (scale === "fixed") return layer.usualPeak || layer.largest;
  return scale === "map" ? layer.peaks[channel] : layer.largest;
}

function silenceInWords(layer) {
  const { numSilent, numDead } = layer, channels = layer.shape[2], what = layer.isFlat ? "units" : "maps";
  if (!numSilent) return "";
  const here = `${numSilent} of ${channels} ${what} ${numSilent === 1 ? "stays" : "stay"} silent for this picture: crossed out.`;
  return numDead ? `${here} ${numDead} of them ${numDead === 1 ? "is" : "are"} silent for all ${layer.numImages} sample pictures too: `
    + "crossed twice." : here;
}

function boxOf(layer, unit) {
  const [height, width] = layer.shape;
  const group = layer.groups[unit.channel];
  const row = (group * height + unit.row) * 2, column = (group * width + unit.column) * 2;
  return {
    left: layer.columns[column], right: layer.columns[column + 1], top: layer.rows[row], bottom: layer.rows[row + 1],
  };
}

/* ---------- words ---------- */

function number(value) {
  const size = Math.abs(value);
  const text = size === 0 ? "0" : size >= 100 ? size.toFixed(0) : size >= 0.01 ? size.toPrecision(3) : size.toExponential(1);
  return value < 0 ? "\u2212" + text : text;
}

const pixels = (from, to) => (to - from === 1 ? `${from}` : `${from} to ${to - 1}`);

function describe(layer, unit) {
  const box = boxOf(layer, unit);
  const across = box.right - box.left, down = box.bottom - box.top;
  const name = layer.names ? layer.names[unit.channel] : `unit ${unit.channel}`;
  const place = layer.isFlat ? name : `map ${unit.channel}, row ${unit.row}, column ${unit.column}`;
  const value = `value ${number(valueAt(layer, unit))}${layer.silent[unit.channel] ? ", silent everywhere" : ""}`;
  const sees = across * down === 1024 ? "sees the whole picture" : across * down === 1
    ? `sees 1 pixel: row ${box.top}, column ${box.left}`
    : `sees ${across} \u00d7 ${down} pixels: columns ${pixels(box.left, box.right)}, rows ${pixels(box.top, box.bottom)}`;
  return { place, value, sees };
}

/* ---------- drawing ---------- */

function colourOf(layer, value, limit) {
  const share = limit > 0 ? value / limit : 0;
  const step = layer.isSigned ? Math.round(((Math.min(Math.max(share, -1), 1) + 1) / 2) * 255)
    : Math.round(Math.min(Math.max(share, 0), 1) * 255);
  return step * 3;
}

function paintMap(layer, channel, limit) {
  const [height, width] = layer.shape;
  const data = new ImageData(width, height);
  for (let i = 0; i < height * width; i += 1) {
    const from = colourOf(layer, layer.maps[channel * height * width + i], limit);
    data.data.set([layer.colours[from], layer.colours[from + 1], layer.colours[from + 2], 255], i * 4);
  }
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = height;
  canvas.getContext("2d").putImageData(data, 0, 0);
  return canvas;
}

// Columns that give the largest tiles for which all rows fit the height wanted; among equals the fewest rows.
function layOut(layer, room, wanted) {
  const [height, width, channels] = layer.shape;
  const aspect = width / height;
  const least = layer.isFlat ? 14 : 22;
  const most = layer.names ? MAX_NAMED : layer.isFlat ? MAX_UNIT : MAX_TILE;
  let best = null;
  for (let columns = 1; columns <= channels; columns += 1) {
    const across = Math.min(most, (room - GAP) / columns - GAP);
    if (across < 4 || (across < least && best)) break;
    const rows = Math.ceil(channels / columns);
    const down = across / aspect;
    const total = rows * (down + GAP) + GAP;
    const candidate = { columns, rows, across, down, height: total };
    if (!best || (best.height > wanted && total < best.height)) best = candidate;
    else if (total <= wanted && (across > best.across || (across === best.across && rows < best.rows))) best = candidate;
  }
  return best;
}
