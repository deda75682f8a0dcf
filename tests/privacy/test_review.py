"""The month of accesses: what is unusual is found and explained, noted and signed."""

import csv
import io
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from counter_app.certificates.requests import Request
from counter_app.clock import SEOUL, FixedClock
from counter_app.errors import GivenUp
from counter_app.main import Counter, open_counter
from counter_app.privacy import lines, looks
from counter_app.privacy.actor import Actor
from counter_app.privacy.acts import ACTS
from counter_app.privacy.audit import TERMINAL, verify
from counter_app.privacy.findings import Finding
from counter_app.privacy.lines import Asked
from counter_app.privacy.looks import PAUSE, bounds
from counter_app.words import LANGUAGES, say
from tests import people
from tests.certificates.counts import Sql, refusal
from tests.certificates.papers import run
from tests.conftest import MORNING, PASSWORD

MONTH = "2026-11"
DECEMBER = datetime(2026, 12, 2, 9, 30, tzinfo=SEOUL)


@pytest.fixture
def officer(counter: Counter) -> Actor:
    return counter.clerks.sign_in("haneul", PASSWORD)


def found(counter: Counter, officer: Actor, rule: str) -> list[Finding]:
    review = counter.review.month(officer, MONTH)
    return [noted.finding for noted in review.found if noted.finding.rule == rule]


def serving(actor: Actor) -> Actor:
    return replace(actor, ticket="E001")


def test_an_ordinary_visit_is_nothing_unusual(
    counter: Counter, officer: Actor, clerk: Actor, home: Path
) -> None:
    person = people.registered_foreigner(home)
    for _ in range(12):
        counter.residents.find(serving(clerk), "nguyen")
    counter.residents.open(serving(clerk), person, "certificate")
    counter.certificates.issue(clerk, Request(person, "은행 제출"), action_id="a")
    review = counter.review.month(officer, MONTH)
    assert (review.found, review.accesses) == ((), 14)
    assert review.kinds == {"search": 12, "view": 1, "print": 1}


def test_names_searched_without_a_ticket(
    counter: Counter, officer: Actor, clerk: Actor, home: Path
) -> None:
    for n in range(4):
        counter.residents.find(clerk, "nguyen")
        assert found(counter, officer, "no_ticket") == [], n
    counter.residents.find(clerk, "zzzzqqqq")  # nobody is found by it: a search all the same
    (finding,) = found(counter, officer, "no_ticket")
    assert (finding.clerk, finding.day, finding.count) == ("minseo", MORNING.date(), 5)


def test_many_viewed_and_nothing_done(
    counter: Counter, officer: Actor, clerk: Actor, home: Path, sql: Sql
) -> None:
    ids = [int(str(row[0])) for row in sql("SELECT id FROM resident ORDER BY id LIMIT 10")]
    for person in (*ids[:9], ids[0]):
        counter.residents.open(clerk, person, "advice")
    assert found(counter, officer, "no_act") == []
    counter.residents.open(clerk, ids[9], "advice")
    (finding,) = found(counter, officer, "no_act")
    assert (finding.count, finding.threshold) == (10, 10)
    foreigner = people.registered_foreigner(home)
    if foreigner in ids:
        counter.certificates.issue(clerk, Request(foreigner, "제출"), action_id="a")
        assert found(counter, officer, "no_act") == []


def test_a_colleague_and_the_same_surname(
    counter: Counter, officer: Actor, clerk: Actor, sql: Sql
) -> None:
    ids = [int(str(row[0])) for row in sql("SELECT id FROM resident ORDER BY id LIMIT 3")]
    for person, name in zip(ids, ("박지훈", "김서연", "김하늘"), strict=True):
        sql(f"UPDATE resident SET name_hangul = '{name}' WHERE id = {person}")
        counter.residents.open(clerk, person, "advice")
    (colleague,) = found(counter, officer, "colleague")
    assert (colleague.person, colleague.clerk) == (ids[0], "minseo")
    assert found(counter, officer, "same_surname") == []
    (third,) = sql(f"SELECT id FROM resident WHERE id > {ids[2]} ORDER BY id LIMIT 1")[0]
    sql(f"UPDATE resident SET name_hangul = '김도윤' WHERE id = {third}")
    counter.residents.open(serving(clerk), int(str(third)), "advice")
    assert found(counter, officer, "same_surname") == []
    counter.residents.open(clerk, int(str(third)), "advice")
    (same,) = found(counter, officer, "same_surname")
    assert (same.count, same.day) == (3, None)


