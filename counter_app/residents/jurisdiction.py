"""Asking which centre is in charge of a building, a road address, a 법정동 or a 행정동."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from sqlalchemy import ColumnElement, Engine
from sqlmodel import Session, col, select

from counter_app.clock import Clock
from counter_app.errors import Refusal
from counter_app.privacy.actor import SERVE, Actor
from counter_app.privacy.audit import record
from counter_app.privacy.clerks import require_active
from counter_app.residents import buildings, centres, codes, latin, names, rooms
from counter_app.residents.keyboard import otherwise
from counter_app.residents.places import (
    INNER,
    area_of,
    area_words,
    is_road,
    key_of,
    place_of,
    places,
    road_of,
    shown,
)
from counter_app.residents.spellings import ending
from counter_app.residents.terms import place_term
from counter_app.words import Twice, say
from db import search as index
from db.engine import reading, transaction
from db.residents import AddressRow, ResidentRow

LONGEST = 200
MOST = 2_000
SURE = ("table", "building")


@dataclass(frozen=True, slots=True)
class InCharge:
    """A centre that may be in charge; `address` and `phone` "" where not known."""

    code: str
    ko: str
    en: str
    address: str
    phone: str
    own: bool


@dataclass(frozen=True, slots=True)
class Found:
    """`certain`: there is but one, and the table or the building itself says so. `source`: table,
    building (by who is registered there), road (by others on it) or name (by who lives in buildings
    called so). `elsewhere`: districts with a quarter of the same name, if that may be meant.
    `read_as`: what the same keys write on the other keyboard, where only that led to a centre."""

    candidates: tuple[InCharge, ...]
    certain: bool
    source: str
    elsewhere: tuple[Twice, ...] = ()
    read_as: str = ""

    def remark(self, language: str) -> str:
        """That it was read as if typed on the other keyboard; "" where it was not."""
        return say("centres.read_as", language, text=self.read_as) if self.read_as else ""

    def doubts(self, language: str) -> str:
        """What to ask the visitor before it is settled; "" where it is certain."""
        several = len(self.candidates) > 1
        codes = ["centres.several"] if several else []
        if not several and self.source not in SURE:
            codes.append(f"centres.by_{self.source}")
        if self.elsewhere:
            codes.append("centres.elsewhere")
        areas = " · ".join(one.said(language) for one in self.elsewhere)
        return " ".join(say(code, language, areas=areas) for code in codes)


class Answer(NamedTuple):
    """As Found has it, by codes."""

    source: str
    centres: tuple[str, ...]
    elsewhere: tuple[Twice, ...] = ()


class Jurisdiction:
    """`centre`: the 행정동 code of the centre this program serves."""

    def __init__(self, engine: Engine, clock: Clock, centre: str) -> None:
        self._engine = engine
        self._clock = clock
        self._centre = centre

    def find(self, actor: Actor, text: str, on: date | None = None) -> Found:
        """All that may be in charge, on a day or today; on record without the address.

        Raises Refusal centres.*, clerks.not_permitted and clerks.suspended.
        """
        asked = " ".join(unicodedata.normalize("NFC", text).split())
        if not any(c.isalnum() for c in asked):
            raise Refusal("centres.empty")
        if len(asked) > LONGEST:
            raise Refusal("centres.long", longest=LONGEST)
        day = on or self._clock.now().date()
        with reading(self._engine) as session:  # nobody's writing waits for it
            require_active(session, actor, SERVE)
            source, found, elsewhere = search(session, asked, day)
            read_as = "" if found else otherwise(asked)
            if read_as:
                source, found, elsewhere = search(session, read_as, day)
        with transaction(self._engine) as session:
            detail = {"centres": found, "source": source}
            record(session, self._clock, actor, "centre.asked", "centre", detail)
        if not found:
            raise Refusal("centres.none")
        certain = len(found) == 1 and source in SURE and not elsewhere
        seen = tuple(self._view(code, day) for code in found)
        return Found(seen, certain, source, elsewhere, read_as)

    def choose(self, actor: Actor, found: Found, code: str) -> InCharge:
        """The one of several candidates that the clerk has settled on with the visitor; on record
        with what it was chosen from.

        Raises Refusal centres.not_offered, clerks.not_permitted and clerks.suspended.
        """
        chosen = next((one for one in found.candidates if one.code == code), None)
        if chosen is None:
            raise Refusal("centres.not_offered")
        with transaction(self._engine) as session:
            require_active(session, actor, SERVE)
            offered = [one.code for one in found.candidates]
            detail = {"centres": offered, "source": found.source, "chosen": code}
            record(session, self._clock, actor, "centre.chosen", "centre", detail)
        return chosen

    def _view(self, code: str, day: date) -> InCharge:
        known, office = codes.centres().get(code), centres.office(code, day)
        return InCharge(
            code,
            known.ko if known else code,
            known.en if known else code,
            office.address if office else "",
            office.phone if office else "",
            code == self._centre,
        )


def search(session: Session, text: str, on: date) -> Answer:
    """The table first. Where it names no more than the quarter, or nothing, those who live in the
    building tell; else all who live on the road, or in buildings of that name."""
    if not any(map(names.is_hangul, names.fold(text))):
        text = latin.in_hangul(text, buildings.known_places(session)) or text
    table = centres.of_address(text, on)
    if centres.of_house(text, on):
        return Answer("table", table)
    meanings = [meaning for meaning in places(text) if meaning.street]
    for one in meanings:
        there = _living(session, buildings.starting(f"{one.street}{INNER}"))
        if found := _of_all(there, one.area, on):
            both = [code for code in table if code in found]
            return Answer("building", tuple(dict.fromkeys(both or (*table, *found))))
    elsewhere = centres.elsewhere(text) if table else ()
    if table and not elsewhere:
        return Answer("table", table)
    words = [word for word in shown(text).replace(",", " ").split() if not area_words(word)]
    roads = [road_of(one.street) for one in meanings] or [w for w in words if is_road(w)]
    on_road = (
        _of_all(_living(session, buildings.starting(f"{road} ")), area_of(text), on)
        for road in roads
        if road
    )
    around = next(filter(None, on_road), ())
    if table:
        return Answer("table", table, () if set(table) & set(around) else elsewhere)
    if around:
        return Answer("road", around)
    said = rooms.without(" ".join(words)).split() or words
    named = _residents(session, said) if not any(roads) else []
    house = col(AddressRow.resident_id).in_(named)
    return Answer("name", _of_all(_living(session, house), area_of(text), on))


Living = tuple[str, str, str]
"""The key and the words of an address, and the centre of who lives there."""


def _living(session: Session, where: ColumnElement[bool]) -> Iterable[Living]:
    """Each address once; a move that nobody reported tells nothing of the centre."""
    chosen = (
        select(AddressRow.place, AddressRow.text_ko, ResidentRow.centre)
        .join(ResidentRow, col(AddressRow.resident_id) == ResidentRow.id)
        .where(where, *buildings.registered())
    )
    return dict.fromkeys(session.exec(chosen.limit(MOST)))


def _residents(session: Session, words: list[str]) -> list[int]:
    """Who lives in a building of this name, or with this end of it."""
    name = re.sub(r"\W", "", names.fold("".join(words)))
    if not name:
        return []
    called = [place_term(name), *ending(session, name)]
    return index.matches(session, " OR ".join(map(index.whole, called)), MOST)


def _of_all(living: Iterable[Living], area: tuple[str, ...], on: date) -> tuple[str, ...]:
    """The centre of who lives there; where the quarter in the address is another's, that one's."""
    found: dict[str, None] = {}
    for place, written, centre in living:
        if set(area) <= set(place_of(place or key_of(written)).area):
            told = centres.of_address(written, on)
            own = centres.in_charge(centre, written, on)
            found |= dict.fromkeys([code for code in own if code in told] or told or own)
    return tuple(found)
