"""Makes what a code says fit: what can be told from the rest is cut first, whom and where last."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

import cbor2

from counter_app.proof.listed import Listed
from counter_app.proof.payload import Cut, Signed, SignedText, digest
from counter_app.proof.qr import CAPACITIES
from counter_app.proof.qr_text import PREFIX

_AROUND = 86  # bytes of a token beside its payload: tag, headers, signature, lengths
_CUT = 11  # bytes that a cut text has beside its start
_LENGTHS = (40, 24, 16, 10, 6)
_TITLE, _NAME, _NATIONALITY, _STATUS, _ADDRESS, _BUILDING, _APPLICANT = 1, 2, 5, 8, 12, 14, 15
_TELLING = (_TITLE, _BUILDING, _ADDRESS, _APPLICANT, _NAME)
"""What a forger would change; cut, in this order, only where nothing else helps."""
_GLOSSED = (
    (_STATUS, re.compile(r"[A-Z]-\d\S*")),
    (_NATIONALITY, re.compile(r"[^A-Za-z]*[^A-Za-z ]")),
)
"""What is enough of a text that says the same twice: the code of a status, a country in Korean."""
_HOUSE = re.compile(r".*?(?:로|길|동|리) ?(?:지하|산)? ?\d+(?:-\d+)?(?![\d-]|[^\W\d_])")
"""Of an address all but storey, flat, name of the building and the quarter in brackets."""

_Starts = Mapping[int, str]
"""What is left of the texts that are cut, by number."""


def fitted(said: Signed) -> Signed:
    """The same, no larger than the place on the page: first without the texts of lists, then
    without glosses and the marks of single rows, then with other texts cut. Where this is not
    enough the symbol grows before a name or the number of a house is cut.

    Raises ValueError when there are more fields than a code can hold.
    """
    whole = {n: " ".join(str(text).split()) for n, text in said.fields.items()}
    for lists, starts, capacity in _tries(said.lists or (), whole):
        fields = {n: _begun(text, starts.get(n, text)) for n, text in whole.items()}
        made = replace(said, fields=fields, lists=None if said.lists is None else lists)
        if len(cbor2.dumps(made.claims(), canonical=True)) <= _most(capacity):
            return made
    raise ValueError("more fields than a code can hold")


def _most(capacity: int) -> int:
    """Bytes of claims: three characters of base45 hold two."""
    return (capacity - len(PREFIX)) // 3 * 2 - _AROUND


def _begun(text: str, start: str) -> SignedText:
    """Cut where that saves anything. What is masked stays whole, for the digest of a masked text
    is none of the open one on the page."""
    saves = len(start.encode()) + _CUT < len(text.encode())
    return Cut(start, digest(text)) if saves and "*" not in text else text


def _tries(
    full: tuple[Listed, ...], texts: _Starts
) -> Iterator[tuple[tuple[Listed, ...], _Starts, int]]:
    """Lists, starts of texts and capacity, always a little less said or a larger symbol."""
    marked = tuple(replace(made, texts=()) for made in full)
    bare = tuple(replace(made, marks=b"") for made in marked)
    glosses, others = list(_glosses(texts)), list(_others(texts))
    smallest, largest = CAPACITIES[0], CAPACITIES[-1]
    yield full, {}, smallest
    for starts in ({}, *glosses):
        yield marked, starts, smallest
    for capacity in CAPACITIES:
        for starts in (*glosses[-1:], *others):
            yield bare, starts, capacity
    for starts in _telling(texts, others[-1]):
        yield bare, starts, largest


def _glosses(texts: _Starts) -> Iterator[_Starts]:
    """Without what says the same again, one after the other."""
    starts: dict[int, str] = {}
    for number, enough in _GLOSSED:
        if found := enough.match(texts.get(number, "")):
            starts[number] = found[0]
            yield dict(starts)


def _others(texts: _Starts) -> Iterator[_Starts]:
    """Then with what is neither name nor place shorter and shorter, the longest first; then
    without what follows the number of a house."""
    *_, starts = ({}, *map(dict, _glosses(texts)))
    numbers = [n for n in texts if n not in _TELLING and n not in starts]
    for length in _LENGTHS:
        for number in sorted(numbers, key=lambda n: -len(texts[n].encode())):
            starts[number] = texts[number][:length]
            yield dict(starts)
    for number in (_BUILDING, _ADDRESS):
        if found := _HOUSE.match(texts.get(number, "")):
            starts[number] = found[0]
    yield dict(starts)


def _telling(texts: _Starts, starts: _Starts) -> Iterator[_Starts]:
    """At last with all that is left shorter and shorter, the name twice as long as the rest."""
    limits = dict(starts)
    for length in _LENGTHS:
        for number in (n for n in (*starts, *_TELLING) if n in texts):
            most = length * 2 if number == _NAME else length
            limits[number] = limits.get(number, texts[number])[:most]
            yield dict(limits)
