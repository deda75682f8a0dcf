"""Who lives together: single people, couples, families of one or of two nationalities."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from counter_app.demo.luck import between, pick
from counter_app.demo.mix import (
    AGES,
    DEPENDANT,
    KOREAN,
    USUAL_AGES,
    Segment,
    draw_segment,
    main_status,
)
from counter_app.demo.names import ONE_SURNAME, Name, peoples
from db.identity import Sex

_YOUNGEST = 23
_OLDEST_MOTHER = 44
_ADULT = 19


@dataclass(frozen=True, slots=True)
class Member:
    name: Name
    sex: Sex
    birth_date: date
    nationality: str
    status: str | None


@dataclass(frozen=True, slots=True)
class Household:
    members: tuple[Member, ...]
    since: date
    """When the first of them came to live here or entered the country."""
    foreign: bool


def draw_household(random: Random, today: date) -> Household:
    segment = draw_segment(random)
    status = segment.status(random)
    sex = _sex(random, status)
    head = _adult(random, today, segment, status, sex)
    main = main_status(status)
    age = (today - head.birth_date).days // 365
    members = [head]
    if main == "F-6":
        members += _family(random, today, head, KOREAN, None)
    elif (segment is KOREAN or main in DEPENDANT) and age >= 25 and random.random() < 0.3:
        members += _family(random, today, head, segment, DEPENDANT.get(main))
    longest = max(60, min((age - _ADULT) * 365, _longest_stay(main)))
    since = today - timedelta(days=int(random.random() ** 1.5 * longest) + 1)
    return Household(tuple(members), since, segment is not KOREAN)


def _family(
    random: Random, today: date, head: Member, segment: Segment, status: str | None
) -> list[Member]:
    """A spouse of `segment`, and children who follow the spouse's status and the father's name."""
    sex = Sex.FEMALE if head.sex is Sex.MALE else Sex.MALE
    shared = head.name.surname if segment.people in ONE_SURNAME else None
    if head.nationality != segment.nationality:
        shared = None
    born = head.birth_date + timedelta(days=between(random, -6 * 365, 3 * 365))
    spouse = Member(
        peoples()[segment.people].name(random, sex, shared),
        sex,
        min(born, today - timedelta(days=20 * 365)),
        segment.nationality,
        status,
    )
    family = [] if random.random() < 0.1 else [spouse]
    named = head if head.nationality == segment.nationality and head.sex is Sex.MALE else spouse
    mother = head if head.sex is Sex.FEMALE else spouse
    eldest = min((today - max(head.birth_date, spouse.birth_date)).days // 365 - _YOUNGEST, 17)
    last = max((today - mother.birth_date).days // 365 - _OLDEST_MOTHER, 0)
    wanted = pick(random, (0, 0, 1, 1, 2, 3)) if last < eldest else 0
    called = {head.name.roman, spouse.name.roman}
    for _ in range(wanted):
        child_sex = pick(random, (Sex.MALE, Sex.FEMALE))
        name = peoples()[segment.people].name(random, child_sex, named.name.surname)
        if name.roman in called:
            continue
        called.add(name.roman)
        born = today - timedelta(days=between(random, last * 365 + 25, eldest * 365))
        family.append(Member(name, child_sex, born, segment.nationality, status))
    return family


def _adult(random: Random, today: date, segment: Segment, status: str | None, sex: Sex) -> Member:
    youngest, oldest = AGES.get(main_status(status), USUAL_AGES)
    share = (random.random() + random.random()) / 2
    age = youngest + (oldest - youngest) * share
    born = today - timedelta(days=int(age * 365.25) + 1)
    name = peoples()[segment.people].name(random, sex)
    return Member(name, sex, born, segment.nationality, status)


def _sex(random: Random, status: str | None) -> Sex:
    women = {"F-6": 0.83, "E-9": 0.1}.get(main_status(status), 0.5)
    return Sex.FEMALE if random.random() < women else Sex.MALE


def _longest_stay(main: str) -> int:
    """Days in the country, by status; citizens and those who settled, decades."""
    years = {"C-3": 0, "D-2": 6, "D-4": 2, "E-9": 10, "H-1": 1, "H-2": 5}.get(main, 25)
    return max(years * 365, 80)
