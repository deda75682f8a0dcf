"""The district as the engine sees it: what it is asked, and how asking can fail."""

from collections.abc import Mapping
from typing import Protocol

from counter_app.errors import Refusal
from counter_app.sync.packing import Change, Trailer
from counter_app.sync.wire import (
    PAGE_ROWS,
    BlockAsked,
    BlockGrant,
    Digest,
    Enrolled,
    Hello,
    RenewAsked,
    Results,
    SnapshotBase,
    Welcome,
)

Lines = tuple[list[Change], Trailer]


class Unreachable(Exception):
    """No answer, or none that says anything: the same again, later. `after`: seconds that the
    district asked for. `busy`: it is there, and cannot now."""

    def __init__(self, why: str, after: float = 0, *, busy: bool = False) -> None:
        super().__init__(why)
        self.after = after
        self.busy = busy


class Refused(Exception):
    """The district's own answer that it will not."""

    def __init__(self, code: str, fields: Mapping[str, str] | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.refusal = Refusal(code, **(fields or {}))


STALE = frozenset(
    f"district.{code}" for code in ("token_expired", "bad_token", "superseded", "no_such_store")
)
"""Refusals after which hello is said anew, which then tells what is wrong, if anything is."""


class District(Protocol):
    """Each raises Unreachable, Refused, packing.Malformed. All but hello need its token."""

    def hello(self, said: Hello) -> Welcome:
        """Its token goes with what is asked from then on."""
        ...

    def snapshot(self) -> SnapshotBase: ...

    def page(self, table: str, after: str, most: int = PAGE_ROWS) -> Lines: ...

    def changes(self, cursor: str, wait: float) -> Lines:
        """Answers after `wait` seconds at the latest, or as soon as there is something."""
        ...

    def ops(self, body: bytes, signature: str) -> Results:
        """`body`: a batch as it was signed."""
        ...

    def block(self, asked: BlockAsked) -> BlockGrant: ...

    def renew(self, asked: RenewAsked) -> Enrolled:
        """Another certificate for this PC."""
        ...

    def digest(self, cursor: str | None) -> Digest:
        """At `cursor`, or at the newest where something came after it."""
        ...

    def bucket(self, table: str, number: int, cursor: str) -> Lines: ...

    def sign(self, body: bytes) -> str:
        """With the key of this PC's certificate."""
        ...
