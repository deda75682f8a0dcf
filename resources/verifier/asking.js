// What a person does: ask by camera, picture or text, open a trust file, choose a language.

let bundle = NOTHING;
let held = null;
let trouble = "";
let asked = 0; // times; an answer to what was asked before is for nobody any more

function tell(word) {
  trouble = word;
  byId("trouble").hidden = !word;
  byId("trouble").textContent = word && say(word);
}

// Nothing of the last answer is left while the next is looked for.
function clear() {
  tell("");
  shown = null;
  drawAnswer();
  byId("busy").hidden = true;
  return ++asked;
}

// `work` comes to an answer or to the word for why there is none.
async function busy(work) {
  const mine = clear();
  byId("busy").textContent = say("reading");
  byId("busy").hidden = false;
  await new Promise((painted) => requestAnimationFrame(() => setTimeout(painted)));
  let found = "failed";
  try {
    found = await work();
  } finally {
    if (mine === asked) {
      byId("busy").hidden = true;
      if (typeof found === "string") tell(found);
      else answerShown(found);
    }
  }
}

async function judge(codes) {
  return verifyAll(codes, await held, now());
}

const MOST_PDF = 50_000_000; // bytes

async function readFile(file) {
  stopCamera();
  await busy(async () => {
    const bytes = new Uint8Array(await file.slice(0, MOST_PDF).arrayBuffer());
    if (isPdf(bytes) || isSealed(latin(bytes))) {
      if (file.size > MOST_PDF) return "too_large";
      return (await judgeSealed(bytes, await held, now())) ?? "pdf";
    }
    try {
      return await judge(await codesInFile(file));
    } catch (error) {
      if (!(error instanceof NotAPicture)) throw error;
      return "not_a_picture";
    }
  });
}

async function readText(code) {
  stopCamera();
  const word = code.trim() ? numberSaid(code) : "nothing_pasted";
  await busy(() => word || judge([code]));
}

// What a person typed off the paper in place of the code: "" where it is something else.
function numberSaid(typed) {
  const plain = typed.normalize("NFKC").replace(/\p{Cf}/gu, "").replace(/[\p{Pd}\u2212\u1173]/gu, "-").trim();
  const [parted, digits] = [plain.replace(/[-\s]+/g, "-"), plain.replace(/[-\s]/g, "")];
  if (/^\d{4}-[\p{L}\p{N}_]+-[a-z]{1,6}-\d+$/iu.test(parted)) return "is_issue_number";
  if (!/^[0-9]+$/.test(digits)) return "";
  return digits.length === 16 && BigInt(digits) % 97n === 1n ? "is_confirmation" : "mistyped";
}

// The camera

let stream = null;

async function startCamera() {
  const mine = clear();
  let opened;
  try {
    opened = await navigator.mediaDevices.getUserMedia({
      video: { facingMode: "environment", width: { ideal: 1920 }, height: { ideal: 1080 } },
    });
  } catch {
    if (mine === asked) tell("no_camera");
    return;
  }
  stopCamera();
  stream = opened;
  if (mine !== asked) return stopCamera();
  const video = byId("video");
  video.srcObject = stream;
  byId("viewfinder").hidden = false;
  byId("stop").focus();
  await video.play();
  await watch(video, stream);
}

async function watch(video, mine) {
  for (let turn = 0; stream === mine; turn++) {
    const { videoWidth: width, videoHeight: height } = video;
    const scale = SCALES[turn % SCALES.length]; // one a frame, so that the picture stays alive
    const codes = width ? await codesIn(video, width, height, [scale]) : [];
    if (stream !== mine) return;
    if (codes.length) {
      video.pause(); // what a copy shows is seen at another scale than its own code
      return busy(async () => {
        codes.push(...(await codesIn(video, width, height)));
        if (stream === mine) stopCamera();
        return judge(codes);
      });
    }
    await new Promise((next) => setTimeout(next, 60));
  }
}

function stopCamera() {
  stream?.getTracks().forEach((track) => track.stop());
  stream = null;
  byId("video").srcObject = null;
  byId("viewfinder").hidden = true;
}

// What the page knows

