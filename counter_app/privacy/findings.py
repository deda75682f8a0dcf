"""What is unusual in the accesses of a month: one table of rules, each with its threshold."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar

from counter_app.kiosk.hours import Hours, Standing
from counter_app.privacy.looks import Done, Look
from counter_app.privacy.settings import Thresholds
from counter_app.residents.asked import PART

NAMES = frozenset({"hangul", "initials", "roman", "mixed", "birth", "phone", "address", PART})
"""Searches that go through people; a whole number or a passport is one person's."""
TWO_SYLLABLES = ("남궁", "황보", "제갈", "선우", "사공", "서문", "독고", "동방", "어금", "망절")
AWAY = frozenset({Standing.CLOSED, Standing.DAY_OFF})


@dataclass(frozen=True, slots=True)
class Month:
    """All that rules look at. `names`: of clerks by login; `hangul`: of the persons looked at."""

    month: str
    looks: Sequence[Look]
    done: Done
    names: Mapping[str, str]
    hangul: Mapping[int, str]
    hours: Hours
    grace: timedelta


@dataclass(frozen=True, slots=True)
class Finding:
    """`day` None: of the whole month; `person`: whose record, if it is about one. `looks`: numbers
    of the accesses it is about, of which what was typed in one go counts as one."""

    key: str
    rule: str
    clerk: str
    day: date | None
    person: int | None
    count: int
    threshold: int
    looks: tuple[int, ...]


Group = tuple[str, date | None, int | None]
"""Clerk, day, person."""
Found = Iterable[tuple[Group, Look]]


def find(month: Month, thresholds: Thresholds) -> tuple[Finding, ...]:
    """By rule in the order of RULES, then by day and clerk. Pure."""
    return tuple(finding for rule in RULES for finding in _of(rule, month, thresholds))


def clerk_of(key: str) -> str:
    """Whose accesses a finding is about; "" for what is no key."""
    return (*key.split("/"), "", "")[2]


def surname(name: str) -> str:
    """Of a Korean name; "" for what is none."""
    if not name or not "가" <= name[0] <= "힣":
        return ""
    return name[:2] if name.startswith(TWO_SYLLABLES) and len(name) > 2 else name[0]


def _no_ticket(month: Month) -> Found:
    for look in month.looks:
        by_name = look.kind == "search" and look.searched in NAMES
        if by_name and look.served_known and not look.ticket:
            yield (look.clerk, look.day, None), look


def _no_act(month: Month) -> Found:
    """Each person once a day."""
    views = (look for look in month.looks if look.kind == "view" and look.person is not None)
    idle = (v for v in views if (v.clerk, v.day, v.person) not in month.done)
    for look in _once(idle, lambda v: (v.clerk, v.day, v.person)):
        yield (look.clerk, look.day, None), look


def _colleague(month: Month) -> Found:
    """A search by name is for whom it shows first, once it is typed: their namesakes stand behind.
    By birth date, telephone or address it may be for anybody it shows."""
    staff = frozenset(month.names.values())
    last = {look.burst: look.seq for look in month.looks if look.shown}
    for look in month.looks:
        settled = look.shown if last.get(look.burst) == look.seq else ()
        for person in settled if look.person is None else (look.person,):
            if month.hangul.get(person) in staff:
                yield (look.clerk, None, person), look


def _same_surname(month: Month) -> Found:
    """Each person once, of those for whom nothing was done and no ticket was being served."""
    idle = (
        look
        for look in month.looks
        if not look.ticket and (look.clerk, look.day, look.person) not in month.done
    )
    for look in _once(idle, lambda v: (v.clerk, v.person)):
        own = surname(month.names.get(look.clerk, ""))
        if own and own == surname(month.hangul.get(look.person or 0, "")):
            yield (look.clerk, None, None), look


def _out_of_hours(month: Month) -> Found:
    hours, grace = month.hours, month.grace
    for look in month.looks:
        if hours.standing(look.at) in AWAY:  # seldom so: the others need not be reckoned
            around = (look.at - grace, look.at + grace)
            if all(hours.standing(moment) in AWAY for moment in around):
                yield (look.clerk, look.day, None), look


RULES: dict[str, Callable[[Month], Found]] = {
    "no_ticket": _no_ticket,
    "no_act": _no_act,
    "colleague": _colleague,
    "same_surname": _same_surname,
    "out_of_hours": _out_of_hours,
}
"""By the name of its threshold, of its sentence and of its key in counter.toml."""

Item = TypeVar("Item")


def _once(looks: Iterable[Item], key: Callable[[Item], Hashable]) -> Iterator[Item]:
    seen: set[Hashable] = set()
    for look in looks:
        if (what := key(look)) not in seen:
            seen.add(what)
            yield look


def _in_order(group: tuple[Group, list[Look]]) -> tuple[str, str, int]:
    (clerk, day, person), _ = group
    return str(day or ""), clerk, person or 0


def _of(rule: str, month: Month, thresholds: Thresholds) -> Iterator[Finding]:
    threshold = getattr(thresholds, rule)
    if not threshold:
        return
    groups: dict[Group, list[Look]] = defaultdict(list)
    for group, look in RULES[rule](month):
        groups[group].append(look)
    for (clerk, day, person), found in sorted(groups.items(), key=_in_order):
        count = len({look.burst for look in found})
        if count >= threshold:
            about = day or (person if person is not None else "")
            yield Finding(
                key=f"{rule}/{month.month}/{clerk}/{about}",
                rule=rule,
                clerk=clerk,
                day=day,
                person=person,
                count=count,
                threshold=threshold,
                looks=tuple(look.seq for look in found),
            )
