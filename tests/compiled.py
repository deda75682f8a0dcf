"""What one engine has compiled serves those of later tests, as it does a window all day long.

Otherwise every test, with a store of its own, compiles each statement anew: a quarter of all time.
"""

from sqlalchemy import Dialect, Engine
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.util import LRUCache

_COMPILED: LRUCache[object, object] = LRUCache(4_000)


def _same(dialect: Dialect, other: object) -> bool:
    return type(dialect) is type(other)


def _hash(dialect: Dialect) -> int:
    return hash(type(dialect))


def _created(engine: Engine) -> None:
    engine.update_execution_options(compiled_cache=_COMPILED)


def share_compiled() -> None:
    """A compiled statement is found by its dialect too, so all of one kind have to be equal."""
    for dialect in (SQLiteDialect_pysqlite, PGDialect_psycopg):
        said = {"__eq__": _same, "__hash__": _hash, "engine_created": staticmethod(_created)}
        for name, value in said.items():
            setattr(dialect, name, value)
