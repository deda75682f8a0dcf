"""One batch under way: what its operations need to know, read at once, and what they leave,
written at once."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import insert
from sqlmodel import Session, SQLModel, col, select

from counter_app.district import blocks
from counter_app.district.tables import NumberTaken, OwnRange, Store
from counter_app.sync.wire import Outcome


@dataclass(frozen=True, slots=True)
class Settled:
    """`code` and `fields` make the sentence of what was not applied."""

    outcome: Outcome
    code: str = ""
    fields: dict[str, str] = field(default_factory=dict)


APPLIED = Settled(Outcome.APPLIED)


def rejected(why: str, **fields: str) -> Settled:
    return Settled(Outcome.REJECTED, f"district.{why}", fields)


class Work:
    def __init__(
        self, session: Session, store: Store, now: datetime, numbers: Iterable[str] = ()
    ) -> None:
        """`numbers`: those that the batch speaks of."""
        self.session, self.store, self.now = session, store, now
        chosen = select(NumberTaken.number).where(col(NumberTaken.number).in_(set(numbers)))
        self._taken = set(session.exec(chosen))
        self._ranges: dict[str, blocks.Ranges] = {}
        self._rows: dict[type[SQLModel], list[dict[str, Any]]] = defaultdict(list)

    def add(self, table: type[SQLModel], **row: Any) -> None:
        """A row, written when the batch is through."""
        self._rows[table].append(row)
        if table is OwnRange:
            self._ranges.pop(row["series"], None)

    def take(self, number: str, op_id: str) -> Settled:
        """A number for this store: once in the whole district, out of its own block."""
        found = blocks.split(number)
        if found is None:
            return rejected("no_number")
        if not self._owners(*found) & {self.store.id, blocks.ANYONE}:
            return rejected("not_in_block", number=number)
        if number in self._taken:
            return rejected("number_taken", number=number)
        self._taken.add(number)
        self.add(NumberTaken, number=number, store=self.store.id, op_id=op_id)
        return APPLIED

    def write(self) -> None:
        for table, rows in self._rows.items():
            self.session.connection().execute(insert(table), rows)
        self._rows.clear()

    def _owners(self, series: str, number: int) -> set[str]:
        """The stores that a number was given to; those that had it of their own when nobody was."""
        if series not in self._ranges:
            self.write()
            self._ranges[series] = blocks.ranges(self.session, series)
        granted, own = self._ranges[series]
        return blocks.holders(granted, number) or blocks.holders(own, number)
