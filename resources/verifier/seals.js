// The seal of a PDF: whether every byte is as it was when it was sealed, and by which key. What a
// seal leaves unsigned may have one form only, so that no flipped bit is overlooked.

const TRACES = ["/ByteRange", "ETSI.CAdES.detached", "/T (Seal)"];
const RANGE = /\/ByteRange \[ ?0 (\d+) (\d+) (\d+) *\]/g;
const SHA256 = "300d06096086480165030402010500";
const DATA = "300b06092a864886f70d010701";
const ECDSA_SHA256 = "300a06082a8648ce3d040302";
const SIGNED_DATA = "06092a864886f70d010702";
const MESSAGE_DIGEST = "06092a864886f70d010904";
const ECDSA = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };

const latin = (bytes) => new TextDecoder("latin1").decode(bytes);
const isSealed = (text) => TRACES.filter((trace) => text.includes(trace)).length > 1;

// The key's id and the text of the certificate's code ("" in files of old). null for a file that
// never had a seal; Malformed for one that was changed since.
async function sealOf(bytes) {
  const text = latin(bytes);
  if (!isSealed(text)) return null;
  const ranges = [...text.matchAll(RANGE)];
  must(ranges.length === 1);
  const [start, end, rest] = ranges[0].slice(1).map(Number);
  must(start < end && end < bytes.length && end + rest === bytes.length);
  const sealed = new Uint8Array(start + rest);
  sealed.set(bytes.subarray(0, start));
  sealed.set(bytes.subarray(end), start);
  const spki = await sealedBy(contents(text.slice(start, end)), sealed);
  return { keyId: await keyIdOf(spki), code: codeWithin(text) };
}

function contents(written) {
  must(/^<(([0-9a-f]{2})+|([0-9A-F]{2})+)>$/.test(written));
  const filled = Uint8Array.from(written.slice(1, -1).match(/../g), (two) => parseInt(two, 16));
  const { end } = item(filled, 0);
  must(filled.subarray(end).every((byte) => byte === 0));
  return filled.subarray(0, end);
}

async function sealedBy(cms, sealed) {
  const [type, wrapped] = parts(cms);
  must(toHex(type) === SIGNED_DATA);
  const [content] = parts(wrapped, 0xa0);
  const [version, digests, data, held, signers] = parts(content);
  must(parts(content).length === 5 && parts(signers, 0x31).length === 1);
  must(toHex(version) === "020101" && toHex(digests) === `310f${SHA256}` && toHex(data) === DATA);
  const [one, sid, digest, attributes, algorithm, signature] = parts(parts(signers, 0x31)[0]);
  must(toHex(one) === "020101" && toHex(digest) === SHA256 && toHex(algorithm) === ECDSA_SHA256);
  const certificates = parts(held, 0xa0).map(certificateOf);
  const named = certificates.filter(({ name }) => name === toHex(inner(sid, 0x30)));
  must(named.length === 1);
  const said = parts(attributes, 0xa0).map((said) => parts(said)).filter(([oid]) => toHex(oid) === MESSAGE_DIGEST);
  must(said.length === 1 && toHex(inner(parts(said[0][1], 0x31)[0], 4)) === (await sha256(sealed)));
  const signed = Uint8Array.from(attributes);
  signed[0] = 0x31; // as a SET OF, which is what was signed
  must(await ecdsaHolds(named[0].spki, inner(signature, 4), signed));
  for (const { told, value } of certificates) {
    const by = await Promise.all(certificates.map(({ spki }) => ecdsaHolds(spki, value, told)));
    must(by.includes(true));
  }
  return named[0].spki;
}

// Issuer and serial number, key, and what is signed how.
function certificateOf(bytes) {
  const [told, algorithm, value] = parts(bytes);
  const [version, serial, again, issuer, , , spki] = parts(told);
  must(version[0] === 0xa0 && toHex(algorithm) === ECDSA_SHA256 && toHex(again) === ECDSA_SHA256);
  must(inner(value, 3)[0] === 0);
  return { name: toHex(issuer) + toHex(serial), spki, told, value: inner(value, 3).subarray(1) };
}

async function ecdsaHolds(spki, signature, signed) {
  const halves = parts(signature).map(half);
  must(halves.length === 2);
  try {
    const key = await crypto.subtle.importKey("spki", spki, ECDSA, false, ["verify"]);
    return await crypto.subtle.verify(ECDSA, key, Uint8Array.from(halves.flat()), signed);
  } catch {
    return false; // not a key on P-256
  }
}

// A positive INTEGER in as few bytes as it needs, as 32 bytes.
function half(number) {
  const digits = [...inner(number, 2)];
  must(digits.length > 0 && digits[0] < 128);
  must(digits.length < 2 || digits[0] !== 0 || digits[1] > 127);
  if (digits[0] === 0) digits.shift();
  must(digits.length <= 32);
  return [...new Array(32 - digits.length).fill(0), ...digits];
}

async function sha256(bytes) {
  return toHex(new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)));
}

// DER: where the content of an item lies, lengths in as few bytes as they need.
function item(bytes, at) {
  must(at + 2 <= bytes.length && (bytes[at] & 31) !== 31);
  const first = bytes[at + 1];
  const size = first < 128 ? 0 : first & 127;
  must(size <= 2 && first !== 128 && at + 2 + size <= bytes.length);
  const long = bytes.subarray(at + 2, at + 2 + size).reduce((sum, byte) => sum * 256 + byte, 0);
  must(size === 0 || long >= (size === 1 ? 128 : 256));
  const start = at + 2 + size;
  const end = start + (size ? long : first);
  must(end <= bytes.length);
  return { start, end };
}

function inner(bytes, tag) {
  must(bytes?.[0] === tag);
  const { start, end } = item(bytes, 0);
  must(end === bytes.length);
  return bytes.subarray(start, end);
}

function parts(bytes, tag = 0x30) {
  const content = inner(bytes, tag);
  const found = [];
  for (let at = 0; at < content.length; at += found.at(-1).length)
    found.push(content.subarray(at, item(content, at).end));
  return found;
}

// The text of the code that the sealing office has laid into the file, where its token is base64.
function codeWithin(text) {
  const found = [...text.matchAll(/\/Private \(([^)]*)\)/g)];
  if (found.length !== 1) return "";
  const octal = (_, digits) => String.fromCharCode(parseInt(digits, 8));
  return PREFIX + toBase45(fromBase64(found[0][1].replace(/\\([0-7]{3})/g, octal)));
}

// What is to be said of a sealed file.
async function judgeSealed(bytes, held, now) {
  let seal;
  try {
    seal = await sealOf(bytes);
  } catch (error) {
    if (!(error instanceof Malformed)) throw error;
    return { verdict: "altered", reason: "seal_broken" };
  }
  if (!seal) return null;
  const key = held.endorsed.get(seal.keyId);
  if (held.revoked.has(seal.keyId)) return { verdict: "revoked_key", reason: "revoked_key" };
  if (!key) return { verdict: "unknown_key", reason: "unknown_key" };
  if (!seal.code) return { verdict: "stale_list", reason: "seal_only", key, sealed: true };
  const answer = await verify(seal.code, held, now);
  const other = answer.signed && answer.signed.office !== key.office;
  return other ? { verdict: "unknown_key", reason: "other_office" } : { ...answer, sealed: true };
}
