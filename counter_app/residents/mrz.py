"""The machine-readable zone of a passport: ICAO 9303 TD3, two lines of 44 characters."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from counter_app.errors import Refusal
from counter_app.residents import names

LINE = 44
_FIRST = re.compile(r"P[A-Z<][A-Z<]{42}")
_SECOND = re.compile(
    r"[A-Z0-9][A-Z0-9<]{8}[0-9][A-Z<]{3}[0-9<]{6}[0-9][MFX<][0-9]{7}[A-Z0-9<]{14}[0-9<][0-9]"
)
_BEGINS = re.compile(r"[PV][A-Z<][A-Z<]{3}")
_CARD = re.compile(r"[ACI][A-Z<][A-Z<]{3}[A-Z0-9<]{9}[0-9<]")
_SHORT = 30
"""Characters of each of the three lines of a card (TD1)."""
_VALUES = {c: i for i, c in enumerate("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")} | {"<": 0}
_WEIGHTS = (7, 3, 1)


@dataclass(frozen=True, slots=True)
class Zone:
    document_number: str
    issuer: str
    """Empty, as the names are, where only the second line was read."""
    surname: str
    given: str
    """Empty for a mononym."""
    cut: bool
    """The name fills its line, so its last word may go on."""
    nationality: str
    birth_date: date | None
    """None if there is no such day, or it is not known whole and has fillers."""
    sex: str
    """M, F or empty."""
    expiry: date | None

    @property
    def words(self) -> tuple[str, ...]:
        """Of the name."""
        return names.words(names.standard_roman(self.surname, self.given))


def looks_like(text: str) -> bool:
    """A scanner's lines: one begins as a passport's or visa's first one does and holds the double
    filler, is a second one, or has fillers and nearly the length of one."""
    zone = _joined(text)
    first = _BEGINS.match(zone) is not None and "<<" in zone
    return first or _SECOND.match(zone) is not None or ("<" in zone and len(zone) >= _SHORT)


def second_line(text: str) -> bool:
    """Whether it is that, whole and alone."""
    return _SECOND.fullmatch(_joined(text)) is not None


def read(text: str, today: date) -> Zone:
    """Both lines in one string, in either order, parted by anything blank or by nothing; or the
    second one alone.

    Raises Refusal residents.mrz_visa, residents.mrz_card, residents.mrz_length,
    residents.mrz_misread (characters), and residents.mrz_check_* for the field whose check digit
    is wrong.
    """
    zone = _joined(text)
    if zone.startswith("V") and not _SECOND.match(zone):
        raise Refusal("residents.mrz_visa")
    if second_line(zone):
        return _zone("", zone, today)
    if _CARD.match(zone) and len(zone) % _SHORT == 0:
        raise Refusal("residents.mrz_card")
    if len(zone) == LINE and not _BEGINS.match(zone):
        raise Refusal("residents.mrz_misread")
    if len(zone) != 2 * LINE:
        raise Refusal("residents.mrz_length", length=len(zone))
    for first, second in ((zone[:LINE], zone[LINE:]), (zone[LINE:], zone[:LINE])):
        if _FIRST.fullmatch(first) and _SECOND.fullmatch(second):
            return _zone(first, second, today)
    raise Refusal("residents.mrz_misread")


def _zone(first: str, second: str, today: date) -> Zone:
    _check(second)
    surname, _, given = first[5:].partition("<<")
    return Zone(
        document_number=second[:9].rstrip("<"),
        issuer=first[2:5].rstrip("<"),
        surname=_spaced(surname),
        given=_spaced(given),
        cut=bool(first) and first[-1] != "<",
        nationality=second[10:13].rstrip("<"),
        birth_date=_date(second[13:19], latest=today),
        sex=second[20].strip("<X"),
        expiry=_date(second[21:27], latest=date(2099, 12, 31)),
    )


_CHECKED: tuple[tuple[str, Callable[[str], str], int], ...] = (
    ("number", lambda line: line[:9], 9),
    ("birth", lambda line: line[13:19], 19),
    ("expiry", lambda line: line[21:27], 27),
    ("personal", lambda line: line[28:42], 42),
    ("whole", lambda line: line[:10] + line[13:20] + line[21:43], 43),
)
"""Fields of the second line, what each check digit is made of, and where it stands."""


def _check(line: str) -> None:
    """An empty personal number may have a filler in place of its check digit."""
    for field, part, place in _CHECKED:
        said = line[place].replace("<", "0") if field == "personal" else line[place]
        if check_digit(part(line)) != said:
            raise Refusal(f"residents.mrz_check_{field}")


def check_digit(field: str) -> str:
    return str(sum(_VALUES[c] * _WEIGHTS[i % 3] for i, c in enumerate(field)) % 10)


def _spaced(name: str) -> str:
    return " ".join(name.replace("<", " ").split())


def _joined(text: str) -> str:
    """What a scanner sends around the lines, and what it makes of fillers, is made plain."""
    plain = unicodedata.normalize("NFKC", text).replace("«", "<<").replace("‹", "<")
    return re.sub(r"[\s\x00-\x1f]+", "", plain).upper()


def _date(digits: str, latest: date) -> date | None:
    """The last such day not after `latest`, None if there is none."""
    try:
        month, day = int(digits[2:4]), int(digits[4:6])
        newest = date(latest.year // 100 * 100 + int(digits[:2]), month, day)
        return newest if newest <= latest else newest.replace(year=newest.year - 100)
    except ValueError:
        return None
