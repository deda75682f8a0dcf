"""What clerks type in a hurry: queries made from residents by a model of its errors.

A query says one to three things of a person (SAID, by weight). Then noise is laid over it, each
kind with its own chance:

- a Roman name: words in any order (.3), in small letters (.8), the middle word left out (.1), two
  words joined or a hyphen between them (.15), as spelt at home with its marks (.3 of those that
  have any), a Korean surname in another usual spelling (.3), one typing error in one word of four
  letters or more (.25): a letter beside the right one on the keyboard, one left out, one doubled
  or two exchanged;
- a Hangul name: a space in it (.2), taken apart as NFD (.1), one vowel wrong (.2) in a name of
  three syllables or more;
- a birth date in any of its usual forms; a number hyphened, spaced, in full width (.1), with one
  wrong digit behind the birth date (.2); a passport with one wrong digit (.2); a telephone number
  with or without its hyphens or its beginning; its last four digits.

At most one typing error is in a query. `fits` says who is described by what was meant: nobody can
tell such people apart by the query, so to find any of them is to find the person.
"""

import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from random import Random

from counter_app.bench.probes import zone
from counter_app.residents import identity_numbers, names, terms
from db.residents import ResidentRow

SURNAMES = (
    ("BAE", "PAE"),
    ("BAEK", "BAIK", "PAEK"),
    ("CHO", "JO"),
    ("CHOE", "CHOI", "TSOI", "CUI"),
    ("CHONG", "CHUNG", "JEONG", "JUNG", "TEN"),
    ("CHUN", "JEON", "JUN"),
    ("GANG", "KANG"),
    ("GIM", "KIM"),
    ("GU", "KOO", "KU"),
    ("I", "LEE", "RHEE", "RI", "YI", "LI"),
    ("IM", "LIM", "RIM", "YIM"),
    ("NO", "NOH", "ROH"),
    ("PAK", "PARK", "BAK", "PIAO"),
    ("RYU", "YOO", "YU"),
    ("SEO", "SUH"),
    ("SHIN", "SIN"),
)
"""Usual spellings of Korean surnames that the model exchanges; not all there are."""
_SPELLINGS = {word: group for group in SURNAMES for word in group}
_KEYS = ("QWERTYUIOP", "ASDFGHJKL", "ZXCVBNM")
_BESIDE = {
    sign: row[max(0, at - 1) : at] + row[at + 1 : at + 2]
    for row in _KEYS
    for at, sign in enumerate(row)
}
_VOWELS, _FINALS = 21, 28


@dataclass(frozen=True, slots=True)
class Person:
    """A resident, and where they live."""

    row: ResidentRow
    home: str


@dataclass(frozen=True, slots=True)
class Noisy:
    """`said`: the facts that the query was made of; `words`: of a Roman name, those said."""

    text: str
    resident: int
    said: tuple[str, ...]
    words: tuple[str, ...] = ()


SAID: dict[tuple[str, ...], int] = {
    ("number",): 8,
    ("passport",): 6,
    ("mrz",): 4,
    ("phone",): 3,
    ("tail",): 1,
    ("roman",): 8,
    ("hangul",): 6,
    ("roman", "year"): 16,
    ("roman", "birth"): 12,
    ("roman", "tail"): 6,
    ("roman", "road"): 6,
    ("roman", "year", "road"): 4,
    ("hangul", "year"): 8,
    ("hangul", "birth"): 6,
    ("hangul", "road"): 4,
    ("initials", "birth"): 4,
}


def noisy(people: Iterable[Person], random: Random) -> Iterator[Noisy]:
    """One query for each person of whom what is drawn can be said."""
    for person in people:
        said = random.choices(list(SAID), list(SAID.values()))[0]
        if all(FACTS[fact](person.row, person.home) for fact in said):
            yield _query(person, said, random)


def fits(query: Noisy, meant: Person, found: Person) -> bool:
    """Whether everything that was meant to be said is true of who was found."""
    for fact in query.said:
        if fact == "roman":
            known = (*names.words(found.row.name_roman), *names.words(found.row.name_original))
            if not set(query.words) <= set(known):
                return False
        elif FACTS[fact](meant.row, meant.home) != FACTS[fact](found.row, found.home):
            return False
    return True


def _road(_: ResidentRow, home: str) -> str:
    return next((term[1:] for term in terms.places(home)), "")


FACTS: dict[str, Callable[[ResidentRow, str], str]] = {
    "number": lambda row, _: row.number,
    "passport": lambda row, _: row.passport_number or "",
    "mrz": lambda row, _: row.passport_number or "",
    "phone": lambda row, _: row.phone or "",
    "tail": lambda row, _: (row.phone or "")[-4:],
    "roman": lambda row, _: row.name_roman,
    "hangul": lambda row, _: row.name_hangul,
    "initials": lambda row, _: names.initials(row.name_hangul),
    "year": lambda row, _: f"{row.birth_date:%Y}",
    "birth": lambda row, _: row.birth_date.isoformat(),
    "road": _road,
}
"""What can be said of somebody; empty where there is none."""


