// The answer as a person sees it. Nothing of a certificate outlives its answer.

const LOOKS = {
  genuine: ["success", "M4 12.5l5.5 5.5L20 7"],
  stale_list: ["warning", "M12 3L22 21H2zM12 10v5M12 18v.01"],
  no_code: ["information", "M12 3a9 9 0 100 18 9 9 0 000-18M12 8v.01M12 11.5v5"],
  not_ours: ["information", "M12 3a9 9 0 100 18 9 9 0 000-18M12 8v.01M12 11.5v5"],
};
const WRONG = ["danger", "M6 6l12 12M18 6L6 18"];
const INSIDE = { genuine: "information", stale_list: "warning", unknown_key: "warning" };
const TITLE = 1;
const VALID_UNTIL = 16;

const byId = (id) => document.getElementById(id);
let language = navigator.language.startsWith("ko") ? "ko" : "en";
let shown = null; // the answer on the screen

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
  const past = pastDay(signed);
  const late = past && verdict === "genuine";
  const [tone, path] = late ? LOOKS.stale_list : (LOOKS[verdict] ?? WRONG);
  const word = verdict === "genuine" && !shown.sealed ? "genuine_code" : verdict;
  const heading = element("h2", say(late ? "past" : word), { id: "verdict", tabIndex: -1 });
  const why = element("p", say(`${verdict}.${reason}`, circumstances(shown)));
  box.append(element("div", [drawn(path), heading, why], { className: `verdict ${tone}` }));
  box.dataset.verdict = verdict;
  box.dataset.reason = reason;
  if (past) box.append(element("p", say("validity_past", { until: past }), { className: "notice warning" }));
  for (const other of shown.inside ?? []) {
    const className = `notice ${INSIDE[other.verdict] ?? "danger"}`;
    box.append(element("p", insideSaid(other, signed), { className }));
  }
  const besides = [
    ...(shown.sealed ? [say("sealed")] : []),
    ...(signed && !signed.lists ? [say("lists_unsigned")] : []),
  ];
  for (const said of besides) box.append(element("p", said, { className: "notice information" }));
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
  const rest = signed.fields.filter(([number]) => number !== TITLE);
  const whole = signed.fields.map(([, value]) => value).join();
  const cut = signed.fields.filter(([, value]) => value.endsWith("…")).map(([n]) => fieldName(n));
  return element(
    "div",
    [
      element("h3", say(mayBeTrue ? "compare" : "content")),
      mayBeTrue
        ? element("p", say("compare_why"), { className: "notice information" })
        : element("p", say("compare_not"), { className: "notice danger" }),
      ...(cut.length ? [element("p", say("cut", { fields: cut.join(", ") }), { className: "notice warning" })] : []),
      element(
        "dl",
        [
          ...(title ? [row(fieldName(TITLE), title[1])] : []),
          ...rest.map(([number, value]) => row(fieldName(number), value, "figures")),
          ...(signed.lists ?? []).map(listShown),
          row(say("issue_number"), signed.issueNumber, "figures"),
          row(say("confirmation"), signed.confirmation.match(/.{1,4}/g).join(" "), "figures"),
        ],
        { className: "first" },
      ),
      ...(whole.includes("*") ? [element("p", say("masked"), { className: "hint" })] : []),
      element("h4", say("others")),
      element("dl", [
        row(say("issued_at"), minute(signed.issuedAt)),
        row(say("office"), key.name[language]),
        row(say("list_date"), list ? day(list.issuedAt) : say("no_list_held")),
        ...(list ? [row(say("list_until"), day(list.expires))] : []),
      ]),
    ],
    { className: "signed" },
  );
}

// Within a certified copy, or beside it on the same page.
function insideSaid({ verdict, signed: other }, signed) {
  const word = signed && isCopy(signed) ? "inside" : "beside";
  const until = pastDay(other);
  const told = say(word, { number: other?.issueNumber ?? "?", verdict: say(verdict) });
  return until ? `${told}. ${say("validity_past", { until })}` : told;
}

// The last day of what is good for a time, as it is printed, once it is past; "" else.
function pastDay(signed) {
  const until = signed?.fields.find(([number]) => number === VALID_UNTIL)?.[1] ?? "";
  const parts = /^(\d{4})\. (\d{1,2})\. (\d{1,2})\.$/.exec(until);
  if (!parts) return "";
  const last = parts.slice(1).map((part) => part.padStart(2, "0")).join("-");
  const today = new Intl.DateTimeFormat("sv-SE", { timeZone: "Asia/Seoul" }).format(now() * 1000);
  return last < today ? until : "";
}

// Every row where the code holds them; else how many there are to be counted.
function listShown({ number, count, rows }) {
  const unit = number === PAGES ? "pages" : "rows";
  const told = [
    element("span", say(`count_${unit}`, { count }), { className: "figures" }),
    ...rows.map((text) => element("span", text)),
    ...(count && !rows.length ? [element("span", say(`count_${unit}_why`))] : []),
  ];
  return row(fieldName(number), told, "list");
}

function fieldName(number) {
  return FIELDS[number]?.[language] ?? say("unknown_field", { number });
}

function startAgain() {
  clear();
  byId("code").value = "";
  byId("camera").focus();
  scrollTo(0, 0);
}
