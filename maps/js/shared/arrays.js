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
  for (const [name, type, length] of record.arrays) {
    const values = type === "f8"
      ? new Float64Array(block, offset, length) : new TYPES[type](block, offset, length);
    offset += values.byteLength;
    arrays[name] = values instanceof Float64Array ? values : signed(values);
  }
  return arrays;
}

/** @param {Uint8Array|Uint16Array|Uint32Array} values */
function signed(values) {
  const none = 2 ** (8 * values.BYTES_PER_ELEMENT) - 1;
  return Int32Array.from(values, (value) => (value === none ? -1 : value));
}