def test_what_is_begun_and_withdrawn_again_is_nothing_done(
    counter: Counter, officer: Actor, clerk: Actor, colleague: Actor, sql: Sql
) -> None:
    """A matter a person; what a colleague withdraws was done by who began it."""
    here = "SELECT id FROM resident WHERE id_kind = 'FRN' ORDER BY id LIMIT 10"
    ids = [int(str(row[0])) for row in sql(here)]
    told = {"address": "부산광역시 해운대구 중동 1", "moved_in": "2026-11-16"}
    for person in ids:
        counter.residents.open(clerk, person, "advice")
        begun = counter.matters.start(clerk, "move-out", person, told, action_id=f"b{person}")
        who = colleague if person == ids[0] else clerk
        number, ver = begun.line.number, begun.ver
        counter.matters.act(who, number, "withdraw", ver=ver, action_id=f"w{person}")
    assert found(counter, officer, "no_act") == []
    (another,) = sql("SELECT max(id) FROM resident")[0]
    counter.residents.open(clerk, int(str(another)), "advice")
    (finding,) = found(counter, officer, "no_act")
    assert finding.count == 10


def test_a_search_for_a_colleague_is_found_without_opening(
    counter: Counter, officer: Actor, clerk: Actor, sql: Sql
) -> None:
    """Alone by number, or before others by name."""
    ((alone, number),) = sql("SELECT id, number FROM resident ORDER BY id LIMIT 1")
    first, second, *more = [hit.id for hit in counter.residents.find(clerk, "nguyen").hits]
    for person, name in ((alone, "박지훈"), (first, "정하늘"), (second, "박지훈")):
        sql(f"UPDATE resident SET name_hangul = '{name}' WHERE id = {person}")
    counter.residents.find(clerk, str(number))
    assert {f.person for f in found(counter, officer, "colleague")} == {alone, first}
    lines = counter.review.lines(officer, MONTH)
    told = [(line.act, line.person, line.others) for line in lines]
    assert told == [
        ("resident.searched", alone, 0),
        ("resident.searched", first, len(more) + 1),
    ]
    assert counter.review.lines(officer, MONTH, Asked(person=second)) == lines[1:]
    assert [len(counter.accesses.newest(clerk, who)) for who in (int(str(alone)), first)] == [1, 0]


def test_only_what_was_typed_in_the_end_is_a_search_for_a_colleague(
    counter: Counter, officer: Actor, clerk: Actor, sql: Sql
) -> None:
    passing = counter.residents.find(clerk, "nguyen", typing=1).hits[0].id
    sql(f"UPDATE resident SET name_hangul = '박지훈' WHERE id = {passing}")
    assert found(counter, officer, "colleague") != []
    ((number,),) = sql(f"SELECT number FROM resident WHERE id <> {passing} LIMIT 1")
    counter.residents.find(clerk, str(number), typing=1)
    assert found(counter, officer, "colleague") == []


def test_part_of_a_number_goes_through_people(
    counter: Counter, officer: Actor, clerk: Actor, sql: Sql
) -> None:
    """As a masked form shows it: a birth date and a sex."""
    numbers = [str(n) for (n,) in sql("SELECT number FROM resident ORDER BY id LIMIT 5")]
    for number in numbers:
        counter.residents.find(clerk, f"{number[:6]}-{number[6:]}")
    assert found(counter, officer, "no_ticket") == []
    for number in numbers:
        counter.residents.find(clerk, f"{number[:6]}-{number[6]}******")
    (finding,) = found(counter, officer, "no_ticket")
    assert finding.count == 5


