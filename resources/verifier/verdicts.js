// The one answer to "is this paper genuine?", in the order of docs/proof.md.

const KINDS = ["roots", "endorsements", "revocations", "lists"];
const PREFIX = "CC1:";
const PAGES = 30; // the number of a copy's pages among lists
const SKEW = 300; // seconds by which a verifier's clock may lag

// A trust file's keys and tokens as bytes. Throws Malformed.
function readTrustFile(json) {
  let data;
  try {
    data = JSON.parse(json);
  } catch {
    throw new Malformed();
  }
  must(data && data["counter-trust"] === 1);
  const parts = KINDS.map((kind) => [kind, data[kind] ?? []]);
  must(parts.every(([, texts]) => Array.isArray(texts)));
  return Object.fromEntries(parts.map(([kind, texts]) => [kind, texts.map(fromBase64)]));
}

function fromBase64(text) {
  must(typeof text === "string" && /^[A-Za-z0-9+/]*={0,2}$/.test(text) && text.length % 4 === 0);
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
}

const NOTHING = { roots: [], endorsements: [], revocations: [], lists: [] };

// A page that has roots believes those alone: a file can bring news, never somebody new to trust.
function together(held, more) {
  const both = Object.fromEntries(KINDS.map((kind) => [kind, [...held[kind], ...more[kind]]]));
  return held.roots.length ? { ...both, roots: held.roots } : both;
}

// What is left of a trust file once every signature has been checked.
async function trust(bundle) {
  const roots = new Map();
  for (const root of bundle.roots) roots.set(await keyIdOf(root), root);
  const endorsed = new Map();
  for (const word of await said(bundle.endorsements, ENDORSEMENT, roots, endorsement)) {
    const keyId = await keyIdOf(word.spki);
    if (!(endorsed.get(keyId)?.issuedAt >= word.issuedAt)) endorsed.set(keyId, word);
  }
  const revocations = await said(bundle.revocations, REVOCATION, roots, revocation);
  const revoked = new Set(revocations.map((word) => word.keyId));
  const keys = new Map();
  for (const [keyId, key] of endorsed) if (!revoked.has(keyId)) keys.set(keyId, key.spki);
  const lists = new Map();
  for (const list of await said(bundle.lists, STATUS_LIST, keys, statusList, (list, keyId) => {
    const key = endorsed.get(keyId);
    const inTime = key.notBefore <= list.issuedAt && list.issuedAt <= key.notAfter;
    return list.office === key.office && inTime;
  })) {
    const name = `${list.office} ${list.listId}`;
    if (!(lists.get(name)?.issuedAt >= list.issuedAt)) lists.set(name, list);
  }
  return { roots, endorsed, revoked, lists };
}

// What tokens of one type say that one of the keys has signed; all else is left out in silence.
async function said(tokens, type, keys, meaning, counts = () => true) {
  const found = [];
  for (const bytes of tokens) {
    try {
      const token = readToken(bytes);
      const key = keys.get(token.keyId);
      if (token.type !== type || !key || !(await holds(token, key))) continue;
      const word = await meaning(token.claims);
      if (counts(word, token.keyId)) found.push(word);
    } catch (error) {
      if (!(error instanceof Malformed)) throw error;
    }
  }
  return found;
}

// No code ends in a blank, though it is a base45 digit.
const tidy = (code) =>
  code.replace(/[\r\n\t\ufeff]/g, "").trimStart().replace(/[ \u00a0]+$/, "");
const isOurs = (code) => tidy(code).startsWith(PREFIX);
const codeBytes = (code) => fromBase45(tidy(code).slice(PREFIX.length));
const isNewer = (code) => /^CC[0-9]+:/.test(tidy(code)) && !isOurs(code);

// Judges the text of a QR code, null where none was found; `now` in seconds since 1970.
async function verify(code, held, now) {
  if (code === null) return { verdict: "no_code", reason: "no_code" };
  if (!isOurs(code)) return { verdict: "not_ours", reason: isNewer(code) ? "newer_code" : "not_ours" };
  let token, signed;
  try {
    token = readToken(codeBytes(code));
    signed = certificate(token.claims);
  } catch (error) {
    if (!(error instanceof Malformed)) throw error;
    return { verdict: "altered", reason: "damaged_code" };
  }
  const key = held.endorsed.get(token.keyId);
  if (!key) return { verdict: "unknown_key", reason: "unknown_key" };
  if (token.type || !(await holds(token, key.spki)))
    return { verdict: "altered", reason: "wrong_signature" };
  if (signed.office !== key.office) return { verdict: "unknown_key", reason: "other_office" };
  const list = held.lists.get(`${signed.office} ${signed.listId}`);
  const [verdict, reason] = judged(token, signed, key, list, held, now);
  return { verdict, reason, signed, key, list };
}

function judged(token, signed, key, list, held, now) {
  if (held.revoked.has(token.keyId)) return ["revoked_key", "revoked_key"];
  if (signed.issuedAt < key.notBefore || signed.issuedAt > key.notAfter)
    return ["expired_key", "expired_key"];
  if (list && isVoid(list, signed.index)) return ["voided", "voided"];
  if (!list) return ["stale_list", "no_list"];
  if (now < signed.issuedAt - SKEW || now < list.issuedAt - SKEW) return ["stale_list", "clock"];
  if (list.issuedAt < signed.issuedAt || !inList(list, signed.index))
    return ["stale_list", "early_list"];
  if (now > list.expires) return ["stale_list", "old_list"];
  return ["genuine", "genuine"];
}

// Of several codes of ours that of the certified copy, which shows the others, and of copies of
// copies the last; without one the first that is not genuine.
async function verifyAll(codes, held, now) {
  const ours = [...new Set(codes.filter(isOurs))];
  if (!ours.length) return verify(codes[0] ?? null, held, now);
  const copies = ours.map((code) => ({ code, at: copiedAt(code) })).filter(({ at }) => at !== null);
  const outer = copies.sort((one, other) => other.at - one.at)[0]?.code;
  const answers = [];
  for (const code of ours) if (code !== outer) answers.push(await verify(code, held, now));
  if (outer) return { ...(await verify(outer, held, now)), inside: answers };
  const first = answers.find((answer) => answer.verdict !== "genuine") ?? answers[0];
  return { ...first, inside: answers.filter((answer) => answer !== first) };
}

const isCopy = ({ kind, lists }) =>
  COPIES.includes(kind) || Boolean(lists?.some(({ number }) => number === PAGES));

// When a certified copy was made, by its code; nothing is proven yet. null for anything else.
function copiedAt(code) {
  try {
    const signed = certificate(readToken(codeBytes(code)).claims);
    return isCopy(signed) ? signed.issuedAt : null;
  } catch (error) {
    if (!(error instanceof Malformed)) throw error;
    return null;
  }
}
