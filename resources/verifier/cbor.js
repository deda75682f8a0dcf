// Base45 (RFC 9285) and the CBOR of these tokens: deterministic encoding (RFC 8949 4.2.1) only.

class Malformed extends Error {}

function must(condition) {
  if (!condition) throw new Malformed();
}

const BASE45 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";

function fromBase45(text) {
  const digits = Array.from(text, (letter) => BASE45.indexOf(letter));
  must(!digits.includes(-1) && digits.length % 3 !== 1);
  const bytes = [];
  for (let i = 0; i < digits.length; i += 3) {
    const [a, b, c] = digits.slice(i, i + 3);
    if (c === undefined) {
      must(a + b * 45 < 256);
      bytes.push(a + b * 45);
    } else {
      const two = a + b * 45 + c * 2025;
      must(two < 65536);
      bytes.push(two >> 8, two & 255);
    }
  }
  return Uint8Array.from(bytes);
}

function toBase45(bytes) {
  const digits = [];
  for (let i = 0; i < bytes.length; i += 2) {
    const two = i + 1 < bytes.length;
    const value = two ? bytes[i] * 256 + bytes[i + 1] : bytes[i];
    digits.push(value % 45, Math.floor(value / 45) % 45);
    if (two) digits.push(Math.floor(value / 2025));
  }
  return digits.map((digit) => BASE45[digit]).join("");
}

// Maps become Map, byte strings Uint8Array, integers a number or, beyond 2^53, a BigInt.
function readCbor(bytes) {
  const reader = { bytes, view: new DataView(bytes.buffer, bytes.byteOffset, bytes.length), at: 0 };
  const value = readItem(reader, 0);
  must(reader.at === bytes.length);
  return value;
}

const DEEPEST = 8;

function readItem(reader, depth) {
  must(depth < DEEPEST);
  const first = taken(reader, 1)[0];
  const major = first >> 5;
  if (major === 7) return readSimple(first & 31);
  const count = readCount(reader, first & 31);
  switch (major) {
    case 0:
      return count;
    case 1:
      return typeof count === "bigint" ? -1n - count : -1 - count;
    case 2:
      return taken(reader, count);
    case 3:
      return decodedText(taken(reader, count));
    case 4:
      return readArray(reader, count, depth);
    case 5:
      return readMap(reader, count, depth);
    default:
      throw new Malformed(); // tags have no place inside a token
  }
}

function taken(reader, count) {
  must(count <= reader.bytes.length - reader.at);
  reader.at += count;
  return reader.bytes.subarray(reader.at - count, reader.at);
}

// A number is written in as few bytes as it needs; anything longer is not ours.
function readCount(reader, info) {
  if (info < 24) return info;
  must(info <= 27);
  const size = 1 << (info - 24);
  const at = reader.at;
  taken(reader, size);
  if (size === 8) {
    const big = reader.view.getBigUint64(at);
    must(big > 0xffffffffn);
    return big <= Number.MAX_SAFE_INTEGER ? Number(big) : big;
  }
  const read = { 1: "getUint8", 2: "getUint16", 4: "getUint32" }[size];
  const value = reader.view[read](at);
  must(value >= { 1: 24, 2: 256, 4: 65536 }[size]);
  return value;
}

function readSimple(info) {
  must(info >= 20 && info <= 22);
  return [false, true, null][info - 20];
}

function decodedText(bytes) {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new Malformed();
  }
}

function readArray(reader, count, depth) {
  must(count <= reader.bytes.length);
  return Array.from({ length: count }, () => readItem(reader, depth + 1));
}

function readMap(reader, count, depth) {
  must(count <= reader.bytes.length);
  const found = new Map();
  let before = null;
  for (let i = 0; i < count; i++) {
    const start = reader.at;
    const key = readItem(reader, depth + 1);
    must(typeof key === "string" || isInteger(key));
    const encoded = reader.bytes.subarray(start, reader.at);
    must(before === null || comesBefore(before, encoded)); // sorted, and so none twice
    before = encoded;
    found.set(key, readItem(reader, depth + 1));
  }
  return found;
}

function comesBefore(one, other) {
  for (let i = 0; i < Math.min(one.length, other.length); i++) {
    if (one[i] !== other[i]) return one[i] < other[i];
  }
  return one.length < other.length;
}

const isInteger = (value) => typeof value === "bigint" || Number.isInteger(value);
const isBytes = (value) => value instanceof Uint8Array;
const toHex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