@pytest.mark.parametrize(
    ("at", "unusual"),
    [
        (datetime(2026, 11, 16, 8, 10, tzinfo=SEOUL), False),
        (datetime(2026, 11, 16, 18, 50, tzinfo=SEOUL), False),
        (datetime(2026, 11, 16, 22, 0, tzinfo=SEOUL), True),
        (datetime(2026, 11, 21, 11, 0, tzinfo=SEOUL), True),
    ],
)
def test_out_of_hours(
    counter: Counter, officer: Actor, clerk: Actor, clock: FixedClock, at: datetime, unusual: bool
) -> None:
    clock.at = at
    counter.residents.find(clerk, "nguyen")
    assert bool(found(counter, officer, "out_of_hours")) is unusual


def test_findings_of_a_rule_come_by_day(
    counter: Counter, officer: Actor, clerk: Actor, clock: FixedClock
) -> None:
    for day in (14, 7, 21):
        clock.at = datetime(2026, 11, day, 11, 0, tzinfo=SEOUL)
        counter.residents.find(clerk, "nguyen")
    days = [finding.day for finding in found(counter, officer, "out_of_hours")]
    assert [day.day for day in days if day] == [7, 14, 21]


def test_thresholds_are_the_office_s(home: Path, clock: FixedClock) -> None:
    toml = home / "counter.toml"
    toml.write_text(toml.read_text() + "\n[privacy.review]\nno_ticket = 1\nout_of_hours = 0\n")
    counter = open_counter(home, clock)
    try:
        clerk = counter.clerks.sign_in("minseo", PASSWORD, 3)
        officer = counter.clerks.sign_in("haneul", PASSWORD)
        clock.at = datetime(2026, 11, 16, 22, 0, tzinfo=SEOUL)
        counter.residents.find(clerk, "nguyen")
        rules = {n.finding.rule for n in counter.review.month(officer, MONTH).found}
        assert rules == {"no_ticket"}
    finally:
        counter.close()


def five_searches(counter: Counter, clerk: Actor) -> None:
    for _ in range(5):
        counter.residents.find(clerk, "nguyen")


def test_noted_then_signed_then_closed(
    counter: Counter, officer: Actor, clerk: Actor, clock: FixedClock
) -> None:
    five_searches(counter, clerk)
    review = counter.review
    (noted,) = review.month(officer, MONTH).found
    key = noted.finding.key
    assert refusal(lambda: review.sign(officer, MONTH, "x")) == "access_review.not_over"
    clock.at = DECEMBER
    assert refusal(lambda: review.sign(officer, MONTH, "x")) == "access_review.open"
    assert refusal(lambda: review.note(officer, MONTH, key, " ")) == "clerks.reason_needed"
    assert refusal(lambda: review.note(officer, MONTH, "x/y", "z")) == "access_review.unknown"
    review.note(officer, MONTH, key, "전화 문의에 답함")
    assert review.month(officer, MONTH).found[0].note == "전화 문의에 답함"
    signed = review.sign(officer, MONTH, "이상 없음").signed
    assert signed is not None
    assert (signed.clerk, signed.accesses, signed.findings) == ("haneul", 5, 1)
    assert signed.digest == review.month(officer, MONTH).digest
    assert refusal(lambda: review.sign(officer, MONTH, "x")) == "access_review.is_signed"
    assert refusal(lambda: review.note(officer, MONTH, key, "x")) == "access_review.is_signed"
    assert verify(counter.engine).ok


def test_what_the_officer_did_is_in_the_chain(
    counter: Counter, officer: Actor, clerk: Actor, clock: FixedClock, sql: Sql
) -> None:
    five_searches(counter, clerk)
    clock.at = DECEMBER
    (noted,) = counter.review.month(officer, MONTH).found
    counter.review.note(officer, MONTH, noted.finding.key, "확인")
    counter.review.sign(officer, MONTH, "이상 없음")
    counter.review.export(officer, MONTH, "감사 제출", "csv", "ko")
    rows = sql("SELECT action, clerk FROM audit WHERE action LIKE 'access.%' ORDER BY seq")
    assert rows == [
        ("access.noted", "haneul"),
        ("access.review_signed", "haneul"),
        ("access.exported", "haneul"),
    ]


