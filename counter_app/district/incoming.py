"""A register on its way in: gathered aside in batches, then put in place as a whole.

Who is killed goes on behind the last batch; nobody is sent anything of it before its end.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from sqlalchemy import Engine, text
from sqlmodel import Session

from counter_app.district import feed
from counter_app.district.store import reading, writing
from counter_app.errors import Refusal
from counter_app.sync.packing import canonical
from counter_app.sync.wire import Table

PART = 10_000
"""Residents put in place between two signs of progress."""
Record = tuple[Table, str, str, dict[str, Any]]

_KEY = {"postgresql": 'varchar(120) COLLATE "C"', "sqlite": "TEXT"}
_MAKE = (
    "CREATE TABLE incoming (pk {} PRIMARY KEY, centre varchar(10) NOT NULL, payload text NOT NULL)"
)
_NOTE = text("SELECT value FROM meta WHERE name = 'incoming'")
_BEGIN = text(
    "INSERT INTO meta (name, value) VALUES ('incoming', :value)"
    " ON CONFLICT (name) DO UPDATE SET value = excluded.value"
)
_GO_ON = text("UPDATE meta SET value = :value WHERE name = 'incoming' AND value = :before")
_GATHER = text("INSERT INTO incoming (pk, centre, payload) VALUES (:pk, :centre, :payload)")
_LAST = text(
    "SELECT max(pk) FROM (SELECT pk FROM incoming WHERE pk > :after ORDER BY pk LIMIT :most) AS p"
)
_CHOSEN = (
    f"SELECT '{Table.RESIDENT.value}', pk, centre, payload FROM incoming"  # noqa: S608 - our own names
    " WHERE pk > :after AND pk <= :last"
)


@dataclass(frozen=True, slots=True)
class Note:
    """How far it has come: of which files, up to which key, how many; whether that is all."""

    of: str
    after: int = 0
    residents: int = 0
    whole: bool = False

    @property
    def value(self) -> str:
        return json.dumps(asdict(self))


def begun(engine: Engine, of: str) -> Note | None:
    """None where nothing of these files has been gathered. Raises Refusal shared.*."""
    with reading(engine) as session:
        value = session.connection().scalar(_NOTE)
    note = Note(**json.loads(value)) if value else None
    return note if note and note.of == of else None


def begin(engine: Engine, of: str) -> Note:
    """Drops what was gathered of other files. Raises Refusal shared.*."""
    note = Note(of)
    with writing(engine) as session:
        connection = session.connection()
        connection.execute(_BEGIN, {"value": note.value})
        connection.exec_driver_sql("DROP TABLE IF EXISTS incoming")
        connection.exec_driver_sql(_MAKE.format(_KEY[connection.dialect.name]))
    return note


def gather(engine: Engine, note: Note, records: Sequence[Record]) -> Note:
    """The next ones, in ascending order of their keys. Raises Refusal district.load_elsewhere,
    shared.*."""
    rows = [
        {"pk": pk, "centre": centre, "payload": canonical(document).decode()}
        for _, pk, centre, document in records
    ]
    further = replace(note, after=int(rows[-1]["pk"]), residents=note.residents + len(rows))
    with writing(engine) as session:
        _go_on(session, note, further)
        session.connection().execute(_GATHER, rows)
    return further


def gathered(engine: Engine, note: Note) -> Note:
    """That was all of them. Raises Refusal district.load_elsewhere, shared.*."""
    further = replace(note, whole=True)
    with writing(engine) as session:
        _go_on(session, note, further)
    return further


def put_in_place(engine: Engine, note: Note, told: Callable[[int], None]) -> None:
    """Everything in one transaction, with the feed; `told`: how many so far.

    Raises Refusal district.load_elsewhere, shared.*.
    """
    with writing(engine) as session:
        _go_on(session, note, note)
        connection, after = session.connection(), ""
        for done in range(0, note.residents, PART):
            told(done)
            last = connection.scalar(_LAST, {"after": after, "most": PART})
            feed.put_chosen(session, _CHOSEN, {"after": after, "last": last})
            after = last
        connection.exec_driver_sql("DROP TABLE incoming")
        connection.exec_driver_sql("DELETE FROM meta WHERE name = 'incoming'")
    told(note.residents)


def _go_on(session: Session, note: Note, further: Note) -> None:
    """As long as nobody else has: two that load the same would both believe they are done."""
    said = {"before": note.value, "value": further.value}
    if session.connection().execute(_GO_ON, said).rowcount != 1:
        raise Refusal("district.load_elsewhere")
