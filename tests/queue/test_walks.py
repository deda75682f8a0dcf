"""Any sequence of acts: the rows are what the events say, and every promise holds."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, text

from counter_app.clock import FixedClock
from counter_app.errors import Refusal
from counter_app.privacy.actor import Actor
from counter_app.privacy.audit import verify
from counter_app.queue.history import replay
from counter_app.queue.moves import LIVE, Move, TicketState
from counter_app.queue.moving import PLAIN
from counter_app.queue.settings import QueueSettings
from counter_app.queue.tickets import Tickets, TicketView, Wishes
from counter_app.words import LANGUAGES, explain
from db.clerks import Role
from db.engine import create_store, reading, transaction
from db.migrate import upgrade
from db.queue import Priority
from db.queue_sql import NAMES
from tests.conftest import MORNING

QUEUE_TABLES = ("announcement", "ticket_event", "ticket", "desk", "serial")
CLERKS = tuple(Actor(n, f"clerk{n}", "", Role.CLERK, n) for n in (1, 2))
ACTS = st.tuples(
    st.sampled_from(
        ["take", "quick", "next", "this", "transfer", "amend", "undo", "wait", "back", *PLAIN]
    ),
    st.integers(0, 1),
    st.integers(0, 5),
    st.booleans(),
)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    engine = create_store(Path(tmp_path_factory.mktemp("walks")) / "counter.db", b"k" * 32)
    upgrade(engine)
    return engine


def emptied(engine: Engine) -> Engine:
    with transaction(engine) as session:
        for table in QUEUE_TABLES:
            session.connection().execute(text(f"DELETE FROM {table}"))
    return engine


class Walk:
    def __init__(self, engine: Engine) -> None:
        self.clock = FixedClock(MORNING)
        self.tickets = Tickets(engine, self.clock, QueueSettings((1, 2)), lambda _: "")
        self.acts = 0

    def go(self, kind: str, clerk: Actor, pick: int, fresh: bool) -> TicketView | None:
        """One act; None when it was refused in words, and then nothing has changed."""
        before = self.tickets.today()
        seen = before[pick % len(before)] if before else None
        self.acts += 1
        try:
            return self._act(kind, clerk, seen, fresh, f"act-{self.acts}")
        except Refusal as refusal:
            assert all(explain(refusal, language) for language in LANGUAGES)
            assert self.tickets.today() == before
            return None

    def _act(
        self, kind: str, clerk: Actor, seen: TicketView | None, fresh: bool, action: str
    ) -> TicketView | None:
        tickets = self.tickets
        if kind in ("wait", "back"):
            self.clock.at += timedelta(seconds=3) if kind == "wait" else -timedelta(hours=1)
            return None
        priority = Priority.SENIOR if fresh else None
        says: dict[str, Any] = {"interpreter": fresh, "priority": priority, "action_id": action}
        alone: dict[str, Callable[[], TicketView]] = {
            "take": lambda: tickets.take("A", "vi", **says),
            "quick": lambda: tickets.quick(clerk, "B", action_id=action),
            "next": lambda: tickets.call_next(clerk, action_id=action),
        }
        if kind in alone:
            return alone[kind]()
        return self._moved(kind, clerk, seen, fresh, action) if seen else None

    def _moved(
        self, kind: str, clerk: Actor, seen: TicketView, fresh: bool, action: str
    ) -> TicketView:
        tickets = self.tickets
        version = seen.version if fresh else max(1, seen.version - 1)
        of = (clerk, seen.id)
        how: dict[str, Any] = {"version": version, "action_id": action}
        to: dict[str, Any] = {"window": 2} if fresh else {"category": "B"}
        moves: dict[str, Callable[[], TicketView]] = {
            "this": lambda: tickets.call_this(*of, "바쁨", **how),
            "transfer": lambda: tickets.transfer(clerk, seen.id, note="서류", **to, **how),
            "amend": lambda: tickets.amend(*of, Wishes("zh", True, note="통역"), **how),
            "undo": lambda: tickets.undo(*of, **how),
        }
        return moves[kind]() if kind in moves else tickets.move(*of, Move(kind), **how)


@settings(
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.lists(ACTS, max_size=25))
def test_any_walk_keeps_every_promise(
    engine: Engine, acts: list[tuple[str, int, int, bool]]
) -> None:
    walk = Walk(emptied(engine))
    for kind, clerk, pick, fresh in acts:
        done = walk.go(kind, CLERKS[clerk], pick, fresh)
        again = f"act-{walk.acts}"
        if done and kind == "next":
            assert walk.tickets.call_next(CLERKS[clerk], action_id=again) == done
        if done and kind == "take":
            assert walk.tickets.take("A", action_id=again) == done
    tickets = walk.tickets.today()
    live = [ticket.window for ticket in tickets if ticket.state in LIVE]
    assert len(live) == len(set(live))
    assert len({ticket.number for ticket in tickets}) == len(tickets)
    with reading(engine) as session:
        rows = session.connection().execute(text("SELECT * FROM ticket")).mappings().all()
    for row in rows:
        again_row = replay(walk.tickets.history(row["id"]))
        assert {name: again_row[name] for name in NAMES} == {name: row[name] for name in NAMES}


@pytest.mark.parametrize("ending", [Move.HOLD, Move.FINISH, Move.NO_SHOW, Move.START, Move.CANCEL])
def test_the_last_move_can_be_taken_back(
    engine: Engine, ending: Move, action: Callable[[], str]
) -> None:
    walk = Walk(emptied(engine))
    walk.go("take", CLERKS[0], 0, False)
    called = walk.tickets.call_next(CLERKS[0], action_id=action())
    over = walk.tickets.move(
        CLERKS[0], called.id, ending, version=called.version, action_id=action()
    )
    undoable = walk.tickets.view(1).undoable
    assert undoable is not None
    assert (undoable.ticket_id, undoable.version, undoable.move) == (over.id, over.version, ending)
    back = walk.tickets.undo(CLERKS[0], over.id, version=over.version, action_id=action())
    assert (back.state, back.window, back.ended_at) == (TicketState.CALLED, 1, None)
    walk.clock.at += timedelta(seconds=6)
    with pytest.raises(Refusal) as caught:
        walk.tickets.undo(CLERKS[0], back.id, version=back.version, action_id=action())
    assert caught.value.code == "queue.illegal_undo"


def test_who_was_served_without_a_number_is_taken_back_and_the_number_is_not_given_again(
    engine: Engine, action: Callable[[], str]
) -> None:
    walk = Walk(emptied(engine))
    first = walk.tickets.quick(CLERKS[0], "A", action_id=action())
    undoable = walk.tickets.view(1).undoable
    assert undoable is not None
    back = walk.tickets.undo(CLERKS[0], first.id, version=undoable.version, action_id=action())
    assert (back.state, walk.tickets.view(1).current) == (TicketState.CANCELLED, None)
    assert walk.tickets.view(1).undoable is None
    assert walk.tickets.quick(CLERKS[0], "A", action_id=action()).number == "Q-002"


def test_taking_back_a_call_gives_the_window_its_ticket_again(
    engine: Engine, action: Callable[[], str]
) -> None:
    walk = Walk(emptied(engine))
    for _ in range(2):
        walk.go("take", CLERKS[0], 0, False)
    first = walk.tickets.call_next(CLERKS[0], action_id=action())
    second = walk.tickets.call_next(CLERKS[0], action_id=action())
    walk.tickets.undo(CLERKS[0], second.id, version=second.version, action_id=action())
    view = walk.tickets.view(1)
    assert view.current is not None
    assert (view.current.id, view.current.state) == (first.id, TicketState.CALLED)
    assert [ticket.id for ticket in view.waiting] == [second.id]
    assert [call.kind for call in walk.tickets.announcements(0)] == ["call", "call", "withdrawn"]


@pytest.mark.parametrize("later", [timedelta(seconds=6), timedelta(hours=-1)])
def test_a_move_is_not_taken_back_later(
    engine: Engine, action: Callable[[], str], later: timedelta
) -> None:
    """Nor when the clock was set back since."""
    walk = Walk(emptied(engine))
    walk.go("take", CLERKS[0], 0, False)
    called = walk.tickets.call_next(CLERKS[0], action_id=action())
    walk.clock.at += later
    assert walk.tickets.view(1).undoable is None
    with pytest.raises(Refusal) as caught:
        walk.tickets.undo(CLERKS[0], called.id, version=called.version, action_id=action())
    assert caught.value.code == "queue.undo_late"


def test_the_first_number_of_a_day_archives_the_last_one_as_it_was(
    engine: Engine, action: Callable[[], str]
) -> None:
    walk = Walk(emptied(engine))
    for _ in range(2):
        walk.go("take", CLERKS[0], 0, False)
    serving = walk.tickets.call_next(CLERKS[0], action_id=action())
    walk.clock.at += timedelta(hours=15)
    finished_at_night = walk.tickets.view(1)
    assert finished_at_night.current == serving
    assert finished_at_night.waiting == ()
    taken = walk.tickets.take("A", action_id=action())
    assert taken.number == "A-001"
    left = walk.tickets.ticket(serving.id)
    assert (left.state, left.ended_at) == (TicketState.CALLED, None)
    assert left.archived_at is not None
    assert walk.tickets.view(1).current is None
    with pytest.raises(Refusal) as caught:
        walk.tickets.move(
            CLERKS[0], serving.id, Move.FINISH, version=left.version, action_id=action()
        )
    assert caught.value.code == "queue.archived"
    assert walk.tickets.call_next(CLERKS[0], action_id=action()).id == taken.id


def test_a_clock_set_back_over_midnight_reopens_no_day(
    engine: Engine, action: Callable[[], str]
) -> None:
    walk = Walk(emptied(engine))
    walk.clock.at += timedelta(hours=14, minutes=20)
    first = walk.tickets.take("A", action_id=action())
    walk.clock.at -= timedelta(hours=1)
    second = walk.tickets.take("A", action_id=action())
    assert (second.number, second.day) == ("A-002", first.day)
    called = [walk.tickets.call_next(CLERKS[0], action_id=action()).id for _ in range(2)]
    assert called == [first.id, second.id]


def test_the_chain_is_whole_after_all_that(engine: Engine) -> None:
    assert verify(engine).ok
