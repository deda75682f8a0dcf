"""Both ends of a sync, and what a test asks of them."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from sqlmodel import select

from counter_app.demo.crossings import crossings
from counter_app.demo.people import people
from counter_app.district import feed
from counter_app.district.store import writing
from counter_app.main import Counter
from counter_app.privacy.actor import Actor
from counter_app.sync import identity
from counter_app.sync.connecting import connect
from counter_app.sync.documents import RESIDENT, resident_document
from counter_app.sync.line import Line
from counter_app.sync.once import once
from counter_app.sync.packing import canonical
from counter_app.sync.rows import document
from counter_app.sync.state import Ends, standing
from counter_app.sync.wire import EnrolFile, Table
from db import replica
from db.engine import reading
from db.residents import ResidentRow
from db.sync import SyncStateRow
from tests.district.served import SEOGYO, YEONNAM, Served

PEOPLE = 30


@dataclass(frozen=True)
class Joined:
    counter: Counter
    served: Served
    ends: Ends
    line: Line

    def sync(self) -> None:
        once(self.ends, self.line)

    @property
    def state(self) -> SyncStateRow:
        return standing(self.counter.engine)

    def here(self) -> dict[str, Any]:
        """Every resident as the rows say."""
        with reading(self.counter.engine) as session:
            return {
                str(found[0]["id"]): json.loads(document(found))
                for found in replica.everybody(session)
            }

    def ids(self) -> list[int]:
        with reading(self.counter.engine) as session:
            return [id_ or 0 for id_ in session.exec(select(ResidentRow.id))]

    def put(
        self,
        pk: str,
        value: Mapping[str, object],
        centre: str = SEOGYO,
        table: Table = Table.RESIDENT,
    ) -> None:
        with writing(self.served.district.engine) as session:
            feed.put(session, table, pk, centre, value)

    def delete(self, pk: str, table: Table = Table.RESIDENT) -> None:
        with writing(self.served.district.engine) as session:
            feed.delete(session, table, pk)


def join(served: Served, counter: Counter, administrator: Actor) -> Joined:
    home, clock = counter.config.home, counter.clock
    file = enrolment(served, home)
    connect(home, counter.engine, clock, administrator, counter.config.office.code, file)
    line = Line(identity.read(home))
    return Joined(counter, served, Ends(counter.engine, clock, line), line)


def enrolment(served: Served, folder: Path, centre: str = SEOGYO) -> Path:
    file = folder / "pc.enrol"
    said = EnrolFile(served.url, served.district.trust.ca, served.code(centre))
    file.write_bytes(canonical(asdict(said)))
    return file


@cache
def documents(count: int = PEOPLE) -> dict[str, dict[str, Any]]:
    """Of made-up residents, by key."""
    return {str(person.id): _document(person) for person in people(count, 3, date(2026, 11, 16))}


def _document(person: Any) -> dict[str, Any]:
    facts = {name: getattr(person, name, None) for name in RESIDENT} | {"centre": SEOGYO}
    addresses = [asdict(address) for address in person.addresses]
    return resident_document(facts, addresses, crossings(person))


def furnished(served: Served) -> None:
    elsewhere = dict(next(iter(documents().values())), centre=YEONNAM, number="9901015000000")
    records = [(Table.RESIDENT, pk, SEOGYO, one) for pk, one in documents().items()]
    code = {"code": "D-2", "ko": "유학", "en": "Student"}
    with writing(served.district.engine) as session:
        feed.put_all(session, records)
        feed.put(session, Table.RESIDENT, "900", YEONNAM, elsewhere)
        feed.put(session, Table.CODE, "statuses/D-2", "*", code)
