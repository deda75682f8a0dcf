"""The Internet Printing Protocol (RFC 8010, RFC 8011): a question to a server and its answer."""

import socket
import struct
from collections.abc import Mapping, Sequence
from contextlib import closing
from enum import IntEnum
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from counter_app.errors import Refusal

SOCKET = Path("/run/cups/cups.sock")
PORT = 631
DEADLINE = 5.0  # seconds, for each wait on the server
USER = "counter"  # the same for every clerk: a queue shows a job's name to its owner alone

Value = bool | int | str | Sequence[str]
Attributes = dict[str, list[Any]]


class Operation(IntEnum):
    CREATE_JOB = 0x0005
    SEND_DOCUMENT = 0x0006
    CANCEL_JOB = 0x0008
    GET_JOB_ATTRIBUTES = 0x0009
    GET_JOBS = 0x000A
    GET_PRINTER_ATTRIBUTES = 0x000B


class Group(IntEnum):
    OPERATION = 1
    JOB = 2
    END = 3
    PRINTER = 4


INTEGER, BOOLEAN, ENUM = 0x21, 0x22, 0x23
NAME, KEYWORD, URI, CHARSET, LANGUAGE, MIME_TYPE = 0x42, 0x44, 0x45, 0x47, 0x48, 0x49
NUMBERS = {INTEGER: ">i", ENUM: ">i", BOOLEAN: ">?"}

SYNTAX = {
    "attributes-charset": CHARSET,
    "attributes-natural-language": LANGUAGE,
    "copies": INTEGER,
    "document-format": MIME_TYPE,
    "job-id": INTEGER,
    "job-name": NAME,
    "last-document": BOOLEAN,
    "media": KEYWORD,
    "print-scaling": KEYWORD,
    "printer-uri": URI,
    "requested-attributes": KEYWORD,
    "requesting-user-name": NAME,
    "sides": KEYWORD,
    "which-jobs": KEYWORD,
}

SUCCESS = range(0x0100)
REFUSALS = {
    0x0401: "printing.forbidden",
    0x0402: "printing.forbidden",
    0x0403: "printing.forbidden",
    0x0406: "printing.unknown_queue",
    0x0506: "printing.not_accepting",
    0x0507: "printing.busy",
}
HTTP_REFUSALS = {401: "printing.forbidden", 403: "printing.forbidden", 426: "printing.forbidden"}


def address(server: str) -> tuple[str, int]:
    """Host and port of "HOST" or "HOST:PORT". Raises ValueError for anything else."""
    parts = urlsplit(f"//{server}")
    if not parts.hostname or parts.netloc != server or parts.username is not None:
        raise ValueError(server)
    return parts.hostname, PORT if parts.port is None else parts.port


def ask(
    server: str,
    queue: str,
    operation: Operation,
    attributes: Mapping[str, Value],
    job: Mapping[str, Value] | None = None,
    document: bytes = b"",
) -> list[tuple[int, Attributes]]:
    """The answer's groups of attributes, in order, each with its group tag.

    `server` is "HOST" or "HOST:PORT", or "" for this machine's own; `queue` "" asks the server
    itself; `job` are the job's attributes, beside the operation's. Raises Refusal
    printing.unreachable when nothing was sent, printing.no_answer when it may have arrived,
    printing.bad_answer when the answer is not IPP, or what the server's status stands for.
    """
    path = f"/printers/{quote(queue)}" if queue else "/"
    target = {"printer-uri": f"ipp://localhost{path}"} if queue else {}
    operation_attributes = {
        "attributes-charset": "utf-8",
        "attributes-natural-language": "en",
        **target,
        "requesting-user-name": USER,
        **attributes,
    }
    body = b"".join(
        [
            struct.pack(">bbhi", 2, 0, operation, 1),
            encode(Group.OPERATION, operation_attributes),
            encode(Group.JOB, job) if job else b"",
            bytes([Group.END]),
            document,
        ]
    )
    refused = {"printer": queue or server}
    try:
        status, groups = decode(_post(server, path, body, refused))
    except (struct.error, IndexError, UnicodeDecodeError) as error:
        raise Refusal("printing.bad_answer", **refused) from error
    if status not in SUCCESS:
        raise Refusal(REFUSALS.get(status, "printing.refused"), status=f"0x{status:04x}", **refused)
    return groups


def encode(group: Group, attributes: Mapping[str, Value]) -> bytes:
    parts = [bytes([group])]
    for name, value in attributes.items():
        tag = SYNTAX[name]
        values = [value] if isinstance(value, bool | int | str) else value
        for position, one in enumerate(values):
            key = name.encode() if position == 0 else b""
            data = struct.pack(NUMBERS[tag], one) if tag in NUMBERS else str(one).encode()
            parts += [struct.pack(">BH", tag, len(key)), key, struct.pack(">H", len(data)), data]
    return b"".join(parts)


def decode(answer: bytes) -> tuple[int, list[tuple[int, Attributes]]]:
    """The status and the groups of attributes; values of other syntaxes than ours stay bytes.

    Raises struct.error, IndexError or UnicodeDecodeError for what is not a whole answer.
    """
    _, status, _ = struct.unpack_from(">hHi", answer)
    groups: list[tuple[int, Attributes]] = []
    values: list[Any] = []
    at = 8
    while (tag := answer[at]) != Group.END:
        at += 1
        if tag < 0x10:  # delimiters of groups; above are the syntaxes of values
            groups.append((tag, {}))
            continue
        name, at = _string(answer, at)
        data, at = _string(answer, at)
        if name:
            values = groups[-1][1].setdefault(name.decode(), [])
        values.append(_value(tag, data))
    return status, groups


def _string(answer: bytes, at: int) -> tuple[bytes, int]:
    (length,) = struct.unpack_from(">H", answer, at)
    (data,) = struct.unpack_from(f"{length}s", answer, at + 2)
    return data, at + 2 + length


def _value(tag: int, data: bytes) -> Any:
    if tag in NUMBERS:
        return struct.unpack(NUMBERS[tag], data)[0]
    return data.decode() if 0x40 <= tag <= 0x49 else data


class _LocalConnection(HTTPConnection):
    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(self.timeout)
        self.sock.connect(str(SOCKET))


def _connection(server: str) -> HTTPConnection:
    if not server:
        return _LocalConnection("localhost", timeout=DEADLINE)
    return HTTPConnection(*address(server), timeout=DEADLINE)


def _post(server: str, path: str, body: bytes, refused: dict[str, str]) -> bytes:
    with closing(_connection(server)) as connection:
        try:
            connection.connect()
        except OSError as error:
            raise Refusal("printing.unreachable", **refused) from error
        try:
            connection.request("POST", path, body, {"Content-Type": "application/ipp"})
            response = connection.getresponse()
            answer = response.read()
        except (OSError, HTTPException) as error:
            raise Refusal("printing.no_answer", **refused) from error
    if response.status != 200:
        code = HTTP_REFUSALS.get(response.status, "printing.bad_answer")
        raise Refusal(code, **refused)
    return answer
