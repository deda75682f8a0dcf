"""Secure paper by its serials: a sheet is in the book of one counter of a centre."""

import json
import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, and_, text
from sqlmodel import Session, col, select

from counter_app.district.blocks import lock
from counter_app.district.tables import Client, PaperHeld, Store

LOADED, WRITTEN_OFF = "paper.loaded", "paper.written_off"
_SPAN = re.compile(r"(.{0,12}?)(\d{1,12})(?:-\1(\d{1,12}))?", re.ASCII)
_FACTS = text(
    "SELECT fact.store, fact.centre, fact.kind, fact.at, fact.payload FROM fact"
    " JOIN op_applied ON op_applied.op_id = fact.op_id"
    " WHERE fact.kind IN ('paper.loaded', 'paper.written_off')"
    " ORDER BY fact.store, op_applied.op_seq"
)


class Span(NamedTuple):
    """Serials `first` to `last` of one prefix and so many digits."""

    prefix: str
    width: int
    first: int
    last: int

    def __str__(self) -> str:
        first, last = (f"{self.prefix}{n:0{self.width}d}" for n in (self.first, self.last))
        return first if first == last else f"{first}-{last}"


def spans(said: object) -> list[Span]:
    """`SG0000001-SG0000100, SG0000120`, as counters write it; none where any part is no serial."""
    found = [_SPAN.fullmatch(part) for part in said.split(", ")] if isinstance(said, str) else []
    read = [Span(one[1], len(one[2]), int(one[2]), int(one[3] or one[2])) for one in found if one]
    whole = len(read) == len(found) and all(span.first <= span.last for span in read)
    return read if whole else []


def held_elsewhere(session: Session, store: Store, span: Span) -> tuple[Span, datetime] | None:
    """The first of the serials that another counter of the centre has loaded and not given up, and
    when; none of a counter that was revoked."""
    lock(session, f"paper {store.centre}")
    held = (
        select(PaperHeld)
        .join(Store, col(Store.id) == col(PaperHeld.store))
        .join(Client, col(Client.id) == col(Store.client))
        .where(
            PaperHeld.centre == store.centre,
            _overlapping(span),
            Client.id != store.client,
            col(Client.revoked_at).is_(None),
        )
        .order_by(col(PaperHeld.first))
    )
    row = session.exec(held.limit(1)).first()
    if row is None:
        return None
    both = span._replace(first=max(span.first, row.first), last=min(span.last, row.last))
    return both, row.at


def hold(session: Session, store: str, centre: str, span: Span, at: datetime) -> None:
    give_up(session, store, [span])
    session.add(PaperHeld(store=store, centre=centre, at=at, **span._asdict()))
    session.flush()


def give_up(session: Session, store: str, gone: Iterable[Span]) -> None:
    """What is left of the ranges that these were in stays."""
    for span in gone:
        chosen = select(PaperHeld).where(PaperHeld.store == store, _overlapping(span))
        for row in session.exec(chosen).all():
            kept = list(_left(row, span))
            session.delete(row)
            session.flush()
            session.add_all(kept)
    session.flush()


def gather(connection: Connection) -> None:
    """From the facts of before there was such a table; what was then loaded twice stays so."""
    with Session(connection) as session:
        for store, centre, kind, at, payload in session.connection().execute(_FACTS).all():
            read = spans(json.loads(payload).get("serials"))
            if kind == WRITTEN_OFF:
                give_up(session, store, read)
            else:
                for span in read:
                    when = at if isinstance(at, datetime) else datetime.fromisoformat(at)
                    hold(session, store, centre, span, when)
        session.flush()


def _left(row: PaperHeld, gone: Span) -> Iterator[PaperHeld]:
    for first, last in ((row.first, gone.first - 1), (gone.last + 1, row.last)):
        if first <= last:
            yield PaperHeld(**row.model_dump() | {"first": first, "last": last})


def _overlapping(span: Span) -> ColumnElement[bool]:
    return and_(
        col(PaperHeld.prefix) == span.prefix,
        col(PaperHeld.width) == span.width,
        col(PaperHeld.first) <= span.last,
        col(PaperHeld.last) >= span.first,
    )
