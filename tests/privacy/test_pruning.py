"""Accesses older than two years are deleted, nothing else is, and the chain tells of it."""

import json
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from counter_app.clock import SEOUL, FixedClock
from counter_app.main import Counter
from counter_app.privacy import pruning
from counter_app.privacy.actor import Actor
from counter_app.privacy.audit import Chain, Digest, verify
from tests import people
from tests.asking import Sql, refusal
from tests.conftest import MORNING

LATER = datetime(2028, 11, 20, 10, 0, tzinfo=SEOUL)
"""When what was done on MORNING has been kept for two years, and what was done a week later not."""


@pytest.fixture
def looked(counter: Counter, clerk: Actor, home: Path, clock: FixedClock) -> int:
    """Accesses on MORNING between visitors' numbers, one a week later; then years pass."""
    person = people.registered_foreigner(home)
    for n in range(3):
        counter.residents.find(clerk, "nguyen")
        counter.tickets.take("E", action_id=f"t{n}")
        counter.residents.open(clerk, person, "certificate")
    clock.at = MORNING + timedelta(days=7)
    counter.residents.open(clerk, person, "advice")
    clock.at = LATER
    return person


def test_what_is_old_goes_and_the_chain_stands(
    counter: Counter, officer: Actor, looked: int, sql: Sql
) -> None:
    before = verify(counter.engine)
    assert counter.pruning.due(officer).rows == 6
    done = counter.pruning.prune(officer, "보관 기간 2년 경과")
    assert (done.rows, done.first, done.last) == (6, MORNING.date(), MORNING.date())
    assert verify(counter.engine) == Chain(True, before.rows + 1, None)
    (subjects,) = set(sql("SELECT subject FROM audit WHERE action = 'emptied'"))
    assert subjects == (f"audit:{done.acts[0]}",)
    left = sql(
        "SELECT DISTINCT at, clerk, window, terminal, detail FROM audit WHERE action = 'emptied'"
    )
    assert left == [("2026-11-16T00:00:00.000000+09:00", "-", None, "", "{}")]
    viewed = sql("SELECT subject, detail FROM audit WHERE action = 'resident.viewed'")
    assert [(subject, json.loads(str(said))["purpose"]) for subject, said in viewed] == [
        (f"resident:{looked}", "advice")
    ]
    assert [access.purpose for access in counter.accesses.newest(officer, looked)] == ["advice"]


def test_the_act_says_how_many_of_when_and_their_digest(
    counter: Counter, officer: Actor, looked: int, sql: Sql
) -> None:
    hashes = [
        row[0] for row in sql("SELECT hash FROM audit WHERE action LIKE 'resident.%' ORDER BY seq")
    ]
    done = counter.pruning.prune(officer, "보관 기간 2년 경과")
    ((clerk, said),) = sql(f"SELECT clerk, detail FROM audit WHERE seq = {done.acts[0]}")
    told = json.loads(str(said))
    digest = Digest()
    for own in hashes[:-1]:
        digest.add(str(own))
    assert clerk == "haneul"
    assert (told["rows"], told["digest"], told["since"]) == (6, digest.text, "2026-11-16")
    assert told["reason"] == "보관 기간 2년 경과"


def test_many_are_deleted_in_several_acts(
    counter: Counter, officer: Actor, looked: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pruning, "_NEXT", pruning.next_rows(4))
    told: list[tuple[int, int]] = []
    done = counter.pruning.prune(officer, "경과", lambda n, total: told.append((n, total)))
    assert (done.rows, len(done.acts), told) == (6, 2, [(4, 6), (6, 6)])
    assert verify(counter.engine).ok


def test_a_second_run_finds_nothing(counter: Counter, officer: Actor, looked: int) -> None:
    counter.pruning.prune(officer, "경과")
    rows = verify(counter.engine).rows
    assert counter.pruning.prune(officer, "경과").acts == ()
    assert verify(counter.engine).rows == rows


def test_rights_given_are_kept(
    counter: Counter, administrator: Actor, officer: Actor, looked: int, sql: Sql
) -> None:
    before = counter.accounts.grants(administrator)
    counter.pruning.prune(officer, "경과")
    assert counter.accounts.grants(administrator) == before
    assert len(before) == len(sql("SELECT id FROM clerk"))


def test_refused_without_reason_or_right(
    counter: Counter, officer: Actor, administrator: Actor, clerk: Actor, looked: int, sql: Sql
) -> None:
    before = sql("SELECT count(*) FROM audit")
    for act, code in (
        (lambda: counter.pruning.prune(officer, " "), "clerks.reason_needed"),
        (lambda: counter.pruning.prune(administrator, "mistake"), "clerks.not_permitted"),
        (lambda: counter.pruning.prune(clerk, "mistake"), "clerks.not_permitted"),
    ):
        assert refusal(act) == code
    assert sql("SELECT count(*) FROM audit") == before


FORGED = """
    UPDATE audit SET at = substr(at, 1, 10) || 'T00:00:00.000000+09:00', clerk = '-',
    "window" = NULL, terminal = '', action = 'emptied', detail = '{{}}',
    subject = (SELECT 'audit:' || max(seq) FROM audit) WHERE {}
"""


@pytest.mark.parametrize(
    "which",
    [
        "action = 'resident.viewed' AND at > '2026-11-20'",
        "action = 'clerk.added'",
        "action = 'access.pruned'",
    ],
)
def test_the_database_lets_nothing_younger_and_no_right_be_emptied(
    counter: Counter, officer: Actor, looked: int, sql: Sql, which: str
) -> None:
    counter.pruning.prune(officer, "경과")
    with pytest.raises(Exception, match="append-only"):
        sql(FORGED.format(which))


def test_the_database_lets_nothing_be_emptied_without_an_act(
    counter: Counter, clerk: Actor, looked: int, sql: Sql
) -> None:
    counter.residents.open(clerk, looked, "advice")
    with pytest.raises(Exception, match="append-only"):
        sql(FORGED.format("action = 'resident.viewed' AND at < '2026-11-20'"))
    sql("DROP TRIGGER audit_no_update")
    ((first,),) = sql("SELECT min(seq) FROM audit WHERE action = 'resident.viewed'")
    sql(FORGED.format(f"seq = {first}"))
    assert verify(counter.engine).first_bad is not None


def test_one_more_emptied_beside_an_honest_act_is_found(
    counter: Counter, officer: Actor, clerk: Actor, looked: int, sql: Sql
) -> None:
    done = counter.pruning.prune(officer, "경과")
    sql("DROP TRIGGER audit_no_update")
    sql(
        f"UPDATE audit SET action = 'emptied', subject = 'audit:{done.acts[0]}', detail = '{{}}'"
        " WHERE action = 'resident.viewed'"
    )
    assert verify(counter.engine).first_bad == done.acts[0]


def test_it_finds_them_by_an_index(counter: Counter, sql: Sql) -> None:
    plan = sql(
        "EXPLAIN QUERY PLAN SELECT seq FROM audit WHERE action IN ('resident.viewed', 'x')"
        " AND at < '2026' AND subject NOT LIKE 'ticket:%'"
    )
    assert "USING INDEX ix_audit_action" in str(plan) or "COVERING INDEX ix_audit_action" in str(
        plan
    )
