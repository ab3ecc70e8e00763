/**
 * Arrays as the page carries them: one compressed block, and a directory of what lies in it.
 */

/** @import { PackedRecord, Unpacked } from "../types.js" */

/** @type {Record<string, typeof Uint8Array|typeof Uint16Array|typeof Uint32Array>} */
const TYPES = { u1: Uint8Array, u2: Uint16Array, u4: Uint32Array };

/**
 * Return the bytes of a text in base64.
 * @param {string} text
 */
function bytesOf(text) {
  const binary = atob(text);
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < binary.length; i += 1) bytes[i] = binary.charCodeAt(i);
  return bytes;
}

/**
 * Return what was compressed and written in base64.
 * @param {string} text
 */
export const inflated = (text) => new Response(
  new Blob([bytesOf(text)]).stream().pipeThrough(new DecompressionStream("deflate")));

/**
 * Return bytes with those of each number together: they stand with the first bytes of all before the
 * second.
 * @param {Uint8Array} planes
 * @param {number} width
 */
function interleaved(planes, width) {
  const count = planes.length / width;
  const bytes = new Uint8Array(planes.length);
  for (let k = 0; k < width; k += 1) {
    for (let i = 0; i < count; i += 1) bytes[i * width + k] = planes[k * count + i];
  }
  return bytes;
}

/**
 * Return the arrays of a record that `maps/page/packing.py` packed, by name. "None" stands in
 * them as the greatest number of the type; it comes out as -1.
 * @param {PackedRecord} record
 * @returns {Promise<Unpacked>}
 */
export async function unpack(record) {
  const block = await inflated(record.block).arrayBuffer();
  /** @type {Unpacked} */
  const arrays = {};
  let offset = 0;
  for (const [name, type, length, code] of record.arrays) {
    const Kind = type === "f8" ? Float64Array : TYPES[type];
    const width = Kind.BYTES_PER_ELEMENT;
    const bytes = new Uint8Array(block.slice(offset, offset + length * width));
    offset += bytes.length;
    const values = new Kind((code.includes("p") ? interleaved(bytes, width) : bytes).buffer);
    if (code.includes("d")) for (let i = 1; i < length; i += 1) values[i] += values[i - 1];
    arrays[name] = values instanceof Float64Array ? values : signed(values);
  }
  return arrays;
}

/**
 * Return the records that `pack_records` of `maps/page/packing.py` packed.
 * @param {Record<string, [values: any[], codes?: number[]]>} packed
 * @returns {any[]}
 */
export function recordsOf(packed) {
  const columns = Object.entries(packed);
  const [, [values, codes] = [[]]] = columns[0] ?? [];
  return (codes ?? values).map((_, i) => Object.fromEntries(columns.map(([key, [known, which]]) =>
    [key, known[which ? which[i] : i]])));
}

/** @param {Uint8Array|Uint16Array|Uint32Array} values */
function signed(values) {
  const none = 2 ** (8 * values.BYTES_PER_ELEMENT) - 1;
  return Int32Array.from(values, (value) => (value === none ? -1 : value));
}
