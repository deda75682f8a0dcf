"""The search index over residents: one contentless FTS5 table, a row per resident.

A row holds words only, which the caller has folded; nothing can be read back from it. With
prefix indexes a single letter is one lookup, and `detail=none` keeps the lists small. The first
migration makes it.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import text
from sqlalchemy.exc import OperationalError
from sqlmodel import Session

from db.errors import GivenUp

COLUMN = ("resident_search", "words")
"""Table and column, which no model describes."""
BEGINNING = 3
"""Letters of the longest beginning that the index keeps a list for."""
VOCABULARY = (
    "CREATE VIRTUAL TABLE temp.resident_word USING fts5vocab('main', 'resident_search', 'instance')"
)
"""The words of the index in their order, for each connection; it holds nothing of its own."""
_BEGUN = text(
    "WITH RECURSIVE word (said) AS ("
    " SELECT (SELECT term FROM temp.resident_word"
    " WHERE term >= lower(:start) AND term < lower(:end) LIMIT 1)"
    " UNION ALL SELECT (SELECT term FROM temp.resident_word"
    " WHERE term >= said || char(1) AND term < lower(:end) LIMIT 1)"
    " FROM word WHERE said IS NOT NULL)"
    " SELECT said FROM word WHERE said IS NOT NULL LIMIT :most"
)
"""From each word to the next, without reading what lies between: who has it. The tokenizer writes
ASCII small, as `lower` does."""
USUAL_BYTES = 1024 * 1024
BULK_BYTES = 64 * USUAL_BYTES
_MERGE = "INSERT INTO resident_search (resident_search, rank) VALUES ('automerge', ?)"
_USUAL_MERGE = 4
"""Pieces of one size, as FTS5 has it."""
_MERGED = 500
"""Pages written by one part of a merge."""
_LAST = chr(0x10FFFF)
_GATHER = "INSERT INTO resident_search (resident_search, rank) VALUES ('hashsize', ?)"


def put(session: Session, resident_id: int, words: str) -> None:
    """Index a resident anew. `words`: ASCII letters and digits or anything beyond ASCII, spaced."""
    session.connection().execute(
        text("INSERT OR REPLACE INTO resident_search (rowid, words) VALUES (:id, :words)"),
        {"id": resident_id, "words": words},
    )


def put_all(session: Session, rows: Iterable[tuple[int, str]]) -> None:
    """The same for many new residents."""
    insert = "INSERT INTO resident_search (rowid, words) VALUES (?, ?)"
    session.connection().exec_driver_sql(insert, list(rows))


def expect_many(session: Session) -> None:
    """Gather much in memory before writing, and merge nothing by the way, until `compact` or
    `expect_few`."""
    session.connection().exec_driver_sql(_GATHER, (BULK_BYTES,))
    session.connection().exec_driver_sql(_MERGE, (0,))


def compact(session: Session) -> None:
    """Merge the index into one piece, after many entries were put."""
    optimize = "INSERT INTO resident_search (resident_search) VALUES ('optimize')"
    session.connection().exec_driver_sql(optimize)
    expect_few(session)


def expect_few(session: Session) -> None:
    """Gather and merge as usual again."""
    session.connection().exec_driver_sql(_GATHER, (USUAL_BYTES,))
    session.connection().exec_driver_sql(_MERGE, (_USUAL_MERGE,))


def merge(session: Session, *, begin: bool) -> bool:
    """Merges a part of the index; whether more is left. In transactions apart, it never holds up
    others for as long as `compact` does."""
    connection = session.connection()
    before = connection.exec_driver_sql("SELECT total_changes()").scalar_one()
    merge = "INSERT INTO resident_search (resident_search, rank) VALUES ('merge', ?)"
    connection.exec_driver_sql(merge, (-_MERGED if begin else _MERGED,))
    after = connection.exec_driver_sql("SELECT total_changes()").scalar_one()
    return int(after - before) > 1


LEARN = "INSERT OR IGNORE INTO spelling (key, word)"
_ALIKE = "SELECT DISTINCT word FROM spelling WHERE key IN (SELECT value FROM json_each(?))"


def keep(session: Session, entries: list[tuple[str, str]]) -> None:
    """Words under their keys, one of which is the word itself; those that are kept stay."""
    session.connection().exec_driver_sql(f"{LEARN} VALUES (?, ?)", entries)


_KNOWN = text(
    "SELECT value FROM json_each(:words) WHERE EXISTS"
    " (SELECT 1 FROM spelling WHERE key = value AND word = value)"
)


def known(session: Session, words: Iterable[str]) -> set[str]:
    """Those of the words that somebody's name has."""
    said = {"words": json.dumps(list(words), ensure_ascii=False)}
    return set(session.connection().execute(_KNOWN, said).scalars())


