"""F2: the window's present ticket is finished and the next is called, in one act; or one out of
its order."""

import json

from counter_app.errors import Refusal
from counter_app.privacy.audit import TERMINAL
from counter_app.queue import checks
from counter_app.queue.days import the_time
from counter_app.queue.moves import Move, TicketState, after, sets
from counter_app.queue.order import Choice, Fairness
from counter_app.queue.places import ask, claim, next_at, open_place
from counter_app.queue.trace import FINISHED, Act, close, encoded, event, step
from counter_app.queue.views import TicketView, Why, ticket_from
from db import queue_sql
from db.acts import Overtaken, Row, Sql
from db.outbox import ordered_id
from db.queue import Call, DeskState

Seen = tuple[()] | tuple[int, int]
"""The number at a window as somebody saw it: nobody, or its id and version."""


def call(
    sql: Sql,
    act: Act,
    window: int,
    languages: str,
    rules: Fairness,
    seen: Seen | None = None,
) -> TicketView:
    """The ticket called. Everybody who writes waits for this one, so it asks the store little:
    desk, present ticket, heads; and changes both tickets at once. At once (db.acts), all that
    follows from the choice is made by the server; Overtaken when there is more to do than that.

    Raises Refusal shared.clock_off, queue.desk_taken, queue.desk_paused, queue.desk_lunch,
    queue.other_present, queue.empty, queue.stale; Overtaken.
    """
    asked = ask(sql, window)
    the_time(act.now, asked.clock())
    known = asked.desk()
    if sql.at_once and (not known or known[0][0] == DeskState.CLOSED):
        raise Overtaken
    desk = open_place(sql, act, window, languages, known)
    present = asked.present()
    if seen is not None and [(row[0], row[3]) for row in present] != ([seen] if seen else []):
        raise Refusal("queue.other_present", window=window)
    if sql.at_once:
        choice = next_at(sql, act, window, desk, rules, asked.heads())
        return _made(sql, act, window, desk.turn, choice, present)
    finished, ended = None, None
    events = []
    for ticket_id, number, state, version in present:
        changes = _finishing(act, window, state)
        finished, ended = number, sql.finish(ticket_id, version, changes)
        of = (ticket_id, version + 1, window)
        events.append(event(act, of, Move.FINISH, changes, part=FINISHED))
    row, changes, choice = claim(sql, act, window, desk, rules, asked.heads())
    if ended and not ended():
        raise Refusal("queue.stale", number=finished)
    called = ticket_from(row)
    of = (called.id, called.version, window)
    events.append(event(act, of, Move.CALL, changes, turn=desk.turn))
    sql.add_events(events)
    if choice.turn != desk.turn:
        sql.run(queue_sql.SET_TURN, choice.turn, window)
    close(sql, act, called, Move.CALL, call=Call.CALL, finished=finished)
    return called


def call_this(
    sql: Sql, act: Act, ticket: TicketView, window: int, languages: str, reason: str
) -> TicketView:
    """Raises Refusal queue.illegal_call_this, queue.archived, queue.desk_taken,
    queue.desk_paused, queue.desk_lunch, queue.window_busy, queue.stale."""
    state = after(ticket.state, Move.CALL_THIS)
    checks.of_today(act, ticket)
    open_place(sql, act, window, languages)
    checks.free(sql, window)
    why = Why("why_reason", reason)
    changes = sets(Move.CALL_THIS, act.at, window) | {"why": why.stored()}
    called = step(sql, act, ticket, Move.CALL_THIS, state, changes, reason=reason)
    close(sql, act, called, Move.CALL_THIS, call=Call.CALL, reason=reason)
    return called


def _finishing(act: Act, window: int, state: str) -> dict[str, object]:
    ended = after(TicketState(state), Move.FINISH)
    return {"state": ended.value, **sets(Move.FINISH, act.at, window)}


def _made(
    sql: Sql, act: Act, window: int, turn: int, choice: Choice, present: list[Row]
) -> TicketView:
    """What follows from the choice, all or nothing. Raises Overtaken."""
    state, why = after(TicketState.WAITING, Move.CALL), choice.why.stored()
    changes = {"state": state.value, **sets(Move.CALL, act.at, window), "why": why}
    said = (str(choice.head.lane), window, act.at, act.who, TERMINAL, act.began, act.action_id)
    ended: Row = (None, None, None, None)
    for ticket_id, number, present_state, version in present:
        ended = (ticket_id, version, number, encoded(_finishing(act, window, present_state)))
    how = (why, encoded(changes), turn, choice.turn, *ended, ordered_id(act.now))
    return ticket_from(json.loads(sql.all(queue_sql.MAKE_CALL, *said, *how)[0][0]))
