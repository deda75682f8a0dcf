"""A sealed PDF in a stranger's browser: no server, no reader of PDFs, and no bit overlooked."""

import base64
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest

from counter_app.certificates.requests import Request
from counter_app.main import Counter
from counter_app.privacy.actor import Actor
from counter_app.proof.seals import seal_of
from counter_app.proof.trust import Bundle
from tests import people
from tests.verifier.browser import Browser
from tests.verifier.conftest import VECTORS, Opened, answer, at, chosen

JUDGED = """async ([pdf, bits]) => {
  const whole = Uint8Array.from(atob(pdf), (letter) => letter.charCodeAt(0));
  const found = [];
  for (const bit of bits) {
    const changed = Uint8Array.from(whole);
    changed[bit >> 3] ^= 1 << (bit & 7);
    found.push((await judgeSealed(changed, await held, now()))?.reason ?? "no seal");
  }
  return found;
}"""


@pytest.fixture
def sealed(counter: Counter, clerk: Actor, home: Path) -> bytes:
    request = Request(people.registered_foreigner(home), "은행 제출", history=True)
    issued = counter.certificates.issue(clerk, request, action_id="a")
    return counter.sealed.document(issued.id)


@pytest.fixture
def browser(counter: Counter, sealed: bytes, opened: Opened) -> Browser:
    """A minute after it was issued."""
    assert sealed
    made = opened(counter.known_keys.export())
    at(made, (counter.clock.now() + timedelta(minutes=1)).timestamp())
    made.do("Page.reload")
    made.until("document.readyState === 'complete' && typeof held !== 'undefined'")
    return made


def saved(pdf: bytes, folder: Path) -> Path:
    file = folder / "certificate.pdf"
    file.write_bytes(pdf)
    return file


def test_a_sealed_file(browser: Browser, sealed: bytes, tmp_path: Path) -> None:
    chosen(browser, saved(sealed, tmp_path))
    shown = answer(browser)
    assert (shown["verdict"], shown["reason"]) == ("genuine", "genuine")
    said = browser.eval("document.querySelector('#answer').textContent")
    assert browser.eval("say('sealed')") in said
    at(browser, VECTORS["now"])


def test_one_bit_flipped(browser: Browser, sealed: bytes) -> None:
    random = Random(5)
    begin = sealed.index(b"/Contents <", sealed.index(b"/T (Seal)")) + len("/Contents ")
    end = sealed.index(b">", begin)
    bits = [8 * place + random.randrange(8) for place in range(begin, end + 1)]
    bits += [random.randrange(8 * len(sealed)) for _ in range(200)]
    found = browser.call(JUDGED, [base64.b64encode(sealed).decode(), bits])
    wrong = [bit for bit, reason in zip(bits, found, strict=True) if reason != "seal_broken"]
    assert wrong == []
    at(browser, VECTORS["now"])


def test_a_changed_file_is_altered(browser: Browser, sealed: bytes, tmp_path: Path) -> None:
    at_ = sealed.index(b"%PDF-")
    chosen(browser, saved(sealed[:at_] + b"%PDX-" + sealed[at_ + 5 :], tmp_path))
    assert (answer(browser)["verdict"], answer(browser)["reason"]) == ("altered", "seal_broken")
    at(browser, VECTORS["now"])


def test_a_file_sealed_before_codes_were_laid_in(
    counter: Counter, browser: Browser, sealed: bytes, tmp_path: Path
) -> None:
    from counter_app.certificates.sealing import seal, seal_key

    drawn = sealed[: sealed.index(b"%%EOF") + 6]
    old = seal(drawn, seal_key(counter.known_keys.sealing()))
    found = seal_of(old)
    assert found is not None
    assert found.whole
    chosen(browser, saved(old, tmp_path))
    assert answer(browser)["reason"] == "seal_only"
    at(browser, VECTORS["now"])


def test_sealed_by_nobody_known(sealed: bytes, opened: Opened, tmp_path: Path) -> None:
    browser = opened(Bundle())
    chosen(browser, saved(sealed, tmp_path))
    assert answer(browser)["verdict"] == "unknown_key"
