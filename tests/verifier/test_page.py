"""The page in a stranger's hands: pictures, a camera, two languages, a phone."""

import json
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from counter_app.certificates.content import CertificateContent
from counter_app.certificates.render import render_certificate
from counter_app.proof.cose import read
from counter_app.proof.page import page
from counter_app.proof.payload import signed
from counter_app.proof.qr_text import from_text
from counter_app.proof.trust import Bundle
from tests.certificates.papers import FORTY, PLAIN
from tests.proof.vectors import text
from tests.verifier import pictures
from tests.verifier.browser import Browser
from tests.verifier.conftest import VECTORS, Opened, answer, at, bundle, chosen, pasted, saved

ROOT = Path(__file__).resolve().parents[2]
GENUINE = VECTORS["genuine"]["text"]
CASES = {case["name"]: case for case in VECTORS["cases"]}
LANGUAGES = ("ko", "en")


def speak(browser: Browser, language: str) -> None:
    if browser.eval("document.documentElement.lang") != language:
        browser.eval("document.querySelector('#language').click()")


def test_the_page_is_what_its_sources_make(tmp_path: Path) -> None:
    subprocess.run([ROOT / "bin" / "verifier", tmp_path / "made.html"], check=True)
    kept = ROOT / "resources" / "verifier" / "verify.html"
    assert (tmp_path / "made.html").read_text("utf-8") == kept.read_text("utf-8")


@pytest.mark.parametrize("dpi", [150, 300, 600])
def test_a_scanned_page(opened: Opened, tmp_path: Path, dpi: int) -> None:
    browser = opened(bundle("fresh"))
    chosen(browser, saved(pictures.scan(GENUINE, dpi=dpi), tmp_path))
    assert answer(browser)["verdict"] == "genuine"


@pytest.mark.parametrize("content", [PLAIN, FORTY], ids=("one page", "several"))
def test_the_page_as_it_is_issued(
    opened: Opened, tmp_path: Path, content: CertificateContent
) -> None:
    """Scanned at 150 dpi with its frame, seal and bar code; the code is on the last page too."""
    paper = render_certificate(
        replace(content, version=2, code=GENUINE, confirmation="0123456789012334")
    )
    browser = opened(bundle("fresh"))
    for number in (0, -1):
        chosen(browser, saved(pictures.page_of(paper, number), tmp_path))
        assert answer(browser)["verdict"] == "genuine"
        browser.eval("startAgain()")


@pytest.mark.parametrize("seed", range(8))
def test_a_worn_page(opened: Opened, tmp_path: Path, seed: int) -> None:
    browser = opened(bundle("fresh"))
    chosen(browser, saved(pictures.worn(GENUINE, seed), tmp_path))
    assert answer(browser)["verdict"] == "genuine"


def test_a_photo(opened: Opened, tmp_path: Path) -> None:
    browser = opened(bundle("fresh"))
    chosen(browser, saved(pictures.photo(GENUINE), tmp_path))
    assert answer(browser)["verdict"] == "genuine"


def test_two_codes_on_one_page(opened: Opened, tmp_path: Path) -> None:
    browser = opened(bundle("fresh"))
    chosen(browser, saved(pictures.scan(GENUINE, CASES["void"]["text"], dpi=200), tmp_path))
    assert answer(browser)["verdict"] == "voided"


def test_the_code_within_a_copy(opened: Opened, tmp_path: Path) -> None:
    """At 150 dpi it is seen only enlarged."""
    outer = text(kind="certified-copy", issue_number="2026-1144066000-CP-000001", index=43)
    paper = pictures.pdf(outer, within=CASES["void"]["text"])
    browser = opened(bundle("fresh"))
    chosen(browser, saved(pictures.page_of(paper), tmp_path))
    assert answer(browser)["verdict"] == "genuine"
    said = browser.eval("document.querySelector('#answer .notice.danger').textContent")
    void = browser.eval("say('voided')")
    number = signed(read(from_text(CASES["void"]["text"])).claims).issue_number
    inside = "(number, verdict) => say('inside', { number, verdict })"
    assert said == browser.call(inside, number, void)


