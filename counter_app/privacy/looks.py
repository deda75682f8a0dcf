"""The accesses of a month as they are judged: who did what, to whose record, for which ticket."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import bindparam, text
from sqlmodel import Session, SQLModel, col, select

from counter_app.errors import Refusal
from counter_app.privacy.acts import ACTS
from db.audit import NO_TICKET
from db.certificates import Certificate
from db.matters import MatterRow

AT_ONCE = 500
_WITHIN = f"at >= :since AND at < :until AND {NO_TICKET}"
_CHOSEN = (
    'SELECT seq, at, clerk, "window", action, subject, hash,'  # noqa: S608
    " detail -> '$.ticket',"
    " CASE action WHEN 'resident.searched' THEN json_extract(detail, '$.kind') END"
    f" FROM audit WHERE action IN :acts AND {_WITHIN}"
)
_LOOKS = text(f"{_CHOSEN} ORDER BY seq").bindparams(bindparam("acts", expanding=True))
_DEED = f"SELECT at, clerk, subject FROM audit WHERE {_WITHIN} AND"  # noqa: S608
_DEEDS = text(
    f"{_DEED} action IN :acts UNION ALL {_DEED} action > 'matter.' AND action < 'matter/'"
    " AND action NOT IN ('matter.viewed', 'matter.revealed', 'matter.paper_viewed')"
).bindparams(bindparam("acts", expanding=True))
DEEDS = (
    "certificate.prepared",
    "certificate.reprinted",
    "certificate.copied",
    "certificate.original_given",
    "resident.card_lost",
    "resident.restricted",
    "resident.restriction_lifted",
    "resident.accesses_given",
)
"""What a record is opened for, besides everything that is done in a matter."""

Done = frozenset[tuple[str, date, int]]
"""Clerk, day and person of what was done."""


@dataclass(frozen=True, slots=True)
class Look:
    """An access. `ticket` None: none was being served; `served_known`: whether that was noted at
    all (it was not before version 0.6). `searched`: what kind of search it was."""

    seq: int
    at: datetime
    day: date
    clerk: str
    window: int | None
    act: str
    person: int | None
    ticket: str | None
    served_known: bool
    searched: str | None
    hash: str

    @property
    def kind(self) -> str:
        return ACTS[self.act].kind


def bounds(month: str) -> dict[str, object]:
    """From its first moment to the next month's, as stored. Raises Refusal access_review.month."""
    try:
        first = datetime.strptime(month, "%Y-%m").date()  # noqa: DTZ007 - a month of Seoul
    except ValueError:
        raise Refusal("access_review.month", month=month[:20]) from None
    after = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return {"since": first.isoformat(), "until": after.isoformat()}


def looks(session: Session, month: str) -> list[Look]:
    """All of a month, oldest first. Raises Refusal access_review.month."""
    asked = {**bounds(month), "acts": list(ACTS)}
    return _read(session, session.connection().execute(_LOOKS, asked).all())


def newest(
    session: Session, month: str, acts: Sequence[str], most: int, **given: object
) -> list[Look]:
    """Those of a month that fit `clerk`, one of `subject`, one of `seq`, as far as they are given,
    newest first. Raises Refusal access_review.month."""
    several = {"acts": list(acts)} | {k: v for k, v in given.items() if isinstance(v, list)}
    fits = (f" AND {key} {'IN' if key in several else '='} :{key}" for key in given)
    statement = text(f"{_CHOSEN}{''.join(fits)} ORDER BY at DESC, seq DESC LIMIT :most")
    statement = statement.bindparams(*(bindparam(key, expanding=True) for key in several))
    asked = {**bounds(month), **given, **several, "most": most}
    return _read(session, session.connection().execute(statement, asked).all())


def _read(session: Session, rows: Sequence[Any]) -> list[Look]:
    persons = _persons(session, {row[5] for row in rows})
    return [
        Look(
            seq=seq,
            at=datetime.fromisoformat(at),
            day=_day(at[:10]),
            clerk=clerk,
            window=window,
            act=action,
            person=persons.get(subject),
            ticket=_number(ticket) if ticket else None,
            served_known=ticket is not None,
            searched=searched,
            hash=own,
        )
        for seq, at, clerk, window, action, subject, own, ticket, searched in rows
    ]


def done(session: Session, month: str) -> Done:
    """What followed: by whom, on which day, for whom."""
    asked = {**bounds(month), "acts": list(DEEDS)}
    rows = session.connection().execute(_DEEDS, asked).all()
    persons = _persons(session, {subject for _, _, subject in rows})
    return frozenset(
        (clerk, date.fromisoformat(at[:10]), person)
        for at, clerk, subject in rows
        if (person := persons.get(subject)) is not None
    )


_day = cache(date.fromisoformat)


@lru_cache(maxsize=10_000)
def _number(noted: str) -> str | None:
    """A ticket's number, noted as JSON."""
    number: str | None = json.loads(noted)
    return number


def _persons(session: Session, subjects: Iterable[str]) -> dict[str, int]:
    """Whom each is about: a person, their certificate or their matter."""
    ids: dict[str, list[int]] = {}
    for subject in subjects:
        about, _, key = subject.partition(":")
        if key.isdigit():
            ids.setdefault(about, []).append(int(key))
    found = {f"resident:{key}": key for key in ids.get("resident", ())}
    for about, table in (("certificate", Certificate), ("matter", MatterRow)):
        for keys in in_pieces(ids.get(about, [])):
            for key, person in session.exec(_of(table, keys)):
                if person is not None:
                    found[f"{about}:{key}"] = person
    return found


def _of(table: type[SQLModel], keys: list[int]) -> Any:
    rows: Any = table
    return select(rows.id, rows.resident_id).where(col(rows.id).in_(keys))


def in_pieces(keys: list[int]) -> Iterator[list[int]]:
    """So many that a statement takes them."""
    for at in range(0, len(keys), AT_ONCE):
        yield keys[at : at + AT_ONCE]
