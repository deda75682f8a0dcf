"""The machine-readable zone of a passport: ICAO 9303 TD3, two lines of 44 characters."""

import re
from dataclasses import dataclass
from datetime import date

from counter_app.errors import Refusal

_ZONE = re.compile(r"P[A-Z<][A-Z<]{3}[A-Z<]{39}[A-Z0-9<]{44}")
_VALUES = {c: i for i, c in enumerate("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")} | {"<": 0}
_WEIGHTS = (7, 3, 1)


@dataclass(frozen=True, slots=True)
class Zone:
    document_number: str
    issuer: str
    surname: str
    given: str
    """Empty for a mononym."""
    nationality: str
    birth_date: date
    sex: str
    """M, F or empty."""
    expiry: date
    doubtful: bool
    """A check digit that no lookup hangs on (expiry, optional data, composite) is wrong."""


def looks_like(text: str) -> bool:
    """A scanner's line: starts as a passport's first line does and holds the double filler."""
    start = text.lstrip()[:5].upper()
    return (
        len(start) == 5 and start[0] == "P" and "<<" in text and start.replace("<", "A").isalpha()
    )


def read(text: str, today: date) -> Zone:
    """Both lines in one string, parted by anything blank or by nothing.

    Raises Refusal residents.mrz_length, residents.mrz_misread (number, birth or characters).
    """
    zone = re.sub(r"\s+", "", text).upper()
    if len(zone) != 88:
        raise Refusal("residents.mrz_length", length=len(zone))
    if not _ZONE.fullmatch(zone):
        raise Refusal("residents.mrz_misread")
    first, second = zone[:44], zone[44:]
    if not (_holds(second[:9], second[9]) and _holds(second[13:19], second[19])):
        raise Refusal("residents.mrz_misread")
    surname, _, given = first[5:].partition("<<")
    return Zone(
        document_number=second[:9].rstrip("<"),
        issuer=first[2:5].rstrip("<"),
        surname=_spaced(surname),
        given=_spaced(given),
        nationality=second[10:13].rstrip("<"),
        birth_date=_date(second[13:19], latest=today),
        sex=second[20].strip("<"),
        expiry=_date(second[21:27], latest=date(2099, 12, 31)),
        doubtful=not (
            _holds(second[21:27], second[27])
            and _holds(second[28:42], second[42].replace("<", "0"))
            and _holds(second[:10] + second[13:20] + second[21:43], second[43])
        ),
    )


def check_digit(field: str) -> str:
    return str(sum(_VALUES[c] * _WEIGHTS[i % 3] for i, c in enumerate(field)) % 10)


def _holds(field: str, digit: str) -> bool:
    return check_digit(field) == digit


def _spaced(name: str) -> str:
    return " ".join(name.replace("<", " ").split())


def _date(digits: str, latest: date) -> date:
    """The last such day not after `latest`."""
    try:
        month, day = int(digits[2:4]), int(digits[4:6])
        newest = date(latest.year // 100 * 100 + int(digits[:2]), month, day)
        return newest if newest <= latest else newest.replace(year=newest.year - 100)
    except ValueError:
        raise Refusal("residents.mrz_misread") from None