@pytest.mark.parametrize("language", ["ko", "en"])
def test_exported_as_table_and_pages(
    counter: Counter, officer: Actor, clerk: Actor, tmp_path: Path, language: str
) -> None:
    five_searches(counter, clerk)
    data = counter.review.export(officer, MONTH, "감사", "csv", language)
    _, line = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    assert (line[1], line[2], line[4]) == ("김민서", "2026-11-16", "5")
    (tmp_path / "r.pdf").write_bytes(counter.review.export(officer, MONTH, "감사", "pdf", language))
    told = run("pdftotext", "-layout", tmp_path / "r.pdf", "-").replace(" ", "")
    assert "2026-11" in told
    assert "김민서" in told
    assert counter.review.month(officer, MONTH).digest not in ("", line[0])
    refused = refusal(lambda: counter.review.export(officer, MONTH, "감사", "doc", language))
    assert refused == "access_review.form"
    assert refusal(lambda: counter.review.export(officer, MONTH, " ", "csv", language)) == (
        "clerks.reason_needed"
    )


def test_lines_by_clerk_kind_and_person(
    counter: Counter, officer: Actor, clerk: Actor, colleague: Actor, home: Path
) -> None:
    person = people.registered_foreigner(home)
    counter.residents.find(clerk, "nguyen")
    counter.residents.open(serving(clerk), person, "certificate")
    counter.residents.reveal(colleague, person, "certificate")
    lines = counter.review.lines
    assert [line.act for line in lines(officer, MONTH)] == [
        "resident.revealed",
        "resident.viewed",
        "resident.searched",
    ]
    assert [line.clerk for line in lines(officer, MONTH, Asked(clerk="jihun"))] == ["jihun"]
    (view,) = lines(officer, MONTH, Asked(kind="view"))
    assert (view.ticket, view.person, view.window) == ("E001", person, 3)
    assert "masked_number" in view.fields
    assert len(lines(officer, MONTH, Asked(person=person))) == 2
    assert len(lines(officer, MONTH, most=1)) == 1
    assert lines(officer, "2026-10") == ()
    assert refusal(lambda: lines(officer, MONTH, Asked(kind="x"))) == "access_review.kind"
    assert refusal(lambda: lines(officer, "2026-13")) == "access_review.month"


def test_lines_by_purpose_window_and_pc(
    counter: Counter, officer: Actor, clerk: Actor, colleague: Actor, home: Path
) -> None:
    person = people.registered_foreigner(home)
    counter.residents.find(clerk, "nguyen")
    counter.residents.open(clerk, person, "certificate")
    counter.residents.open(colleague, person, "사실 조회")
    counter.certificates.issue(clerk, Request(person, "은행 제출"), action_id="a")
    supervisor = counter.clerks.sign_in("sujin", PASSWORD)
    counter.residents.restrict(supervisor, person, "보호 신청")
    counter.residents.lift_restriction(supervisor, person, "본인 요청")

    def seen(asked: Asked) -> list[tuple[str, str]]:
        return [(line.act, line.purpose) for line in counter.review.lines(officer, MONTH, asked)]

    assert seen(Asked()) == [
        ("resident.restriction_lifted", "본인 요청"),
        ("resident.restricted", ""),  # kept with the record
        ("certificate.prepared", "은행 제출"),
        ("resident.viewed", "사실 조회"),
        ("resident.viewed", "certificate"),
        ("resident.searched", ""),
    ]
    assert seen(Asked(purpose="certificate")) == [("resident.viewed", "certificate")]
    assert seen(Asked(purpose="은행")) == [("certificate.prepared", "은행 제출")]
    assert seen(Asked(purpose="' OR 1")) == []
    assert seen(Asked(window=4)) == [("resident.viewed", "사실 조회")]
    (line,) = counter.review.lines(officer, MONTH, Asked(window=4))
    assert line.pc == TERMINAL
    assert len(seen(Asked(pc=TERMINAL.upper()))) == 6
    assert seen(Asked(pc="elsewhere")) == []
    for number in (10**30, -1):
        assert seen(Asked(window=number)) == seen(Asked(person=number)) == []


