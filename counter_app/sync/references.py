"""Reference records of the feed: what their payloads hold, and how a counter reads them."""

from base64 import b64decode
from dataclasses import dataclass

from counter_app.sync.wire import Malformed
from db.clerks import Role


@dataclass(frozen=True, slots=True)
class CodeRecord:
    """`code` table, pk `LIST/CODE`; lists as in resources/codes: nationalities, statuses, ports,
    centres, purposes."""

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
        """Raises Malformed."""
        try:
            return b64decode(self.token, validate=True)
        except ValueError:
            raise Malformed("token") from None
