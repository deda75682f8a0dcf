"""Numbers are taken, called, served and finished. Qt-free; one act, one transaction."""

from collections.abc import Callable, Iterable

from sqlalchemy import Engine

from counter_app.clock import Clock
from counter_app.errors import Refusal
from counter_app.privacy.actor import Actor
from counter_app.queue import calling, checks, making, moving, undoing
from counter_app.queue.acting import Acting
from counter_app.queue.calling import Seen
from counter_app.queue.days import last_day, service_day
from counter_app.queue.history import TicketEventView, event_from
from counter_app.queue.link import Link, linked
from counter_app.queue.making import wished
from counter_app.queue.moves import Move
from counter_app.queue.repeats import Asked
from counter_app.queue.settings import QueueSettings
from counter_app.queue.sight import queue_view
from counter_app.queue.trace import Act
from counter_app.queue.views import (
    AnnouncementView,
    QueueView,
    Task,
    TicketView,
    Wishes,
    announcement_from,
    ticket_from,
    tickets_from,
)
from db import queue_sql
from db.acts import Sql, at_once, looking, make_safe
from db.queue import Priority

__all__ = ["Priority", "QueueView", "Task", "TicketView", "Tickets", "Wishes"]


class Tickets:
    """`serving` refuses a clerk who may not serve and says what they speak; it is asked before
    the act, as clerks are kept in the local store and the queue may be elsewhere.

    Every act refuses an id of another one (queue.action_used)."""

    def __init__(
        self,
        engine: Engine,
        clock: Clock,
        settings: QueueSettings,
        serving: Callable[[Actor], str],
        link: Link | None = None,
    ) -> None:
        self._link = link or Link(clock)
        self._acting = Acting(engine, clock, self._link)
        self._engine = engine
        self._clock = clock
        self._settings = settings
        self._serving = serving

    def take(
        self,
        category: str,
        language: str = "ko",
        *,
        action_id: str,
        actor: Actor | None = None,
        interpreter: bool = False,
        priority: Priority | None = None,
        tasks: Iterable[Task] = (),
        note: str = "",
    ) -> TicketView:
        """A new number of the day; the first after midnight ends the day before.

        Raises Refusal queue.no_category, queue.no_language, queue.bad_task, queue.note_long or
        queue.numbers_used_up.
        """
        of = checks.category(self._settings, category)
        wishes = Wishes(language, interpreter, priority, tuple(tasks), note)
        checks.wishes(wishes)

        def work(sql: Sql, act: Act) -> TicketView:
            return making.take(sql, act, of, wishes)

        asked = Asked((Move.TAKE,), changes={"category": category})
        return self._acting.once(actor, action_id, work, asked, quickly=at_once)

    def quick(
        self,
        actor: Actor,
        category: str,
        *,
        action_id: str,
        language: str = "ko",
        tasks: Iterable[Task] = (),
        note: str = "",
    ) -> TicketView:
        """Serves somebody who took no number; ends as any other by FINISH.

        Raises Refusal as `take`, queue.no_window, queue.desk_taken or queue.window_busy.
        """
        self._serving(actor)
        window = checks.window(actor)
        checks.category(self._settings, category)
        wishes = Wishes(language, tasks=tuple(tasks), note=note)
        checks.wishes(wishes)

        def work(sql: Sql, act: Act) -> TicketView:
            return making.quick(sql, act, window, category, wishes)

        asked = Asked((Move.QUICK,), window=window, changes={"category": category})
        return self._acting.once(actor, action_id, work, asked)

    def call_next(self, actor: Actor, *, action_id: str, seen: Seen | None = None) -> TicketView:
        """Finishes the window's present ticket, if any, and calls the next (order.py says which).

        `seen`: what the clerk saw at the window; None to finish whatever is there.
        Raises Refusal queue.no_window, queue.desk_taken, queue.desk_paused, queue.desk_lunch,
        queue.other_present, or queue.empty (then nothing is finished either).
        """
        languages = self._serving(actor)
        window = checks.window(actor)

        def work(sql: Sql, act: Act) -> TicketView:
            return calling.call(sql, act, window, languages, self._settings.fairness, seen)

        asked = Asked((Move.CALL,), window=window)
        return self._acting.once(actor, action_id, work, asked, quickly=at_once)

    def call_this(
        self, actor: Actor, ticket_id: int, reason: str, *, version: int, action_id: str
    ) -> TicketView:
        """Calls one particular number out of its order; the reason is on record.

        Raises Refusal queue.reason_needed, queue.window_busy, queue.desk_taken, queue.desk_paused,
        queue.desk_lunch and as `move`.
        """
        languages = self._serving(actor)
        window = checks.window(actor)
        said = checks.reason(reason)

        def work(sql: Sql, act: Act) -> TicketView:
            ticket = checks.seen(sql, ticket_id, version)
            return calling.call_this(sql, act, ticket, window, languages, said)

        asked = Asked((Move.CALL_THIS,), ticket_id, window=window, reason=said)
        return self._acting.once(actor, action_id, work, asked)

    def move(
        self, actor: Actor, ticket_id: int, move: Move, *, version: int, action_id: str
    ) -> TicketView:
        """One of moving.PLAIN on one ticket, if it still is what the clerk saw.

        Raises Refusal queue.no_ticket, queue.archived, queue.stale, queue.other_window,
        queue.window_busy, queue.desk_taken, queue.recall_first, queue.wait_first or
        queue.illegal_<move>.
        """
        self._serving(actor)

        def work(sql: Sql, act: Act) -> TicketView:
            ticket = checks.seen(sql, ticket_id, version)
            return moving.move(sql, act, actor, ticket, move, self._settings)

        return self._acting.once(actor, action_id, work, Asked((move,), ticket_id))

    def transfer(
        self,
        actor: Actor,
        ticket_id: int,
        *,
        version: int,
        action_id: str,
        category: str | None = None,
        window: int | None = None,
        note: str | None = None,
    ) -> TicketView:
        """Sends a visitor on to a category or to one window; number and arrival stay.

        Raises Refusal queue.transfer_where unless exactly one is named, queue.no_category,
        queue.no_such_window, queue.note_long and as `move`.
        """
        if (category is None) == (window is None):
            raise Refusal("queue.transfer_where")
        if category is not None:
            checks.category(self._settings, category)
        if window is not None and window not in self._settings.windows:
            raise Refusal("queue.no_such_window", window=window)
        checks.note(note or "")
        self._serving(actor)

        def work(sql: Sql, act: Act) -> TicketView:
            ticket = checks.seen(sql, ticket_id, version)
            return moving.transfer(sql, act, ticket, category, window, note)

        to = {} if category is None else {"category": category}
        asked = Asked(
            (Move.TRANSFER,), ticket_id, changes={"for_window": window, "note": note, **to}
        )
        return self._acting.once(actor, action_id, work, asked)

    def amend(
        self, actor: Actor, ticket_id: int, wishes: Wishes, *, version: int, action_id: str
    ) -> TicketView:
        """Corrects what a ticket says of its visitor; `TicketView.wishes` is what it said.

        Raises Refusal queue.no_language, queue.bad_task, queue.note_long and as `move`.
        """
        checks.wishes(wishes)
        self._serving(actor)

        def work(sql: Sql, act: Act) -> TicketView:
            return moving.amend(sql, act, checks.seen(sql, ticket_id, version), wishes)

        asked = Asked((Move.AMEND,), ticket_id, changes=wished(wishes))
        return self._acting.once(actor, action_id, work, asked)

    def undo(self, actor: Actor, ticket_id: int, *, version: int, action_id: str) -> TicketView:
        """Takes back the last act on a ticket, with all that it moved, within five seconds.

        Raises Refusal queue.illegal_undo, queue.undo_late, queue.other_window, queue.window_busy
        and as `move`.
        """
        self._serving(actor)

        def work(sql: Sql, act: Act) -> TicketView:
            return undoing.undo(sql, act, checks.seen(sql, ticket_id, version))

        return self._acting.once(actor, action_id, work, Asked((Move.UNDO,), ticket_id))

    @linked
    def ticket(self, ticket_id: int) -> TicketView:
        """Raises Refusal queue.no_ticket."""
        with looking(self._engine) as sql:
            return _known(sql, ticket_id)

    @linked
    def history(self, ticket_id: int) -> tuple[TicketEventView, ...]:
        """What happened to a ticket, from the first on. Raises Refusal queue.no_ticket."""
        with looking(self._engine) as sql:
            _known(sql, ticket_id)
            return tuple(map(event_from, sql.all(queue_sql.EVENTS, ticket_id)))

    @linked
    def view(self, window: int | None) -> QueueView:
        """The day's queue as a window sees it."""
        with looking(self._engine) as sql:
            return queue_view(sql, window, self._settings, self._clock.now())

    @linked
    def today(self) -> tuple[TicketView, ...]:
        """Every ticket of the day, in order of arrival."""
        with looking(self._engine) as sql:
            day = service_day(last_day(sql), self._clock.now().date())
            return tickets_from(sql.all(queue_sql.OF_DAY, day.isoformat()))

    @linked
    def announcements(self, after: int, limit: int = 100) -> tuple[AnnouncementView, ...]:
        """The calls after one, in the order in which they were made; none of them is taken back."""
        with looking(self._engine) as sql:
            rows = sql.all(queue_sql.ANNOUNCED, after, limit)
        if rows:
            make_safe(self._engine)
        return tuple(map(announcement_from, rows))

    @linked
    def last_announcement(self) -> int:
        """The id of the last call, which is not taken back; 0 before the first."""
        with looking(self._engine) as sql:
            last = int(sql.all(queue_sql.LAST_ANNOUNCEMENT)[0][0])
        make_safe(self._engine)
        return last


def _known(sql: Sql, ticket_id: int) -> TicketView:
    row = sql.one(queue_sql.TICKET, ticket_id)
    if row is None:
        raise Refusal("queue.no_ticket")
    return ticket_from(row)
