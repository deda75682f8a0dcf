"""How the store answers what an act asks it: the plans of the very statements it sent."""

from collections.abc import Callable
from contextlib import closing
from typing import Any

from sqlalchemy import Engine, event

Plan = tuple[str, str]
"""A statement, and one line of its plan."""


def statements(engine: Engine, act: Callable[[], object]) -> list[tuple[str, Any]]:
    """Everything that `act` has the store read, change or delete, with what was given."""
    asked: list[tuple[str, Any]] = []

    def hear(_c: object, _k: object, statement: str, given: Any, *_: object) -> None:
        if statement.lstrip().startswith(("SELECT", "UPDATE", "DELETE", "WITH")):
            asked.append((statement, given))

    event.listen(engine, "before_cursor_execute", hear)
    try:
        act()
    finally:
        event.remove(engine, "before_cursor_execute", hear)
    return asked


def plans(engine: Engine, act: Callable[[], object]) -> list[Plan]:
    """Of everything that `act` has the store read, change or delete."""
    asked = dict(reversed(statements(engine, act)))
    found: list[Plan] = []
    with closing(engine.raw_connection()) as store:
        for statement, given in asked.items():
            cursor = store.cursor()
            cursor.execute(f"EXPLAIN QUERY PLAN {statement}", given)
            found += [(statement, str(line[3])) for line in cursor.fetchall()]
    return found


def without_index(engine: Engine, act: Callable[[], object], *small: str) -> list[Plan]:
    """What reads a whole table or sorts without one; `small`: tables of a few rows."""
    return [
        (statement, line)
        for statement, line in plans(engine, act)
        if line.startswith("SCAN ") and line.split()[1] not in small and "CONSTANT" not in line
    ]