def test_pages_of_two_papers_are_both_told(opened: Opened, tmp_path: Path) -> None:
    late = {1: "임시", 16: "2026. 11. 19."}
    other = text(issue_number="2026-1144066000-AR-000042", index=42, fields=late)
    browser = opened(bundle("fresh"))
    chosen(browser, saved(pictures.scan(GENUINE, other, dpi=200), tmp_path))
    assert answer(browser)["verdict"] == "genuine"
    assert "AR-000042" in browser.eval("document.querySelector('#answer').textContent")
    assert "AR-000041" in browser.eval("document.querySelector('#answer').textContent")
    assert "2026. 11. 19." in browser.eval("document.querySelector('#answer').textContent")


@pytest.mark.parametrize(("until", "past"), [(20, False), (19, True)])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_paper_past_its_days(opened: Opened, until: int, past: bool, language: str) -> None:
    """As `counter certificate verify` says; the last day still counts."""
    browser = opened(bundle("fresh"))
    speak(browser, language)
    pasted(browser, text(fields={1: "임시", 16: f"2026. 11. {until}."}))
    assert answer(browser)["verdict"] == "genuine"
    said = browser.eval("document.querySelector('#answer').textContent")
    sentence = browser.call("(until) => say('validity_past', { until })", f"2026. 11. {until}.")
    assert (sentence in said) is past
    assert browser.eval("!!document.querySelector('.verdict.success')") is not past
    speak(browser, "en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_genuine_code_asks_to_be_compared(opened: Opened, language: str) -> None:
    """In the heading; and all that is on the paper is large, in order, before what is not on it."""
    browser = opened(bundle("fresh"))
    speak(browser, language)
    pasted(browser, GENUINE)
    assert answer(browser)["heading"] == browser.eval("say('genuine_code')")
    large = browser.eval("[...document.querySelectorAll('dl.first dt')].map((e) => e.textContent)")
    numbers = sorted(signed(read(from_text(GENUINE)).claims).fields)
    named = browser.call("(numbers) => numbers.map(fieldName)", numbers)
    assert large[: len(named)] == named
    assert {browser.eval("say('issue_number')"), browser.eval("say('confirmation')")} < set(large)
    speak(browser, "en")


def test_a_page_without_a_code(opened: Opened, tmp_path: Path) -> None:
    browser = opened(bundle("fresh"))
    chosen(browser, saved(pictures.scan(), tmp_path))
    assert answer(browser)["verdict"] == "no_code"


@pytest.mark.parametrize("side", [620, 250], ids=["near", "far"])
def test_the_camera(tmp_path: Path, side: int) -> None:
    (tmp_path / "page.html").write_text(page(bundle("fresh")), "utf-8")
    seen = pictures.film(GENUINE, tmp_path / "seen.y4m", side)
    browser = Browser(
        tmp_path / "profile",
        "--use-fake-ui-for-media-stream",
        "--use-fake-device-for-media-stream",
        f"--use-file-for-fake-video-capture={seen}",
    )
    try:
        at(browser, VECTORS["now"])
        browser.open((tmp_path / "page.html").as_uri())
        browser.eval("document.querySelector('#camera').click()")
        browser.until("!document.querySelector('#answer').hidden")
        assert answer(browser)["verdict"] == "genuine"
        assert browser.eval("stream === null && document.querySelector('#viewfinder').hidden")
    finally:
        browser.close()


def test_no_camera_is_told(opened: Opened) -> None:
    browser = opened(bundle("fresh"))
    browser.eval("document.querySelector('#camera').click()")
    browser.until("!document.querySelector('#trouble').hidden")
    assert browser.eval("document.querySelector('#trouble').textContent === say('no_camera')")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", [320, 390, 1280])
def test_nothing_is_cut_off(opened: Opened, language: str, width: int) -> None:
    browser = opened(bundle("fresh"))
    browser.screen(width, 800)
    speak(browser, language)
    for case in [None, *CASES.values()]:
        if case:
            code, file = case["text"], json.dumps(VECTORS["bundles"][case["bundle"]])
            browser.call(
                "async (code, file) => answerShown(await verifyAll(code === null ? [] : [code],"
                " await trust(readTrustFile(file)), now()))",
                code,
                file,
            )
            shown = answer(browser)
            assert "{" not in shown["why"]
            assert "undefined" not in shown["why"] + shown["heading"]
        over = browser.eval(
            "[...document.querySelectorAll('body *')].filter((e) => e.getClientRects().length"
            " && e.getBoundingClientRect().right > innerWidth + 0.5).map((e) => e.outerHTML)"
        )
        assert over == []
        assert browser.eval("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_verdict_has_words_of_its_own(opened: Opened, language: str) -> None:
    browser = opened(bundle("fresh"))
    speak(browser, language)
    said = set()
    for case in CASES.values():
        word = f"{case['verdict']}.{case['reason']}"
        said.add((word, browser.call("(w) => WORDS[language][w]", word)))
    assert len({sentence for _, sentence in said}) == len(said) == 15
    assert browser.eval("Object.keys(WORDS.ko).join() === Object.keys(WORDS.en).join()")
    blanks = "(l) => Object.values(WORDS[l]).map((w) => (w.match(/{\\w+}/g) ?? []).sort())"
    assert browser.call(blanks, "ko") == browser.call(blanks, "en")


def test_by_keyboard_alone(opened: Opened) -> None:
    browser = opened(bundle("fresh"))
    reached = []
    for _ in range(6):
        browser.press("Tab", 9)
        reached.append(browser.eval("document.activeElement.id || document.activeElement.tagName"))
    assert reached[:4] == ["language", "camera", "file", "SUMMARY"]
    before = browser.eval("document.documentElement.lang")
    browser.eval("document.querySelector('#language').focus()")
    browser.press("Enter", 13, text="\r")
    assert browser.eval("document.documentElement.lang") != before
    browser.eval("document.querySelector('#ask details').open = true;"
                 "document.querySelector('#code').focus()")  # fmt: skip
    browser.do("Input.insertText", text=GENUINE)
    browser.press("Tab", 9)
    browser.press("Enter", 13, text="\r")
    browser.until("!document.querySelector('#answer').hidden")
    assert browser.eval("document.activeElement.id") == "verdict"
    browser.press("Tab", 9)
    browser.press("Enter", 13, text="\r")
    assert browser.eval("document.querySelector('#answer').hidden && !byId('code').value")
    assert browser.eval("document.activeElement.id") == "camera"


def test_everything_has_a_name_for_screen_readers(opened: Opened) -> None:
    browser = opened(bundle("fresh"))
    browser.eval("document.querySelectorAll('details').forEach((d) => { d.open = true })")
    pasted(browser, GENUINE)
    browser.eval("byId('ask').hidden = false")
    nodes = browser.do("Accessibility.getFullAXTree")["nodes"]
    roles = ("button", "textbox", "heading", "DisclosureTriangle", "region")
    named = [(n["role"]["value"], n.get("name", {}).get("value", "")) for n in nodes
             if not n["ignored"] and n["role"]["value"] in roles]  # fmt: skip
    assert len(named) > 12
    assert [role for role, name in named if not name.strip()] == []


def test_a_trust_file_brings_a_new_list(opened: Opened, tmp_path: Path) -> None:
    file = tmp_path / "trust.json"
    file.write_text(bundle("fresh").to_json())
    browser = opened(bundle("none"))
    browser.choose("#trust-file", file)
    browser.until("!document.querySelector('#news').hidden")
    assert browser.eval("byId('news').textContent === say('trust_done')")
    pasted(browser, GENUINE)
    assert answer(browser)["verdict"] == "genuine"


def test_a_page_without_keys_takes_them_from_a_file(opened: Opened, tmp_path: Path) -> None:
    file = tmp_path / "trust.json"
    file.write_text(bundle("fresh").to_json())
    browser = opened(Bundle())
    pasted(browser, GENUINE)
    assert answer(browser)["verdict"] == "unknown_key"
    browser.choose("#trust-file", file)
    browser.until("!document.querySelector('#news').hidden")
    pasted(browser, GENUINE)
    assert answer(browser)["verdict"] == "genuine"


def test_a_file_brings_no_root_to_a_page_that_has_one(opened: Opened, tmp_path: Path) -> None:
    file = tmp_path / "trust.json"
    file.write_text(bundle("fresh").to_json())
    other = VECTORS["keys"]["stolen"]["spki"]
    browser = opened(Bundle.from_json(json.dumps({"counter-trust": 1, "roots": [other]})))
    browser.choose("#trust-file", file)
    browser.until("!document.querySelector('#news').hidden")
    assert browser.eval("byId('news').textContent === say('trust_useless')")
    pasted(browser, GENUINE)
    assert answer(browser)["verdict"] == "unknown_key"


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_shown_in_part_is_named(opened: Opened, language: str) -> None:
    browser = opened(bundle("fresh"))
    speak(browser, language)
    pasted(browser, GENUINE)
    said = browser.eval("document.querySelector('.signed .notice.warning').textContent")
    assert said == browser.eval("say('cut', { fields: FIELDS[12][language] })")
    speak(browser, "en")