def _query(person: Person, said: tuple[str, ...], random: Random) -> Noisy:
    parts, words = [], tuple[str, ...]()
    for fact in said:
        if fact == "roman":
            text, words = _roman(person.row, random)
        else:
            text = _TYPED[fact](FACTS[fact](person.row, person.home), person.row, random)
        parts.append(text)
    if len(parts) > 1 and random.random() < 0.3:
        parts.reverse()
    return Noisy(" ".join(parts), person.row.id or 0, said, words)


def _roman(row: ResidentRow, random: Random) -> tuple[str, tuple[str, ...]]:
    """What is typed, and the words that were meant."""
    marked = bool(row.name_original) and random.random() < 0.3
    typed = (row.name_original if marked else row.name_roman).split()
    if len(typed) > 2 and random.random() < 0.1:
        del typed[1]
    meant = names.words(" ".join(typed))
    if len(typed) > 1 and random.random() < 0.15:
        at = random.randrange(len(typed) - 1)
        typed[at : at + 2] = [random.choice(("", "-")).join(typed[at : at + 2])]
    elif not marked:
        typed = _misspelt(typed, random)
    if random.random() < 0.3:
        random.shuffle(typed)
    text = " ".join(typed)
    return (text.lower() if random.random() < 0.8 else text), meant


def _misspelt(words: list[str], random: Random) -> list[str]:
    """A surname in another spelling, or else a typing error."""
    others = [one for one in _SPELLINGS.get(words[0], ()) if one != words[0]]
    if others and random.random() < 0.3:
        return [random.choice(others), *words[1:]]
    long = [at for at, word in enumerate(words) if len(word) >= 4 and word.isalpha()]
    if long and random.random() < 0.25:
        at = random.choice(long)
        return [*words[:at], _mistyped(words[at], random), *words[at + 1 :]]
    return words


def _mistyped(word: str, random: Random) -> str:
    at = random.randrange(1, len(word) - 1)
    before, sign, after = word[:at], word[at], word[at + 1 :]
    wrong = random.choice(_BESIDE.get(sign, "") or "X")
    return random.choice(
        (
            before + wrong + after,
            before + after,
            before + sign + sign + after,
            before + after[0] + sign + after[1:],
        )
    )


def _hangul(name: str, _: ResidentRow, random: Random) -> str:
    if len(name) > 2 and random.random() < 0.2:
        at = random.randrange(1, len(name))
        name = name[:at] + _other_vowel(name[at], random) + name[at + 1 :]
    if len(name) > 2 and random.random() < 0.2:
        name = f"{name[:1]} {name[1:]}"
    return unicodedata.normalize("NFD", name) if random.random() < 0.1 else name


def _other_vowel(syllable: str, random: Random) -> str:
    lead, rest = divmod(ord(syllable) - ord("가"), _VOWELS * _FINALS)
    vowel, final = divmod(rest, _FINALS)
    vowel = (vowel + random.choice((1, 2, 4))) % _VOWELS
    return chr(ord("가") + (lead * _VOWELS + vowel) * _FINALS + final)


def _number(number: str, _: ResidentRow, random: Random) -> str:
    if random.random() < 0.2:
        number = _wrong_digit(number, 7, random)
    shaped = random.choice(
        (number, identity_numbers.formatted(number), f"{number[:6]} {number[6:]}")
    )
    if random.random() < 0.1:
        shaped = "".join(chr(ord(c) + 0xFEE0) if c.isdigit() else c for c in shaped)
    return shaped


def _wrong_digit(number: str, first: int, random: Random) -> str:
    at = random.choice([i for i in range(first, len(number)) if number[i].isdigit()])
    wrong = str((int(number[at]) + random.randint(1, 9)) % 10)
    return number[:at] + wrong + number[at + 1 :]


def _passport(number: str, _: ResidentRow, random: Random) -> str:
    if random.random() < 0.2 and not number.isdigit():
        number = _wrong_digit(number, 1, random)
    return random.choice((number, number.lower()))


def _phone(phone: str, _: ResidentRow, random: Random) -> str:
    return random.choice((phone, phone.replace("-", ""), phone.replace("-", " "), phone[4:]))


def _birth(_: str, row: ResidentRow, random: Random) -> str:
    born = row.birth_date
    return random.choice(
        (f"{born:%Y%m%d}", f"{born:%Y-%m-%d}", f"{born:%y%m%d}", f"{born:%Y.%m.%d.}",
         f"{born.year}년 {born.month}월 {born.day}일", f"{born:%d/%m/%Y}")
    )  # fmt: skip


def _as_it_is(text: str, _: ResidentRow, __: Random) -> str:
    return text


_TYPED: dict[str, Callable[[str, ResidentRow, Random], str]] = {
    "number": _number,
    "passport": _passport,
    "mrz": lambda _, row, __: zone(row),
    "phone": _phone,
    "tail": _as_it_is,
    "hangul": _hangul,
    "initials": _as_it_is,
    "year": _as_it_is,
    "birth": _birth,
    "road": _as_it_is,
}
