"""What PostgreSQL says, told as a refusal, as a lost connection, or left a fault."""

from collections.abc import Mapping

from psycopg import Error, OperationalError
from sqlalchemy.exc import DBAPIError

from db.errors import Lost, Refusal

UNREACHABLE = "shared.unreachable"
_REFUSED: Mapping[str, str] = {
    "28000": "shared.not_admitted",
    "28P01": "shared.wrong_password",
    "3D000": "shared.no_database",
    "42501": "shared.not_permitted",
    "53100": "shared.disk_full",
}
"""By SQLSTATE: asking again would not help."""
_LOST: Mapping[str, str] = {
    "08": UNREACHABLE,
    "25P03": UNREACHABLE,
    "57P": UNREACHABLE,
    "25006": "shared.only_standby",
    "40": "shared.busy",
    "53": "shared.busy",
    "55P03": "shared.busy",
    "57014": "shared.busy",
}
"""By the beginning of a SQLSTATE, the longest that fits: another try may meet another server or
a free row."""
_SAID: Mapping[str, str] = {
    "password authentication failed": "shared.wrong_password",
    "password 인증": "shared.wrong_password",
    "no password supplied": "shared.wrong_password",
    "pg_hba.conf": "shared.not_admitted",
    "channel binding": "shared.not_protected",
    "does not support SSL": "shared.not_protected",
    "certificate": "shared.not_protected",
    "does not exist": "shared.no_database",
}
"""Words of a server that does not let us in, in English or Korean: libpq keeps its SQLSTATE to
itself."""
_NO_PRIMARY = ("session is read-only", "server is in hot standby mode")


def told_of(error: DBAPIError) -> Exception:
    """Of an error that SQLAlchemy wrapped."""
    return told(error.orig) if isinstance(error.orig, Error) else error


def told(error: Error) -> Exception:
    """A Refusal, Lost, or the error itself."""
    state = error.sqlstate
    if state is None:
        return _unstated(error)
    if state in _REFUSED:
        return Refusal(_REFUSED[state])
    found = max((start for start in _LOST if state.startswith(start)), key=len, default=None)
    return Lost(_LOST[found]) if found else error


def _unstated(error: Error) -> Exception:
    """Of libpq itself: it could not connect, or the connection broke."""
    if not isinstance(error, OperationalError):
        return error
    said = str(error)
    if any(words in said for words in _NO_PRIMARY):
        return Lost("shared.only_standby")
    code = next((code for words, code in _SAID.items() if words in said), None)
    return Refusal(code) if code else Lost(UNREACHABLE)
