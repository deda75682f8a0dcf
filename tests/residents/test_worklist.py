"""The nightly job says of everybody what the header says, and who is due is listed on record."""

import json
from collections import Counter
from datetime import date, timedelta
from random import Random

import pytest
from sqlalchemy import Engine

from counter_app.clock import FixedClock
from counter_app.demo.people import Person
from counter_app.errors import Refusal
from counter_app.main import Counter as Centre
from counter_app.privacy.actor import Actor
from counter_app.residents.residents import Residents
from counter_app.residents.worklist import LISTED, Worklist
from counter_app.rules import Rules
from tests.asking import Sql
from tests.plans import without_index
from tests.residents.conftest import SEOGYO, TODAY

HOMES = "INSERT INTO address (resident_id, moved_in, moved_out, reported_on, text_ko) VALUES"


@pytest.fixture(params=["guide", "statute"])
def rules(request: pytest.FixtureRequest) -> Rules:
    return Rules(request.param)


@pytest.fixture(scope="module")
def shaken(engine: Engine, everyone: tuple[Person, ...]) -> Engine:
    """The same people with every odd thing the register can say: moves twice a day, moves to
    come, homes that will be left, people not registered, barred, of other centres, born on a leap
    day."""
    random = Random(6)
    with engine.begin() as store:
        say = store.exec_driver_sql
        for person in everyone[::3]:
            id_, day = person.id, TODAY - timedelta(days=random.randint(-20, 150))
            left = day + timedelta(days=random.choice((0, 0, 5, 40, 90)))
            reported = random.choice(("NULL", f"'{day}'"))
            place = random.choice(("양화로 1 (합정동)", "양화로 2 (서교동)", "어딘가 3 (망원동)"))
            ended = random.choice(("NULL", f"'{left}'"))
            address = f"'서울특별시 마포구 {place}'"
            say(f"{HOMES} ({id_}, '{day}', {ended}, {reported}, {address})")
            if random.random() < 0.3:
                say(f"{HOMES} ({id_}, '{day}', NULL, NULL, {address})")
            change = random.choice(
                (
                    f"registered_on = NULL, entered_on = '{day}'",
                    "restricted = '법원 결정'",
                    "birth_date = '2008-02-29'",
                    f"birth_date = '{TODAY.year - 17}-11-{random.randint(1, 28):02d}'",
                    f"centre = '{random.choice(('1144071000', '9999999999'))}'",
                    f"stay_expires = '{TODAY + timedelta(days=random.randint(-3, 33))}'",
                    f"card_lost_on = '{day}'",
                )
            )
            say(f"UPDATE resident SET {change} WHERE id = {id_}")
    return engine


def test_the_job_and_the_header_agree_on_everybody(
    shaken: Engine,
    clock: FixedClock,
    rules: Rules,
    actor: Actor,
    everyone: tuple[Person, ...],
) -> None:
    header = Residents(shaken, clock, rules, SEOGYO)
    shown = Counter[str]()
    listed: set[tuple[str, str, int]] = set()
    for person in everyone:
        for alert in header.open(actor, person.id, "advice").alerts:
            name = alert.code.removeprefix("residents.")
            shown[name] += 1
            if name in LISTED:
                listed.add((name, str(alert.fields[LISTED[name]]), person.id))
    done = Worklist(shaken, clock, rules, SEOGYO).reckon()
    assert (done.day, done.people, done.counts) == (TODAY, len(everyone), shown)
    assert set(shown) >= {*LISTED, "restricted", "other_centre", "duty"}
    with shaken.connect() as store:
        found = store.exec_driver_sql("SELECT flag, due, resident_id FROM flag_due").all()
    assert {tuple(row) for row in found} == listed


def test_a_day_is_reckoned_by_its_own_date_and_takes_the_place_of_the_last(
    counter: Centre, sql: Sql
) -> None:
    first = counter.worklist.reckon()
    later = counter.worklist.reckon(date(2027, 6, 1))
    assert later.counts["stay_expired"] > first.counts["stay_expired"]
    assert counter.worklist.reckoned() == later
    assert sql("SELECT count(*), max(day) FROM flag_run") == [(1, "2027-06-01")]
    assert len(sql("SELECT DISTINCT run_id FROM flag_due")) == 1


def test_what_was_reckoned_stands_until_the_next_is_complete(counter: Centre, sql: Sql) -> None:
    done = counter.worklist.reckon()

    def die(_done: int, _total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        counter.worklist.reckon(date(2027, 6, 1), die)
    assert counter.worklist.reckoned() == done
    again = counter.worklist.reckon()
    assert again == done
    assert len(sql("SELECT DISTINCT run_id FROM flag_due")) == 1


def test_who_is_due_is_listed_masked_and_on_record(counter: Centre, clerk: Actor, sql: Sql) -> None:
    listed = counter.worklist.due(clerk, "stay_expires_soon", "만료 안내", 3)
    assert listed.due
    assert [one.due for one in listed.due] == sorted(one.due for one in listed.due)
    for one in listed.due:
        assert one.number.endswith("******")
        (ends,) = sql(f"SELECT stay_expires FROM resident WHERE id = {one.id}")
        assert str(one.due) == ends[0]
    action, detail = sql("SELECT action, detail FROM audit ORDER BY seq DESC LIMIT 1")[0]
    assert action == "resident.due_listed"
    assert json.loads(str(detail)) == {
        "flag": "stay_expires_soon",
        "purpose": "만료 안내",
        "hits": len(listed.due),
        "ids": [one.id for one in listed.due],
        "fields": ["name", "status", "masked_number"],
        "ticket": None,
    }
    reckoned = sql("SELECT count(*) FROM audit WHERE action = 'resident.flags_reckoned'")
    counter.worklist.due(clerk, "card_lost", "안내")
    assert sql("SELECT count(*) FROM audit WHERE action = 'resident.flags_reckoned'") == reckoned


@pytest.mark.parametrize(
    ("flag", "purpose", "code"),
    [
        ("duty", "advice", "worklist.unknown_flag"),
        ("'; DROP", "advice", "worklist.unknown_flag"),
        ("card_lost", " ", "residents.purpose_needed"),
    ],
)
def test_a_list_that_cannot_be_given_changes_nothing(
    counter: Centre, clerk: Actor, sql: Sql, flag: str, purpose: str, code: str
) -> None:
    before = sql("SELECT count(*) FROM audit")
    with pytest.raises(Refusal) as refused:
        counter.worklist.due(clerk, flag, purpose)
    assert refused.value.code == code
    assert sql("SELECT count(*) FROM audit") == before


def test_no_query_reads_a_table_from_end_to_end(counter: Centre, clerk: Actor) -> None:
    def work() -> None:
        counter.worklist.reckon()
        counter.worklist.due(clerk, "stay_expired", "advice")

    assert without_index(counter.engine, work, "flag_run") == []
