"""Who looked at a record: all of it, nobody else's, and given to the person on record."""

import json
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import event

from counter_app.certificates.requests import SELF, Applicant, Request
from counter_app.clock import FixedClock
from counter_app.errors import Refusal
from counter_app.main import Counter
from counter_app.printing.files import FilePrinter
from counter_app.printing.printers import Printers
from counter_app.privacy.actor import Actor
from db.audit import NO_TICKET, AuditRow
from tests import people
from tests.asking import Sql, refusal
from tests.certificates.papers import run
from tests.conftest import MORNING, PASSWORD

TODAY = MORNING.date()


@pytest.fixture
def person(home: Path) -> int:
    return people.registered_foreigner(home)


@pytest.fixture
def looked(
    counter: Counter, clerk: Actor, colleague: Actor, person: int, home: Path, clock: FixedClock
) -> int:
    """Opened by two clerks, unmasked, a certificate issued; somebody else's record opened too."""
    counter.residents.find(clerk, "nguyen")
    counter.residents.open(clerk, person, "certificate")
    counter.residents.reveal(clerk, person, "certificate")
    counter.certificates.issue(clerk, Request(person, "은행 제출"), action_id="a")
    clock.at += timedelta(days=1)
    counter.residents.open(colleague, person, "사실 조회")
    other = people.citizen(home)
    counter.residents.open(colleague, other, "advice")
    counter.residents.open(colleague, other, "advice")
    return person


def text(tmp_path: Path, pdf: bytes) -> str:
    path = tmp_path / "accesses.pdf"
    path.write_bytes(pdf)
    return run("pdftotext", "-layout", path, "-")


def test_every_look_and_no_other(counter: Counter, clerk: Actor, looked: int, sql: Sql) -> None:
    (number,) = sql("SELECT issue_number FROM certificate")[0]
    found = counter.accesses.newest(clerk, looked)
    assert [(a.clerk, a.window, a.act, a.purpose, a.number) for a in found] == [
        ("박지훈", 4, "resident.viewed", "사실 조회", ""),
        ("김민서", 3, "certificate.prepared", "은행 제출", number),
        ("김민서", 3, "resident.revealed", "certificate", ""),
        ("김민서", 3, "resident.viewed", "certificate", ""),
    ]
    assert counter.accesses.newest(clerk, looked, 1) == found[:1]


def test_a_search_that_showed_them_alone_is_theirs_too(
    counter: Counter, clerk: Actor, person: int, clock: FixedClock, sql: Sql, tmp_path: Path
) -> None:
    """Once, however many keys it took."""
    ((number,),) = sql(f"SELECT number FROM resident WHERE id = {person}")
    for cut in (9, 11, 13):
        clock.at += timedelta(seconds=1)
        text_typed = f"{str(number)[:6]}-{str(number)[6:cut]}"
        assert len(counter.residents.find(clerk, text_typed, typing=7).hits) == 1
    (seen,) = counter.accesses.newest(clerk, person)
    assert (seen.act, seen.clerk, seen.at) == ("resident.searched", "김민서", clock.at)
    told = text(tmp_path, counter.accesses.give(clerk, person, "본인 요청")[0])
    assert "검색으로 찾음" in told


def test_of_a_long_past_only_what_is_shown_is_read(
    counter: Counter, clerk: Actor, person: int
) -> None:
    """Garbage by the thousand would stop the window now and then."""
    for _ in range(30):
        counter.residents.open(clerk, person, "certificate")
    loaded: list[object] = []
    event.listen(AuditRow, "load", keep := lambda row, _: loaded.append(row))
    try:
        assert len(counter.accesses.newest(clerk, person, 20)) == 20
    finally:
        event.remove(AuditRow, "load", keep)
    assert loaded == []


def test_the_beginnings_of_a_number_crowd_out_no_other_access(
    counter: Counter, clerk: Actor, home: Path, sql: Sql
) -> None:
    person = people.registered_foreigner(home)
    ((number,),) = sql(f"SELECT number FROM resident WHERE id = {person}")
    counter.residents.open(clerk, person, "advice")
    for end in (9, 11, 13):
        counter.residents.find(clerk, f"{str(number)[:6]}-{str(number)[6:end]}", typing=1)
    newest = counter.accesses.newest(clerk, person, 2)
    assert [access.act for access in newest] == ["resident.searched", "resident.viewed"]
    assert counter.accesses.newest(clerk, person, 1) == newest[:1]


def test_on_paper_and_on_record(
    counter: Counter, clerk: Actor, looked: int, tmp_path: Path
) -> None:
    pdf, listed = counter.accesses.give(clerk, looked, "본인 요청")
    told = text(tmp_path, pdf)
    assert listed == 4
    for words in (
        "개인정보 열람 기록",
        "박지훈",
        "사실 조회",
        "은행 제출",
        "1/1",
        "서교동 주민센터",
    ):
        assert words.replace(" ", "") in told.replace(" ", "")
    resident = counter.residents.open(clerk, looked, "certificate")
    assert resident.number[7:] not in told.replace("-", "")
    newest = counter.accesses.newest(clerk, looked)
    assert [a.act for a in newest[:2]] == ["resident.viewed", "resident.accesses_given"]
    assert newest[1].purpose == "본인 요청"


@pytest.mark.parametrize(
    ("since", "until", "listed"),
    [
        (None, None, 4),
        (TODAY, TODAY, 3),
        (TODAY + timedelta(days=1), None, 1),
        (None, TODAY, 3),
        (date(2020, 1, 1), date(2020, 12, 31), 0),
    ],
)
def test_a_period(
    counter: Counter,
    clerk: Actor,
    looked: int,
    tmp_path: Path,
    since: date | None,
    until: date | None,
    listed: int,
) -> None:
    pdf, found = counter.accesses.give(clerk, looked, "본인 요청", since, until)
    assert found == listed
    assert ("이 기간에 열람한 기록이 없습니다" in text(tmp_path, pdf)) == (listed == 0)


def test_an_office_may_leave_its_clerks_out(
    counter: Counter, clerk: Actor, colleague: Actor, looked: int, tmp_path: Path
) -> None:
    quiet = replace(counter, config=replace(counter.config, clerk_names=False))
    told = text(tmp_path, quiet.accesses.give(clerk, looked, "본인 요청")[0])
    assert colleague.name not in told
    assert "사실 조회" in told


def test_many_pages_are_numbered(
    counter: Counter, clerk: Actor, person: int, tmp_path: Path
) -> None:
    for _ in range(60):
        counter.residents.open(clerk, person, "힣" * 200)
    told = text(tmp_path, counter.accesses.give(clerk, person, "본인 요청")[0])
    pages = told.count("\f")
    assert pages > 3
    heads = [page.split("\n")[0].replace(" ", "") for page in told.split("\f")[:-1]]
    assert [head.rpartition("Centre")[2] for head in heads] == [
        f"{n}/{pages}" for n in range(1, pages + 1)
    ]


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


def test_the_chain_is_not_walked_for_one_person(counter: Counter, sql: Sql) -> None:
    plan = sql(
        f"EXPLAIN QUERY PLAN SELECT * FROM audit WHERE subject = 'resident:1' AND {NO_TICKET}"
    )
    assert "USING INDEX ix_audit_subject" in str(plan)
