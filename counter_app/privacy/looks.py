"""The accesses of a month as they are judged: who did what, to whose record, for which ticket."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from functools import cache, lru_cache
from operator import itemgetter
from typing import Any, NamedTuple

from sqlalchemy import bindparam, text
from sqlmodel import Session, SQLModel, col, select

from counter_app.errors import GivenUp, Refusal
from counter_app.privacy.acts import ACTS
from counter_app.residents.search import never
from db.audit import NO_TICKET
from db.certificates import Certificate
from db.matters import MatterRow

AT_ONCE = 500
WITHIN = f"at >= :since AND at < :until AND {NO_TICKET}"
_LOOKS = text(
    'SELECT seq, at, clerk, "window", terminal, action, subject, hash,'  # noqa: S608 - our own names
    " detail -> '$.ticket', detail -> '$.kind', detail -> '$.typing',"
    " CASE WHEN detail ->> '$.kind' IN ('birth', 'phone', 'address', 'number_part')"
    " THEN detail -> '$.ids' ELSE detail -> '$.ids[0]' END"
    f" FROM audit WHERE action IN :acts AND {WITHIN} AND clerk = coalesce(:clerk, clerk)"
    " ORDER BY seq"
).bindparams(bindparam("acts", expanding=True))
_DEED = f"SELECT at, clerk, subject, action FROM audit WHERE {WITHIN} AND"  # noqa: S608 - our own names
_DEEDS = text(
    f"{_DEED} action IN :acts UNION ALL {_DEED} action > 'matter.' AND action < 'matter/'"
    " AND action NOT IN"
    " ('matter.viewed', 'matter.offered', 'matter.revealed', 'matter.paper_viewed')"
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
UNDONE = ("matter.start", "matter.withdraw")
PAUSE = timedelta(seconds=5)
"""Who typed on within it was still writing; after it they had read what there was."""
KEYS = 13
"""So many keys a name takes, seldom more: rows of one search."""

Done = frozenset[tuple[str, date, int]]
"""Clerk, day and person of what was done."""
Progress = Callable[[int, int], None]


class Look(NamedTuple):
    """An access. `ticket` None: none was being served; `served_known`: whether that was noted at
    all (it was not before version 0.6). `searched`: what kind of search it was. `burst`: the first
    of the searches that one search was typed in, its own number for any other access. `person` of a
    search: who alone was shown; `shown`: whom it showed first, or all of them where no name was
    typed and so none comes before the others."""

    seq: int
    at: datetime
    day: date
    clerk: str
    kind: str
    person: int | None
    ticket: str | None
    served_known: bool
    searched: str | None
    burst: int
    hash: str
    shown: tuple[int, ...]


class Bursts:
    """Searches at every key of what a clerk types are one search to whoever reviews them: those
    with one number of typing (Residents.find), none later than PAUSE after the one before."""

    def __init__(self) -> None:
        self._last: dict[tuple[object, ...], tuple[datetime, int]] = {}

    def first(self, seq: int, at: datetime, typing: object, *where: object) -> int:
        """The number of the first one; `seq` of what was not typed. To be asked in their order."""
        if typing is None:
            return seq
        before, begun = self._last.get((typing, *where), (None, seq))
        if before is None or not timedelta() <= at - before <= PAUSE:
            begun = seq
        self._last[typing, *where] = at, begun
        return begun


def bounds(month: str) -> dict[str, object]:
    """From its first moment to the next month's, as stored. Raises Refusal access_review.month."""
    first = _first(month)
    after = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return {"since": first.isoformat(), "until": after.isoformat()}


def looks(
    session: Session,
    month: str,
    progress: Progress | None = None,
    given_up: Callable[[], bool] = never,
    *,
    clerk: str | None = None,
) -> list[Look]:
    """All of a month or a clerk's, oldest first, read day by day; `progress(done, total)` in days.

    Raises Refusal access_review.month; GivenUp at the end of the day on which `given_up` says so.
    """
    asked, first = bounds(month), _first(month)
    days = (date.fromisoformat(str(asked["until"])) - first).days
    rows: list[Any] = []
    for n in range(days):
        if given_up():
            raise GivenUp
        since, until = first + timedelta(days=n), first + timedelta(days=n + 1)
        of_day = {"since": str(since), "until": str(until), "clerk": clerk}
        rows += session.connection().execute(_LOOKS, {**of_day, "acts": list(ACTS)}).all()
        if progress:
            progress(n + 1, days)
    rows.sort(key=itemgetter(0))  # a clock that was set back over midnight
    return _read(session, rows)


def _read(session: Session, rows: Sequence[Any]) -> list[Look]:
    persons, bursts = persons_of(session, {row[6] for row in rows}), Bursts()
    kinds = {name: act.kind for name, act in ACTS.items()}
    found = []
    for seq, said, clerk, window, pc, action, subject, own, ticket, searched, typing, first in rows:
        at = datetime.fromisoformat(said)
        searching = action == "resident.searched"
        burst = bursts.first(seq, at, typing, clerk, window, pc) if searching else seq
        found.append(
            Look(
                seq,
                at,
                _day(said[:10]),
                clerk,
                kinds[action],
                persons.get(subject),
                noted(ticket),
                ticket is not None,
                noted(searched) if searching else None,
                burst,
                own,
                _shown(first) if searching else (),
            )
        )
    return found


def done(session: Session, month: str) -> Done:
    """What followed: by whom, on which day, for whom. What a clerk began and withdrew again, and
    all they did in it, is nothing done."""
    asked = {**bounds(month), "acts": list(DEEDS)}
    rows = session.connection().execute(_DEEDS, asked).all()
    persons = persons_of(session, {subject for _, _, subject, _ in rows})
    acts = frozenset((clerk, subject, action) for _, clerk, subject, action in rows)
    return frozenset(
        (clerk, _day(at[:10]), person)
        for at, clerk, subject, _ in rows
        if not acts.issuperset((clerk, subject, act) for act in UNDONE)
        and (person := persons.get(subject)) is not None
    )


def _first(month: str) -> date:
    """As it is written in no other way: what is noted of it stands under its name."""
    try:
        first = date.fromisoformat(f"{month}-01")
    except ValueError:
        first = date.max
    if f"{first:%Y-%m}" != month or first.year == date.max.year:
        raise Refusal("access_review.month", month=month[:20])
    return first


_day = cache(date.fromisoformat)


@lru_cache(maxsize=10_000)
def noted(said: str | None) -> Any:
    """A word or number of an act's detail, noted as JSON; None where it is not."""
    return None if said is None else json.loads(said)


@lru_cache(maxsize=10_000)
def _shown(said: str | None) -> tuple[int, ...]:
    ids = noted(said)
    return () if ids is None else tuple(ids) if isinstance(ids, list) else (ids,)


def persons_of(session: Session, subjects: Iterable[str]) -> dict[str, int]:
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
