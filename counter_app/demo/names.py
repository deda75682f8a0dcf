"""Made-up names of many peoples, in Roman letters, in Hangul and as spelt at home.

resources/demo/names.json: by people, parts as `ROMAN/한글` or `ROMAN/한글/Original`, `_` for a
space, surnames the commonest first.
"""

import json
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from random import Random

from counter_app.demo.luck import pick, weighted
from counter_app.resources import RESOURCES
from db.identity import Sex

ONE_SURNAME = frozenset({"english", "french", "german", "japanese", "polish", "russian", "turkish"})
"""Peoples whose couples mostly share a surname."""


@dataclass(frozen=True, slots=True)
class Part:
    roman: str
    hangul: str
    original: str
    """Empty where it does not differ."""


@dataclass(frozen=True, slots=True)
class Name:
    roman: str
    hangul: str
    original: str
    surname: int
    """Which of the people's surnames, so that kin can share it."""


@dataclass(frozen=True, slots=True)
class People:
    surnames: dict[Sex, tuple[Part, ...]]
    weights: tuple[float, ...]
    given: dict[Sex, tuple[Part, ...]]
    middle: dict[Sex, tuple[Part, ...]]
    parts: tuple[int, ...]
    """How many given names, one of these."""

    def name(self, random: Random, sex: Sex, surname: int | None = None) -> Name:
        if surname is None:
            surname = weighted(random, range(len(self.weights)), self.weights)
        parts = [self.surnames[sex][surname]]
        if middle := self.middle[sex]:
            parts.append(pick(random, middle))
        wanted = pick(random, self.parts)
        given = self.given[sex]
        if wanted == 1:
            parts.append(pick(random, given))
        elif wanted:
            parts += random.sample(given, wanted)
        marked = any(part.original for part in parts)
        return Name(
            roman=" ".join([part.roman for part in parts]),
            hangul="".join([part.hangul for part in parts]),
            original=" ".join(p.original or p.roman.title() for p in parts) if marked else "",
            surname=surname,
        )


@cache
def peoples() -> dict[str, People]:
    table = json.loads((RESOURCES / "demo" / "names.json").read_text("utf-8"))
    return {name: _people(entry) for name, entry in table.items()}


def _people(entry: dict[str, str]) -> People:
    men, women = Sex.MALE, Sex.FEMALE
    surnames = _parts(entry["surnames"])
    return People(
        surnames={
            men: surnames,
            women: _parts(entry["surnames_female"]) if "surnames_female" in entry else surnames,
        },
        weights=tuple(accumulate(1 / place for place in range(2, len(surnames) + 2))),
        given={men: _parts(entry["male"]), women: _parts(entry["female"])},
        middle={
            men: _parts(entry.get("middle_male", "")),
            women: _parts(entry.get("middle_female", "")),
        },
        parts=tuple(map(int, entry["parts"])),
    )


def _parts(text: str) -> tuple[Part, ...]:
    split = (entry.replace("_", " ").split("/") for entry in text.split())
    return tuple(Part(p[0], p[1], p[2] if len(p) > 2 else "") for p in split)
