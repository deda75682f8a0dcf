"""What the queue shows: frozen values, made of the store's rows and of nothing else."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from counter_app.words import say
from db.acts import Row, moment
from db.queue import Call, DeskState, Move, Priority, TicketState


@dataclass(frozen=True, slots=True)
class Why:
    """Why a ticket is called when it is: a sentence of queue.json and what fills it."""

    code: str
    detail: str | int = ""
    """Minutes waited, a Priority, a language or a clerk's reason, as the code has it."""

    def stored(self) -> str:
        return json.dumps([self.code, self.detail], ensure_ascii=False)

    def words(self, language: str) -> str:
        """The reason as a clerk reads it."""
        names = {"why_priority": "priority", "why_language": "language"}
        group = names.get(self.code)
        detail = say(f"queue.{group}_{self.detail}", language) if group else self.detail
        return say(f"queue.{self.code}", language, detail=detail)


@dataclass(frozen=True, slots=True)
class Task:
    """What a visitor came for, and how many of it."""

    kind: str
    quantity: int = 1


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a ticket says of its visitor; all of it can be corrected, the number cannot."""

    language: str = "ko"
    interpreter: bool = False
    priority: Priority | None = None
    tasks: tuple[Task, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class TicketView:
    """`id` is the order of arrival. `window`: which called it last; `for_window`: the only one
    that may call it."""

    id: int
    number: str
    category: str
    state: TicketState
    language: str
    window: int | None
    taken_at: datetime
    called_at: datetime | None
    started_at: datetime | None
    ended_at: datetime | None
    recalls: int
    version: int
    day: date
    interpreter: bool
    priority: Priority | None
    tasks: tuple[Task, ...]
    note: str
    for_window: int | None
    why: Why | None
    recalled_at: datetime | None
    archived_at: datetime | None
    lane: str = field(repr=False)

    @property
    def wishes(self) -> Wishes:
        return Wishes(self.language, self.interpreter, self.priority, self.tasks, self.note)


@dataclass(frozen=True, slots=True)
class Undoable:
    """The window's last move while it can still be taken back."""

    ticket_id: int
    version: int
    move: Move
    until: datetime


@dataclass(frozen=True, slots=True)
class QueueView:
    """What a window sees. `waiting` is everyone: first the `callable` ones in this window's very
    calling order, as things stand, then those it leaves to others."""

    current: TicketView | None
    waiting: tuple[TicketView, ...]
    served_today: int
    callable: int = 0
    why: Why | None = None
    """Why `upcoming` is next."""
    aside: tuple[TicketView, ...] = ()
    """Held or in the back office, anywhere, by arrival."""
    absent: tuple[TicketView, ...] = ()
    """The day's no-shows, which can be restored, by arrival."""
    undoable: Undoable | None = None

    @property
    def upcoming(self) -> TicketView | None:
        return self.waiting[0] if self.callable else None


@dataclass(frozen=True, slots=True)
class AnnouncementView:
    id: int
    kind: Call
    ticket_id: int
    day: date
    number: str
    category: str
    language: str
    window: int
    at: datetime


@dataclass(frozen=True, slots=True)
class DeskView:
    """A service window. `serves`: tiers of categories; a lower one only when none of the upper
    waits, none at all meaning all alike."""

    window: int
    state: DeskState
    reason: str | None
    since: datetime
    clerk_name: str
    languages: tuple[str, ...]
    serves: tuple[tuple[str, ...], ...]
    auto_call: bool
    ticket: str | None
    """The number being called or served."""
    pc: str = ""
    """Where it was opened last."""

    def elsewhere(self, pc: str) -> bool:
        """Whether it is worked at another PC."""
        return self.state is not DeskState.CLOSED and self.pc not in ("", pc)


def ticket_from(row: Row) -> TicketView:
    """Of a row of db.queue_sql.NAMES."""
    return TicketView(
        id=row[0],
        day=day_from(row[1]),
        category=row[2],
        number=row[3],
        state=TicketState(row[4]),
        lane=row[5],
        language=row[6],
        interpreter=bool(row[7]),
        priority=Priority(row[8]) if row[8] else None,
        tasks=tasks_from(row[9]),
        note=row[10],
        for_window=row[11],
        window=row[12],
        why=Why(*json.loads(row[13])) if row[13] else None,
        taken_at=moment(row[14]),
        called_at=moment(row[15]),
        recalled_at=moment(row[16]),
        started_at=moment(row[17]),
        ended_at=moment(row[18]),
        archived_at=moment(row[19]),
        recalls=row[20],
        version=row[21],
    )


def tickets_from(rows: Iterable[Row]) -> tuple[TicketView, ...]:
    return tuple(map(ticket_from, rows))


def announcement_from(row: Row) -> AnnouncementView:
    """Of a row of db.queue_sql.ANNOUNCED."""
    id_, kind, ticket_id, day, number, category, language, window, at = row
    return AnnouncementView(
        id_, Call(kind), ticket_id, day_from(day), number, category, language, window, moment(at)
    )


def tasks_from(stored: str) -> tuple[Task, ...]:
    return () if stored == "[]" else tuple(Task(*task) for task in json.loads(stored))


def tasks_stored(tasks: Iterable[Task]) -> str:
    return json.dumps([[task.kind, task.quantity] for task in tasks], ensure_ascii=False)


def tiers_from(stored: str) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(tier.split()) for tier in stored.split(">")) if stored else ()


def tiers_stored(tiers: Iterable[Iterable[str]]) -> str:
    return ">".join(" ".join(tier) for tier in tiers)


def day_from(value: date | str) -> date:
    return value if isinstance(value, date) else date.fromisoformat(value)
