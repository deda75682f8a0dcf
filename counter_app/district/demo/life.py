"""What happens in the synthetic district: moves, new records, extensions, lost cards, news."""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate
from random import Random
from threading import Event
from typing import Any

from sqlalchemy import Engine, text
from sqlmodel import Session

from counter_app.clock import Clock
from counter_app.demo.luck import between, pick, weighted
from counter_app.district import feed
from counter_app.district.demo.centres import Centre
from counter_app.district.demo.residents import Resident, moved_text
from counter_app.district.store import reading, writing
from counter_app.errors import Refusal
from counter_app.logs import log
from counter_app.sync.wire import Table
from db.errors import Lost

Document = dict[str, Any]
_PAUSE = 1.0
_FIND = text(
    "SELECT pk, centre, payload FROM record WHERE tbl = 'resident' AND pk = :pk"
    " AND payload IS NOT NULL"
)
_NEWEST = text("SELECT max(CAST(pk AS integer)) FROM record WHERE tbl = 'resident'")


@dataclass(frozen=True, slots=True)
class Found:
    """Somebody, and where they are registered."""

    pk: str
    centre: str
    document: Document


class Life:
    """One change at a time. `newcomers`: people who have no record yet, given the newest key."""

    def __init__(
        self,
        engine: Engine,
        clock: Clock,
        centres: Sequence[Centre],
        newcomers: Callable[[int], Iterator[Resident]],
        seed: int,
    ) -> None:
        self._engine = engine
        self._clock = clock
        self._centres = centres
        self._random = Random(seed)
        with reading(engine) as session:
            self._last = int(session.connection().scalar(_NEWEST) or 0)
        self._newcomers = newcomers(self._last)

    def run(self, rate: float, ending: Event) -> None:
        """`rate`: changes a second, until `ending`."""
        while not ending.wait(self._random.expovariate(rate)):
            try:
                self.step()
            except (Lost, Refusal) as reason:
                log.warning("district life pauses: %s", reason.code)
                ending.wait(_PAUSE)

    def step(self) -> str:
        """Lets something happen to somebody and says what."""
        with writing(self._engine) as session:
            while True:
                what = weighted(self._random, tuple(ACTS), _SUMS)
                if ACTS[what](self, session):
                    return what

    def _somebody(self, session: Session) -> Found | None:
        pk = str(between(self._random, 1, self._last))
        row = session.connection().execute(_FIND, {"pk": pk}).one_or_none()
        return None if row is None else Found(row[0], row[1], json.loads(row[2]))

    def _come(self, session: Session) -> bool:
        new = next(self._newcomers)
        feed.put(session, Table.RESIDENT, new.pk, new.centre, new.document)
        self._last = int(new.pk)
        return True

    def _go(self, session: Session) -> bool:
        found = self._somebody(session)
        if found:
            feed.delete(session, Table.RESIDENT, found.pk)
        return found is not None

    def _move(self, session: Session) -> bool:
        """To a home in another centre's area."""
        found = self._somebody(session)
        if not found or len(self._centres) < 2:
            return False
        centre = pick(self._random, [c for c in self._centres if c.code != found.centre])
        today, home = self._today().isoformat(), found.document["addresses"][-1]
        left = {**home, "moved_out": today}
        told = moved_text(home["text_ko"], centre)
        new = {"moved_in": today, "moved_out": None, "reported_on": today, "text_ko": told}
        lived = [*found.document["addresses"][:-1], left, new]
        return self._put(session, found, {"centre": centre.code, "addresses": lived})

    def _extend(self, session: Session) -> bool:
        found = self._somebody(session)
        if not found or not found.document["stay_expires"]:
            return False
        until = self._today() + timedelta(days=between(self._random, 180, 1095))
        return self._put(session, found, {"stay_expires": until.isoformat()})

    def _lose_card(self, session: Session) -> bool:
        found = self._somebody(session)
        if not found or not found.document["registered_on"] or found.document["card_lost_on"]:
            return False
        return self._put(session, found, {"card_lost_on": self._today().isoformat()})

    def _correct(self, session: Session) -> bool:
        """A passport renewed, as the district is told of it."""
        found = self._somebody(session)
        if not found or not found.document["passport_number"]:
            return False
        until = self._today() + timedelta(days=3650)
        return self._put(session, found, {"passport_expiry": until.isoformat()})

    def _put(self, session: Session, found: Found, changed: Document) -> bool:
        document = found.document | changed
        if document == found.document:
            return False
        feed.put(session, Table.RESIDENT, found.pk, document["centre"], document)
        return True

    def _today(self) -> date:
        return self._clock.now().date()


ACTS: dict[str, Callable[[Life, Session], bool]] = {
    "moved": Life._move,
    "came": Life._come,
    "left": Life._go,
    "extended": Life._extend,
    "lost_card": Life._lose_card,
    "corrected": Life._correct,
}
_SUMS = tuple(accumulate((30, 12, 8, 25, 5, 20)))