def alike(session: Session, keys: Iterable[str]) -> list[str]:
    """The words that have one of these keys."""
    said = json.dumps(list(keys), ensure_ascii=False)
    return [word for (word,) in session.connection().exec_driver_sql(_ALIKE, (said,)).all()]


_BEGUN_ALIKE = "SELECT DISTINCT word FROM spelling WHERE key BETWEEN ? AND ? LIMIT ?"


def begun_alike(session: Session, start: str, most: int) -> list[str]:
    """The words that have a key which begins so, of many the first `most`."""
    given = (start, start + _LAST, most)
    found = session.connection().exec_driver_sql(_BEGUN_ALIKE, given).all()
    return [word for (word,) in found]


_LOOKS_UP = 1_000
"""Steps of SQLite's machine between two questions whether to go on."""


@contextmanager
def interruptible(session: Session, given_up: Callable[[], bool]) -> Iterator[None]:
    """Whatever is read inside ends with GivenUp soon after `given_up` says so."""
    connection: Any = session.connection().connection.driver_connection
    connection.set_progress_handler(given_up, _LOOKS_UP)
    try:
        yield
    except OperationalError as error:
        if "interrupted" in str(error.orig):
            raise GivenUp from None
        raise
    finally:
        connection.set_progress_handler(None, _LOOKS_UP)


def whole(word: str) -> str:
    """The part of an expression that matches a word."""
    return f'"{word}"'


def starting(word: str) -> str:
    """The part of an expression that matches words starting with `word`."""
    return f'"{word}"*'


def begun(session: Session, start: str, most: int) -> list[str]:
    """The first words of the index that start so."""
    given = {"start": start, "end": f"{start}{_LAST}", "most": most}
    return list(session.connection().execute(_BEGUN, given).scalars())


_MATCH = "SELECT rowid FROM resident_search WHERE resident_search MATCH ? LIMIT ?"


def matches(session: Session, expression: str, limit: int) -> list[int]:
    """The ids of residents whose words fit an FTS5 expression of AND, OR and brackets."""
    rows = session.connection().exec_driver_sql(_MATCH, (expression, limit))
    return [id_ for (id_,) in rows.all()]


_AMONG = text(
    "SELECT rowid FROM resident_search WHERE rowid IN (SELECT value FROM json_each(:ids))"
    " AND resident_search MATCH :what"
)


def matches_among(session: Session, expression: str, ids: Iterable[int]) -> list[int]:
    """The same of a few residents."""
    given = {"what": expression, "ids": json.dumps(list(ids))}
    return list(session.connection().execute(_AMONG, given).scalars())


_CALLED = (
    "SELECT id, name_roman, name_original, name_hangul, centre FROM resident"
    " WHERE id IN (SELECT value FROM json_each(?))"
)


def called(session: Session, ids: Iterable[int]) -> list[tuple[int, str, str, str, str]]:
    """Of residents the names, in Roman letters, as at home and in Hangul, and the centre."""
    return _of(session, _CALLED, ids)


_INSIDE = (
    "SELECT resident_id, place FROM address WHERE resident_id IN (SELECT value FROM json_each(?))"
    " AND moved_out IS NULL AND instr(place, ?)"
)


def inside(session: Session, ids: Iterable[int], part: str) -> list[tuple[int, str]]:
    """Where residents live now, as far as the place's key has this part."""
    given = (json.dumps(list(ids)), part)
    return [(id_, key) for id_, key in session.connection().exec_driver_sql(_INSIDE, given).all()]


_LIVED = (
    "SELECT resident_id, text_ko, moved_out IS NULL FROM address"
    " WHERE resident_id IN (SELECT value FROM json_each(?)) ORDER BY moved_in, id"
)


def lived(session: Session, ids: Iterable[int]) -> list[tuple[int, str, bool]]:
    """The addresses of residents, the oldest first, and whether they live there now."""
    return _of(session, _LIVED, ids)


def _of(session: Session, said: str, ids: Iterable[int]) -> list[Any]:
    return list(session.connection().exec_driver_sql(said, (json.dumps(list(ids)),)).all())
