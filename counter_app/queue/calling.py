"""F2: the window's present ticket is finished and the next is called, in one act."""

from counter_app.errors import Refusal
from counter_app.queue.moves import Move, TicketState, after, sets
from counter_app.queue.order import Fairness
from counter_app.queue.places import ask, claim, open_place
from counter_app.queue.trace import FINISHED, Act, close, event
from counter_app.queue.views import TicketView, ticket_from
from db import queue_sql
from db.acts import Sql
from db.queue import Call

Seen = tuple[()] | tuple[int, int]
"""The number at a window as somebody saw it: nobody, or its id and version."""


def call(
    sql: Sql, act: Act, window: int, languages: str, rules: Fairness, seen: Seen | None = None
) -> TicketView:
    """The ticket called. Everybody who writes waits for this one, so it asks the store little:
    desk, present ticket, heads; and changes both tickets at once.

    Raises Refusal queue.desk_paused, queue.desk_lunch, queue.other_present, queue.empty,
    queue.stale.
    """
    asked = ask(sql, window)
    desk = open_place(sql, act, window, languages, asked.desk())
    finished, ended = None, None
    events = []
    present = asked.present()
    if seen is not None and [(row[0], row[3]) for row in present] != ([seen] if seen else []):
        raise Refusal("queue.other_present", window=window)
    for ticket_id, number, state, version in present:
        changes = {
            "state": after(TicketState(state), Move.FINISH).value,
            **sets(Move.FINISH, act.at, window),
        }
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
