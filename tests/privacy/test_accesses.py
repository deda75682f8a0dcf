"""Who looked at a record: all of it, nobody else's, and given to the person on record."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import event

from counter_app.clock import FixedClock
from counter_app.main import Counter
from counter_app.privacy.actor import Actor
from db.audit import NO_TICKET, AuditRow
from tests import people
from tests.asking import Sql
from tests.privacy.looks import TODAY, looked, person, text

__all__ = ["looked", "person"]


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


def test_the_chain_is_not_walked_for_one_person(counter: Counter, sql: Sql) -> None:
    plan = sql(
        f"EXPLAIN QUERY PLAN SELECT * FROM audit WHERE subject = 'resident:1' AND {NO_TICKET}"
    )
    assert "USING INDEX ix_audit_subject" in str(plan)
