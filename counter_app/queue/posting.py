"""A call that was made by hand, put where the queue would have it."""

from datetime import datetime

from sqlalchemy import Engine

from counter_app.clock import Clock
from counter_app.errors import Refusal
from counter_app.privacy.actor import Actor
from counter_app.queue import checks
from counter_app.queue.acting import Acting
from counter_app.queue.days import last_day
from counter_app.queue.link import Link
from counter_app.queue.moves import LIVE, Move, TicketState, after, sets
from counter_app.queue.places import require_here
from counter_app.queue.repeats import Asked
from counter_app.queue.trace import FINISHED, Act, close, step
from counter_app.queue.views import TicketView, Why, ticket_from
from db import queue_sql
from db.acts import Sql, iso
from db.queue_sql import NAMES

REASON = "by_hand"
"""The reason in the events of such calls."""
_COLUMNS = ", ".join(f'"{name}"' for name in NAMES)
_NUMBERED = f"SELECT {_COLUMNS} FROM ticket WHERE day = ? AND number = ?"  # noqa: S608 - our names
_CALLS = {
    TicketState.WAITING: Move.CALL_THIS,
    TicketState.HELD: Move.RECALL,
    TicketState.BACK_OFFICE: Move.RECALL,
}


class Posting:
    """The queue for who posts what happened: nobody is asked whether they may."""

    def __init__(self, engine: Engine, clock: Clock, link: Link) -> None:
        self._link = link
        self._acting = Acting(engine, clock, link)

    def reach(self) -> None:
        """Posting is possible again after a loss. Raises Refusal shared.*, Lost while it is not."""
        if self._link.view.reason:
            self._link.restore()

    def called_by_hand(
        self, actor: Actor, number: str, at: datetime, *, action_id: str
    ) -> TicketView:
        """A number that the actor's window called at `at`; it finished what it had then. Nobody
        is called out any more.

        Nothing is left to do for one that is at this window already. Raises Refusal
        by_hand.unknown, by_hand.<state>, by_hand.archived, by_hand.taken_over when another PC has
        the window by now and somebody is there.
        """
        window = checks.window(actor)

        def work(sql: Sql, act: Act) -> TicketView:
            ticket = _numbered(sql, number, at)
            if ticket.state in LIVE and ticket.window == window:
                return ticket
            if ticket.state not in _CALLS:
                raise Refusal(f"by_hand.{ticket.state}", number=number, window=ticket.window)
            then = Act(actor, action_id, at, iso(at))
            finished = _finish_present(sql, then, window, number)
            move = _CALLS[ticket.state]
            why = Why("why_by_hand").stored()
            changes = {**sets(move, then.at, window, ticket), "why": why}
            state = after(ticket.state, move)
            called = step(sql, then, ticket, move, state, changes, reason=REASON)
            close(sql, act, called, move, finished=finished, by_hand=then.at)
            return called

        asked = Asked(_CALLS.values(), number=number, window=window, reason=REASON)
        return self._acting.once(actor, action_id, work, asked)


def _numbered(sql: Sql, number: str, at: datetime) -> TicketView:
    """The ticket of the day of the call: the same number of another day is another visitor's."""
    day, last = at.date(), last_day(sql)
    row = sql.one(_NUMBERED, day.isoformat(), number)
    if row is None:
        raise Refusal("by_hand.unknown", number=number)
    ticket = ticket_from(row)
    if ticket.archived_at or (last and last > day):
        raise Refusal("by_hand.archived", number=number)
    return ticket


def _finish_present(sql: Sql, then: Act, window: int, number: str) -> str | None:
    row = sql.one(queue_sql.LIVE_AT, window)
    if row is None:
        return None
    present = ticket_from(row)
    try:
        require_here(sql, then, window)
    except Refusal as taken:
        fields = {"number": number, "window": window, "present": present.number}
        raise Refusal("by_hand.taken_over", **fields) from taken
    state = after(present.state, Move.FINISH)
    changes = sets(Move.FINISH, then.at, window, present)
    step(sql, then, present, Move.FINISH, state, changes, part=FINISHED)
    return present.number
