"""The instructions of a page as they are packed in a file, read no further than is worth it."""

import zlib
from base64 import a85decode
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from pikepdf import Array

if TYPE_CHECKING:
    from pikepdf import Page

_MOST_BYTES = 500_000
"""A page of ours has a tenth of them."""


class Crowded(Exception):
    """More than is worth being looked at."""


def contents(page: "Page") -> bytes:
    """Raises Crowded; KeyError, ValueError for what is packed otherwise than by this program."""
    return b"\n".join(_unpacked(page))


def must_be_few(found: int, most: int) -> None:
    """Raises Crowded."""
    if found > most:
        raise Crowded


def _unpacked(page: "Page") -> Iterator[bytes]:
    held, whole = page.obj.Contents, 0
    for stream in held if isinstance(held, Array) else (held,):
        data, packed = stream.read_raw_bytes(), stream.get("/Filter", Array([]))
        must_be_few(len(data), _MOST_BYTES)
        for name in map(str, packed if isinstance(packed, Array) else (packed,)):
            data = _UNPACKED[name](data)
        whole += len(data)
        must_be_few(whole, _MOST_BYTES)
        yield data


def _inflated(data: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(data, _MOST_BYTES + 1)
    except zlib.error as error:
        raise ValueError from error


_UNPACKED: dict[str, Callable[[bytes], bytes]] = {
    "/ASCII85Decode": lambda data: a85decode(data.strip().removesuffix(b"~>")),
    "/FlateDecode": _inflated,
}
