"""What counter and district say to each other, and how it is written down (docs/sync.md).

Records travel as lines of JSON in one zstd frame, with a trailer that counts and hashes them;
everything else as JSON documents of the dataclasses below. Nothing personal stands in a URL.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple, TypeVar

import orjson
import zstandard
from pydantic import TypeAdapter, ValidationError

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
MOST_BYTES = 64 * 1024 * 1024
"""An answer may unfold to."""
LONG_POLL = 25
"""Seconds that the district waits for news before it answers that there are none."""
COMMON = "*"
"""In place of a centre: for all of them."""


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


class Malformed(Exception):
    """What came is not what the protocol says; nothing of it may be used."""


class Change(NamedTuple):
    """One line of the feed. `payload`: canonical JSON, None unless `op` is put. In a snapshot
    `seq` is 0."""

    seq: int
    table: str
    pk: str
    op: str
    ver: int
    hash: str
    payload: bytes | None


@dataclass(frozen=True, slots=True)
class Trailer:
    """`next`: of changes the cursor, of a snapshot page the last pk. `checkpoint`: everything of
    the transactions so far has come. `complete`: nothing more waits now. `committed`: when the
    newest of the changes was, by the district's clock. `held`: seconds for which the district has
    been unable to send what comes next."""

    count: int
    sha256: str
    next: str
    checkpoint: bool
    complete: bool
    committed: datetime | None = None
    held: float = 0.0


@dataclass(frozen=True, slots=True)
class Witness:
    """The last row of an audit chain: its number and its hash."""

    seq: int
    hash: str


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

    code: str
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

    series: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Hello:
    """`mark`: what the district gave at the last hello, empty at the first; it tells an older copy
    of a store from the store. `cursor`: None before the first snapshot. `shared`: the store is the
    centre's queue, which any of its counters may speak for. `own`: what this store had of numbers
    before it joined."""

    store: str
    mark: str
    protocols: tuple[int, int]
    schema: int
    cursor: str | None
    op_seq: int
    at: datetime
    witness: Witness | None = None
    shared: bool = False
    own: tuple[OwnNumbers, ...] = ()


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

    op_id: str
    op_seq: int
    kind: str
    at: datetime
    payload: dict[str, Any]
    base_ver: int | None = None
    schema: int = SCHEMA


@dataclass(frozen=True, slots=True)
class Batch:
    """Operations in the order of op_seq without a gap. `previous`: the sha256 of the body of the
    batch before, empty at first. `oldest`: the first op_seq that the store still has, for a
    district that was restored. The body is signed with the client's key (header Counter-Signature:
    ECDSA with SHA-256, DER, base64)."""

    store: str
    previous: str
    operations: tuple[Operation, ...]
    witness: Witness | None = None
    oldest: int | None = None


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

    request: str
    store: str
    series: str
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


Said = TypeVar("Said")


def canonical(value: Any) -> bytes:
    """JSON as it is hashed: UTF-8, keys sorted, no spaces."""
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)


def row_hash(payload: bytes) -> str:
    """Of a record's canonical payload: the first 8 bytes of its SHA-256, in hex."""
    return hashlib.sha256(payload).hexdigest()[:16]


def bucket(pk: str) -> int:
    """In which of the 256 a record is counted: the first byte of its key's SHA-256."""
    return hashlib.sha256(pk.encode()).digest()[0]


def line(change: Change) -> bytes:
    """As the feed sends it: [seq, table, pk, op, ver, hash, payload]."""
    head = orjson.dumps(change[:6])[:-1]
    return b"%b,%b]\n" % (head, change.payload or b"null")


def pack(
    lines: Iterable[bytes],
    next_: str,
    *,
    checkpoint: bool,
    complete: bool,
    committed: datetime | None = None,
    held: float = 0.0,
) -> bytes:
    """A body of lines, with its trailer."""
    body, count = bytearray(), 0
    for count, one in enumerate(lines, 1):  # noqa: B007 - counts
        body += one
    digest = hashlib.sha256(body).hexdigest()
    trailer = Trailer(count, digest, next_, checkpoint, complete, committed, held)
    body += orjson.dumps(asdict(trailer))
    return zstandard.compress(bytes(body), 3)


def unpack(body: bytes, most: int = MOST_BYTES) -> tuple[list[Change], Trailer]:
    """The lines of a body and its trailer. Raises Malformed: cut off, altered, or too large."""
    whole = _unfold(body, most)
    lines, _, last = whole.rpartition(b"\n")
    trailer = parse(Trailer, last)
    lines += b"\n" if lines else b""
    if hashlib.sha256(lines).hexdigest() != trailer.sha256:
        raise Malformed("hash")
    changes = [_change(one) for one in lines.splitlines()]
    if len(changes) != trailer.count:
        raise Malformed("count")
    return changes, trailer


def parse(kind: type[Said], body: bytes) -> Said:
    """A document of one of the dataclasses above. Raises Malformed."""
    try:
        return TypeAdapter(kind).validate_json(body)
    except ValidationError:
        raise Malformed(kind.__name__) from None  # the error quotes what came


def _unfold(body: bytes, most: int) -> bytes:
    reader = zstandard.ZstdDecompressor(max_window_size=2**27).stream_reader(body)
    try:
        whole = reader.read(most + 1)
    except zstandard.ZstdError:
        raise Malformed("zstd") from None
    if len(whole) > most:
        raise Malformed("size")
    return whole


def _change(one: bytes) -> Change:
    try:
        seq, table, pk, op, ver, hash_, payload = orjson.loads(one)
    except (ValueError, TypeError):
        raise Malformed("line") from None
    if payload is None:
        return Change(seq, table, pk, op, ver, hash_, None)
    text = _as_sent(one, hash_)
    if row_hash(text) != hash_:
        text = canonical(payload)
        if row_hash(text) != hash_:
            raise Malformed("row")
    return Change(seq, table, pk, op, ver, hash_, text)


def _as_sent(one: bytes, hash_: object) -> bytes:
    """The payload as it stands in the line, which is quicker than to write it anew."""
    head = b',"%b",' % str(hash_).encode()
    return one[one.find(head) + len(head) : -1]
