"""After ninety days a ticket says nothing of its visitor; what happened to it stays."""

import json
from datetime import date, timedelta
from hashlib import sha256
from typing import Any

import pytest

from counter_app.clock import FixedClock
from counter_app.errors import Refusal
from counter_app.main import Counter
from counter_app.privacy.actor import Actor
from counter_app.privacy.audit import verify
from counter_app.queue.forgetting import Forgetting
from counter_app.queue.history import replay
from counter_app.queue.moves import Move
from counter_app.queue.tickets import Priority, Task, Wishes
from counter_app.queue.views import ticket_from
from db.acts import looking
from db.queue_sql import NAMES
from tests.asking import NewAction, refusal
from tests.privacy.conftest import officer

__all__ = ["officer"]

SAID = ("통역이 필요", "휠체어", "이사", "pregnant", "disabled", "vi", "zh", "서둘러 달라")


@pytest.fixture
def said(counter: Counter, clock: FixedClock, clerk: Actor, action: NewAction) -> list[int]:
    """Two days of visitors of whom much is noted, one waits when the day ends; then months pass."""
    tickets, ids = counter.tickets, []

    def once(version: int) -> dict[str, Any]:
        return {"version": version, "action_id": action()}

    for _ in range(2):
        for n in range(2):
            wishes = Wishes("vi", True, Priority.PREGNANT, (Task("이사"),), "통역이 필요")
            taken = tickets.take("E", action_id=action())
            seen = tickets.amend(clerk, taken.id, wishes, **once(taken.version))
            ids.append(taken.id)
            if n == 0:
                seen = tickets.call_this(clerk, taken.id, "서둘러 달라", **once(seen.version))
                wishes = Wishes("zh", True, Priority.DISABLED, (), "휠체어")
                seen = tickets.amend(clerk, taken.id, wishes, **once(seen.version))
                tickets.move(clerk, taken.id, Move.FINISH, **once(seen.version))
        clock.at += timedelta(days=1)
    clock.at += timedelta(days=90)
    tickets.take("A", note="오늘", action_id=action())
    return ids


def everything(counter: Counter) -> str:
    """All that tickets, their events and calls say."""
    tables = ("ticket", "ticket_event", "announcement")
    with looking(counter.queue.engine) as sql:
        return str([sql.all(f"SELECT * FROM {table} ORDER BY id") for table in tables])


def test_what_is_old_goes_and_what_happened_stays(
    counter: Counter, clerk: Actor, officer: Actor, said: list[int], clock: FixedClock
) -> None:
    days = [clock.at.date() - timedelta(days=92 - n) for n in range(2)]
    reports = [counter.reports.day(clerk, day) for day in days]
    assert all(word in everything(counter) for word in SAID)
    due = counter.forgetting.due(officer)
    assert (due.tickets, due.days) == (4, 2)
    shown: list[tuple[int, int]] = []
    done = counter.forgetting.forget(officer, "보관 기간 경과", lambda *n: shown.append(n))
    assert (done, shown) == (due, [(1, 2), (2, 2)])
    left = everything(counter)
    assert not [word for word in SAID if f"'{word}'" in left or f'"{word}"' in left]
    assert "오늘" in left
    assert counter.forgetting.due(officer).tickets == 0
    assert [counter.reports.day(clerk, day) for day in days] == reports
    for id_ in said:
        again = replay(counter.tickets.history(id_))
        assert ticket_from(tuple(again[name] for name in NAMES)) == counter.tickets.ticket(id_)


def test_an_act_tells_of_which(counter: Counter, officer: Actor, said: list[int]) -> None:
    counter.forgetting.forget(officer, "보관 기간 경과")
    assert verify(counter.queue.engine).ok
    acts = "SELECT subject, clerk, detail FROM audit WHERE action = 'ticket.emptied' ORDER BY seq"
    of_day = "SELECT id, number FROM ticket WHERE day = ? ORDER BY id"
    with looking(counter.queue.engine) as sql:
        found = sql.all(acts)
        assert [who for _, who, _ in found] == [officer.login] * 2
        for subject, _, detail in found:
            told = json.loads(detail)
            rows = [list(row) for row in sql.all(of_day, told["day"])]
            assert (subject, told["tickets"]) == (f"day:{told['day']}", len(rows))
            assert told["digest"] == sha256(json.dumps(rows).encode()).hexdigest()
        assert sql.all("SELECT count(*) FROM outbox WHERE payload LIKE '%digest%'") == [(2,)]


def test_what_goes_on_where_it_ended(
    counter: Counter, officer: Actor, said: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    empty = Forgetting._empty
    days: list[date] = []

    def once(self: Forgetting, actor: Actor, reason: str, day: date) -> int:
        if days:
            raise Refusal("store.busy")
        days.append(day)
        return int(empty(self, actor, reason, day))

    with monkeypatch.context() as patched:
        patched.setattr(Forgetting, "_empty", once)
        assert refusal(lambda: counter.forgetting.forget(officer, "경과")) == "store.busy"
    assert counter.forgetting.due(officer).days == 1
    assert counter.forgetting.forget(officer, "경과").tickets == 2


def test_who_may_and_why(counter: Counter, clerk: Actor, officer: Actor, said: list[int]) -> None:
    before = everything(counter)
    assert refusal(lambda: counter.forgetting.forget(clerk, "경과")) == "clerks.not_permitted"
    assert refusal(lambda: counter.forgetting.forget(officer, " ")) == "clerks.reason_needed"
    assert everything(counter) == before
