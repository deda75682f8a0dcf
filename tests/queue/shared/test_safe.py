"""A crash of the server takes back nothing that somebody was told."""

from collections.abc import Callable, Iterator
from contextlib import suppress

import pytest

from counter_app.errors import Refusal
from counter_app.main import Counter
from counter_app.privacy.actor import Actor
from counter_app.queue.moves import Move
from counter_app.queue.tickets import Tickets, TicketView
from db import queue_sql
from db.errors import Lost
from tests.asking import NewAction, Sql
from tests.queue.acts import ACTS, Asked, Scene, assert_whole
from tests.queue.shared.server import Server

NOTHING = "SELECT 1"
LATE = "wal_writer_delay = 10s\n"
AN_UNSAFE_CALL = """
SET synchronous_commit = off;
SELECT end_act('"at", "-", null, ""', now(), '-', NULL, '', 'ticket.call', 'ticket:1', '', 'call',
    1, '2026-11-16', 'E-001', 'E', 'ko', 3, now(), 'op', 'ticket', '{}', now())
"""


@pytest.fixture(autouse=True)
def late(server: Server) -> Iterator[None]:
    """What nobody waits for stays in the server's memory for long."""
    file = server.folder / "data" / "postgresql.auto.conf"
    file.write_text(LATE, "utf-8")
    server.reload()
    yield
    file.write_text("", "utf-8")
    server.reload()


def crashed(counter: Counter, server: Server) -> None:
    server.crash()
    with suppress(Refusal, Lost):
        counter.tickets.view(None)
    counter.queue.link.restore()


@pytest.mark.parametrize("name", ["take", "next over another", "start", "undo"])
def test_an_act_that_was_answered(
    counter: Counter, clerk: Actor, server: Server, action: NewAction, name: str
) -> None:
    scene = Scene(counter.tickets, clerk, action)
    seen = ACTS[name].begin(scene)
    done = ACTS[name].do(Asked(scene.tickets, clerk, seen.id, seen.version, action()))
    crashed(counter, server)
    assert counter.tickets.ticket(done.id) == done
    assert_whole(counter)


def test_an_act_that_was_answered_when_it_was_sent_again(
    counter: Counter,
    clerk: Actor,
    server: Server,
    action: NewAction,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The window lost the answer; the act is there, and not safe yet."""
    called = Scene(counter.tickets, clerk, action).call()

    def start() -> TicketView:
        return counter.tickets.move(
            clerk, called.id, Move.START, version=called.version, action_id="start"
        )

    with monkeypatch.context() as patched:
        patched.setattr(queue_sql, "MAKE_SAFE", NOTHING)
        start()
    done = start()
    crashed(counter, server)
    assert counter.tickets.ticket(called.id) == done


@pytest.mark.parametrize(
    "last",
    [
        lambda tickets: tickets.last_announcement(),
        lambda tickets: max(call.id for call in tickets.announcements(0)),
    ],
)
def test_a_call_that_a_board_was_told_of(
    counter: Counter, server: Server, sql: Sql, last: Callable[[Tickets], int]
) -> None:
    """Another call under its number would be none to that board."""
    for n in (1, 2):
        sql(AN_UNSAFE_CALL)
        assert last(counter.tickets) == n
    crashed(counter, server)
    assert sql("SELECT id FROM announcement ORDER BY id") == [(1,), (2,)]
