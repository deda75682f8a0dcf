"""What is unusual in a month of accesses is found, and nothing else is."""

from datetime import datetime
from pathlib import Path

import pytest

from counter_app.certificates.requests import Request
from counter_app.clock import SEOUL, FixedClock
from counter_app.main import Counter, open_counter
from counter_app.privacy.actor import Actor
from counter_app.privacy.lines import Asked
from counter_app.residents import indexing
from db.engine import transaction
from tests import people
from tests.asking import Sql
from tests.conftest import MORNING, PASSWORD
from tests.privacy.month import MONTH, found, serving


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


def test_a_colleague_low_in_a_list_by_birth_date_is_found(
    counter: Counter, officer: Actor, clerk: Actor, sql: Sql
) -> None:
    """No name was typed, so the first of them is no more meant than the last."""
    sql("UPDATE resident SET birth_date = '1990-03-15' WHERE id <= 12")
    with transaction(counter.engine) as session:
        indexing.index(session, range(1, 13))
    hits = counter.residents.find(clerk, "1990-03-15").hits
    sql(f"UPDATE resident SET name_hangul = '박지훈' WHERE id = {hits[-1].id}")
    assert len(hits) >= 12
    assert [one.person for one in found(counter, officer, "colleague")] == [hits[-1].id]


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
