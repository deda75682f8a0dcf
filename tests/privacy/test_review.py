"""The month of accesses: what is unusual is found and explained, noted and signed."""

import csv
import io
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from counter_app.certificates.requests import Request
from counter_app.clock import FixedClock
from counter_app.errors import GivenUp
from counter_app.main import Counter
from counter_app.privacy import lines, looks
from counter_app.privacy.actor import Actor
from counter_app.privacy.acts import ACTS
from counter_app.privacy.audit import TERMINAL, verify
from counter_app.privacy.lines import Asked
from counter_app.privacy.looks import PAUSE, bounds
from counter_app.words import LANGUAGES, say
from tests import people
from tests.asking import Sql, refusal
from tests.certificates.papers import run
from tests.conftest import PASSWORD
from tests.privacy.month import DECEMBER, MONTH, five_searches, found, serving


def test_noted_then_signed_then_closed(
    counter: Counter, officer: Actor, clerk: Actor, clock: FixedClock
) -> None:
    five_searches(counter, clerk)
    review = counter.review
    (noted,) = review.month(officer, MONTH).found
    key = noted.finding.key
    assert refusal(lambda: review.sign(officer, MONTH, "mistake")) == "access_review.not_over"
    clock.at = DECEMBER
    assert refusal(lambda: review.sign(officer, MONTH, "mistake")) == "access_review.open"
    assert refusal(lambda: review.note(officer, MONTH, key, " ")) == "clerks.reason_needed"
    assert refusal(lambda: review.note(officer, MONTH, "x/y", "mistake")) == "access_review.unknown"
    review.note(officer, MONTH, key, "전화 문의에 답함")
    assert review.month(officer, MONTH).found[0].note == "전화 문의에 답함"
    signed = review.sign(officer, MONTH, "이상 없음").signed
    assert signed is not None
    assert (signed.clerk, signed.accesses, signed.findings) == ("haneul", 5, 1)
    assert signed.digest == review.month(officer, MONTH).digest
    assert refusal(lambda: review.sign(officer, MONTH, "mistake")) == "access_review.is_signed"
    assert refusal(lambda: review.note(officer, MONTH, key, "mistake")) == "access_review.is_signed"
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
    said = {"ko": "2026. 11. 16.에", "en": "on 16 Nov 2026"}[language]
    assert said in line[5] and "2026-11-16" not in line[5]
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


def test_the_beginnings_of_a_name_crowd_out_no_other_access(
    counter: Counter, officer: Actor, clerk: Actor, home: Path
) -> None:
    counter.residents.open(clerk, people.registered_foreigner(home), "advice")
    for end in range(1, len("nguyen") + 1):
        counter.residents.find(clerk, "nguyen"[:end], typing=1)
    counter.residents.find(clerk, "park")
    lines = counter.review.lines(officer, MONTH, most=3)
    assert [(line.act, line.keys) for line in lines] == [
        ("resident.searched", 1),
        ("resident.searched", 6),
        ("resident.viewed", 1),
    ]
    assert counter.review.lines(officer, MONTH, most=2) == lines[:2]


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
        lambda who: counter.review.note(who, MONTH, "x", "mistake"),
        lambda who: counter.review.sign(who, MONTH, "mistake"),
        lambda who: counter.review.export(who, MONTH, "mistake", "csv", "ko"),
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
