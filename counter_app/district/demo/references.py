"""What the district tells all its centres: codes, rules, areas, offices, seals, accounts."""

import csv
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from counter_app.demo.centre import ACCOUNTS
from counter_app.district.demo.centres import HOME, Centre
from counter_app.resources import RESOURCES
from counter_app.sync.references import (
    AreaRecord,
    CodeRecord,
    OfficeRecord,
    RuleRecord,
    SealRecord,
    StaffRecord,
)
from counter_app.sync.wire import COMMON, Table
from db.clerks import Role

LISTS = ("nationalities", "statuses", "ports", "purposes", "immigration", "lines")
Put = tuple[Table, str, str, Mapping[str, object]]


def references(centres: Sequence[Centre]) -> Iterator[Put]:
    """The records as the feed takes them."""
    yield from _codes(centres)
    yield from _rules()
    yield from _places()
    for number, centre in enumerate(centres, 1):
        seal = SealRecord(f"{centre.ko}장의인", f"제2026-{number}호")
        yield Table.SEAL, centre.code, centre.code, asdict(seal)
        for login, name, role in _accounts(centre, number):
            staff = asdict(StaffRecord(login, name, role))
            yield Table.STAFF, login, centre.code, staff


def _places() -> Iterator[Put]:
    for row in _rows("areas"):
        area = AreaRecord(**row)
        where = (area.kind, area.district, area.name, area.first, area.last, area.side)
        yield Table.AREA, "/".join((*where, area.centre, area.since)), COMMON, asdict(area)
    for row in _rows("offices"):
        office = OfficeRecord(**row)
        yield Table.OFFICE, f"{office.code}/{office.since}", COMMON, asdict(office)


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (RESOURCES / "codes" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _codes(centres: Sequence[Centre]) -> Iterator[Put]:
    for name in LISTS:
        for row in _rows(name):
            code = CodeRecord(**row)
            yield Table.CODE, f"{name}/{code.code}", COMMON, asdict(code)
    for centre in centres:
        said = CodeRecord(centre.code, centre.ko, centre.en)
        yield Table.CODE, f"centres/{centre.code}", COMMON, asdict(said)


def _rules() -> Iterator[Put]:
    rows: list[dict[str, Any]] = json.loads((RESOURCES / "rules" / "rules.json").read_text("utf-8"))
    for row in rows:
        rule = RuleRecord(**row)
        key = f"{rule.key}/{rule.basis}/{rule.effective_from}"
        yield Table.RULE, key, COMMON, asdict(rule)


def _accounts(centre: Centre, number: int) -> Iterator[tuple[str, str, Role]]:
    """Of the demo counter those it has; elsewhere the same people under a login of their own."""
    for login, name, role in ACCOUNTS:
        yield (login if centre.code == HOME else f"{login}{number:02d}"), name, role
