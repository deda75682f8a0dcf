"""A register's files line by line: CSV with a head, or JSON, one object a line."""

import csv
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

from counter_app.errors import Refusal
from counter_app.sync.documents import ADDRESS, CROSSING, OPTIONAL, RESIDENT


class Kind(StrEnum):
    RESIDENTS = "residents"
    ADDRESSES = "addresses"
    CROSSINGS = "crossings"


COLUMNS: dict[Kind, tuple[str, tuple[str, ...]]] = {
    Kind.RESIDENTS: ("id", RESIDENT),
    Kind.ADDRESSES: ("resident", ADDRESS),
    Kind.CROSSINGS: ("resident", CROSSING),
}
"""Of each kind the key's column and the others."""
_LONGEST = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Bad:
    """A line that is wrong; `why`: order, value, nobody, number_twice, unreadable."""

    file: str
    line: int
    why: str
    column: str = ""

    def refusal(self) -> Refusal:
        said = {"file": self.file, "line": self.line, "column": self.column}
        return Refusal(f"district.load_{self.why}", **said)


@dataclass(frozen=True, slots=True)
class Line:
    kind: Kind
    file: str
    number: int
    key: int
    values: dict[str, Any] = field(default_factory=dict)

    def bad(self, why: str, column: str = "") -> Bad:
        return Bad(self.file, self.number, why, column)

    def part(self, values: dict[str, Any]) -> "Line":
        return replace(self, values=values)


def require_whole(files: Iterable[Path]) -> dict[Kind, tuple[Path, ...]]:
    """Which file is of which kind, by its head.

    Raises Refusal district.load_file, district.load_head, district.load_kinds.
    """
    chosen: dict[Kind, tuple[Path, ...]] = {}
    for path in files:
        kind = _kind(path)
        chosen[kind] = (*chosen.get(kind, ()), path)
    if Kind.RESIDENTS not in chosen or any(len(paths) > 1 for paths in chosen.values()):
        raise Refusal("district.load_kinds")
    return chosen


def lines(
    kind: Kind,
    paths: Iterable[Path],
    bad: Callable[[Bad], None],
    read: Callable[[int], None],
) -> Iterator[Line]:
    """Lines with a key that is one; `read`: bytes so far."""
    key = COLUMNS[kind][0]
    for path in paths:
        told = _Told(path, read)
        for number, values in _json(told) if _is_json(path) else _csv(told):
            said = None if values is None else values.get(key)
            plain = str(said) if isinstance(said, str | int) else ""
            if values is None:
                bad(Bad(path.name, number, "unreadable"))
            elif not (plain.isascii() and plain.isdecimal() and 0 < int(plain) < 2**63):
                bad(Bad(path.name, number, "value", key))
            else:
                yield Line(kind, path.name, number, int(plain), values)


class _Told:
    """A file's lines as text, None for one that is none; tells how far it is."""

    def __init__(self, path: Path, read: Callable[[int], None]) -> None:
        self._path, self._read = path, read

    def __iter__(self) -> Iterator[str | None]:
        done = 0
        with self._path.open("rb") as file:
            for number, line in enumerate(iter(lambda: file.readline(_LONGEST), b"")):
                done += len(line)
                if number % 1000 == 0:
                    self._read(done)
                try:
                    yield line.decode("utf-8-sig" if number == 0 else "utf-8")
                except UnicodeDecodeError:
                    yield None
        self._read(done)


def _json(told: _Told) -> Iterator[tuple[int, dict[str, Any] | None]]:
    for number, line in enumerate(told, 1):
        try:
            said = json.loads(line) if line else None
        except ValueError:
            said = None
        if line is None or line.strip():
            yield number, said if isinstance(said, dict) else None


def _csv(told: _Told) -> Iterator[tuple[int, dict[str, Any] | None]]:
    """An empty cell is none."""
    head: list[str] = []
    reader = csv.reader(line if line is not None else "\0" for line in told)
    while True:
        try:
            row = next(reader, None)
        except csv.Error:
            yield reader.line_num, None
            continue
        if row is None:
            return
        if not head:
            head = [name.strip() for name in row]
        elif row:
            fits = len(row) == len(head) and "\0" not in row[0]
            values = {name: cell or None for name, cell in zip(head, row, strict=False)}
            yield reader.line_num, values if fits else None


def _is_json(path: Path) -> bool:
    return path.suffix.lower() in (".jsonl", ".ndjson", ".json")


def _kind(path: Path) -> Kind:
    try:
        with path.open("rb") as file:
            first = file.readline(_LONGEST).decode("utf-8-sig")
    except (OSError, UnicodeDecodeError):
        raise Refusal("district.load_file", file=path) from None
    if _is_json(path):
        return Kind.RESIDENTS
    head = {name.strip() for name in next(csv.reader([first]), [])}
    for kind, (key, columns) in COLUMNS.items():
        needed = {key, *columns} - set(OPTIONAL)
        if needed <= head <= {key, *columns}:
            return kind
    raise Refusal("district.load_head", file=path)
