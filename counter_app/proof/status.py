"""Packing void certificates into a status list."""

from collections.abc import Iterable


def bits(void: Iterable[int], count: int) -> bytes:
    """One bit for each of `count` certificates, the lowest of a byte first; 1 is void."""
    packed = bytearray(-(-count // 8))
    for index in void:
        packed[index // 8] |= 1 << index % 8
    return bytes(packed)
