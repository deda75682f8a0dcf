"""Addresses however they are written: one key for one place, and what two spellings have in common.

`서울 마포구 와우산로29길 14-5, 302호 (서교동)` has the key `와우산로29길 14-5|서울 마포구|302호`:
street and number, then the area, then what is inside the building.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from counter_app.residents import codes

INNER = "|"
"""Between the three parts of a key; nothing in an address is written so."""

_PROVINCES = {
    "서울": ("서울특별시", "서울시"),
    "부산": ("부산광역시", "부산직할시", "부산시"),
    "대구": ("대구광역시", "대구직할시", "대구시"),
    "인천": ("인천광역시", "인천직할시", "인천시"),
    "광주": ("광주광역시", "광주직할시"),
    "대전": ("대전광역시", "대전직할시", "대전시"),
    "울산": ("울산광역시", "울산시"),
    "세종": ("세종특별자치시", "세종시"),
    "경기": ("경기도",),
    "강원": ("강원특별자치도", "강원도"),
    "충북": ("충청북도",),
    "충남": ("충청남도",),
    "전북": ("전북특별자치도", "전라북도"),
    "전남": ("전라남도",),
    "경북": ("경상북도",),
    "경남": ("경상남도",),
    "제주": ("제주특별자치도", "제주도"),
}
_SHORT = {name: short for short, names in _PROVINCES.items() for name in (short, *names)}
_FULL = sorted((n for names in _PROVINCES.values() for n in names), key=len, reverse=True)
_DASHES = re.compile(r"\s*[-‐-―−~]\s*")
_BRACKETS = re.compile(r"\([^()]*\)")
_UNCLOSED = re.compile(r"[()].*$")
_DISTRICT = re.compile(r"[가-힣]{1,5}[시군구]")
_QUARTER = re.compile(r"[가-힣0-9·.]+[읍면동리가]")
_BETWEEN = re.compile(r"(?<=\d) (?=[\d가])")
"""Where a number ends though nothing but a space says so."""
_NUMBER = r"(?P<number>(?:지하|산)?\d+(?:-\d+)?)(?!\d|-|가|[가-힣]{0,2}길)(?:번지|번)?(?P<rest>.*)"
_ROAD = re.compile(rf"(?P<street>[가-힣A-Z0-9·.]+?(?:로|길)(?:\d+[가-힣]{{0,2}}길)?),?{_NUMBER}")
_PRINTED = re.compile(
    r"((?:[가-힣]+ )+)([가-힣]+[로길](?:\d+[가-힣]{0,2}길)?) ([1-9]\d*(?:-[1-9]\d*)?)"
    r"(?:, ([가-힣0-9, -]+))?(?: \([가-힣0-9, ]+\))?"
)
"""An address as registers print it: its parts stand where they belong."""
_LOT = re.compile(rf"(?P<street>[가-힣0-9·.,]+?[동가리읍면]),?{_NUMBER}")


@dataclass(frozen=True, slots=True)
class Place:
    """`street` with its number, "" where none can be told; `area` from the province down; `rooms`
    from the block to the door, empty for a whole building."""

    street: str
    area: tuple[str, ...]
    rooms: tuple[str, ...]

    @property
    def key(self) -> str:
        return f"{self.building}{','.join(self.rooms)}"

    @property
    def building(self) -> str:
        """What the keys of all its rooms begin with."""
        return f"{self.street}{INNER}{' '.join(self.area)}{INNER}"

    def holds(self, other: "Place") -> bool:
        """Whether `other` is this place or a room of it. One of both may leave the province out,
        neither the district."""
        return self.beside(other) and self.rooms == other.rooms[: len(self.rooms)]

    def beside(self, other: "Place") -> bool:
        """Whether both are in one building."""
        few, many = sorted((self.area, other.area), key=len)
        tail = many[len(many) - len(few) :]
        return self.street == other.street != "" and few == tail and bool(few or not many)


def place_of(key: str) -> Place:
    """What a key was made of."""
    street, area, rooms = key.split(INNER)
    return Place(street, tuple(area.split()), tuple(filter(None, rooms.split(","))))


@lru_cache(maxsize=4096)
def key_of(text: str) -> str:
    """The key of an address of the register."""
    if (said := _PRINTED.fullmatch(text)) and (area := _printed_area(said[1])):
        rooms = _printed_rooms(said[4]) if said[4] else ""
        return f"{said[2]} {said[3]}{INNER}{area}{INNER}{rooms}"
    return next(places(text)).key


@lru_cache(maxsize=4096)
def _printed_area(words: str) -> str:
    """As a key has it; empty where any of the words names no area."""
    found = [_area(word) for word in words.split()]
    return " ".join(_named([name for area in found for name in area or ()]) if all(found) else ())


@lru_cache(maxsize=4096)
def _printed_rooms(rest: str) -> str:
    return ",".join(rooms_of(rest.replace(" ", "")))


def places(text: str) -> Iterator[Place]:
    """What an address may mean: as its words are set, then as if they were written as one."""
    plain = _plain(text)
    yield _parsed(*_split(_BETWEEN.sub(",", plain).replace(",", " , ").split()), plain)
    if (glued := _unglued(_BETWEEN.sub(",", plain).replace(" ", ""))) is not None:
        yield _parsed(*glued, plain)


def area_of(text: str) -> tuple[str, ...]:
    """Province and districts that an address begins with, whatever follows."""
    plain = _plain(text)
    area, rest = _split(plain.replace(",", " , ").split())
    if area or not rest:
        return area
    glued = _unglued(plain.replace(" ", ""))
    return glued[0] if glued else ()


def same_building(text: str, other: str) -> bool:
    """Whether two addresses are in one building, or are the same quarter or name."""
    one, another = key_of(text), key_of(other)
    return one == another or place_of(one).beside(place_of(another))


def road_of(street: str) -> str:
    """The road of a street and number; "" where it is a quarter and its lot."""
    road = street.rpartition(" ")[0]
    return road if is_road(road) else ""


def is_road(name: str) -> bool:
    return name.endswith(("로", "길"))


def shown(text: str) -> str:
    """An address without what stands in brackets, as it is printed: composed, single spaces."""
    plain = " ".join(unicodedata.normalize("NFC", text).split())
    while plain != (less := _BRACKETS.sub("", plain)):
        plain = less
    return " ".join(_UNCLOSED.sub("", plain).split()).replace(" ,", ",").rstrip(" ,")


def _plain(text: str) -> str:
    """In one width and one case, every dash a hyphen, nothing unseen, nothing in brackets."""
    seen = text
    if not text.isprintable():  # nothing of the format category is
        seen = "".join(c for c in text if unicodedata.category(c) != "Cf")
    plain = unicodedata.normalize("NFKC", seen).upper().replace("、", ",").replace(INNER, " ")
    return _DASHES.sub("-", shown(plain))


def _split(words: Sequence[str]) -> tuple[tuple[str, ...], str]:
    """The area, and what follows it written as one. A quarter before a road is left out, for the
    road says it; before a number it is the street."""
    rest, area = list(words), list[str]()
    while len(rest) > 1 and (found := () if rest[0] == "," else _area(rest[0])) is not None:
        area += found
        rest.pop(0)
    while len(rest) > 2 and _QUARTER.fullmatch(rest[0]) and _ROAD.match("".join(rest[1:])):
        rest.pop(0)
    return _named(area), "".join(rest)


def _named(area: list[str]) -> tuple[str, ...]:
    """광주시 is a city of 경기, unless a district follows."""
    return ("광주", *area[1:]) if area[:1] == ["광주시"] and len(area) > 1 else tuple(area)


def area_words(word: str) -> tuple[str, ...]:
    """The province, city or district that a word names, as keys have them; else nothing."""
    return _area(word) or ()


def real_area(word: str) -> tuple[str, ...]:
    """The same where there is such a one and nobody is called so: 김구 only ends as districts do,
    and 경남 is a name."""
    if word in _PROVINCES and word != "서울":
        return ()
    found = area_words(word)
    return found if all(one in _SHORT or one in _districts() for one in found) else ()


@lru_cache(maxsize=4096)
def _area(word: str) -> tuple[str, ...] | None:
    """A word that names a province, a district or both; None for any other."""
    if word in _SHORT:
        return (_SHORT[word],)
    for name in _FULL:
        if word.startswith(name) and _DISTRICT.fullmatch(word, len(name)):
            return _SHORT[name], word[len(name) :]
    return (word,) if _DISTRICT.fullmatch(word) else None


def _unglued(whole: str) -> tuple[tuple[str, ...], str] | None:
    """The same of an address without spaces, by the names of all districts."""
    area: list[str] = []
    for name in sorted(_SHORT, key=len, reverse=True):
        if whole.startswith(name):
            area.append(_SHORT[name])
            whole = whole[len(name) :].lstrip(",")
            break
    while name := next((d for d in _districts() if whole.startswith(d)), ""):
        area.append(name)
        whole = whole[len(name) :].lstrip(",")
    return (_named(area), whole) if area else None


@cache
def _districts() -> tuple[str, ...]:
    return tuple(sorted(codes.districts(), key=len, reverse=True))


def _parsed(area: tuple[str, ...], whole: str, plain: str) -> Place:
    found = _ROAD.fullmatch(whole) or _LOT.fullmatch(whole)
    if not found:
        return Place("", (), (plain.replace(",", ""),))
    number = re.sub(r"\d+", lambda digits: str(int(digits[0])), found["number"])
    street = found["street"].replace(",", "")
    return Place(f"{street} {number}", area, rooms_of(found["rest"]))


@lru_cache(maxsize=4096)
def rooms_of(rest: str) -> tuple[str, ...]:
    """`101동302호`, `101-302` and `제101동 3층 302` are one room."""
    said = re.sub(r"제(?=\d)", "", rest.replace(",", ""))
    if block := re.fullmatch(r"(\d+)-(\d+)호?", said):
        said = f"{block[1]}동{block[2]}호"
    said = re.sub(r"B(\d+)층|지층", lambda at: f"지하{at[1] or 1}층", said)
    said = re.sub(r"(?:B|지하)(?=\d+(?:호|$))", "비", said)
    said = re.sub(r"(?<=\d)$", "호", said)
    said = re.sub(r"(?<!하)(?<!\d)(\d{1,2})층(?=\1\d\d호)", "", said)
    return tuple(re.findall(r".+?(?:[동층호]|$)", said))
