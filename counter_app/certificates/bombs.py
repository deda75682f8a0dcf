"""Files that are small until they are read: told without reading them by anything that trusts them.

Every Flate stream of a PDF is unpacked piece by piece and no further than it may grow, whatever
the file says of itself; so are streams within streams.
"""

import re
import zlib
from collections.abc import Iterator

MOST_UNPACKED = 400_000_000
"""Bytes of all streams of a file together: thirty scanned pages in colour are less."""
MOST_PIXELS = 120_000_000
"""Of one picture in it."""
_PIECE, _READ = 1_000_000, 65_536
_DEEPEST = 3
_STREAM = re.compile(rb"stream\r?\n")
_SIDE = re.compile(rb"/(Width|Height)\s+(\d{1,12})")


def is_bomb(data: bytes) -> bool:
    left, whole = [MOST_UNPACKED], memoryview(data)
    return _wide(data) or any(
        _grows(whole[found.end() :], left, _DEEPEST) for found in _STREAM.finditer(data)
    )


def _grows(packed: memoryview, left: list[int], deep: int) -> bool:
    """Takes what it unpacks from `left`; whether that is used up."""
    head = bytes(packed[:2])
    if len(head) < 2 or head[0] & 0x0F != 8 or (head[0] << 8 | head[1]) % 31:
        return False
    first = b""
    try:
        for piece in _pieces(packed):
            left[0] -= len(piece)
            if left[0] < 0:
                return True
            if len(first) < _PIECE:
                first += piece
    except zlib.error:
        return False
    return _wide(first) or (deep > 0 and _grows(memoryview(first), left, deep - 1))


def _pieces(packed: memoryview) -> Iterator[bytes]:
    """What is unpacked, never more than a piece at a time."""
    unpacking, at = zlib.decompressobj(), 0
    while not unpacking.eof and at < len(packed):
        rest: bytes | memoryview = packed[at : at + _READ]
        at += _READ
        while rest and not unpacking.eof:
            yield unpacking.decompress(rest, _PIECE)
            rest = unpacking.unconsumed_tail


def _wide(data: bytes) -> bool:
    """Whether a picture says that it has more pixels than may be drawn."""
    sides = {b"Width": 0, b"Height": 0}
    for name, number in _SIDE.findall(data):
        sides[name] = int(number)
        if sides[b"Width"] * sides[b"Height"] > MOST_PIXELS:
            return True
    return False
