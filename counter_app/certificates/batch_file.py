"""A batch as an office keeps it: a table saved as CSV, one document a line."""

import csv
import hashlib
import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from counter_app.certificates.batch import Bad, Line
from counter_app.certificates.requests import Applicant, Request
from counter_app.errors import Refusal

Find = Callable[[str], int]
"""The id of the resident with a registration or passport number. Raises Refusal."""

COLUMNS = (
    *("resident", "number", "kind", "purpose", "copies"),
    *("history", "mask_number", "confirm", "unregistered", "referred"),
)
DETAIL = "detail:"
"""Begins the name of a column that answers what a kind asks."""
_LARGEST = 5_000_000
_MOST = 5_000
_ENCODINGS = ("utf-8-sig", "cp949")
"""Excel saves one or the other."""
_YES = {"1", "y", "yes", "true", "o", "예", "네"}
_NO = {"", "0", "n", "no", "false", "x", "아니오", "아니요"}


def read(file: Path) -> bytes:
    """Raises Refusal certificates.unreadable, batch.too_large."""
    try:
        with file.open("rb") as opened:
            data = opened.read(_LARGEST + 1)
    except OSError as error:
        raise Refusal("certificates.unreadable", path=file, problem=error.strerror) from None
    if len(data) > _LARGEST:
        raise Refusal("batch.too_large", most=_MOST)
    return data


def name_of(data: bytes) -> str:
    """The batch's own name: the same table is the same batch."""
    return f"batch-{hashlib.sha256(data).hexdigest()[:16]}"


def lines(
    data: bytes, usual: Mapping[str, str], applicant: Applicant, find: Find
) -> Iterator[Line | Bad]:
    """What each line asks for, or why that cannot be told. `usual`: for columns that are not
    there or empty.

    Raises Refusal batch.no_table, batch.column, batch.too_large, batch.empty.
    """
    rows = csv.DictReader(io.StringIO(_text(data), newline=""), strict=True)
    number = 0
    try:
        _require_columns(rows.fieldnames or ())
        for number, row in enumerate(_filled(rows), 1):
            if number > _MOST:
                raise Refusal("batch.too_large", most=_MOST)
            try:
                yield Line(rows.line_num, _request(row, usual, applicant, find))
            except Refusal as refusal:
                yield Bad(rows.line_num, refusal)
    except csv.Error as error:
        raise Refusal("batch.no_table", line=rows.line_num, problem=error) from None
    if not number:
        raise Refusal("batch.empty")


def _text(data: bytes) -> str:
    for encoding in _ENCODINGS:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Refusal("batch.no_text")


def _require_columns(names: Iterable[str]) -> None:
    known = [name.strip() for name in names]
    for name in known:
        if name not in COLUMNS and not name.startswith(DETAIL):
            raise Refusal("batch.column", column=name, columns=", ".join((*COLUMNS, f"{DETAIL}…")))
    if not {"resident", "number"} & set(known):
        raise Refusal("batch.column", column="resident", columns=", ".join(COLUMNS))


def _filled(rows: "csv.DictReader[str]") -> Iterator[dict[str, str]]:
    """Without empty lines; what stands beyond the last column is refused with its line."""
    for row in rows:
        said = {str(k).strip(): (v or "").strip() for k, v in row.items() if isinstance(v, str)}
        if None in row:
            said[""] = "…"
        if any(said.values()):
            yield said


def _request(
    row: Mapping[str, str], usual: Mapping[str, str], applicant: Applicant, find: Find
) -> Request:
    if "" in row:
        raise Refusal("batch.beyond")

    def said(column: str) -> str:
        return row.get(column) or usual.get(column, "")

    details = tuple(
        (name.removeprefix(DETAIL), text)
        for name, text in row.items()
        if name.startswith(DETAIL) and text
    )
    return Request(
        _resident(row, find),
        said("purpose"),
        said("kind"),
        _number("copies", said("copies")),
        _flag("history", said("history")),
        _flag("mask_number", said("mask_number")),
        applicant=applicant,
        details=details,
        confirmed=row.get("confirm", ""),
        unregistered=_flag("unregistered", said("unregistered")),
        referred=_flag("referred", said("referred")),
    )


def _resident(row: Mapping[str, str], find: Find) -> int:
    if said := row.get("resident"):
        return _number("resident", said)
    if said := row.get("number"):
        return find(said)
    raise Refusal("batch.nobody_named")


def _number(column: str, said: str) -> int:
    if not (said.isascii() and said.isdecimal() and len(said) < 10):
        raise Refusal("batch.value", column=column, said=said)
    return int(said)


def _flag(column: str, said: str) -> bool:
    lowered = said.lower()
    if lowered not in _YES | _NO:
        raise Refusal("batch.value", column=column, said=said)
    return lowered in _YES
