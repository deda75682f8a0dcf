"""The line to the district: HTTPS with both sides' certificates, and an end to every request."""

import socket
import ssl
from base64 import b64encode
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from threading import Timer
from typing import Any
from urllib.parse import quote

import httpx2
import zstandard
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

from counter_app.sync.packing import MOST_BYTES, Malformed, canonical, parse, unpack
from counter_app.sync.peer import Lines, Refused, Unreachable
from counter_app.sync.wire import (
    PAGE_ROWS,
    BlockAsked,
    BlockGrant,
    Digest,
    EnrolAsked,
    Enrolled,
    Hello,
    Problem,
    RenewAsked,
    Results,
    SnapshotBase,
    Welcome,
)

SECONDS = 15.0
"""For the whole of a request, from the first byte out to the last one in."""
CONNECT = 5.0
LARGE = 60.0
"""The same where a page, a bucket or a digest of the whole register is asked for."""
_BUSY = frozenset({429, 500, 502, 503, 504})
_REFUSED_HELLO = "alert certificate"
"""In what the TLS library says when the other side will not have our certificate."""
UNTRUSTED = "sync.server_untrusted"
_NOT_ITS = "CERTIFICATE_VERIFY_FAILED"
"""In what it says when we will not have theirs: another's, ended, or by our clock not yet good."""


@dataclass(frozen=True, slots=True)
class Identity:
    """`context` knows the district's certificate and shows ours, which ends at `until`."""

    url: str
    context: ssl.SSLContext
    key: ec.EllipticCurvePrivateKey
    until: datetime


