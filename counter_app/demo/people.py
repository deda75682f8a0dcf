"""Synthetic residents of a district, household by household; the same seed, the same people."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice
from random import Random

from counter_app.demo.households import Household, Member, draw_household
from counter_app.demo.luck import between, pick
from counter_app.demo.mix import PASSPORTS, main_status
from counter_app.demo.moves import Move, draw_moves, lived
from counter_app.residents import identity_numbers
from counter_app.residents.views import Address, Registered
from db.identity import IdKind, Sex

RANDOM_TAILS_SINCE = date(2020, 10, 5)
_CORRECTED = 0.002
"""So many have had a number of another sex."""
_STEP = 61_803_399
"""Spreads telephone numbers; without a factor in common with 10^8, so that none comes twice."""


@dataclass(frozen=True, slots=True)
class Person(Registered):
    """A resident as the store holds one, with addresses oldest first."""

    household: int
    phone: str | None
    former_numbers: str | None
    addresses: tuple[Address, ...]


def people(count: int, seed: int, today: date) -> Iterator[Person]:
    """`count` residents with ids from 1; numbers and passports are unique."""
    return islice(_Register(seed, today).everyone(), count)


class _Register:
    def __init__(self, seed: int, today: date) -> None:
        self._random = Random(seed)
        self._today = today
        self._corrected = Random(f"{seed} corrected")
        self._taken: set[str] = set()
        self._last_id = 0

    def everyone(self) -> Iterator[Person]:
        number = 0
        while True:
            number += 1
            household = draw_household(self._random, self._today)
            moves = draw_moves(self._random, household.since, household.foreign, self._today)
            for member in household.members:
                yield self._person(member, household, number, moves)

    def _person(
        self, member: Member, household: Household, number: int, moves: list[Move]
    ) -> Person:
        random, today = self._random, self._today
        citizen = member.nationality == "KOR"
        since = max(household.since, member.birth_date + timedelta(days=20))
        since = min(since, today)
        entered = None if citizen or since > household.since else since
        registered = None if citizen else _registered(random, since, today)
        passport = None if citizen and random.random() < 0.4 else self._passport(member.nationality)
        expiry = today + timedelta(days=between(random, -60, 3500)) if passport else None
        kind = _kind(member.status)
        self._last_id += 1
        return Person(
            id=self._last_id,
            id_kind=kind,
            number=self._number(kind, member, registered or member.birth_date),
            name_roman=member.name.roman,
            name_hangul=member.name.hangul,
            name_original=member.name.original,
            sex=member.sex,
            birth_date=member.birth_date,
            nationality=member.nationality,
            passport_number=passport,
            passport_expiry=expiry,
            status_of_stay=member.status,
            stay_expires=self._stay_expires(member.status),
            entered_on=entered,
            registered_on=registered,
            card_lost_on=self._card_lost(registered),
            centre=moves[-1].centre,
            household=number,
            phone=self._phone(member),
            former_numbers=self._former(kind, member),
            addresses=lived(moves, since, registered or since),
        )

    def _number(self, kind: IdKind, member: Member, made_on: date) -> str:
        """Mostly with a check digit; lately also with a random tail."""
        random = self._random
        often = 0.9 if kind is IdKind.RRN else 0.2
        free_tail = made_on >= RANDOM_TAILS_SINCE and random.random() < often
        while True:
            serial = int(random.random() * 96_000)
            number = identity_numbers.make(kind, member.birth_date, member.sex, serial)
            if free_tail:
                number = f"{number[:7]}{int(random.random() * 1_000_000):06d}"
            if number not in self._taken:
                self._taken.add(number)
                return number

    def _phone(self, member: Member) -> str | None:
        """Unlike anybody else's; children and a few others have none."""
        if (self._today - member.birth_date).days < 8 * 365 or self._last_id % 29 == 0:
            return None
        digits = f"{(self._last_id * _STEP + 20_000_000) % 10**8:08d}"
        return f"010-{digits[:4]}-{digits[4:]}"

    def _former(self, kind: IdKind, member: Member) -> str | None:
        """The number before the sex was corrected, of very few."""
        random = self._corrected
        if random.random() >= _CORRECTED:
            return None
        sex = Sex.MALE if member.sex is Sex.FEMALE else Sex.FEMALE
        serial = int(random.random() * 96_000)
        number = identity_numbers.make(kind, member.birth_date, sex, serial)
        if number in self._taken:
            return None
        self._taken.add(number)
        return number

    def _passport(self, nationality: str) -> str:
        random = self._random
        shape = pick(random, PASSPORTS[nationality])
        while True:
            number = shape.format(*f"{int(random.random() * 10**9):09d}")
            if number not in self._taken:
                self._taken.add(number)
                return number

    def _stay_expires(self, status: str | None) -> date | None:
        """A few have overstayed, more must extend within the month."""
        if main_status(status) in ("", "F-5"):
            return None
        luck = self._random.random()
        if luck < 0.02:
            days = -between(self._random, 1, 200)
        elif luck < 0.07:
            days = between(self._random, 0, 30)
        else:
            days = between(self._random, 31, 90 if main_status(status) == "C-3" else 1095)
        return self._today + timedelta(days=days)

    def _card_lost(self, registered: date | None) -> date | None:
        if registered is None or self._random.random() >= 0.008:
            return None
        return max(registered, self._today - timedelta(days=between(self._random, 0, 60)))


def _kind(status: str | None) -> IdKind:
    if status is None:
        return IdKind.RRN
    return IdKind.DRN if status.startswith("F-4") else IdKind.FRN


def _registered(random: Random, since: date, today: date) -> date:
    """Within the 90 days that the law leaves."""
    return min(since + timedelta(days=between(random, 3, 85)), today)
