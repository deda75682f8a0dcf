"""The page for strangers answers as `counter certificate verify` does, to the last bit."""

import base64
import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from counter_app.clock import SEOUL
from counter_app.main import Counter
from counter_app.privacy.actor import Actor
from counter_app.proof.listed import Listed
from counter_app.proof.proving import prove
from counter_app.proof.qr_text import from_text, to_text
from counter_app.proof.trust import Bundle, trust
from counter_app.proof.verdicts import verify
from db.engine import transaction
from tests.proof.vectors import ISSUED, text
from tests.verifier.browser import Browser
from tests.verifier.conftest import VECTORS, Opened, answer, at, bundle, pasted

NOW = datetime.fromtimestamp(VECTORS["now"], SEOUL)
GENUINE = VECTORS["genuine"]["text"]


def flipped(data: bytes, step: int = 1) -> Iterable[bytes]:
    for bit in range(0, 8 * len(data), step):
        wrong = bytearray(data)
        wrong[bit // 8] ^= 1 << bit % 8
        yield bytes(wrong)


def judged(browser: Browser, texts: list[str]) -> list[list[str]]:
    found: list[list[str]] = browser.call(
        """async (texts) => {
          const found = [];
          for (const text of texts) {
            const { verdict, reason } = await verify(text, await held, now());
            found.push([verdict, reason]);
          }
          return found;
        }""",
        texts,
    )
    return found


def ours(held: Bundle, text: str) -> list[str]:
    found = verify(text, trust(held), NOW)
    return [found.verdict.value, found.reason]


@pytest.mark.parametrize(
    "case", [c for c in VECTORS["cases"] if c["text"] is not None], ids=lambda case: case["name"]
)
def test_a_text_is_judged_as_the_vectors_say(opened: Opened, case: dict[str, str]) -> None:
    browser = opened(bundle(case["bundle"]))
    pasted(browser, case["text"])
    shown = answer(browser)
    assert (shown["verdict"], shown["reason"]) == (case["verdict"], case["reason"])
    assert bool(shown["rows"]) == (case["reason"] in {
        "genuine", "voided", "revoked_key", "expired_key", "old_list", "early_list", "no_list",
        "clock"
    })  # fmt: skip


def test_one_bit_of_the_code_flipped_anywhere(opened: Opened) -> None:
    held = trust(bundle("fresh"))
    texts = [to_text(wrong) for wrong in flipped(from_text(GENUINE))]
    answers = [verify(text, held, NOW) for text in texts]
    assert {found.verdict for found in answers} == {"altered", "unknown_key"}
    expected = [[found.verdict.value, found.reason] for found in answers]
    assert judged(opened(bundle("fresh")), texts) == expected


@pytest.mark.parametrize("kind", ["lists", "endorsements"])
def test_one_bit_of_the_trust_file_flipped_anywhere(opened: Opened, kind: str) -> None:
    whole = bundle("fresh")
    token = getattr(whole, kind)[0]
    files = [replace(whole, **{kind: (wrong,)}) for wrong in flipped(token, 3)]
    found = opened(whole).call(
        """async ([code, files]) => Promise.all(files.map(async (file) => {
          const { verdict, reason } = await verify(code, await trust(readTrustFile(file)), now());
          return [verdict, reason];
        }))""",
        [GENUINE, [file.to_json() for file in files]],
    )
    assert found == [ours(file, GENUINE) for file in files]
    assert ["genuine", "genuine"] not in found


def test_what_is_not_a_trust_file(opened: Opened) -> None:
    for wrong in ("", "[", "[]", "{}", '{"counter-trust": 1, "roots": 5}',
                 '{"counter-trust": 1, "lists": ["?"]}'):  # fmt: skip
        verdict = opened(Bundle()).call(
            """(text) => {
              try { readTrustFile(text); } catch (error) { return error instanceof Malformed; }
            }""",
            wrong,
        )
        assert verdict is True, wrong


def test_the_fields_are_shown_as_signed(opened: Opened) -> None:
    browser = opened(bundle("fresh"))
    browser.eval("language = 'en', drawWords()")
    pasted(browser, f"\ufeff  {GENUINE[:50]}\r\n{GENUINE[50:]}\n")
    shown = answer(browser)
    assert "Seogyo-dong Community Service Center" in shown["why"]
    assert shown["rows"] == {
        "Certificate": "외국인등록 사실증명",
        "Name": "NGUYEN THI HOA (응우옌티호아)",
        "Date of Birth": "1990. 1. 1.",
        "Registration No.": "900101-6******",
        "Issue number": "2026-1144066000-AR-000041",
        "Sex": "여 Female",
        "Nationality": "베트남 Viet Nam",
        "Status of Stay": "F-6-1 결혼이민 Marriage Migrant",
        "Period of Stay Until": "2027. 11. 30.",
        "Place of Stay": "서울특별시 마포구 와우산로 94, 3…",
        "Purpose": "은행 제출용",
        "Issued": "16 November 2026 at 10:00",
        "Issued by": "Seogyo-dong Community Service Center",
        "Confirmation number": "0123 4567 8901 2334",
        "Date of the list of void certificates": "20 November 2026",
        "Next list due": "27 November 2026",
    }


def test_of_several_codes_the_worst_of_ours_is_told(opened: Opened) -> None:
    void = next(case["text"] for case in VECTORS["cases"] if case["name"] == "void")
    found = opened(bundle("fresh")).call(
        "async (lists) => Promise.all(lists.map(async (l) =>"
        " (await verifyAll(l, await held, now())).verdict))",
        [[], ["x"], ["x", GENUINE], [GENUINE, void], [GENUINE, "x", GENUINE]],
    )
    assert found == ["no_code", "not_ours", "genuine", "voided", "genuine"]


def test_what_a_centre_has_signed(counter: Counter, clerk: Actor, opened: Opened) -> None:
    signed = counter.clock.now()
    with transaction(counter.engine) as session:
        made = prove(session, counter.config.office, signed, "2026-1", "alien-registration",
                     {2: "NGUYEN <b>THI</b> HOA", 99: "new"})  # fmt: skip
    browser = opened(counter.known_keys.export())
    at(browser, signed.timestamp() + 60)
    browser.do("Page.reload")
    browser.until("document.readyState === 'complete' && Date.now() !== 0")
    pasted(browser, made.code)
    shown = answer(browser)
    assert shown["rows"]["Name"] == "NGUYEN <b>THI</b> HOA"
    assert shown["rows"]["Field 99"] == "new"
    at(browser, VECTORS["now"])


LISTS = (
    Listed(
        28, 2, b"12345678", ("1 세대주 Head 김민서 2021. 3. 2.", "2 세대주 Head 이준 2022. 1. 9.")
    ),
    Listed(26, 40, b"12345678", (), b"ab" * 40),
    Listed(30, 3, b"12345678", (), b"abcdef"),
    Listed(27, 0, b"12345678"),
)


def test_what_a_paper_lists(opened: Opened) -> None:
    browser = opened(bundle("fresh"))
    browser.eval("language = 'en', drawWords()")
    pasted(browser, text(lists=LISTS))
    rows = answer(browser)["rows"]
    assert rows["List of Households"] == "rows: 2" + "".join(LISTS[0].texts)
    assert rows["History of Addresses"].startswith("rows: 40Count the rows")
    assert rows["Pages Copied"].startswith("pages: 3See that the paper has as many")
    assert rows["Entries and Departures"] == "rows: 0"
    assert "earlier form" not in browser.eval("byId('answer').textContent")
    browser.eval("startAgain()")
    pasted(browser, GENUINE)
    assert "earlier form" in browser.eval("byId('answer').textContent")


@pytest.mark.parametrize("inner", ["void", "a key nobody endorsed", "cut short", "genuine"])
def test_the_code_of_a_certified_copy_wins_over_those_it_shows(opened: Opened, inner: str) -> None:
    """Old copies are known by their kind, new ones by their pages; of a copy of a copy the last."""
    shown = next(case for case in VECTORS["cases"] if case["name"] == inner)
    old = text(kind="certified-copy", issue_number="OLD")
    new = text(kind="own-copy", issue_number="NEW", lists=(LISTS[2],),
               issued_at=ISSUED + timedelta(days=1))  # fmt: skip
    found = opened(bundle("fresh")).call(
        """async (lists) => Promise.all(lists.map(async (codes) => {
          const { verdict, signed, inside } = await verifyAll(codes, await held, now());
          return [verdict, signed.issueNumber, inside.map((answer) => answer.verdict)];
        }))""",
        [[shown["text"], old], [new, shown["text"]], [old, shown["text"], new]],
    )
    assert found == [
        ["genuine", "OLD", [shown["verdict"]]],
        ["genuine", "NEW", [shown["verdict"]]],
        ["genuine", "NEW", ["genuine", shown["verdict"]]],
    ]


def test_the_trust_file_may_hold_no_markup() -> None:
    from counter_app.proof.page import page

    held = bundle("fresh")
    kept = page(held).split('id="trust">')[1].split("</script>")[0]
    assert json.loads(kept)["roots"] == [base64.b64encode(r).decode() for r in held.roots]
