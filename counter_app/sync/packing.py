"""How records and documents are packed for the way, and unpacked without trust.

Records travel as lines of JSON in one zstd frame, with a trailer that counts and hashes them;
everything else as JSON documents of the dataclasses in `wire`.
"""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, NamedTuple, TypeVar

import orjson
import zstandard
from pydantic import TypeAdapter, ValidationError

MOST_BYTES = 64 * 1024 * 1024
"""An answer may unfold to."""
_LEVEL = 1
"""Of zstd: three takes half as long again, for a body smaller by a twentieth."""

Said = TypeVar("Said")


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
    return zstandard.compress(bytes(body), _LEVEL)


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
    """A document of one of the dataclasses of `wire`. Raises Malformed."""
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


_LINE = re.compile(
    rb'\[(\d{1,18}),"(\w+)","([^"\\\x00-\x1f]+)","(\w+)",(\d{1,18}),"([0-9a-f]{16})",(\{.*\})\]'
)
"""As `line` writes it. Its payload need not be read: the hash tells whether it is the one meant."""


def _change(one: bytes) -> Change:
    said = _LINE.fullmatch(one)
    if said is None:
        return _read(one)
    seq, table, pk, op, ver, told, payload = said.groups()
    hash_ = told.decode()
    if row_hash(payload) != hash_:
        return _read(one)
    try:
        key = pk.decode()
    except UnicodeDecodeError:
        raise Malformed("line") from None
    return Change(int(seq), table.decode(), key, op.decode(), int(ver), hash_, payload)


def _read(one: bytes) -> Change:
    """Of a line without a payload, or in another hand."""
    try:
        seq, table, pk, op, ver, hash_, payload = orjson.loads(one)
    except (ValueError, TypeError):
        raise Malformed("line") from None
    if payload is None:
        return Change(seq, table, pk, op, ver, hash_, None)
    text = canonical(payload)
    if row_hash(text) != hash_:
        raise Malformed("row")
    return Change(seq, table, pk, op, ver, hash_, text)