class Line:
    """One connection, for one thread. A request that takes too long ends by its socket's end."""

    def __init__(self, identity: Identity, seconds: float = SECONDS) -> None:
        self._identity = identity
        self._seconds = seconds
        self._token = ""
        self._socket: Any = None
        self._ended = False
        self._client = self._opened()

    def become(self, identity: Identity) -> None:
        """With another certificate from the next request on; by the line's own thread."""
        if identity is not self._identity:
            self._client.close()
            self._identity, self._token = identity, ""
            self._client = self._opened()

    def use(self, token: str) -> None:
        self._token = token

    def end(self) -> None:
        """From any thread: what is under way ends, and nothing is asked any more."""
        self._ended = True
        self.cut()

    def close(self) -> None:
        """By the line's own thread: another could not know what is just being connected."""
        self.end()
        self._client.close()

    def hello(self, said: Hello) -> Welcome:
        welcome = parse(Welcome, self._ask("POST", "/v1/hello", canonical(asdict(said))))
        self._token = welcome.token
        return welcome

    def snapshot(self) -> SnapshotBase:
        return parse(SnapshotBase, self._ask("POST", "/v1/snapshot"))

    def page(self, table: str, after: str, most: int = PAGE_ROWS) -> Lines:
        return self._lines(f"/v1/snapshot/{quote(table)}", LARGE, after=after, limit=str(most))

    def changes(self, cursor: str, wait: float) -> Lines:
        return self._lines("/v1/changes", wait + self._seconds, cursor=cursor, wait=str(wait))

    def ops(self, body: bytes, signature: str) -> Results:
        headers = {"Counter-Signature": signature, "Content-Encoding": "zstd"}
        packed = zstandard.compress(body, 3)
        return parse(Results, self._ask("POST", "/v1/ops", packed, headers, LARGE))

    def block(self, asked: BlockAsked) -> BlockGrant:
        return parse(BlockGrant, self._ask("POST", "/v1/blocks", canonical(asdict(asked))))

    def renew(self, asked: RenewAsked) -> Enrolled:
        return parse(Enrolled, self._ask("POST", "/v1/renew", canonical(asdict(asked))))

    def digest(self, cursor: str | None) -> Digest:
        query = f"?cursor={quote(cursor)}" if cursor else ""
        return parse(Digest, self._ask("GET", f"/v1/digest{query}", within=LARGE))

    def bucket(self, table: str, number: int, cursor: str) -> Lines:
        return self._lines(f"/v1/digest/{quote(table)}/{number}", LARGE, cursor=cursor)

    def sign(self, body: bytes) -> str:
        return b64encode(self._identity.key.sign(body, ec.ECDSA(hashes.SHA256()))).decode()

    def _lines(self, path: str, within: float, **query: str) -> Lines:
        asked = "&".join(f"{name}={quote(value, safe='')}" for name, value in query.items())
        return unpack(self._ask("GET", f"{path}?{asked}", within=within))

    def _ask(
        self,
        method: str,
        path: str,
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        within: float = 0,
    ) -> bytes:
        """The body of the answer. Raises Unreachable, Refused."""
        if self._ended:
            raise Unreachable("ended")
        said = dict(headers or {})
        if self._token:
            said["Authorization"] = f"Bearer {self._token}"
        if body is not None:
            said.setdefault("Content-Type", "application/json")
        within = max(within, self._seconds)
        timeout = httpx2.Timeout(within, connect=min(CONNECT, within))
        with (
            _failures(),
            self._limited(within),
            self._client.stream(
                method,
                path,
                content=body,
                headers=said,
                timeout=timeout,
                extensions={"trace": self._traced},
            ) as answer,
        ):
            whole = bytearray()
            for part in answer.iter_raw():
                whole += part
                if len(whole) > MOST_BYTES:
                    raise Malformed("size")
        if answer.status_code == httpx2.codes.OK:
            return bytes(whole)
        raise _problem(answer, bytes(whole))

    def _opened(self) -> httpx2.Client:
        return httpx2.Client(
            base_url=self._identity.url,
            verify=self._identity.context,
            trust_env=False,
            limits=httpx2.Limits(max_connections=1, keepalive_expiry=50),
            headers={"Accept-Encoding": "identity"},
            timeout=httpx2.Timeout(self._seconds, connect=min(CONNECT, self._seconds)),
        )

    @contextmanager
    def _limited(self, within: float) -> Iterator[None]:
        """Closes the socket when the time is over: reading goes on for as long as something
        trickles in, and a request that is given up must not come back on the next one's line."""
        timer = Timer(within, self.cut)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()

    def _traced(self, name: str, info: dict[str, Any]) -> None:
        if name in ("connection.connect_tcp.complete", "connection.start_tls.complete"):
            self._socket = info["return_value"].get_extra_info("socket")
            if self._ended:
                self.cut()

    def cut(self) -> None:
        """Ends what is under way, from any thread; the next request takes a new connection."""
        if self._socket is not None:
            with suppress(OSError):
                socket.socket.shutdown(self._socket, socket.SHUT_RDWR)  # under TLS, not by it


@contextmanager
def _failures() -> Iterator[None]:
    try:
        yield
    except (httpx2.TransportError, httpx2.StreamError, OSError) as error:
        if _REFUSED_HELLO in str(error):
            raise Refused("sync.certificate_refused") from None
        if _NOT_ITS in str(error):
            raise Refused(UNTRUSTED) from None
        raise Unreachable(type(error).__name__) from None


def _problem(answer: httpx2.Response, body: bytes) -> Unreachable | Refused:
    if answer.status_code in _BUSY:
        after = answer.headers.get("Retry-After", "")
        wait = float(after) if after.isdecimal() else 0
        return Unreachable(str(answer.status_code), wait, busy=True)
    try:
        problem = parse(Problem, body)
    except Malformed:
        return Unreachable(str(answer.status_code))
    return Refused(problem.code, problem.fields)


def enrol(url: str, context: ssl.SSLContext, asked: EnrolAsked) -> Enrolled:
    """Before there is a certificate. Raises Unreachable, Refused, Malformed."""
    with (
        _failures(),
        httpx2.Client(base_url=url, verify=context, trust_env=False, timeout=SECONDS) as client,
    ):
        answer = client.post("/v1/enrol", json=asdict(asked))
        if answer.status_code != httpx2.codes.OK:
            raise _problem(answer, answer.content)
        return parse(Enrolled, answer.content)
