"""The district in this process: its own functions, over a network that does as it is told."""

from base64 import b64encode
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from enum import Enum
from http import HTTPStatus
from random import Random
from threading import Lock
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from sqlmodel import Session

from counter_app.district import digest, feed, server
from counter_app.district.answers import STATUS
from counter_app.district.caller import Caller
from counter_app.district.cursors import read_cursor
from counter_app.district.district import District
from counter_app.district.store import reading, writing
from counter_app.errors import Refusal
from counter_app.sync.packing import canonical, parse, unpack
from counter_app.sync.peer import Lines, Refused, Unreachable
from counter_app.sync.wire import (
    PAGE_ROWS,
    Batch,
    BlockAsked,
    BlockGrant,
    Digest,
    Enrolled,
    Hello,
    RenewAsked,
    Results,
    SnapshotBase,
    Table,
    Welcome,
)
from db.errors import Lost


class Fate(Enum):
    """Of one request."""

    FINE = "fine"
    LOST = "lost"
    """It never arrives."""
    UNHEARD = "unheard"
    """Its answer never arrives."""
    TWICE = "twice"
    """It arrives twice, the second answer comes back."""
    CUT = "cut"
    """Its answer ends in the middle."""
    LATE = "late"
    """It is given up, and arrives when nobody waits any more."""
    FLIPPED = "flipped"
    """A bit of its answer is another; of lines only, for TLS watches over all else."""


LINES, MANY = 3, 100
"""Fewer than some transactions write; more than there are."""
_BUSY = {HTTPStatus.SERVICE_UNAVAILABLE, HTTPStatus.TOO_MANY_REQUESTS}


@dataclass
class Loopback:
    """`fates` are met by the next requests, one each; all after that is fine. `lines`: how many
    changes come in an answer, and how many records in a page."""

    district: District
    caller: Caller
    key: ec.EllipticCurvePrivateKey
    luck: Random
    lines: int = LINES
    fates: deque[Fate] = field(default_factory=deque)
    late: list[Callable[[], bytes]] = field(default_factory=list)
    asked: int = 0
    _lock: Lock = field(default_factory=Lock)

    def hello(self, said: Hello) -> Welcome:
        def greet(session: Session) -> Welcome | Refusal:
            return server._hello(session, self.district, self.caller.thumbprint, said)

        return parse(Welcome, self._written(greet))

    def snapshot(self) -> SnapshotBase:
        return parse(SnapshotBase, self._read(lambda s: canonical(asdict(self._base(s)))))

    def _base(self, session: Session) -> SnapshotBase:
        return feed.base(session, self.caller.centre)

    def page(self, table: str, after: str, most: int = PAGE_ROWS) -> Lines:
        most = min(most, self.lines)

        def ask(session: Session) -> bytes:
            return feed.page(session, self.caller.centre, Table(table), after, most).body

        return unpack(self._read(ask, lines=True))

    def changes(self, cursor: str, wait: float) -> Lines:
        def ask(session: Session) -> bytes:
            at = read_cursor(cursor)
            return feed.changes(session, self.caller.centre, at, self.lines).body

        came = unpack(self._read(ask, lines=True))
        if wait and not came[0]:
            raise Unreachable("nobody waits here")  # for a transaction that another rule commits
        return came

    def ops(self, body: bytes, signature: str) -> Results:
        def take(session: Session) -> Results:
            batch = parse(Batch, body)
            return server._take(session, self.district, self.caller, batch, body, signature)

        return parse(Results, self._written(take))

    def block(self, asked: BlockAsked) -> BlockGrant:
        def grant(session: Session) -> BlockGrant:
            return server._grant(session, self.district, self.caller, asked)

        return parse(BlockGrant, self._written(grant))

    def renew(self, asked: RenewAsked) -> Enrolled:
        raise Refused("district.renew_early")

    def digest(self, cursor: str | None) -> Digest:
        at = read_cursor(cursor) if cursor else None

        def ask(session: Session) -> bytes:
            return canonical(asdict(digest.digest(session, self.caller.centre, at)))

        return parse(Digest, self._read(ask))

    def bucket(self, table: str, number: int, cursor: str) -> Lines:
        at = read_cursor(cursor)

        def ask(session: Session) -> bytes:
            return digest.bucket(session, self.caller.centre, Table(table), number, at).body

        return unpack(self._read(ask, lines=True))

    def sign(self, body: bytes) -> str:
        return b64encode(self.key.sign(body, ec.ECDSA(hashes.SHA256()))).decode()

    def deliver_late(self) -> None:
        """What was given up arrives now."""
        while self.late:
            with suppress(Refused):  # nobody waits for the answer
                self.late.pop(0)()

    def _read(self, ask: Callable[[Session], bytes], *, lines: bool = False) -> bytes:
        def done() -> bytes:
            with _answered(), reading(self.district.engine) as session:
                return ask(session)

        return self._through(done, lines)

    def _written(self, act: Callable[[Session], Any]) -> bytes:
        def done() -> bytes:
            with _answered():
                with writing(self.district.engine) as session:
                    answer = act(session)
                if isinstance(answer, Refusal):
                    raise answer
                return canonical(asdict(answer))

        return self._through(done, False)

    def _through(self, ask: Callable[[], bytes], lines: bool) -> bytes:
        with self._lock:
            fate = self.fates.popleft() if self.fates else Fate.FINE
            self.asked += 1
        if fate is Fate.LATE:
            self.late.append(ask)
        if fate in (Fate.LOST, Fate.LATE):
            raise Unreachable(fate.value)
        answer = ask()
        if fate is Fate.TWICE:
            answer = ask()
        elif fate is Fate.UNHEARD:
            raise Unreachable(fate.value)
        elif fate is Fate.CUT:
            answer = answer[: self.luck.randrange(len(answer))]
        elif fate is Fate.FLIPPED and lines:
            flipped = bytearray(answer)
            flipped[self.luck.randrange(len(answer))] ^= 1 << self.luck.randrange(8)
            answer = bytes(flipped)
        return answer


@contextmanager
def _answered() -> Iterator[None]:
    try:
        yield
    except Lost as lost:
        raise Unreachable(lost.code) from None
    except Refusal as refusal:
        if STATUS.get(refusal.code.removeprefix("district.")) in _BUSY:
            raise Unreachable(refusal.code) from None
        fields = {name: str(value) for name, value in refusal.fields.items()}
        raise Refused(refusal.code, fields) from None
