"""What a clerk's or scanner's one line of text asks for: one thing by its shape, or several."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date

from counter_app.errors import Refusal
from counter_app.residents import birth_dates, digits, mrz, names, told
from counter_app.residents.asked import Kind, Query
from counter_app.residents.places import area_words, real_area, road_of, rooms_of
from counter_app.residents.terms import TAIL

LONGEST = 200
"""Characters; both lines of a passport and any name fit twice."""
MOST_WORDS = 12

_DASH = str.maketrans(dict.fromkeys("‐‑‒–—−－", "-"))
_BORN_IN = re.compile(r"(?<![0-9])((?:19|20)?[0-9]{2})년(?: ?생| ?출생)?(?! ?[0-9]{1,2} ?월)")
_BORN_ON = re.compile(r"(?<=[0-9일.]) ?생(?![가-힣])")
_NUMBER = re.compile(r"(?<![0-9-])[0-9]{6}(?: ?-? ?[0-9]{7}|-[0-9]{1,8}\**)(?![0-9-])")
_STREET = re.compile(
    r"([가-힣A-Z0-9·.]*[가-힣0-9](?:로|길)) ?"
    r"((?:지하 ?)?(?!(?:19|20)[0-9]{2}(?![0-9-]))[0-9]{1,4}(?: ?- ?[0-9]+)?)(?:번지?)?"
    r"(?![0-9년월]|-|[가-힣]{0,2}길)"
)
_LOT = re.compile(
    r"(?<![가-힣])([가-힣]+[0-9]*(?:동|가|리)) ?"
    r"((?:산 ?)?[0-9]{1,4}(?:-[0-9]{1,4}(?![0-9])(?:번지)?|번지))"
)
"""A lot of the older addresses; without hyphen or 번지 the digits may be anything."""
_APART = re.compile(r"(?<=[가-힣]로) (?=[0-9]+[가-힣]{0,2}길)")
"""`와우산로 29길` is one road."""
_ROOM_BEHIND = re.compile(r"(?<=, )(?!(?:19|20)[0-9]{2}$)[0-9]{2,4}$")
"""`월드컵로 94, 302` as foreigners write it."""
_ON_SIGN = re.compile(
    r"[A-Z]-(?:RO|DAERO)(?![A-Z])|[0-9A-Z]-?GIL(?![A-Z])"
    r"|[A-Z]{3}(?:RO|GIL),? [0-9]{1,3}-[0-9]{1,3}(?![0-9-])"
    r"|(?<![0-9-])[0-9]{1,3}-[0-9]{1,3},? [A-Z]{3,}(?:RO|GIL)(?![A-Z])"
)
_LANE = re.compile(r"([0-9](?:AN|GA|NA|DA)?) ?-?GIL")
_HOUSE = re.compile(r"(?<![0-9A-Z-])[0-9]{1,3}(?:-[0-9]{1,3})?(?![0-9A-Z-]| ?-?GIL)")
"""Beside a road in Roman letters; more digits are rather a year or a telephone's."""
_BLOCK = re.compile(r"[0-9]{1,4}-[0-9]{1,4}")
_ROOM = re.compile(r"제?[0-9]+동|(?:지하|비|B)?[0-9A-Z]*[0-9]+[호층]")
_IN_BUILDING = re.compile(r"[0-9A-Z가-힣]*[0-9]+(?:호|동|층)")
_BRACKETS = re.compile(r"\([^)]*\)?")
_PART = re.compile(
    r"[0-9]+(?:AN|GA|NA|DA)?GIL|[가-힣]+로[0-9]+[가-힣]{0,2}길|[0-9]+|[가-힣]+|[^0-9가-힣]+"
)
_NO_TITLE = 1
"""Words of which none is a title or a label."""
_LABELS = frozenset(
    ("TEL", "PHONE", "MOBILE", "HP", "PASSPORT", "DOB", "NUMBER", "ARC", "MR", "MRS", "MS", "MISS",
     "FNU", "LNU", "전화", "전화번호", "휴대폰",
     "휴대전화", "핸드폰", "여권", "여권번호", "등록번호", "생년월일", "씨", "님")
)  # fmt: skip
"""Words that say what stands beside them, or that a name is missing, and nothing of anybody."""


