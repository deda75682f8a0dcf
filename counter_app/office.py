"""[office] of counter.toml: the centre by its code and names, and what its paper says of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from counter_app.checked import get, table, text
from counter_app.errors import Refusal

OFFICE_DIGITS = 10
"""Of a 행정동 code; issue numbers and their bar codes carry it."""
MOST = {
    "name_ko": 40,
    "name_en": 60,
    "issuer_ko": 24,
    "issuer_en": 60,
    "phone": 30,
    "seal_name": 25,
    "seal_number": 30,
}
"""Characters of an office's texts that their places on paper and screen still show legibly."""


@dataclass(frozen=True, slots=True)
class Centre:
    """The centre by its names; `code` is that of its 행정동."""

    code: str
    name_ko: str
    name_en: str


@dataclass(frozen=True, slots=True)
class Office(Centre):
    """The centre as it appears on screen and paper."""

    issuer_ko: str
    issuer_en: str
    phone: str
    seal_name: str
    seal_number: str


def read_centre(data: dict[str, Any]) -> Centre:
    """What a kiosk needs of [office]. Raises Refusal as read_office."""
    return Centre(*_read_office(data, ("name_ko", "name_en")))


def read_office(data: dict[str, Any]) -> Office:
    """Raises Refusal config.lacks, config.wrong_type, config.empty, config.too_long,
    config.out_of_range."""
    return Office(*_read_office(data, tuple(MOST)))


def _read_office(data: dict[str, Any], names: tuple[str, ...]) -> Iterator[str]:
    """The code and the texts of these names."""
    office = table(data, "office")
    code = get(office, "code", str, "office")
    if not (len(code) == OFFICE_DIGITS and code.isascii() and code.isdigit()):
        raise Refusal("config.out_of_range", key="[office] code", allowed="0000000000–9999999999")
    yield code
    for name in names:
        yield text(office, name, MOST[name], "office")
