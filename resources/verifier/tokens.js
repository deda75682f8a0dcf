// COSE_Sign1 with ES256 in the one form docs/proof.md fixes, and what the tokens say.

const ENDORSEMENT = "counter-endorsement";
const REVOCATION = "counter-revocation";
const STATUS_LIST = "application/statuslist+cwt";
const MOST_LIST = 4_000_000; // bytes: 32 million certificates

// Nothing is proven by having been read; `holds` proves it. `type` is "" in a certificate's code.
function readToken(bytes) {
  must(bytes[0] === 0xd2); // tag 18
  const parts = readCbor(bytes.subarray(1));
  must(Array.isArray(parts) && parts.length === 4);
  const [head, unprotected, payload, signature] = parts;
  must(isBytes(head) && isBytes(payload) && isBytes(signature) && signature.length === 64);
  must(unprotected instanceof Map && unprotected.size === 0);
  const [named, claims] = [readCbor(head), readCbor(payload)];
  must(named instanceof Map && claims instanceof Map);
  const [keyId, type] = [named.get(4), named.get(16)];
  must(named.get(1) === -7 && isBytes(keyId) && keyId.length === 8);
  must(type === undefined ? named.size === 2 : named.size === 3 && typeof type === "string" && type);
  return { keyId: toHex(keyId), type: type ?? "", claims, head, payload, signature };
}

async function holds(token, spki) {
  const ecdsa = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
  let key;
  try {
    key = await crypto.subtle.importKey("spki", spki, ecdsa, false, ["verify"]);
  } catch {
    return false; // not a key on P-256
  }
  return crypto.subtle.verify(ecdsa, key, token.signature, signedBytes(token));
}

async function keyIdOf(spki) {
  return toHex(new Uint8Array(await crypto.subtle.digest("SHA-256", spki)).subarray(0, 8));
}

// ["Signature1", protected, h'', payload]
function signedBytes({ head, payload }) {
  const context = new TextEncoder().encode("Signature1");
  const start = [0x84, 0x60 | context.length, ...context];
  return Uint8Array.from([...start, ...byteString(head), 0x40, ...byteString(payload)]);
}

function byteString(bytes) {
  const n = bytes.length;
  if (n < 24) return [0x40 | n, ...bytes];
  if (n < 256) return [0x58, n, ...bytes];
  if (n < 65536) return [0x59, n >> 8, n & 255, ...bytes];
  return [0x5a, n >>> 24, (n >> 16) & 255, (n >> 8) & 255, n & 255, ...bytes];
}

// Claims by name and type; Malformed where one is missing or of another type.
const text = (claims, name) => typed(claims, name, (value) => typeof value === "string");
const binary = (claims, name) => typed(claims, name, isBytes);
const moment = (claims, name) => typed(claims, name, isMoment);
const isMoment = (value) => Number.isInteger(value) && value > -62e9 && value < 253402268400;

function typed(claims, name, fits) {
  const value = claims.get(name);
  must(fits(value));
  return value;
}

// All moments are seconds since 1970.
function endorsement(claims) {
  return {
    district: text(claims, 1),
    office: text(claims, 2),
    notAfter: moment(claims, 4),
    notBefore: moment(claims, 5),
    issuedAt: moment(claims, 6),
    spki: binary(claims, -70010),
    name: { ko: text(claims, -70011), en: text(claims, -70012) },
  };
}

function revocation(claims) {
  return {
    district: text(claims, 1),
    issuedAt: moment(claims, 6),
    keyId: toHex(binary(claims, -70020)),
  };
}

async function statusList(claims) {
  const listed = typed(claims, 65533, (value) => value instanceof Map);
  must(listed.get("bits") === 1);
  const listId = text(claims, 2);
  must(/^([0-9a-f]{2})*$/.test(listId));
  return {
    office: text(claims, 1),
    listId,
    expires: moment(claims, 4),
    issuedAt: moment(claims, 6),
    bits: await inflated(binary(listed, "lst")),
  };
}

async function inflated(data) {
  const stream = new Blob([data]).stream().pipeThrough(new DecompressionStream("deflate"));
  const chunks = [];
  let size = 0;
  try {
    for (const reader = stream.getReader(); ; ) {
      const { done, value } = await reader.read();
      if (done) break;
      chunks.push(value);
      size += value.length;
      if (size > MOST_LIST) {
        await reader.cancel();
        throw new Malformed();
      }
    }
  } catch {
    throw new Malformed();
  }
  return new Uint8Array(await new Blob(chunks).arrayBuffer());
}

const inList = (list, index) => index >= 0 && index < 8 * list.bits.length;
const isVoid = (list, index) =>
  inList(list, index) && ((list.bits[Math.floor(index / 8)] >> (index % 8)) & 1) === 1;

// What a certificate's code says. A text that was cut ends in "…".
function certificate(claims) {
  const status = typed(claims, -70004, Array.isArray);
  must(status.length === 2 && isBytes(status[0]) && isInteger(status[1]));
  const fields = typed(claims, -70003, (value) => value instanceof Map);
  return {
    office: text(claims, 1),
    issuedAt: moment(claims, 6),
    issueNumber: text(claims, -70001),
    kind: text(claims, -70002),
    fields: Array.from(fields, ([number, value]) => [fieldNumber(number), fieldText(value)]),
    listId: toHex(status[0]),
    index: Number(status[1]),
    confirmation: String(typed(claims, -70005, isInteger)).padStart(16, "0"),
    lists: claims.has(-70006) ? typed(claims, -70006, Array.isArray).map(listed) : null,
  };
}

// A table or the pages of a copy: how many, and every row where there is room for them.
function listed(claim) {
  must(Array.isArray(claim) && claim.length === 4);
  const [number, count, digest, rows] = claim;
  must(isInteger(number) && isInteger(count) && count >= 0 && isBytes(digest) && digest.length === 8);
  const marked = isBytes(rows) && rows.length % 2 === 0;
  const whole = Array.isArray(rows) && rows.length === Number(count);
  must(marked || (whole && rows.every((row) => typeof row === "string")));
  return { number: Number(number), count: Number(count), rows: marked ? [] : rows };
}

function fieldNumber(key) {
  must(isInteger(key));
  return Number(key);
}

function fieldText(value) {
  if (typeof value === "string") return value;
  must(Array.isArray(value) && value.length === 2 && typeof value[0] === "string");
  must(isBytes(value[1]) && value[1].length === 8);
  return `${value[0]}…`;
}