def parse(text: str, today: date) -> Query:
    """Decide what `text` is and take it apart.

    Raises Refusal residents.query_* , residents.number_*, residents.digits_length,
    residents.birth_*, residents.*_alone or residents.mrz_*, each with its own sentence; no
    other exception, whatever the text.
    """
    if len(text) > LONGEST:
        raise Refusal("residents.query_long", longest=LONGEST)
    if mrz.looks_like(text):
        return _zone(text, today)
    seen = "".join(c for c in names.nfc(text) if unicodedata.category(c) != "Cf")
    line = " ".join(seen.translate(_DASH).split())
    if initials := names.typed_initials(line):
        return Query(Kind.INITIALS, initials=initials)
    line = names.fold(line)
    if "년" in line or "생" in line:
        line = _BORN_ON.sub("", _BORN_IN.sub(r"\1 ", line)).strip()
    return digits.shape(line, today) or _together(line, today)


def _zone(text: str, today: date) -> Query:
    zone = mrz.read(text, today)
    return Query(
        Kind.MRZ,
        words=zone.words[:-1] if zone.cut else zone.words,
        born=(zone.birth_date,) if zone.birth_date else (),
        passport=zone.document_number,
        sex=zone.sex,
    )


@dataclass(slots=True)
class _Said:
    """What has been told of somebody so far; each thing at most once."""

    facts: Query = field(default_factory=lambda: Query(Kind.MIXED))
    fours: list[str] = field(default_factory=list)

    def say(self, more: Query) -> None:
        """Raises Refusal residents.birth_unclear for what was said already."""
        given = {name: getattr(more, name) for name in _FACTS if getattr(more, name)}
        if any(getattr(self.facts, name) for name in given):
            raise Refusal("residents.birth_unclear")
        self.facts = replace(
            self.facts,
            **given,
            unfound=self.facts.unfound or more.unfound,
            unless_found=self.facts.unless_found or more.unless_found,
        )


_FACTS = (
    "number",
    "nearly",
    "phone",
    "street",
    "house",
    "birth",
    "born",
    "passport",
    "rooms",
    "status",
    "warning",
)


def _together(line: str, today: date) -> Query:
    """A name, or whatever is said of somebody beside it, on either side."""
    words = names.words(line)
    if len(words) == 1 and (bare := digits.of_digits(words[0], today)):
        return bare
    said = _Said()
    status, line = told.status(line)
    said.say(Query(Kind.MIXED, status=status))
    number, rest = _taken(_NUMBER, line)
    if number:
        said.say(digits.shape(number, today) or Query(Kind.NUMBER))
    phone, rest = _taken(digits.PHONE, rest)
    if phone:
        said.say(Query(Kind.PHONE, phone=digits.dialled(phone)))
    street, rest, rooms, area = _lived_at(rest)
    if found := birth_dates.written(rest, today):
        match, days = found
        said.say(digits.born(days))
        rest = f"{rest[: match.start()]} {rest[match.end() :]}"
    passport, rest = _passport(rest, today)
    house = ""
    if _ON_SIGN.search(rest):
        house, rest = _taken(_HOUSE, _LANE.sub(r"\1GIL", rest))
    said.say(Query(Kind.MIXED, passport=passport, street=street, rooms=rooms, house=house))
    parts = [part for word in names.words(rest) for part in _PART.findall(word)]
    for part in parts:
        if part.isdecimal():
            _digits(said, part, today)
    _four_digits(said, today)
    letters = [part for part in parts if not part.isdecimal()]
    area, letters = _area(area, letters)
    if said.facts != Query(Kind.MIXED) or len(letters) > _NO_TITLE:
        letters = [part for part in letters if part not in _LABELS]
    return _whole(replace(said.facts, area=area), letters, line)


def _whole(facts: Query, letters: list[str], line: str) -> Query:
    if not letters:
        kind = _alone(facts)
        if kind is None:
            raise Refusal(_nothing(facts, line))
        return replace(facts, kind=kind, unfound=facts.unfound or _lot(facts.street))
    if len(letters) > MOST_WORDS:
        raise Refusal("residents.query_wordy", most=MOST_WORDS)
    parts = tuple(part for part in letters if names.is_hangul(part[0]))
    roman = tuple(part for part in letters if not names.is_hangul(part[0]))
    kind = Kind.ROMAN if roman else Kind.HANGUL
    if facts != Query(Kind.MIXED):
        kind = Kind.MIXED
    return replace(facts, kind=kind, words=roman, hangul="".join(parts), parts=parts)


def _alone(facts: Query) -> Kind | None:
    """What is looked for first where no name is said."""
    if facts.number or facts.passport:
        several = any((facts.born, facts.birth, facts.phone, facts.street))
        return Kind.MIXED if several else Kind.NUMBER if facts.number else Kind.PASSPORT
    by = ((Kind.PHONE, facts.phone and not facts.either), (Kind.ADDRESS, facts.street))
    found = next((kind for kind, said in by if said), None)
    return found or (Kind.BIRTH if facts.birth or facts.born else None)


