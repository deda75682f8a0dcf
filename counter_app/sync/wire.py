"""What counter and district say to each other (docs/sync.md): the dataclasses here, as JSON.

`packing` writes them down. Nothing personal stands in a URL.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated, Any

from pydantic import AwareDatetime, Field

from counter_app.sync.outcome import Outcome as Outcome  # noqa: PLC0414 - wire has it too

PROTOCOL = 1
"""Of this text; peers whose ranges of protocols do not meet do not sync."""
SCHEMA = 2
"""Of the payloads in the feed and in operations."""
OLDEST_SCHEMA = 1
"""Whose operations are still accepted."""
BUCKETS = 256
PAGE_ROWS = 5_000
CHANGES = 2_000
"""Asked of one answer; one transaction of the district's is never cut by it."""
OPERATIONS = 200
BATCH_BYTES = 1024 * 1024
LONG_POLL = 25
"""Seconds that the district waits for news before it answers that there are none."""
COMMON = "*"
"""In place of a centre: for all of them."""

Name = Annotated[str, Field(max_length=60, pattern=r"^[!-~]+$")]
"""Of a store, a series, a request: printed signs without a space, as it is kept."""
OpId = Annotated[str, Field(max_length=36, pattern=r"^[!-~]+$")]
Token = Annotated[str, Field(max_length=128, pattern=r"^[!-~]*$")]
"""A mark, a hash, a code; may be empty."""
Seq = Annotated[int, Field(ge=0, le=2**53)]
Issued = Annotated[int, Field(ge=0, le=999_999)]
"""A number has six digits on paper."""
Moment = Annotated[
    AwareDatetime,
    Field(ge=datetime(1900, 1, 1, tzinfo=UTC), lt=datetime(9000, 1, 1, tzinfo=UTC)),
]
"""By whatever clock."""
MOST_OWN = 2_000


class Table(StrEnum):
    """The kinds of records in the feed."""

    RESIDENT = "resident"
    CODE = "code"
    """pk: list and code, `statuses/D-2`."""
    RULE = "rule"
    """Fees and deadlines; pk: key, basis and day, `fee.alien-registration/guide/2024-01-01`."""
    SEAL = "seal"
    """pk: the office's code."""
    AREA = "area"
    """Which centre is in charge where; pk: all that says where, the centre and the first day,
    `quarter/서울 마포구/서교동////1144066000/1988-04-23`."""
    OFFICE = "office"
    """A centre's address and telephone; pk: its code and the day, `1144066000/1988-04-23`."""
    STATUS_LIST = "status_list"
    """pk: office and list id; payload: {"token": base64 of the signed list}."""
    STAFF = "staff"
    """pk: the login."""
    BLOCK = "block"
    """pk: the block's id; payload: BlockGrant."""
    WRITTEN = "written"
    """A write checkpoint; pk: the store; payload: {"op_seq": everything up to it is settled}."""


class Op(StrEnum):
    PUT = "put"
    REMOVE = "remove"
    """It exists, elsewhere: another centre has it now."""
    DELETE = "delete"
    """It is no more."""


@dataclass(frozen=True, slots=True)
class Witness:
    """The last row of an audit chain: its number and its hash."""

    seq: Seq
    hash: Token


@dataclass(frozen=True, slots=True)
class EnrolFile:
    """What `counter district enrol` writes, as JSON: where the district is, its own certificate in
    PEM, by which its server is known, and a code that enrols one counter of a centre."""

    url: str
    ca: str
    code: str


@dataclass(frozen=True, slots=True)
class EnrolAsked:
    """`csr`: a certificate signing request in PEM, of a P-256 key."""

    code: Token
    csr: str


@dataclass(frozen=True, slots=True)
class RenewAsked:
    """`csr`: as for enrolment, of a new key; who asks is known by the certificate that ends."""

    csr: str


@dataclass(frozen=True, slots=True)
class Enrolled:
    """The client's certificate and the district's own, in PEM."""

    certificate: str
    ca: str


@dataclass(frozen=True, slots=True)
class OwnNumbers:
    """Numbers `first` to `last` of a series that a store has without the district."""

    series: Name
    first: Issued
    last: Issued


@dataclass(frozen=True, slots=True)
class Hello:
    """`mark`: what the district gave at the last hello, empty at the first; it tells an older copy
    of a store from the store. `cursor`: None before the first snapshot. `shared`: the store is the
    centre's queue, which any of its counters may speak for. `own`: what this store had of numbers
    before it joined."""

    store: Name
    mark: Token
    protocols: tuple[int, int]
    schema: int
    cursor: str | None
    op_seq: Seq
    at: Moment
    witness: Witness | None = None
    shared: bool = False
    own: Annotated[tuple[OwnNumbers, ...], Field(max_length=MOST_OWN)] = ()


@dataclass(frozen=True, slots=True)
class Welcome:
    """`witness`: the newest head that this store has deposited. `horizon`: the newest cursor."""

    epoch: str
    mark: str
    token: str
    token_expires: datetime
    min_cursor: str
    horizon: str
    expected_op_seq: int
    schema: int
    at: datetime
    centre: str
    witness: Witness | None = None


@dataclass(frozen=True, slots=True)
class SnapshotBase:
    """`base`: the cursor from which changes follow, fixed before the first page. `counts`: records
    by table, for a progress bar. `end`: asked for after the last page, the cursor by which the
    changes will have said everything that a page can have held."""

    base: str
    counts: dict[str, int]
    end: str = ""


@dataclass(frozen=True, slots=True)
class Operation:
    """`base_ver`: of the record that the operation changes, as it was seen; None where it changes
    none. `schema`: of the payload."""

    op_id: OpId
    op_seq: Seq
    kind: str
    at: Moment
    payload: dict[str, Any]
    base_ver: int | None = None
    schema: int = SCHEMA


@dataclass(frozen=True, slots=True)
class Batch:
    """Operations in the order of op_seq without a gap. `previous`: the sha256 of the body of the
    batch before, empty at first. `oldest`: the first op_seq that the store still has, for a
    district that was restored. The body is signed with the client's key (header Counter-Signature:
    ECDSA with SHA-256, DER, base64)."""

    store: Name
    previous: Token
    operations: tuple[Operation, ...]
    witness: Witness | None = None
    oldest: Seq | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """`code` and `fields` make the sentence of a conflict or a rejection."""

    op_id: str
    op_seq: int
    outcome: Outcome
    code: str = ""
    fields: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Results:
    results: tuple[Result, ...]
    expected_op_seq: int
    """The next that the district waits for; a gap is answered with no results and this."""


@dataclass(frozen=True, slots=True)
class BlockAsked:
    """`request`: an id, so that asking twice gives one block. `above`: the last number of the
    series that was given here without the district; the block begins after it."""

    request: Name
    store: Name
    series: Name
    wanted: int
    above: int = 0


@dataclass(frozen=True, slots=True)
class BlockGrant:
    """Numbers `first` to `last` of a series for one store. `closed`: no more may be given."""

    id: str
    store: str
    series: str
    first: int
    last: int
    closed: bool = False


@dataclass(frozen=True, slots=True)
class Digest:
    """At `cursor`: of each table, 256 pairs of a count and the XOR of the row hashes in hex."""

    cursor: str
    tables: dict[str, tuple[tuple[int, str], ...]]


@dataclass(frozen=True, slots=True)
class Problem:
    """The body of every answer that is not 200."""

    code: str
    fields: dict[str, str] = field(default_factory=dict)
