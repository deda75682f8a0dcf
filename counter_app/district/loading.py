"""Takes a register in from files, as it is kept elsewhere (docs/district.md).

Files are read three times: to know them again, to see that every line is right, then to gather
their residents aside; what is gathered is put in place in one transaction. Who is killed goes on
with the same files. One batch of lines is in memory, and the numbers of all, which must differ.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import dropwhile, islice
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from counter_app.district import incoming
from counter_app.district.incoming import Note, Record
from counter_app.district.register_fields import PARTS, fitting
from counter_app.district.register_files import Bad, Kind, Line, lines, require_whole
from counter_app.sync.documents import ADDRESS, CROSSING, RESIDENT, resident_document
from counter_app.sync.wire import Table

AT_ONCE = 2_000
MOST_TOLD = 100
"""Lines that are told; more are only counted."""
_PART = 4 * 1024 * 1024
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Loaded:
    """How many residents there were; or, where nothing was loaded, which lines are wrong, of how
    many."""

    residents: int
    bad: tuple[Bad, ...] = ()
    wrong: int = 0


def load(engine: Engine, files: Iterable[Path], progress: Progress) -> Loaded:
    """Residents of `files` as they are now; others stay. Nothing is changed if a line is wrong, or
    before all of them are.

    `progress`: bytes done, and those to do. Raises Refusal district.load_*, shared.*.
    """
    chosen = require_whole(files)
    size = sum(path.stat().st_size for paths in chosen.values() for path in paths)

    def told(part: int) -> Callable[[int], None]:
        return lambda done: progress(part * size + done, 4 * size)

    of = _print_of(chosen, told(0))
    note = incoming.begun(engine, of)
    if note is None:
        checked = _checked(chosen, told(1))
        if checked.wrong:
            return checked
        note = incoming.begin(engine, of)
    if not note.whole:
        note = _gathered(engine, chosen, note, told(2))
    each, put = size / max(note.residents, 1), told(3)
    incoming.put_in_place(engine, note, lambda n: put(round(each * n)))
    return Loaded(note.residents)


def _print_of(chosen: dict[Kind, tuple[Path, ...]], read: Callable[[int], None]) -> str:
    """Of all that is in the files, by which they are known again."""
    whole, done = hashlib.sha256(), 0
    for kind, paths in sorted(chosen.items()):
        for path in paths:
            whole.update(f"{kind} {path.stat().st_size} ".encode())
            with path.open("rb") as file:
                while part := file.read(_PART):
                    read(done)
                    whole.update(part)
                    done += len(part)
    return whole.hexdigest()


def _checked(chosen: dict[Kind, tuple[Path, ...]], read: Callable[[int], None]) -> Loaded:
    """Which lines are wrong; nobody is loaded yet."""
    told: list[Bad] = []
    wrong = 0

    def bad(one: Bad) -> None:
        nonlocal wrong
        wrong += 1
        if len(told) < MOST_TOLD:
            told.append(one)

    for _ in _records(chosen, bad, read):
        pass
    return Loaded(0, tuple(told), wrong)


def _gathered(
    engine: Engine, chosen: dict[Kind, tuple[Path, ...]], note: Note, read: Callable[[int], None]
) -> Note:
    """All of them, behind those that are gathered already."""
    again = _records(chosen, _unexpected, read)
    left = dropwhile(lambda record: int(record[1]) <= note.after, again)
    while some := list(islice(left, AT_ONCE)):
        note = incoming.gather(engine, note, some)
    return incoming.gathered(engine, note)


def _unexpected(one: Bad) -> None:
    """A file was changed while it was read."""
    raise one.refusal()


def _records(
    chosen: dict[Kind, tuple[Path, ...]], bad: Callable[[Bad], None], read: Callable[[int], None]
) -> Iterator[Record]:
    """Each resident with what belongs to it. Lines of one kind are in the order of the key."""
    done: dict[Kind, int] = {}

    def counted(kind: Kind) -> Callable[[int], None]:
        def count(so_far: int) -> None:
            done[kind] = so_far
            read(sum(done.values()))

        return count

    parts = {
        kind: _Part(lines(kind, chosen.get(kind, ()), bad, counted(kind)), bad)
        for kind in (Kind.ADDRESSES, Kind.CROSSINGS)
    }
    numbers: set[int] = set()
    last = 0
    for line in lines(Kind.RESIDENTS, chosen[Kind.RESIDENTS], bad, counted(Kind.RESIDENTS)):
        if line.key <= last:
            bad(line.bad("order"))
            continue
        last = line.key
        row = fitting(RESIDENT, line, bad)
        own = {kind: _own(kind, line, bad) for kind in PARTS}
        theirs = {kind: list(part.of(line.key)) for kind, part in parts.items()}
        if row is None:
            continue
        if int(row["number"]) in numbers:
            bad(line.bad("number_twice"))
            continue
        numbers.add(int(row["number"]))
        addresses = own[Kind.ADDRESSES] + theirs[Kind.ADDRESSES]
        crossings = own[Kind.CROSSINGS] + theirs[Kind.CROSSINGS]
        document = resident_document(row, addresses, crossings)
        yield Table.RESIDENT, str(line.key), row["centre"], document
    for part in parts.values():
        part.rest()


def _own(kind: Kind, line: Line, bad: Callable[[Bad], None]) -> list[dict[str, Any]]:
    """Addresses or crossings that stand in the resident's own line."""
    said = line.values.get(kind.value, [])
    if not isinstance(said, list) or not all(isinstance(one, dict) for one in said):
        bad(line.bad("value", kind.value))
        return []
    made = (fitting(PARTS[kind], line.part(one), bad) for one in said)
    return [one for one in made if one is not None]


class _Part:
    """Addresses, or crossings, followed along with the residents."""

    def __init__(self, came: Iterator[Line], bad: Callable[[Bad], None]) -> None:
        self._came, self._bad, self._last = came, bad, 0
        self._next = next(came, None)

    def of(self, key: int) -> Iterator[dict[str, Any]]:
        while self._next is not None and self._next.key <= key:
            line = self._next
            names = ADDRESS if line.kind is Kind.ADDRESSES else CROSSING
            if line.key < self._last:
                self._bad(line.bad("order"))
            elif line.key < key:
                self._bad(line.bad("nobody"))
            elif (row := fitting(names, line, self._bad)) is not None:
                yield row
            self._last = max(self._last, line.key)
            self._next = next(self._came, None)

    def rest(self) -> None:
        """Those of nobody behind the last resident."""
        while self._next is not None:
            self._bad(self._next.bad("nobody"))
            self._next = next(self._came, None)
