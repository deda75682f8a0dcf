"""Whatever breaks between a window and the queue, an act is done once."""

import socket
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from datetime import timedelta
from itertools import count
from pathlib import Path
from threading import Barrier

import pytest

from counter_app.clock import FixedClock
from counter_app.errors import Refusal
from counter_app.main import Counter, open_counter
from counter_app.privacy.actor import Actor
from counter_app.privacy.audit import verify
from counter_app.queue.moves import Move, TicketState
from counter_app.queue.views import TicketView
from counter_app.words import explain
from db.clerks import Role
from db.errors import Lost
from tests.asking import NewAction, Sql
from tests.conftest import PASSWORD
from tests.proxy import Cut, Proxy
from tests.queue.shared.server import Server


@pytest.fixture
def window(home: Path, clock: FixedClock, server: Server, proxy: Proxy) -> Iterator[Counter]:
    """A PC that reaches the queue through the proxy."""
    file = home / "counter.toml"
    text = file.read_text("utf-8").replace(f":{server.port}/", f":{proxy.port}/")
    file.write_text(text, "utf-8")
    opened = open_counter(home, clock)
    yield opened
    opened.close()


@pytest.mark.parametrize("how", Cut)
def test_an_answer_lost_at_any_step(window: Counter, proxy: Proxy, sql: Sql, how: Cut) -> None:
    clerk = window.clerks.sign_in("minseo", PASSWORD, 3)
    tickets = window.tickets

    def visit(visitor: str) -> TicketView:
        tickets.take("E", action_id=f"{visitor}:take")
        called = tickets.call_next(clerk, action_id=f"{visitor}:call")
        started = tickets.move(
            clerk, called.id, Move.START, version=called.version, action_id=f"{visitor}:start"
        )
        return tickets.move(
            clerk, called.id, Move.FINISH, version=started.version, action_id=f"{visitor}:finish"
        )

    for step in count(1):
        proxy.cut(how, step)
        done = visit(str(step))
        assert (done.number, done.state, done.version) == (f"E-{step:03d}", TicketState.DONE, 4)
        if not proxy.was_cut():
            break
    assert step > 12  # messages of a visit: else nothing was tried
    visits = step
    assert [view.state for view in tickets.today()] == [TicketState.DONE] * visits
    assert sql("SELECT count(*), max(id) FROM announcement") == [(visits, visits)]
    assert sql("SELECT count(*) FROM ticket_event") == [(visits * 4,)]
    assert sql("SELECT count(*) FROM outbox") == [(visits * 4,)]
    assert verify(window.queue.engine).rows == visits * 4


@pytest.mark.parametrize("fail", [Server.restart, Server.crash])
def test_a_server_that_restarts_in_the_middle_of_calls(
    counter: Counter, server: Server, sql: Sql, fail: Callable[[Server], None]
) -> None:
    windows, visitors = 4, 30
    for n in range(visitors):
        counter.tickets.take("E", action_id=f"take-{n}")
    begun = Barrier(windows + 1)

    def call_all(window: int) -> list[int]:
        """As a clerk would: presses again until it is done."""
        actor = Actor(clerk_id=1, login="minseo", name="", role=Role.CLERK, window=window)
        called: list[int] = []
        begun.wait()
        while True:
            try:
                action = f"window-{window}-{len(called)}"
                called.append(counter.tickets.call_next(actor, action_id=action).id)
            except Refusal as refusal:
                if refusal.code == "queue.empty":
                    return called
                assert refusal.code == "shared.unreachable"
                with suppress(Refusal, Lost):
                    counter.queue.link.restore()

    with ThreadPoolExecutor(windows) as threads:
        calling = [threads.submit(call_all, window) for window in range(1, windows + 1)]
        begun.wait()
        fail(server)
        called = [ticket for window in calling for ticket in window.result()]
    assert sorted(called) == sorted(view.id for view in counter.tickets.today())
    assert sql("SELECT count(*), max(id) FROM announcement") == [(visitors, visitors)]
    assert verify(counter.queue.engine).ok


def test_a_queue_that_is_gone_is_refused_at_once_and_since_when(
    counter: Counter, clerk: Actor, server: Server, action: NewAction, clock: FixedClock
) -> None:
    port = server.port
    server.stop()
    with pytest.raises(Refusal) as first:
        counter.tickets.call_next(clerk, action_id=action())
    assert explain(first.value, "en").startswith("The shared queue has been out of reach since 10:")
    clock.at += timedelta(minutes=7)
    with socket.create_server(("127.0.0.1", port)) as deaf:
        deaf.setblocking(False)
        for ask in (
            lambda: counter.tickets.call_next(clerk, action_id=action()),
            lambda: counter.tickets.view(3),
        ):
            with pytest.raises(Refusal) as later:
                ask()
            assert (later.value.code, later.value.fields) == (first.value.code, first.value.fields)
        with pytest.raises(BlockingIOError):
            deaf.accept()  # nobody has tried to come in
    server.start()
    counter.queue.link.restore()
    assert counter.tickets.view(3).current is None


def test_a_server_that_stands_still_holds_nobody(
    counter: Counter, clerk: Actor, server: Server, action: NewAction
) -> None:
    counter.tickets.take("E", action_id=action())
    server.freeze()
    try:
        with pytest.raises(Refusal) as refused:
            counter.tickets.call_next(clerk, action_id="called")
        assert refused.value.code == "shared.unreachable"
    finally:
        server.thaw()
    counter.queue.link.restore()
    assert counter.tickets.call_next(clerk, action_id="called").number == "E-001"


def test_a_window_opens_without_its_queue(home: Path, clock: FixedClock, server: Server) -> None:
    server.stop()
    with closing(open_counter(home, clock)) as counter:
        clerk = counter.clerks.sign_in("minseo", PASSWORD, 3)
        with pytest.raises(Refusal) as refused:
            counter.tickets.view(3)
        assert refused.value.code == "shared.unreachable"
        with pytest.raises(Refusal) as refused:
            counter.tickets.call_next(clerk, action_id="x")
        assert refused.value.code == "shared.unreachable"
