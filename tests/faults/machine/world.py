"""The whole of it: a district on PostgreSQL, three counters, what is between them, the clocks."""

from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from sqlalchemy import Engine
from sqlmodel import Session

from counter_app.clock import FixedClock
from counter_app.district import digest, feed
from counter_app.district.caller import Caller
from counter_app.district.district import open_for
from counter_app.district.store import reading, writing
from counter_app.district.tables import Certificate
from counter_app.district.tables import Client as ClientRow
from counter_app.district.trust import Trust
from counter_app.sync.checking import differing
from counter_app.sync.wire import COMMON, Table
from db.engine import transaction
from tests.conftest import MORNING
from tests.faults.machine.client import Client
from tests.faults.machine.loopback import LINES, MANY, Loopback
from tests.faults.machine.places import copied

SEOGYO, YEONNAM = "1144066000", "1144071000"
CENTRES = (SEOGYO, SEOGYO, YEONNAM)
"""Of the counters: two share a centre and its numbers."""
TWINS = ("1", "2")
"""Residents of Seogyo who are changed in one transaction, always."""
LATECOMER = 90
"""Beyond the keys of all others."""
KEY = ec.generate_private_key(ec.SECP256R1())
"""One for all: nothing here is about keys."""
_SPKI = b64encode(
    KEY.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
).decode()
_EMPTY = (
    "TRUNCATE record, feed, client, certificate, store, deposit, alarm, upload, op_applied, fact,"
    " number_taken, paper_held, block, own_range"
)
WAYS = {"sync.epoch"}
"""What a sync may find that is no fault: the district was restored."""


def resident(pk: str, centre: str, passport: str) -> dict[str, Any]:
    """A document, as the feed has them."""
    return {
        "id_kind": "FRN",
        "number": f"900101500{int(pk):04d}",
        "name_roman": f"NGUYEN {chr(65 + int(pk) % 26)}",
        "name_hangul": "응우옌",
        "name_original": "Nguyễn",
        "sex": "M",
        "birth_date": "1990-01-01",
        "nationality": "VNM",
        "passport_number": passport,
        "passport_expiry": "2031-01-01",
        "status_of_stay": "D-2",
        "stay_expires": "2027-01-01",
        "entered_on": "2024-01-01",
        "registered_on": "2024-02-01",
        "card_lost_on": None,
        "centre": centre,
        "household": int(pk),
        "restricted": None,
        "addresses": [
            {
                "moved_in": "2024-02-01",
                "moved_out": None,
                "reported_on": "2024-02-03",
                "text_ko": "서울특별시 마포구",
            }
        ],
        "crossings": [],
    }