def test_what_is_typed_in_one_go_is_one_search(
    counter: Counter, officer: Actor, clerk: Actor, clock: FixedClock, sql: Sql
) -> None:
    """Five texts of three keys each; each key is on record."""
    for typing in range(5):
        for text in ("n", "ng", "nguyen"):
            clock.at += timedelta(seconds=1)
            counter.residents.find(clerk, text, typing=typing)
        assert bool(found(counter, officer, "no_ticket")) is (typing == 4)
    (finding,) = found(counter, officer, "no_ticket")
    assert (finding.count, len(finding.looks)) == (5, 15)
    lines = counter.review.lines(officer, MONTH, Asked(seqs=finding.looks))
    assert [line.keys for line in lines] == [3] * 5
    assert lines[0].at == clock.at
    assert sql("SELECT count(*) FROM audit WHERE action = 'resident.searched'") == [(15,)]
    assert counter.review.month(officer, MONTH).accesses == 15


def test_who_has_read_what_there_was_searches_anew(
    counter: Counter, officer: Actor, clerk: Actor, colleague: Actor, clock: FixedClock
) -> None:
    def keys() -> list[int]:
        return [line.keys for line in counter.review.lines(officer, MONTH)]

    counter.residents.find(clerk, "ng", typing=1)
    clock.at += PAUSE
    counter.residents.find(clerk, "ngu", typing=1)
    assert keys() == [2]
    counter.residents.find(colleague, "ngu", typing=1)
    counter.residents.find(clerk, "park", typing=2)
    assert keys() == [1, 1, 2]
    clock.at += PAUSE + timedelta(seconds=1)
    counter.residents.find(clerk, "parks", typing=2)
    counter.residents.find(clerk, "nguyen")
    assert keys() == [1, 1, 1, 1, 2]


def test_going_through_a_month_tells_how_far_it_is_and_can_be_ended(
    counter: Counter, officer: Actor, clerk: Actor
) -> None:
    told: list[tuple[int, int]] = []
    counter.review.month(officer, MONTH, lambda done, total: told.append((done, total)))
    assert told == [(n, 30) for n in range(1, 31)]
    with pytest.raises(GivenUp):
        counter.review.month(officer, MONTH, given_up=lambda: True)


def test_only_the_officer_reviews(counter: Counter, clerk: Actor, administrator: Actor) -> None:
    acts: tuple[Callable[[Actor], object], ...] = (
        lambda who: counter.review.month(who, MONTH),
        lambda who: counter.review.lines(who, MONTH),
        lambda who: counter.review.note(who, MONTH, "x", "y"),
        lambda who: counter.review.sign(who, MONTH, "y"),
        lambda who: counter.review.export(who, MONTH, "y", "csv", "ko"),
    )
    for act in acts:
        for who in (clerk, administrator):
            assert refusal(lambda: act(who)) == "clerks.not_permitted"  # noqa: B023


def test_every_access_has_its_words() -> None:
    for language in LANGUAGES:
        for act, about in ACTS.items():
            assert say(f"ui_review.act.{act}", language)
            assert say(f"access_review.kind.{about.kind}", language)
            assert all(say(f"ui_review.field.{field}", language) for field in about.fields)
            assert not about.own or say(f"accesses.act.{act}", language)


@pytest.mark.parametrize(
    "month",
    ["", "2026", "2026-1", "2026-13", "2026-00", "9999-12", "２０２６-11", "2026-11-01"],
)
def test_a_month_is_written_in_one_way(counter: Counter, officer: Actor, month: str) -> None:
    assert refusal(lambda: counter.review.month(officer, month)) == "access_review.month"
    assert refusal(lambda: counter.review.lines(officer, month)) == "access_review.month"


def test_a_month_ends_with_its_last_moment() -> None:
    assert bounds("2026-12") == {"since": "2026-12-01", "until": "2027-01-01"}


def test_no_query_walks_the_chain(counter: Counter, sql: Sql) -> None:
    of_lines = f"{lines._CHOSEN} ORDER BY at DESC, seq DESC"
    for statement in (looks._LOOKS, looks._DEEDS, of_lines):
        text = str(statement).replace(":since", "'2026-11-01'").replace(":until", "'2026-12-01'")
        text = text.replace(":clerk", "NULL")
        text = text.replace("__[POSTCOMPILE_acts]", "'resident.viewed', 'resident.searched'")
        text = text.replace(":acts", "('resident.viewed', 'resident.searched')")
        plan = str(sql(f"EXPLAIN QUERY PLAN {text}"))
        assert "INDEX ix_audit_action" in plan
        assert "SCAN audit" not in plan