async function openTrustFile(file) {
  let more;
  try {
    more = readTrustFile(await file.text());
  } catch (error) {
    if (!(error instanceof Malformed)) throw error;
    return news("trust_wrong");
  }
  const before = JSON.stringify(summary(await held));
  bundle = together(bundle, more);
  held = trust(bundle);
  const changed = JSON.stringify(summary(await held)) !== before;
  await drawKnown();
  news(changed ? "trust_done" : "trust_useless");
}

function summary({ endorsed, revoked, lists }) {
  const keys = [...endorsed].map(([keyId, key]) => [keyId, key.issuedAt]);
  return [keys, [...revoked], [...lists].map(([name, list]) => [name, list.issuedAt])];
}

let told = "";

function news(word) {
  told = word;
  byId("news").hidden = !word;
  byId("news").textContent = word && say(word);
}

async function drawKnown() {
  const { endorsed, lists } = await held;
  const offices = new Map([...endorsed.values()].map((key) => [key.office, key.name[language]]));
  const lines = [...offices].map(([office, name]) => {
    const dated = [...lists.values()].filter((list) => list.office === office);
    const newest = dated.sort((one, other) => other.issuedAt - one.issuedAt)[0];
    if (!newest) return say("knows_no_list", { office: name });
    const [date, until] = [newest.issuedAt, newest.expires].map(day);
    return say("knows_list", { office: name, date, until });
  });
  const nobody = element("p", say("knows_nobody"), { className: "notice warning" });
  const known = [
    element("p", say("knows_offices", { count: offices.size })),
    element("ul", lines.map((line) => element("li", line))),
  ];
  byId("known").replaceChildren(...(offices.size ? known : [nobody]));
  if (!offices.size) byId("held-more").open = true;
}

function drawWords() {
  document.documentElement.lang = language;
  document.title = say("title");
  for (const named of document.querySelectorAll("[data-word]"))
    named.textContent = say(named.dataset.word);
  byId("language").textContent = say("language");
  byId("language").lang = language === "ko" ? "en" : "ko";
  if (missing) byId("cannot").textContent = say(missing);
  tell(trouble);
  news(told);
  drawAnswer();
  if (!missing) drawKnown();
}

// The start

function lacking() {
  if (!globalThis.crypto?.subtle) return "no_crypto";
  return globalThis.DecompressionStream ? "" : "no_inflate";
}

function droppedFile(transfer) {
  return [...(transfer?.files ?? [])][0];
}

function listen() {
  byId("camera").addEventListener("click", startCamera);
  byId("stop").addEventListener("click", () => {
    stopCamera();
    byId("camera").focus();
  });
  byId("file").addEventListener("change", ({ target }) => {
    if (target.files[0]) readFile(target.files[0]).finally(() => (target.value = ""));
  });
  byId("trust-file").addEventListener("change", ({ target }) => {
    if (target.files[0]) openTrustFile(target.files[0]).finally(() => (target.value = ""));
  });
  byId("typed").addEventListener("submit", (event) => {
    event.preventDefault();
    readText(byId("code").value);
  });
  addEventListener("dragover", (event) => event.preventDefault());
  addEventListener("drop", (event) => {
    event.preventDefault();
    const file = droppedFile(event.dataTransfer);
    if (file) readFile(file);
  });
  addEventListener("paste", (event) => {
    const file = droppedFile(event.clipboardData);
    if (file) readFile(file);
    else if (event.target.id !== "code") readText(event.clipboardData.getData("text"));
  });
  addEventListener("pagehide", () => {
    stopCamera();
    startAgain();
  });
  document.addEventListener("visibilitychange", () => document.hidden && stopCamera());
}

const missing = lacking();

function start() {
  byId("language").addEventListener("click", () => {
    language = language === "ko" ? "en" : "ko";
    drawWords();
  });
  if (missing) {
    byId("cannot").hidden = false;
    for (const way of document.querySelectorAll("#ask button, #ask input, #ask textarea, #trust-file"))
      way.disabled = true;
    for (const label of document.querySelectorAll("label.button")) label.classList.add("off");
  } else {
    const kept = byId("trust").textContent;
    if (JSON.parse(kept)) bundle = readTrustFile(kept);
    held = trust(bundle);
    listen();
  }
  drawWords();
}

start();
