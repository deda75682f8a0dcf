"""What the server makes in one piece leaves, to the byte, what is made step by step."""

from dataclasses import replace
from datetime import timedelta
from types import ModuleType
from typing import Any

import pytest

from counter_app.clock import FixedClock
from counter_app.errors import Refusal
from counter_app.main import Counter
from counter_app.privacy.actor import Actor
from counter_app.queue import calling, making, tickets
from counter_app.queue.moves import TicketState
from counter_app.queue.tickets import Priority, Task, TicketView
from db.acts import writing
from tests.asking import Sql
from tests.conftest import MORNING, PASSWORD
from tests.queue.acts import assert_whole
from tests.queue.shared.conftest import emptied
from tests.queue.shared.server import Server

LEFT = (
    "* FROM ticket ORDER BY id",
    "* FROM ticket_event ORDER BY id",
    "* FROM announcement ORDER BY id",
    "* FROM audit ORDER BY seq",
    "* FROM audit_head",
    "* FROM desk",
    "op_seq, kind, payload, at FROM outbox ORDER BY op_seq",
)
VISITORS = (("A", "ko", None), ("E", "vi", Priority.SENIOR), ("B", "ko", None), ("A", "en", None))


def morning(counter: Counter, clerk: Actor, clock: FixedClock) -> None:
    clock.at = MORNING
    odd = replace(clerk, login='자"\\민\t서/', window=4)
    for n, (category, language, priority) in enumerate(VISITORS):
        counter.tickets.take(category, language, priority=priority, action_id=f"take-{n}")
        clock.at += timedelta(seconds=17.25)
    counter.tickets.take(
        "E",
        "zh",
        actor=odd,
        interpreter=True,
        tasks=(Task("증명서", 2),),
        note='그의 "number": null, \\ 참고\t메모',
        action_id="wishes",
    )
    for n, actor in enumerate((clerk, clerk, odd, odd)):
        counter.tickets.call_next(actor, action_id=f"call-{n}")
        clock.at += timedelta(minutes=3)


def test_what_is_left_is_the_same(
    counter: Counter,
    clerk: Actor,
    clock: FixedClock,
    server: Server,
    sql: Sql,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def left() -> list[list[tuple[object, ...]]]:
        morning(counter, clerk, clock)
        assert_whole(counter)
        counter.queue.engine.dispose()
        return [sql(f"SELECT {table}") for table in LEFT]

    made: list[TicketView] = []

    def count(module: ModuleType) -> None:
        whole = module._made

        def counted(*given: Any) -> TicketView:
            made.append(whole(*given))
            return made[-1]

        monkeypatch.setattr(module, "_made", counted)

    count(calling)
    count(making)
    at_once = left()
    # the first number begins the day and the first call at a window opens it, step by step
    moves = [ticket.state for ticket in made]
    assert moves == [TicketState.WAITING] * 4 + [TicketState.CALLED] * 2
    emptied(server)
    monkeypatch.setattr(tickets, "at_once", writing)
    assert left() == at_once
    assert len(made) == 6


@pytest.mark.parametrize("apart", [timedelta(minutes=11), timedelta(days=1)])
def test_a_number_by_another_clock_is_not_made_at_once(
    counter: Counter, clock: FixedClock, server: Server, sql: Sql, apart: timedelta
) -> None:
    counter.tickets.take("A", action_id="begins")
    server.set_clock(clock.at + apart)
    with pytest.raises(Refusal) as refused:
        counter.tickets.take("A", action_id="apart")
    assert refused.value.code == "shared.clock_off"
    assert sql("SELECT count(*) FROM ticket") == [(1,)]


def test_a_number_that_another_category_gave_out_is_passed_over(
    counter: Counter, sql: Sql, server: Server
) -> None:
    counter.tickets.take("A", action_id="begins")
    sql("UPDATE ticket SET number = 'A-002', serial = 2")
    assert counter.tickets.take("A", action_id="next").number == "A-003"
    sql("UPDATE serial SET last = 999")
    with pytest.raises(Refusal) as refused:
        counter.tickets.take("A", action_id="none")
    assert refused.value.code == "queue.numbers_used_up"
    assert sql("SELECT last FROM serial") == [(999,)]


def test_overtaken_it_is_made_step_by_step(
    counter: Counter, other: Counter, clerk: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another window takes the number between the question and the call."""
    counter.tickets.take("A", action_id="take-0")
    second = counter.tickets.take("A", action_id="take-1")
    counter.desks.open(clerk)
    colleague = other.clerks.sign_in("jihun", PASSWORD, 4)
    whole = calling._made

    def too_late(*given: Any) -> TicketView:
        monkeypatch.setattr(calling, "_made", whole)
        other.tickets.call_next(colleague, action_id=f"theirs-{given[1].action_id}")
        return whole(*given)

    monkeypatch.setattr(calling, "_made", too_late)
    assert counter.tickets.call_next(clerk, action_id="ours").id == second.id
    monkeypatch.setattr(calling, "_made", too_late)
    third = counter.tickets.take("A", action_id="take-2")
    fourth = counter.tickets.take("B", action_id="take-3")
    assert counter.tickets.call_next(clerk, action_id="more").id == fourth.id
    assert other.tickets.view(4).current
    assert other.tickets.view(4).current.id == third.id  # type: ignore[union-attr]  # there is one
    assert_whole(counter)
