"""Who is given the list of looks at a record, and on what paper."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from counter_app.certificates.requests import SELF, Applicant
from counter_app.errors import Refusal
from counter_app.main import Counter
from counter_app.printing.files import FilePrinter
from counter_app.printing.printers import Printers
from counter_app.privacy.actor import Actor
from tests.asking import Sql, refusal
from tests.conftest import PASSWORD
from tests.privacy.looks import looked, person, text

__all__ = ["looked", "person"]


def test_refused_and_then_not_on_record(
    counter: Counter, clerk: Actor, administrator: Actor, looked: int, tmp_path: Path
) -> None:
    give = counter.accesses.give
    before = counter.accesses.newest(clerk, looked)
    secure = Printers(FilePrinter(tmp_path / "prints"), FilePrinter(tmp_path / "prints"))
    for act, code in (
        (lambda: give(clerk, looked, " "), "residents.purpose_needed"),
        (lambda: give(clerk, 10**9, "identity"), "residents.unknown"),
        (
            lambda: give(clerk, looked, "identity", date(2026, 12, 2), date(2026, 12, 1)),
            "accesses.period",
        ),
        (lambda: give(clerk, looked, "😀 요청"), "certificates.no_glyph"),
        (lambda: give(administrator, looked, "identity"), "clerks.not_permitted"),
        (
            lambda: counter.accesses.print_out(clerk, looked, secure, secure=True),
            "accesses.secure_paper",
        ),
    ):
        assert refusal(act) == code
    assert counter.accesses.newest(clerk, looked) == before
    assert not (tmp_path / "prints").exists()


SENT = Applicant("delegate", "passport", "김대리", "delegate", "위임장 2026. 11. 15.")


@pytest.mark.parametrize(
    ("asker", "stated"),
    [
        (SELF, "본인"),
        (replace(SELF, identity="passport"), "여권"),
        (SENT, "김대리"),
        (
            replace(SENT, role="representative", ground="guardian", proof="후견등기사항증명서"),
            "법정대리인",
        ),
    ],
)
def test_to_whom_it_was_given_is_kept(
    counter: Counter,
    clerk: Actor,
    looked: int,
    tmp_path: Path,
    sql: Sql,
    asker: Applicant,
    stated: str,
) -> None:
    pdf, _ = counter.accesses.give(clerk, looked, "본인 요청", asker=asker)
    assert stated in text(tmp_path, pdf)
    ((kept,),) = sql("SELECT asked FROM accesses_given")
    assert Applicant(**json.loads(str(kept))) == asker
    ((said,),) = sql("SELECT detail FROM audit WHERE action = 'resident.accesses_given'")
    told = json.loads(str(said))
    assert (told["role"], told["identity"]) == (asker.role, asker.identity)
    assert "김대리" not in str(said)
    with pytest.raises(Exception, match="append-only"):
        sql("DELETE FROM accesses_given")


@pytest.mark.parametrize(
    ("asker", "code"),
    [
        (Applicant("ground", "card", "은행", "finance", "대출"), "applicant_not_allowed"),
        (replace(SENT, name=""), "applicant_unnamed"),
        (replace(SENT, proof=""), "proof_needed"),
        (replace(SELF, identity="face"), "identity_not_accepted"),
        (replace(SELF, name="남의 이름"), "applicant_other"),
    ],
)
def test_not_to_everybody(
    counter: Counter, clerk: Actor, looked: int, sql: Sql, asker: Applicant, code: str
) -> None:
    give = counter.accesses.give
    told = refusal(lambda: give(clerk, looked, "본인 요청", asker=asker))
    assert told == f"certificates.{code}"
    assert sql("SELECT count(*) FROM accesses_given") == [(0,)]


def test_nothing_of_a_restricted_record(
    counter: Counter, clerk: Actor, looked: int, tmp_path: Path, sql: Sql
) -> None:
    sql(f"UPDATE resident SET restricted = '보호 신청 2026-31' WHERE id = {looked}")
    folder = FilePrinter(tmp_path / "plain")
    printers = Printers(folder, folder, plain=folder)
    for act in (
        lambda: counter.accesses.give(clerk, looked, "본인 요청"),
        lambda: counter.accesses.print_out(clerk, looked, printers, secure=False),
    ):
        with pytest.raises(Refusal) as caught:
            act()
        assert caught.value.code == "certificates.restricted"
        assert caught.value.fields == {"reason": "보호 신청 2026-31"}
    assert not (tmp_path / "plain").exists()


@pytest.mark.parametrize("secure", [True, False])
def test_printed_on_plain_paper(
    counter: Counter, clerk: Actor, looked: int, tmp_path: Path, secure: bool
) -> None:
    pages, plain = FilePrinter(tmp_path / "pages"), FilePrinter(tmp_path / "plain")
    printers = Printers(pages, pages, plain=plain if secure else None)
    assert counter.accesses.print_out(clerk, looked, printers, secure=secure) == 4
    assert [folder.name for folder in tmp_path.iterdir() if folder.name in ("pages", "plain")] == [
        "plain" if secure else "pages"
    ]


def test_a_privacy_officer_may_give_it(counter: Counter, looked: int) -> None:
    officer = counter.clerks.sign_in("haneul", PASSWORD)
    assert counter.accesses.give(officer, looked, "열람 요구")[1] == 4


def test_a_name_no_font_has(counter: Counter, clerk: Actor, looked: int, sql: Sql) -> None:
    sql(f"UPDATE resident SET name_hangul = '😀' WHERE id = {looked}")
    with pytest.raises(Refusal, match=r"certificates\.no_glyph"):
        counter.accesses.give(clerk, looked, "본인 요청")
