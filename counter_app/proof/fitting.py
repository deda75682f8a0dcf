"""Makes what a code says fit: long texts are cut, the least telling first, the name last."""

from collections.abc import Iterator
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
_UNCUT = max(_LENGTHS) * 10
_WHOLE: dict[int, int] = {}


def fitted(said: Signed) -> Signed:
    """The same, no larger than version LARGEST: first without the texts of lists, then with fields
    cut, at last without the marks of single rows.

    Raises ValueError when there are more fields than a code can hold.
    """
    whole = {n: " ".join(str(text).split()) for n, text in said.fields.items()}
    full = said.lists or ()
    marked = tuple(replace(made, texts=()) for made in full)
    bare = tuple(replace(made, marks=b"") for made in marked)
    tries = ((full, _WHOLE), (marked, _WHOLE), *((marked, cuts) for cuts in _cuts(whole)))
    for lists, cuts in (*tries, *((bare, cuts) for cuts in _cuts(whole))):
        fields = {n: cut(text, cuts.get(n, _UNCUT)) for n, text in whole.items()}
        made = replace(said, fields=fields, lists=None if said.lists is None else lists)
        if len(cbor2.dumps(made.claims(), canonical=True)) <= _MOST:
            return made
    raise ValueError("more fields than a code can hold")


def _cuts(texts: dict[int, str]) -> Iterator[dict[int, int]]:
    """How long each text may be, shorter every time."""
    limits: dict[int, int] = {}
    for length in _LENGTHS:
        for number in _order(texts):
            limits[number] = length * 2 if number == _NAME else length
            yield dict(limits)


def _order(texts: dict[int, str]) -> list[int]:
    """Longest text first, the name at the end; what is masked stays whole, for the digest of a
    masked text is none of the open one on the page."""
    return sorted(
        (n for n, text in texts.items() if "*" not in text),
        key=lambda n: (n == _NAME, -len(texts[n].encode())),
    )
