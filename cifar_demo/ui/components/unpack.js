// Reading the bytes that figures/packing.py writes: a header, and arrays one behind the other.

function unpack(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = view.getUint32(0, true);
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + length)));
  const kinds = {
    u1: [Uint8Array, 1], u2: [Uint16Array, 2], i2: [Int16Array, 2], f2: [Uint16Array, 2], f4: [Float32Array, 4],
  };
  const arrays = {}, shapes = {};
  for (const [name, entry] of Object.entries(header.arrays)) {
    const [Kind, width] = kinds[entry.kind];
    const count = entry.shape.reduce((product, extent) => product * extent, 1);
    const start = bytes.byteOffset + 4 + length + entry.start;
    // Copied, for the bytes may lie anywhere in the message that they came in.
    arrays[name] = new Kind(bytes.buffer.slice(start, start + count * width));
    shapes[name] = entry.shape;
  }
  return { ...header, ...arrays, shapes };
}

