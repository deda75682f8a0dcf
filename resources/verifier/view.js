// What a person sees and does. Nothing of a certificate outlives its answer.

const LOOKS = {
  genuine: ["success", "M4 12.5l5.5 5.5L20 7"],
  stale_list: ["warning", "M12 3L22 21H2zM12 10v5M12 18v.01"],
  no_code: ["information", "M12 3a9 9 0 100 18 9 9 0 000-18M12 8v.01M12 11.5v5"],
  not_ours: ["information", "M12 3a9 9 0 100 18 9 9 0 000-18M12 8v.01M12 11.5v5"],
};
const WRONG = ["danger", "M6 6l12 12M18 6L6 18"];
const COMPARE_FIRST = [2, 3, 6, 7]; // name, birth date, registration and passport number
const TITLE = 1;

const byId = (id) => document.getElementById(id);
let language = navigator.language.startsWith("ko") ? "ko" : "en";
let bundle = NOTHING;
let held = null;
let shown = null; // the answer on the screen
let trouble = "";

function say(word, values = {}) {
  return WORDS[language][word].replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

function day(seconds) {
  return written(seconds, { year: "numeric", month: "long", day: "numeric" });
}

function minute(seconds) {
  const parts = { year: "numeric", month: "long", day: "numeric", hour: "2-digit", minute: "2-digit" };
  return written(seconds, { ...parts, hourCycle: "h23" });
}

function written(seconds, parts) {
  const locale = language === "ko" ? "ko-KR" : "en-GB";
  return new Intl.DateTimeFormat(locale, { ...parts, timeZone: "Asia/Seoul" }).format(seconds * 1000);
}

const now = () => Date.now() / 1000;

function element(tag, content = "", properties = {}) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...[content].flat());
  return made;
}

function drawn(path) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  const line = document.createElementNS("http://www.w3.org/2000/svg", "path");
  line.setAttribute("d", path);
  svg.append(line);
  return svg;
}

function row(name, value, className = "") {
  return element("div", [element("dt", name), element("dd", value, { className })]);
}

// The answer

function answerShown(answer) {
  shown = answer;
  drawAnswer();
  byId("verdict").focus();
  scrollTo(0, 0);
}

function drawAnswer() {
  const box = byId("answer");
  box.hidden = !shown;
  byId("ask").hidden = Boolean(shown);
  box.replaceChildren();
  if (!shown) return;
  const { verdict, reason, signed } = shown;
  const [tone, path] = LOOKS[verdict] ?? WRONG;
  const heading = element("h2", say(verdict), { id: "verdict", tabIndex: -1 });
  const why = element("p", say(`${verdict}.${reason}`, circumstances(shown)));
  box.append(element("div", [drawn(path), heading, why], { className: `verdict ${tone}` }));
  box.dataset.verdict = verdict;
  box.dataset.reason = reason;
  if (signed) box.append(signedShown(shown));
  const again = element("button", say("again"), { className: "secondary", type: "button" });
  again.addEventListener("click", startAgain);
  box.append(element("div", again, { className: "again" }));
}

function circumstances({ key, list }) {
  return {
    office: key?.name[language],
    district: key?.district,
    listed: list && day(list.issuedAt),
    now: minute(now()),
  };
}

function signedShown({ verdict, signed, key, list }) {
  const mayBeTrue = verdict === "genuine" || verdict === "stale_list";
  const title = signed.fields.find(([number]) => number === TITLE);
  const first = signed.fields.filter(([number]) => COMPARE_FIRST.includes(number));
  const rest = signed.fields.filter(([number]) => ![TITLE, ...COMPARE_FIRST].includes(number));
  const whole = signed.fields.map(([, value]) => value).join();
  return element(
    "div",
    [
      element("h3", say(mayBeTrue ? "compare" : "content")),
      element("p", say(mayBeTrue ? "compare_why" : "compare_not")),
      element(
        "dl",
        [
          ...(title ? [row(fieldName(TITLE), title[1])] : []),
          ...first.map(([number, value]) => row(fieldName(number), value, "figures")),
          row(say("issue_number"), signed.issueNumber, "figures"),
        ],
        { className: "first" },
      ),
      ...(whole.includes("*") ? [element("p", say("masked"), { className: "hint" })] : []),
      element("h4", say("others")),
      element("dl", [
        ...rest.map(([number, value]) => row(fieldName(number), value)),
        row(say("issued_at"), minute(signed.issuedAt)),
        row(say("office"), key.name[language]),
        row(say("confirmation"), signed.confirmation.match(/.{1,4}/g).join(" "), "figures"),
        row(say("list_date"), list ? day(list.issuedAt) : say("no_list_held")),
        ...(list ? [row(say("list_until"), day(list.expires))] : []),
      ]),
      ...(whole.includes("…") ? [element("p", say("cut"), { className: "hint" })] : []),
    ],
    { className: "signed" },
  );
}

function fieldName(number) {
  return FIELDS[number]?.[language] ?? say("unknown_field", { number });
}

function startAgain() {
  shown = null;
  drawAnswer();
  byId("code").value = "";
  byId("camera").focus();
  scrollTo(0, 0);
}

// Asking

async function judge(codes) {
  answerShown(await verifyAll(codes, await held, now()));
}

function tell(word) {
  trouble = word;
  byId("trouble").hidden = !word;
  byId("trouble").textContent = word && say(word);
}

async function busy(work) {
  tell("");
  shown = null;
  drawAnswer();
  byId("busy").textContent = say("reading");
  byId("busy").hidden = false;
  await new Promise((painted) => requestAnimationFrame(() => setTimeout(painted)));
  try {
    await work();
  } finally {
    byId("busy").hidden = true;
  }
}

async function readFile(file) {
  stopCamera();
  await busy(async () => {
    if (await isPdf(file)) return tell("pdf");
    try {
      await judge(await codesInFile(file));
    } catch (error) {
      if (!(error instanceof NotAPicture)) throw error;
      tell("not_a_picture");
    }
  });
}

async function readText(code) {
  stopCamera();
  if (!code.trim()) return tell("nothing_pasted");
  await busy(() => judge([code]));
}

// The camera

let stream = null;

async function startCamera() {
  tell("");
  shown = null;
  drawAnswer();
  try {
    stream = await navigator.mediaDevices.getUserMedia({
      video: { facingMode: "environment", width: { ideal: 1920 }, height: { ideal: 1080 } },
    });
  } catch {
    return tell("no_camera");
  }
  const video = byId("video");
  video.srcObject = stream;
  byId("viewfinder").hidden = false;
  byId("stop").focus();
  await video.play();
  await watch(video, stream);
}

async function watch(video, mine) {
  for (let turn = 0; stream === mine; turn++) {
    const { videoWidth, videoHeight } = video;
    const scale = SCALES[turn % 3]; // one of them a frame, so that the picture stays alive
    const codes = videoWidth ? await codesIn(video, videoWidth, videoHeight, [scale]) : [];
    if (stream !== mine) return;
    if (codes.length) {
      stopCamera();
      return judge(codes);
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
