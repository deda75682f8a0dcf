"""What is typed, pasted or chosen on the page for strangers: each question has one answer."""

from datetime import datetime
from pathlib import Path

import pytest

from counter_app.clock import SEOUL
from counter_app.proof.confirmation import is_number
from counter_app.proof.trust import trust
from counter_app.proof.typed import digits_of, issue_number_of
from counter_app.proof.verdicts import verify
from tests.verifier import pictures
from tests.verifier.conftest import VECTORS, Opened, answer, bundle, chosen, pasted, saved
from tests.verifier.test_page import CASES, GENUINE, LANGUAGES, speak


@pytest.mark.parametrize(
    ("asked", "word"), [("", "nothing_pasted"), ("0123 4567 8901 2334", "is_confirmation")]
)
def test_no_answer_outlives_its_question(opened: Opened, asked: str, word: str) -> None:
    browser = opened(bundle("fresh"))
    pasted(browser, GENUINE)
    browser.call("(asked) => readText(asked)", asked)
    browser.until("!byId('trouble').hidden")
    assert browser.call("(word) => byId('trouble').textContent === say(word)", word)
    assert browser.eval("byId('answer').hidden && byId('busy').hidden")


def test_of_two_questions_the_last_is_answered(opened: Opened, tmp_path: Path) -> None:
    """A picture takes longer to read than a text."""
    browser = opened(bundle("fresh"))
    file = saved(pictures.scan(CASES["void"]["text"]), tmp_path)
    browser.choose("#file", file)
    browser.call("(code) => readText(code)", GENUINE)
    browser.eval("new Promise((later) => setTimeout(later, 1500))")
    assert answer(browser)["verdict"] == "genuine"


def test_a_fault_is_no_silence(opened: Opened, tmp_path: Path) -> None:
    browser = opened(bundle("fresh"))
    browser.eval("decodeAll = codesAt; codesAt = async () => { throw new RangeError('memory') }")
    chosen(browser, saved(pictures.scan(GENUINE), tmp_path))
    assert browser.eval("byId('trouble').textContent === say('failed')")


def test_a_file_too_large_to_be_read_is_not_called_changed(opened: Opened, tmp_path: Path) -> None:
    file = tmp_path / "large.pdf"
    file.write_bytes(b"%PDF-1.7 /T (Seal) /ByteRange ETSI.CAdES.detached" + bytes(50_000_001))
    browser = opened(bundle("fresh"))
    chosen(browser, file)
    assert browser.eval("byId('trouble').textContent === say('too_large')")


def test_an_empty_field_asks_for_text(opened: Opened) -> None:
    browser = opened(bundle("fresh"))
    browser.eval("document.querySelector('#typed button').click()")
    browser.until("!document.querySelector('#trouble').hidden")
    assert browser.eval("byId('trouble').textContent === say('nothing_pasted')")


TYPED = {
    "6945 8371 3909 7586": "is_confirmation",
    "6945 8371 9309 7586": "mistyped",
    "0123 4567 8901 2334": "is_confirmation",
    "0123456789012334\n": "is_confirmation",
    "01234567": "mistyped",
    "6945-8371-3909-7586": "is_confirmation",
    "６９４５　８３７１\u20133909ㅡ7586": "is_confirmation",
    "2026 \u2013 1144066000 \u2013 ar \u2013 000041": "is_issue_number",
    "２０２６－１１４４０６６０００－ＡＲ－０００００１": "is_issue_number",
    " 2026-1144066000-AR-000041": "is_issue_number",
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_number_off_the_paper_is_told_what_it_is(opened: Opened, language: str) -> None:
    browser = opened(bundle("fresh"))
    speak(browser, language)
    for typed, word in TYPED.items():
        browser.call("(typed) => { byId('code').value = typed }", typed)
        browser.eval("tell(''); document.querySelector('#typed button').click()")
        browser.until("!byId('trouble').hidden")
        assert browser.call("(word) => byId('trouble').textContent === say(word)", word)
        assert browser.eval("byId('answer').hidden")
        assert is_number(digits_of(typed)) is (word == "is_confirmation")
        assert bool(issue_number_of(typed)) is (word == "is_issue_number")
    speak(browser, "en")


@pytest.mark.parametrize("blanks", [(" ", ""), ("", " "), ("\n ", "  "), ("", "\xa0\r\n")])
def test_blanks_around_a_code_do_not_matter(opened: Opened, blanks: tuple[str, str]) -> None:
    browser = opened(bundle("fresh"))
    typed = GENUINE.join(blanks)
    pasted(browser, typed)
    assert answer(browser)["verdict"] == "genuine"
    held = trust(bundle("fresh"))
    assert verify(typed, held, datetime.fromtimestamp(VECTORS["now"], SEOUL)).reason == "genuine"


@pytest.mark.parametrize(
    ("content", "word"), [(pictures.pdf(), "pdf"), (b"not a picture", "not_a_picture"), (b"", None)]
)
def test_a_file_that_is_no_picture(
    opened: Opened, tmp_path: Path, content: bytes, word: str | None
) -> None:
    file = tmp_path / "file.png"
    file.write_bytes(content)
    browser = opened(bundle("fresh"))
    chosen(browser, file)
    said = browser.eval("document.querySelector('#trouble').textContent")
    assert said == browser.call("(word) => say(word)", word or "not_a_picture")
    assert browser.eval("document.querySelector('#answer').hidden")
