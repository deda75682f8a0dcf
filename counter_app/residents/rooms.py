"""A building or a house with block and room beside it, as people write them without their signs."""

import re
from collections.abc import Iterator

from counter_app.residents import names
from counter_app.residents.asked import Home
from counter_app.residents.places import key_of, place_of, rooms_of

_DASH = str.maketrans(dict.fromkeys("‐‑‒–—−－", "-"))
_ROOM = (
    r"(?:제?(?P<block>[1-9][0-9]{0,3})(?:동[ ,-]*| ?[- ] ?))?"
    r"(?:(?P<floor>(?:B|지하) ?[1-9])층?|(?P<room>(?:(?:B|비|지하) ?)?[1-9][0-9]{1,3})호?)"
)
_HOUSE = r"(?P<house>.*[가-힣0-9](?:로|길) ?[1-9][0-9]{0,3}(?:-[0-9]{1,4})?(?:번지)?)"
"""`월드컵로 94`; behind it a room needs nothing but a space."""
_BUILDING = r"(?P<building>.*?[가-힣A-Z]{2}[가-힣A-Z0-9]*?)"
_BEHIND = (
    re.compile(rf"{_HOUSE}(?: *,)? +{_ROOM}"),
    re.compile(rf"{_BUILDING}(?<![로길읍면동리])[ ,]*(?<![0-9]){_ROOM}"),
)
_BEFORE = (
    re.compile(rf"{_ROOM}[ ,]+{_HOUSE}"),
    re.compile(rf"{_ROOM}[ ,]+(?P<building>[A-Z0-9]*[가-힣][가-힣A-Z0-9 ]+)(?<![로길읍면동리])"),
)
_MIXED = re.compile(r"(?=.*[가-힣])(?=.*[A-Z0-9])[가-힣A-Z0-9 ]{2,20}")
"""`SK뷰`, `E편한세상`, `현대2차`, which a name has no like of."""


def said_with(text: str) -> str:
    """`메세나폴리스 107-1506` with the signs of block and room; empty where nothing of it is one.

    The digits may be a telephone's or a birth year.
    """
    found = next(_said(_line(text)), None)
    return f"{_where(found)} {_inside(found)}" if found else ""


def without(text: str) -> str:
    """The building alone; empty where no room is said."""
    found = next(_said(_line(text)), None)
    return _where(found) if found else ""


def homes(text: str) -> tuple[Home, ...]:
    """The buildings and houses that a text may mean with a room of them, or a building alone whose
    name has more than Hangul in it."""
    line = _line(text)
    if not any(map(names.is_hangul, line)):
        return ()
    found = dict.fromkeys(map(_home, _said(line)))
    if _MIXED.fullmatch(line):
        found[Home(building=_plain(line))] = None
    return tuple(found)


def _home(found: re.Match[str]) -> Home:
    rooms = rooms_of(_inside(found).replace(" ", ""))
    if "building" in found.groupdict():
        return Home(building=_plain(found["building"]), rooms=rooms)
    house = place_of(key_of(found["house"]))
    return Home(street=house.street, area=house.area, rooms=rooms)


def _said(line: str) -> Iterator[re.Match[str]]:
    return filter(None, (one.fullmatch(line) for one in (*_BEHIND, *_BEFORE)))


def _where(found: re.Match[str]) -> str:
    said = found.groupdict()
    return (said.get("building") or said.get("house") or "").strip(" ,")


def _inside(found: re.Match[str]) -> str:
    block = f"{found['block']}동 " if found["block"] else ""
    floor = found["floor"]
    return f"{block}{floor.replace(' ', '')}층" if floor else f"{block}{found['room']}호"


def _plain(name: str) -> str:
    return re.sub(r"\W", "", name)


def _line(text: str) -> str:
    return " ".join(names.fold(names.nfc(text).translate(_DASH)).split())
