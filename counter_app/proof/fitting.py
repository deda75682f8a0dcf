"""Makes what a code says fit: long texts are cut, the least telling first, the name last."""

from dataclasses import replace

import cbor2

from counter_app.proof.payload import Signed, cut
from counter_app.proof.qr import CAPACITY
from counter_app.proof.qr_text import PREFIX

_NAME = 2
_AROUND = 86  # bytes of a token beside its payload: tag, headers, signature, lengths
_MOST = (CAPACITY - len(PREFIX)) // 3 * 2 - _AROUND
"""Bytes of claims: three characters of base45 hold two."""
_LENGTHS = (40, 24, 16, 10, 6)


def fitted(said: Signed) -> Signed:
    """The same with texts cut until the code is no larger than version LARGEST.

    Raises ValueError when there are more fields than a code can hold.
    """
    whole = {n: " ".join(str(text).split()) for n, text in said.fields.items()}
    limits = dict.fromkeys(whole, max(_LENGTHS) * 10)
    steps = [(n, length) for length in _LENGTHS for n in _order(whole)]
    for number, length in [(0, 0), *steps]:
        limits[number] = length * 2 if number == _NAME else length
        fields = {n: cut(text, limits[n]) for n, text in whole.items()}
        made = replace(said, fields=fields)
        if len(cbor2.dumps(made.claims(), canonical=True)) <= _MOST:
            return made
    raise ValueError("more fields than a code can hold")


def _order(texts: dict[int, str]) -> list[int]:
    """Longest text first, the name at the end."""
    return sorted(texts, key=lambda n: (n == _NAME, -len(texts[n].encode())))