def _nothing(facts: Query, line: str) -> str:
    """No letter and no digit: signs, pictures, or nothing at all; or a room of no building."""
    if facts.rooms or facts.area:
        return "residents.room_alone"
    return "residents.query_signs" if line else "residents.query_empty"


def _lot(street: str) -> str | None:
    return "residents.lot" if street and not road_of(street) else None


def _taken(pattern: re.Pattern[str], line: str) -> tuple[str, str]:
    """What a pattern finds in a line, and the rest of it."""
    if match := pattern.search(line):
        return match[0], f"{line[: match.start()]} {line[match.end() :]}"
    return "", line


def _lived_at(line: str) -> tuple[str, str, tuple[str, ...], tuple[str, ...]]:
    """The road and number of an address, the line without the address, the room, the district."""
    line = _APART.sub("", line)
    match = _STREET.search(line) or _LOT.search(line)
    if not match:
        words = line.split()
        rooms = [word for word in words if _ROOM.fullmatch(word.strip(","))]
        rest = " ".join(word for word in words if word not in rooms)
        return "", rest, rooms_of("".join(rooms)), ()
    front = [word.strip(",") for word in line[: match.start()].split()]
    before = [word for word in front if not area_words(word)]
    area = [part for word in front for part in area_words(word)]
    rest = _BRACKETS.sub(" ", line[match.end() :]).rstrip()
    behind = _ROOM_BEHIND.sub(r"\g<0>호", rest).replace(",", " ").split()
    inside = [w for w in behind if _IN_BUILDING.fullmatch(w) or _BLOCK.fullmatch(w)]
    after = [word for word in behind if word not in inside]
    street = f"{match[1]} {match[2].replace(' ', '').removesuffix('번지')}"
    return street, " ".join((*before, *after)), rooms_of("".join(inside)), tuple(area)


def _passport(line: str, today: date) -> tuple[str, str]:
    words = line.split()
    found = [word for word in words if digits.passport(word, today)]
    rest = " ".join(word for word in words if word not in found[:1])
    return (found[0].rstrip(".,;"), rest) if found else ("", line)


def _area(area: Iterable[str], letters: list[str]) -> tuple[tuple[str, ...], list[str]]:
    """The cities and districts among the words, as far as something else is said."""
    known = [part for part in letters if real_area(part)]
    if len(known) == len(letters) and not area:
        return (), letters
    more = [one for part in known for one in real_area(part)]
    return (*area, *more), [part for part in letters if part not in known]


def _digits(said: _Said, part: str, today: date) -> None:
    """Digits beside something else, by how many they are."""
    if not part.isascii():
        raise Refusal("residents.birth_unclear")
    if len(part) == TAIL:
        said.fours.append(part)
        return
    short = len(part) < digits.NUMBER - 1 or digits.abroad(part)
    query = digits.of_digits(part, today) if short else None
    if query is None or (query.unless_found and query.kind is not Kind.BIRTH):
        raise Refusal((query and query.unless_found) or "residents.birth_unclear")
    said.say(_beside(query, len(part)))


def _beside(query: Query, length: int) -> Query:
    """Seven or eight digits beside a name are rather a telephone number or a birth date than a
    passport's."""
    if length not in _NOT_A_PASSPORT:
        return query
    return replace(query, passport="") if query.born else Query(Kind.PHONE, phone=query.phone)


_NOT_A_PASSPORT = (7, 8)


def _four_digits(said: _Said, today: date) -> None:
    """A birth year or the end of a telephone number, by what else is known.

    Raises Refusal residents.birth_unclear.
    """
    fours, facts = said.fours, said.facts
    years = [four for four in fours if birth_dates.EARLIEST.year <= int(four) <= today.year]
    if not fours:
        return
    if len(fours) == 1:
        (four,) = fours
        birth = "" if facts.birth or facts.born else four
        phone = "" if facts.phone else four
    elif len(fours) == 2 and not years:
        birth, phone = "", "".join(fours)
    elif len(fours) == 2 and len(years) == 1:
        (birth,) = years
        (phone,) = (four for four in fours if four != birth)
    else:
        raise Refusal("residents.birth_unclear")
    if not birth and not phone:
        raise Refusal("residents.birth_unclear")
    said.say(Query(Kind.MIXED, birth=birth, phone=phone))
