"""Numbers are given once, called once, and every move leaves its trace."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest

from counter_app.clock import FixedClock
from counter_app.errors import Refusal
from counter_app.main import Counter
from counter_app.privacy.actor import Actor
from counter_app.queue.moves import MOVES, Move, TicketState
from counter_app.queue.tickets import TicketView, Wishes
from db import queue_sql
from db.acts import looking
from db.clerks import Role
from tests.asking import NewAction, Sql, refusal


def take(counter: Counter, action: NewAction, category: str = "E") -> TicketView:
    return counter.tickets.take(category, "vi", action_id=action())


def test_numbers_run_by_category(counter: Counter, action: NewAction) -> None:
    numbers = [take(counter, action, category).number for category in "EEAE"]
    assert numbers == ["E-001", "E-002", "A-001", "E-003"]


def test_numbers_start_again_after_midnight(
    counter: Counter, clock: FixedClock, action: NewAction
) -> None:
    take(counter, action)
    clock.at += timedelta(days=1)
    assert take(counter, action).number == "E-001"
    assert [ticket.number for ticket in counter.tickets.view(None).waiting] == ["E-001"]


def test_taking_twice_with_one_id_is_taking_once(counter: Counter) -> None:
    first = counter.tickets.take("E", action_id="same")
    assert counter.tickets.take("E", action_id="same") == first
    assert len(counter.tickets.today()) == 1


@pytest.mark.parametrize(
    ("category", "language", "code"),
    [
        ("Z", "ko", "queue.no_category"),
        ("", "ko", "queue.no_category"),
        ("e'; DROP TABLE ticket; --", "ko", "queue.no_category"),
        ("E", "xx", "queue.no_language"),
    ],
)
def test_an_unknown_category_or_language_is_refused(
    counter: Counter, category: str, language: str, code: str
) -> None:
    take = counter.tickets.take
    assert refusal(lambda: take(category, language, action_id="a")) == code
    assert counter.tickets.today() == ()


def test_first_come_first_served(counter: Counter, clerk: Actor, action: NewAction) -> None:
    taken = [take(counter, action, category) for category in "EAB"]
    called = [counter.tickets.call_next(clerk, action_id=action()) for _ in taken]
    assert [ticket.id for ticket in called] == [ticket.id for ticket in taken]


def test_calling_the_next_finishes_the_present(
    counter: Counter, clerk: Actor, action: NewAction
) -> None:
    first, second = take(counter, action), take(counter, action)
    counter.tickets.call_next(clerk, action_id=action())
    assert counter.tickets.call_next(clerk, action_id=action()).id == second.id
    assert counter.tickets.ticket(first.id).state == TicketState.DONE
    assert counter.tickets.view(3).served_today == 1


def test_an_empty_queue_leaves_the_present_ticket(
    counter: Counter, clerk: Actor, action: NewAction
) -> None:
    take(counter, action)
    called = counter.tickets.call_next(clerk, action_id=action())
    code = refusal(lambda: counter.tickets.call_next(clerk, action_id=action()))
    assert code == "queue.empty"
    assert counter.tickets.view(3).current == called


def test_calling_twice_with_one_id_is_calling_once(
    counter: Counter, clerk: Actor, action: NewAction
) -> None:
    take(counter, action)
    take(counter, action)
    first = counter.tickets.call_next(clerk, action_id="click")
    assert counter.tickets.call_next(clerk, action_id="click") == first
    assert len(counter.tickets.view(3).waiting) == 1


def test_an_id_of_another_taking_is_refused(counter: Counter, clerk: Actor) -> None:
    take = counter.tickets.take
    taken = take("E", action_id="same")
    assert refusal(lambda: take("A", action_id="same")) == "queue.action_used"
    assert refusal(lambda: take("E", action_id="same", actor=clerk)) == "queue.action_used"
    assert refusal(lambda: counter.tickets.call_next(clerk, action_id="same")) == (
        "queue.action_used"
    )
    assert counter.tickets.today() == (taken,)


def test_an_id_of_another_window_or_clerk_is_refused(
    counter: Counter, clerk: Actor, colleague: Actor, action: NewAction
) -> None:
    taken = [take(counter, action) for _ in range(3)]
    counter.tickets.call_next(clerk, action_id="click")
    moved = replace(clerk, window=5)
    counter.clerks.open_windows((5,))
    before = counter.tickets.today()
    for actor in (colleague, moved):
        call = partial(counter.tickets.call_next, actor, action_id="click")
        assert refusal(call) == "queue.action_used"
    quick = counter.tickets.quick
    assert refusal(lambda: quick(moved, "E", action_id="click")) == "queue.action_used"
    assert counter.tickets.today() == before
    assert len(before) == len(taken)


def test_an_id_of_another_move_or_ticket_is_refused(
    counter: Counter, clerk: Actor, action: NewAction
) -> None:
    tickets = counter.tickets
    first, second, third = (take(counter, action) for _ in range(3))
    version = tickets.call_next(clerk, action_id="one").version
    called = tickets.call_next(clerk, action_id="two")
    assert (first.number, called.number) == ("E-001", second.number)
    recalled = tickets.move(
        clerk, called.id, Move.RECALL, version=called.version, action_id="recall"
    )
    moved = tickets.transfer(clerk, third.id, version=1, action_id="send", category="A")
    amended = tickets.amend(
        clerk, third.id, Wishes("vi"), version=moved.version, action_id="wishes"
    )
    again = tickets.transfer(clerk, third.id, version=1, action_id="send", category="A")
    assert again == amended
    assert tickets.amend(clerk, third.id, Wishes("vi"), version=2, action_id="wishes") == amended
    before = tickets.today()
    now = recalled.version
    acts: tuple[Callable[[], object], ...] = (
        lambda: tickets.move(clerk, first.id, Move.FINISH, version=version, action_id="two"),
        lambda: tickets.move(clerk, called.id, Move.FINISH, version=now, action_id="recall"),
        lambda: tickets.move(clerk, third.id, Move.CANCEL, version=3, action_id="recall"),
        lambda: tickets.move(clerk, first.id, Move.RECALL, version=now, action_id="recall"),
        lambda: tickets.move(clerk, called.id, Move.START, version=now, action_id="one"),
        lambda: tickets.call_this(clerk, third.id, "why", version=3, action_id="two"),
        lambda: tickets.transfer(clerk, third.id, version=3, action_id="send", category="B"),
        lambda: tickets.transfer(clerk, third.id, version=3, action_id="send", window=3),
        lambda: tickets.amend(clerk, third.id, Wishes("en"), version=3, action_id="wishes"),
        lambda: tickets.undo(clerk, third.id, version=3, action_id="wishes"),
        lambda: tickets.undo(clerk, called.id, version=now, action_id="two"),
    )
    for act in acts:
        assert refusal(act) == "queue.action_used"
    assert tickets.today() == before


def test_calling_this_is_one_number_for_one_reason(
    counter: Counter, clerk: Actor, action: NewAction
) -> None:
    first, second = take(counter, action), take(counter, action)
    this = partial(counter.tickets.call_this, clerk, version=1, action_id="this")
    called = this(second.id, "전화")
    assert this(second.id, " 전화 ") == called
    for other in (partial(this, second.id, "아기"), partial(this, first.id, "전화")):
        assert refusal(other) == "queue.action_used"


def test_an_undo_repeated_is_done_once_from_either_of_its_tickets(
    counter: Counter, clerk: Actor, action: NewAction
) -> None:
    first, second, third = (take(counter, action) for _ in range(3))
    undo = partial(counter.tickets.undo, clerk, action_id="back")
    counter.tickets.call_next(clerk, action_id=action())
    called = counter.tickets.call_next(clerk, action_id=action())
    finished = counter.tickets.ticket(first.id)
    back = undo(finished.id, version=finished.version)
    assert back.state == TicketState.CALLED
    assert undo(finished.id, version=finished.version) == back
    given_back = counter.tickets.ticket(second.id)
    assert undo(called.id, version=called.version) == given_back
    assert refusal(lambda: undo(third.id, version=1)) == "queue.action_used"


def test_a_move_repeated_after_another_window_called_is_still_done(
    counter: Counter, clerk: Actor, action: NewAction
) -> None:
    take(counter, action)
    called = counter.tickets.call_next(clerk, action_id=action())
    move, moved = counter.tickets.move, replace(clerk, window=5)
    held = move(clerk, called.id, Move.HOLD, version=called.version, action_id="hold")
    recalled = move(moved, called.id, Move.RECALL, version=held.version, action_id=action())
    assert move(moved, called.id, Move.HOLD, version=called.version, action_id="hold") == recalled


def test_a_stale_move_changes_nothing(counter: Counter, clerk: Actor, action: NewAction) -> None:
    take(counter, action)
    seen = counter.tickets.call_next(clerk, action_id=action())
    move = counter.tickets.move
    started = move(clerk, seen.id, Move.START, version=seen.version, action_id=action())
    stale = refusal(
        lambda: move(clerk, seen.id, Move.NO_SHOW, version=seen.version, action_id=action())
    )
    assert stale == "queue.stale"
    assert counter.tickets.ticket(seen.id) == started


def test_another_window_keeps_its_hands_off(
    counter: Counter, clerk: Actor, colleague: Actor, action: NewAction
) -> None:
    take(counter, action)
    called = counter.tickets.call_next(clerk, action_id=action())
    code = refusal(
        lambda: counter.tickets.move(
            colleague, called.id, Move.FINISH, version=called.version, action_id=action()
        )
    )
    assert code == "queue.other_window"


def test_nobody_calls_without_a_window(counter: Counter, action: NewAction) -> None:
    standing = counter.clerks.sign_in("sujin", "seogyo-demo")
    take(counter, action)
    code = refusal(lambda: counter.tickets.call_next(standing, action_id=action()))
    assert code == "queue.no_window"


def test_an_administrator_does_not_serve(
    counter: Counter, administrator: Actor, action: NewAction
) -> None:
    take(counter, action)
    code = refusal(lambda: counter.tickets.call_next(administrator, action_id=action()))
    assert code == "clerks.not_permitted"


def test_the_events_tell_the_state(
    counter: Counter, clerk: Actor, action: NewAction, sql: Sql
) -> None:
    for category in "EEEE":
        take(counter, action, category)
    for last in (Move.NO_SHOW, Move.FINISH, Move.RECALL):
        called = counter.tickets.call_next(clerk, action_id=action())
        counter.tickets.move(clerk, called.id, last, version=called.version, action_id=action())
    replayed: dict[object, TicketState] = {}
    for ticket, move in sql("SELECT ticket_id, move FROM ticket_event ORDER BY id"):
        state = replayed.get(ticket)
        replayed[ticket] = TicketState.WAITING if state is None else MOVES[state, Move(str(move))]
    assert replayed == {ticket.id: ticket.state for ticket in counter.tickets.today()}


def test_eight_windows_never_call_one_number_twice(counter: Counter, action: NewAction) -> None:
    counter.clerks.open_windows(tuple(range(1, 9)))
    taken = [take(counter, action) for _ in range(60)]
    actors = [
        Actor(clerk_id=1, login="minseo", name="", role=Role.CLERK, window=window)
        for window in range(1, 9)
    ]

    def call_until_empty(actor: Actor) -> list[int]:
        called: list[int] = []
        while True:
            try:
                ticket = counter.tickets.call_next(actor, action_id=f"{actor.window}-{len(called)}")
            except Refusal as refusal:
                assert refusal.code == "queue.empty"
                return called
            called.append(ticket.id)

    with ThreadPoolExecutor(8) as windows:
        called = [number for ids in windows.map(call_until_empty, actors) for number in ids]
    assert sorted(called) == [ticket.id for ticket in taken]


def test_who_waits_is_read_without_those_who_do_not(counter: Counter) -> None:
    if counter.queue.engine.dialect.name != "sqlite":
        pytest.skip("SQLite's plan")
    with looking(counter.queue.engine) as sql:
        plan = str(sql.all(f"EXPLAIN QUERY PLAN {queue_sql.WAITING_ALL}"))
    assert "USING INDEX ix_ticket_lane" in plan
