"""Reference records of the feed: what their payloads hold, and how a counter reads them.

Without what speaks to the district: every window reads these.
"""

import json
from base64 import b64decode
from dataclasses import dataclass, fields
from typing import Any, TypeVar

from db.clerks import Role


@dataclass(frozen=True, slots=True)
class CodeRecord:
    """`code` table, pk `LIST/CODE`; lists as in resources/codes: nationalities, statuses, ports,
    centres, purposes, immigration, lines."""

    code: str
    ko: str
    en: str


@dataclass(frozen=True, slots=True)
class RuleRecord:
    """`rule` table; as in resources/rules. `effective_from`: ISO date."""

    key: str
    value: int | str
    basis: str
    effective_from: str
    source: str


@dataclass(frozen=True, slots=True)
class SealRecord:
    """`seal` table: the office's seal as it is drawn and the number it is registered under."""

    name: str
    number: str


@dataclass(frozen=True, slots=True)
class AreaRecord:
    """`area` table; as in resources/codes/areas.csv, which the district's replace once there are
    any. Days in ISO, `until` the last one or ""; `first` and `last` house numbers or ""."""

    kind: str
    district: str
    name: str
    first: str
    last: str
    side: str
    centre: str
    since: str
    until: str


@dataclass(frozen=True, slots=True)
class OfficeRecord:
    """`office` table; as in resources/codes/offices.csv, of which it replaces a centre's rows."""

    code: str
    address: str
    phone: str
    since: str
    until: str


@dataclass(frozen=True, slots=True)
class StaffRecord:
    """`staff` table: what the district says of an account; passwords stay at the centre."""

    login: str
    name: str
    role: Role
    suspended: bool = False


@dataclass(frozen=True, slots=True)
class StatusListRecord:
    """`status_list` table; `token`: the signed list in base64."""

    token: str

    @property
    def data(self) -> bytes:
        """Raises ValueError."""
        return b64decode(self.token, validate=True)


Said = TypeVar(
    "Said",
    CodeRecord,
    RuleRecord,
    SealRecord,
    AreaRecord,
    OfficeRecord,
    StaffRecord,
    StatusListRecord,
)
TYPES: dict[str, type | tuple[type, ...]] = {"value": (int, str), "suspended": bool}
"""Of fields that are no text."""


def read(kind: type[Said], payload: bytes) -> Said:
    """Fields that this program does not know are left out. Raises ValueError, TypeError."""
    said: dict[str, Any] = json.loads(payload)
    given = {field.name: said[field.name] for field in fields(kind) if field.name in said}
    for name, value in given.items():
        if not isinstance(value, TYPES.get(name, str)):
            raise TypeError(name)
    if "role" in given:
        given["role"] = Role(given["role"])
    return kind(**given)
