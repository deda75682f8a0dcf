"""Several PCs on one queue: they see each other, and nothing is called or numbered twice."""

from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest

from counter_app.errors import Refusal
from counter_app.main import Counter
from counter_app.privacy.actor import Actor
from counter_app.privacy.audit import verify
from counter_app.queue.moves import Move, TicketState
from db.clerks import Role
from tests.asking import NewAction, Sql


def test_a_visit_on_two_pcs(
    counter: Counter, other: Counter, clerk: Actor, action: NewAction
) -> None:
    colleague = other.clerks.sign_in("jihun", "seogyo-demo", 4)
    taken = counter.tickets.take("E", "vi", action_id=action())
    assert taken.number == "E-001"
    assert other.tickets.take("E", action_id=action()).number == "E-002"
    called = other.tickets.call_next(colleague, action_id=action())
    assert (called.id, called.window, called.state) == (taken.id, 4, TicketState.CALLED)
    assert counter.tickets.ticket(taken.id) == called
    with pytest.raises(Refusal) as refused:
        counter.tickets.move(clerk, taken.id, Move.START, version=called.version, action_id="x")
    assert refused.value.code == "queue.other_window"


def test_windows_and_kiosks_of_two_pcs_at_once(
    counter: Counter, other: Counter, action: NewAction, sql: Sql
) -> None:
    windows, kiosks, visitors = 8, 2, 40
    counters = (counter, other)

    def give_out(kiosk: int) -> list[str]:
        tickets = counters[kiosk % 2].tickets
        return [
            tickets.take("ABCDE"[n % 5], action_id=f"kiosk-{kiosk}-{n}").number
            for n in range(visitors)
        ]

    def call_all(window: int) -> list[int]:
        tickets = counters[window % 2].tickets
        actor = Actor(clerk_id=1, login="minseo", name="", role=Role.CLERK, window=window)
        called: list[int] = []
        while True:
            all_given = all(kiosk.done() for kiosk in giving)
            try:
                ticket = tickets.call_next(actor, action_id=f"window-{window}-{len(called)}")
            except Refusal as refusal:
                assert refusal.code == "queue.empty"
                if all_given:
                    return called
                continue
            called.append(ticket.id)

    with ThreadPoolExecutor(windows + kiosks) as threads:
        giving = [threads.submit(give_out, kiosk) for kiosk in range(kiosks)]
        calling = [threads.submit(call_all, window) for window in range(1, windows + 1)]
        given = [number for kiosk in giving for number in kiosk.result()]
        called = [ticket for window in calling for ticket in window.result()]
    assert len(set(given)) == len(given) == kiosks * visitors
    assert sorted(called) == sorted(ticket.id for ticket in counter.tickets.today())
    announced = sql("SELECT id, ticket_id FROM announcement ORDER BY id")
    assert [number for number, _ in announced] == list(range(1, len(called) + 1))
    assert sorted(int(str(ticket)) for _, ticket in announced) == sorted(called)
    assert verify(counter.queue.engine).ok


def test_the_shared_chain_shows_what_was_altered(
    counter: Counter, clerk: Actor, action: NewAction, sql: Sql
) -> None:
    counter.tickets.take("E", action_id=action())
    counter.tickets.call_next(clerk, action_id=action())
    chain = verify(counter.queue.engine)
    assert (chain.ok, chain.rows) == (True, 2)
    for table in ("audit", "ticket_event", "announcement"):
        for change in (f"DELETE FROM {table}", f"UPDATE {table} SET at = now()"):
            with pytest.raises(psycopg.errors.RaiseException, match="append-only"):
                sql(change)
    sql("ALTER TABLE audit DISABLE TRIGGER ALL; UPDATE audit SET clerk = 'x' WHERE seq = 2")
    assert verify(counter.queue.engine).first_bad == 2