class World:
    """`engine`: of a prepared district's database, which is emptied."""

    def __init__(
        self, engine: Engine, template: Path, folder: Path, seed: int, lines: int = LINES
    ) -> None:
        self.engine = engine
        self.clock = FixedClock(MORNING)
        self.passports = self.latecomers = 0
        self._late: Session | None = None
        with writing(engine) as session:
            session.connection().exec_driver_sql(_EMPTY)
            session.connection().exec_driver_sql(
                "UPDATE meta SET value = '0' WHERE name IN ('floor', 'restores')"
            )
            for n, centre in enumerate(CENTRES):
                session.add(_client(n, centre))
                session.add(_certificate(n))
            feed.put(session, Table.CODE, "statuses/D-2", COMMON, {"ko": "유학", "en": "Study"})
            self._twins(session)
            for pk in range(3, 9):
                self._put(session, str(pk), SEOGYO if pk % 2 else YEONNAM)
        district = open_for(engine, self.clock, Trust(folder))
        self.clients = []
        for n, centre in enumerate(CENTRES):
            caller = Caller(f"client-{n}", centre, f"print-{n}")
            path = copied(template, folder / f"pc-{n}", f"store-{n}", centre)
            line = Loopback(district, caller, KEY, Random(seed + n), lines)
            self.clients.append(Client(centre, path, line, FixedClock(MORNING)))

    def close(self) -> None:
        self.commit_late()
        for client in self.clients:
            client.close()

    def put(self, pk: int, centre: str) -> None:
        """A resident is registered, changed, or moves to another centre."""
        with writing(self.engine) as session:
            self._put(session, str(pk), centre)

    def put_twins(self) -> None:
        """With two others, in one transaction that no answer holds as a whole."""
        with writing(self.engine) as session:
            for pk in ("3", "5"):
                self._put(session, pk, SEOGYO)
            self._twins(session)

    def delete(self, pk: int) -> None:
        with writing(self.engine) as session:
            feed.delete(session, Table.RESIDENT, str(pk))

    def begin_late(self, centre: str) -> None:
        """A transaction that has its id and its row in the feed, and is not committed. The resident
        in it is a new one, so that nothing later makes good what was missed."""
        if self._late is None:
            self.latecomers += 1
            self._late = Session(self.engine)
            self._put(self._late, str(LATECOMER + self.latecomers), centre)

    @property
    def is_late(self) -> bool:
        return self._late is not None

    def commit_late(self) -> None:
        if self._late is not None:
            self._late.commit()
            self._late.close()
            self._late = None

    def prune(self) -> None:
        """Tombstones and all else that is old go from the feed."""
        with writing(self.engine) as session:
            session.connection().exec_driver_sql(
                "UPDATE meta SET value = pg_snapshot_xmin(pg_current_snapshot())::text"
                " WHERE name = 'floor'"
            )
            session.connection().exec_driver_sql(
                "DELETE FROM feed WHERE xid < (SELECT value::bigint FROM meta WHERE name = 'floor')"
            )

    def restore(self) -> None:
        """The database comes out of a dump that lacks nothing: a new epoch."""
        with writing(self.engine) as session:
            session.connection().exec_driver_sql(
                "UPDATE meta SET value = (value::int + 1)::text WHERE name = 'restores'"
            )

    def pass_time(self, minutes: int) -> None:
        self.clock.at += timedelta(minutes=minutes)
        for client in self.clients:
            client.clock.at += timedelta(minutes=minutes)

    def settle(self) -> None:
        """Nothing fails any more, and everybody syncs until there is nothing left to do."""
        self.commit_late()
        for client in self.clients:
            client.district.deliver_late()
        for _ in range(2):  # what one sends may come back to another
            for client in self.clients:
                self.drain(client)

    def drain(self, client: Client) -> None:
        """It syncs over a network that is well, until there is nothing left to do."""
        lines, client.district.lines = client.district.lines, MANY
        client.sync("hello")
        client.sync("refill")
        for _ in range(40):
            pulled, pushed = client.sync("pull"), client.sync("push")
            if pulled and pulled.complete and not pulled.changes and pushed and not pushed.more:
                break
        client.district.lines = lines

    def require_whole(self) -> None:
        """Everything that may never be otherwise, once all is settled."""
        given = [number for client in self.clients for number in client.numbers()]
        told = {number for client in self.clients for number in client.told}
        assert len(given) == len(set(given)), "a number twice"
        assert told <= set(given), "a number lost here"
        taken = self.sql("SELECT number FROM number_taken")
        assert sorted(row[0] for row in taken) == sorted(given), "the district has other numbers"
        facts = self.sql(
            "SELECT payload::json->>'number' FROM fact WHERE kind = 'certificate.prepared'"
        )
        assert sorted(row[0] for row in facts) == sorted(given), "facts lost or doubled"
        for client in self.clients:
            assert client.chain_holds()
            state = client.sql("SELECT attention, cursor, staged, batch FROM sync_state")
            assert state[0][0] == "", state
            assert state[0][1] is not None, "never copied"
            assert state[0][2:] == (None, None), state
            waits = "SELECT count(*) FROM outbox, sync_state WHERE op_seq > min(settled, written)"
            assert client.sql(waits)[0][0] == 0, "never come back"
            odd = client.sql("SELECT kind, outcome, code FROM work_item")
            assert not [item for item in odd if not _expected(item)], odd
            assert self.differs(client) == [], "not what the district has"
            self.require_twins(client)

    def differs(self, client: Client) -> list[Any]:
        with reading(self.engine) as session:
            return differing(client.sums(), digest.digest(session, client.centre, None))

    def require_twins(self, client: Client) -> None:
        """What was changed in one transaction is seen together."""
        seen = client.sql("SELECT passport_number FROM resident WHERE id IN (1, 2)")
        if client.sql("SELECT cursor FROM sync_state")[0][0] is not None:
            assert len(set(seen)) <= 1, "half of a transaction"

    def sql(self, said: str) -> list[Any]:
        with reading(self.engine) as session:
            return list(session.connection().exec_driver_sql(said))

    def _twins(self, session: Session) -> None:
        self.passports += 1
        for pk in TWINS:
            document = resident(pk, SEOGYO, f"P{self.passports:07d}")
            feed.put(session, Table.RESIDENT, pk, SEOGYO, document)

    def _put(self, session: Session, pk: str, centre: str) -> None:
        self.passports += 1
        document = resident(pk, centre, f"P{self.passports:07d}")
        feed.put(session, Table.RESIDENT, pk, centre, document)


def _client(n: int, centre: str) -> ClientRow:
    return ClientRow(
        id=f"client-{n}",
        centre=centre,
        enrolled_at=MORNING,
    )


def _certificate(n: int) -> Certificate:
    return Certificate(
        thumbprint=f"print-{n}",
        client=f"client-{n}",
        spki=_SPKI,
        issued_at=MORNING,
        expires_at=MORNING + timedelta(days=400),
    )


def _expected(item: tuple[str, str, str]) -> bool:
    kind, outcome, code = item
    return (kind, outcome) == ("resident.change", "conflict") or code in WAYS


def act(engine: Engine, do: Callable[[Session], Any]) -> Any:
    """A clerk's act as the product makes it: one transaction."""
    with transaction(engine) as session:
        return do(session)


@contextmanager
def made(engine: Engine, template: Path, folder: Path, seed: int) -> Iterator[World]:
    world = World(engine, template, folder, seed)
    try:
        yield world
    finally:
        world.close()
