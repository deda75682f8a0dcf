"""Who asks, and the token that says so for ten minutes."""

import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from datetime import datetime, timedelta

from counter_app.errors import Refusal

TOKEN_MINUTES = 10
_MOST = 400


@dataclass(frozen=True, slots=True)
class Caller:
    """An enrolled counter, by the certificate that it shows."""

    client: str
    centre: str
    thumbprint: str


def issue(secret: bytes, caller: Caller, now: datetime) -> tuple[str, datetime]:
    """A token that says who shows this certificate, and its end."""
    until = (now + timedelta(minutes=TOKEN_MINUTES)).replace(microsecond=0)
    said = ".".join((caller.client, caller.centre, caller.thumbprint, str(int(until.timestamp()))))
    return f"{_text(said.encode())}.{_text(_mac(secret, said.encode()))}", until


def read(secret: bytes, token: str, thumbprint: str, now: datetime) -> Caller:
    """Who shows the certificate with this thumbprint.

    Raises Refusal district.bad_token, district.token_expired.
    """
    said, _, mac = token[:_MOST].partition(".")
    try:
        plain, given = urlsafe_b64decode(said), urlsafe_b64decode(mac)
    except ValueError:
        raise Refusal("district.bad_token") from None
    if not hmac.compare_digest(given, _mac(secret, plain)):
        raise Refusal("district.bad_token")
    client, centre, bound, until = plain.decode().split(".")
    if bound != thumbprint:
        raise Refusal("district.bad_token")
    if now.timestamp() >= int(until):
        raise Refusal("district.token_expired")
    return Caller(client, centre, bound)


def _mac(secret: bytes, said: bytes) -> bytes:
    return hmac.digest(secret, said, "sha256")


def _text(data: bytes) -> str:
    return urlsafe_b64encode(data).decode()
