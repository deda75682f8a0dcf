"""Made-up road addresses: the own centre, its neighbours, and where people lived before."""

import json
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from random import Random
from typing import Any

from counter_app.demo.luck import between, pick, weighted
from counter_app.resources import RESOURCES

_DISTRICT = "서울특별시 마포구"
_LONGEST_DETAIL = "지하1층 비102호(게스트하우스 제2별관, 관리사무소 맞은편 출입문)"


@dataclass(frozen=True, slots=True)
class Place:
    """A centre's area, or somewhere else in the country (no centre)."""

    district: str
    roads: tuple[str, ...]
    dongs: tuple[str, ...]
    centre: str = ""

    def address(self, random: Random) -> str:
        """`서울특별시 마포구 와우산로29길 14-5, 302호 (서교동)`"""
        road, dong = pick(random, self.roads), pick(random, self.dongs)
        number = str(between(random, 2, 180))
        if random.random() < 0.4:
            number += f"-{between(random, 1, 40)}"
        return f"{self.district} {road} {number}{_detail(random)} ({_inside(random, dong)})"


def draw_home(random: Random) -> Place:
    """Mostly the own centre's area."""
    places, weights = _homes()
    return weighted(random, places, weights)


def draw_former(random: Random) -> Place:
    return draw_home(random) if random.random() < 0.4 else pick(random, _elsewhere())


def _detail(random: Random) -> str:
    luck = random.random()
    if luck < 0.15:
        return ""
    if luck < 0.152:
        return f", {_LONGEST_DETAIL}"
    floor = between(random, 1, 5 if luck < 0.8 else 20)
    room = f"{floor}{between(random, 1, 12):02d}호"
    return f", {room}" if luck < 0.8 else f", {between(random, 101, 112)}동 {room}"


def _inside(random: Random, dong: str) -> str:
    return f"{dong}, {pick(random, _table()['buildings'])}" if random.random() < 0.2 else dong


@cache
def _table() -> dict[str, Any]:
    table: dict[str, Any] = json.loads((RESOURCES / "demo" / "places.json").read_text("utf-8"))
    return table


@cache
def _homes() -> tuple[tuple[Place, ...], tuple[int, ...]]:
    rows = _table()["centres"]
    places = tuple(
        Place(_DISTRICT, tuple(row["roads"]), tuple(row["dong"]), row["code"]) for row in rows
    )
    return places, tuple(accumulate(row["share"] for row in rows))


@cache
def _elsewhere() -> tuple[Place, ...]:
    split = (line.split("|") for line in _table()["elsewhere"])
    return tuple(Place(district, (road,), (dong,)) for district, road, dong in split)
