"""What a clerk must know before serving a person, in the order in which it must be acted on.

Flags are a pure function of what the register says of somebody (`Facts`) and of the rule table on
one day (`Terms`); the header of a person and the nightly job call the same one. In the rule table
`flag.NAME` says from which day on a flag is raised, on which ground (source) and what is to be done
next (value: a step, of which docs/resident-desk.md has the list); periods are `deadline.*` and
`days.*`, the statuses that need no registration `registration.exempt`, the duties `duty.STATUS`.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, timedelta
from typing import NamedTuple

from counter_app.residents import centres
from counter_app.residents.deadlines import birthday, due
from counter_app.residents.views import Address, Alert
from counter_app.rules import Rule, Rules
from counter_app.words import Coded
from db.identity import IdKind
from db.residents import ResidentRow

OLDEST_WITHOUT_CARD = 17
ELSEWHERE = "go_to_centre"
"""The step of a move that another centre must be told of."""
_OVER, _BARRED = "residents.stay_expired", "residents.restricted"
_MOVE_RULE: dict[str, str] = {
    IdKind.FRN: "deadline.move_registered_foreigner",
    IdKind.DRN: "deadline.move_f4",
    IdKind.RRN: "deadline.move_korean",
}
_LEVEL = {
    "stay_expired": "danger",
    "restricted": "danger",
    "card_lost": "warning",
    "stay_expires_soon": "warning",
    "move_overdue": "danger",
    "move_unreported": "warning",
    "registration_overdue": "danger",
    "registration_due": "warning",
    "card_at_17": "warning",
    "centre_unclear": "info",
    "other_centre": "info",
    "duty": "note",
}
FLAGS = tuple(_LEVEL)
"""Their names, in the order of the header."""


class Facts(NamedTuple):
    """What flags are told by. `moved_in`: into the present home, if that was not reported, and
    `report_at` the centres that may take the report; `centres`: those that may be in charge (see
    centres.in_charge)."""

    id_kind: str
    born: date
    status: str | None
    stay_expires: date | None
    entered: date | None
    registered: date | None
    card_lost: date | None
    restricted: str | None
    moved_in: date | None
    report_at: tuple[str, ...]
    centres: tuple[str, ...]


class Terms:
    """The rule table on one day, for one centre; what was looked up once is kept."""

    def __init__(self, rules: Rules, today: date, centre: str) -> None:
        self.today = today
        self.centre = centre
        self.own = (centre,)
        self.soon = rules.number("days.stay_expires_soon", today)
        self.exempt = frozenset(rules.text("registration.exempt", today).split())
        self._rules = rules
        self._flags = {
            rule.key.removeprefix("flag."): rule for rule in rules.in_force("flag.", today)
        }
        self._duties: dict[str, Alert | None] = {}
        self._elsewhere: dict[tuple[str, ...], Alert | None] = {}
        self._periods: dict[tuple[str, date], Period] = {}

    def flag(self, name: str, ground: str = "", /, **fields: object) -> Alert | None:
        """None while the table does not raise it. `ground`: instead of the table's."""
        rule = self._flags.get(name)
        if rule is None or not rule.value:
            return None
        code, step = f"residents.{name}", str(rule.value)
        return Alert(code, _LEVEL[name], fields, rule.key, ground or rule.source, step)

    def period(self, key: str, start: date) -> "Period":
        """By the rules of the day on which it begins."""
        if (found := self._periods.get((key, start))) is None:
            found = self._periods[key, start] = self._period(key, start)
        return found

    def duty(self, status: str) -> Alert | None:
        """Of a sub-status, else of its status."""
        if status not in self._duties:
            main = _main(status)
            found = {one.key: one for one in self._rules.in_force(f"duty.{main}", self.today)}
            rule = found.get(f"duty.{status}") or found.get(f"duty.{main}")
            self._duties[status] = self._duty(rule) if rule else None
        return self._duties[status]

    def elsewhere(self, in_charge: tuple[str, ...]) -> Alert | None:
        """Of centres that are not this one alone."""
        if in_charge not in self._elsewhere:
            flag = "centre_unclear" if len(in_charge) > 1 else "other_centre"
            said = centres.fields(in_charge, self.today)
            self._elsewhere[in_charge] = self.flag(flag, **said)
        return self._elsewhere[in_charge]

    def _duty(self, rule: Rule) -> Alert | None:
        return self.flag("duty", rule.source, duty=Coded("flags.duty.title", [str(rule.value)]))

    def _period(self, key: str, start: date) -> "Period":
        days = self._rules.number(key, start)
        law = self._rules.statute(key, start)
        return Period(days, due(start, days), law.source, int(law.value))


class Period(NamedTuple):
    """`days` as the office counts, `by_law` as the statute has it; `ground` is the statute's."""

    days: int
    last: date
    ground: str
    by_law: int


def alerts(said: Facts, terms: Terms) -> tuple[Alert, ...]:
    """In the order of FLAGS. Whose stay is over may only be referred: that is what is to be done
    next, whatever else is raised, but for a record that is barred."""
    raised = [found for find in _FINDERS if (found := find(said, terms)) is not None]
    if raised and (over := raised[0]).code == _OVER:
        return tuple(
            [one if one.code == _BARRED else replace(one, step=over.step) for one in raised]
        )
    return tuple(raised)


def present(newest_first: Iterable[Address], today: date) -> Address | None:
    """Where somebody lives today: moved into last, of two on one day what was written later. What
    is to come is not yet so, and what was left again without a report is history."""
    lived = (
        one
        for one in newest_first
        if one.moved_in <= today and (one.moved_out is None or one.moved_out > today)
    )
    return next(lived, None)


def facts(row: ResidentRow, home: Address | None, today: date) -> Facts:
    """Of a record and its present address."""
    move = home if home and home.reported_on is None else None
    return Facts(
        row.id_kind,
        row.birth_date,
        row.status_of_stay,
        row.stay_expires,
        row.entered_on,
        row.registered_on,
        row.card_lost_on,
        row.restricted,
        move.moved_in if move else None,
        centres.of_address(move.text_ko, today) if move else (),
        centres.in_charge(row.centre, home.text_ko if home else "", today),
    )


def _stay_over(of: Facts, terms: Terms) -> Alert | None:
    ends = of.stay_expires
    if ends is None or ends >= terms.today:
        return None
    return terms.flag("stay_expired", date=ends, days=(terms.today - ends).days)


def _restricted(of: Facts, terms: Terms) -> Alert | None:
    return terms.flag("restricted", reason=of.restricted) if of.restricted else None


def _card_lost(of: Facts, terms: Terms) -> Alert | None:
    return terms.flag("card_lost", date=of.card_lost) if of.card_lost else None


def _stay_ends(of: Facts, terms: Terms) -> Alert | None:
    ends = of.stay_expires
    if ends is None or not 0 <= (left := (ends - terms.today).days) <= terms.soon:
        return None
    return terms.flag("stay_expires_soon", date=ends, days=left, limit=terms.soon)


def _move(of: Facts, terms: Terms) -> Alert | None:
    if of.moved_in is None:
        return None
    period = terms.period(_MOVE_RULE[of.id_kind], of.moved_in)
    found = _until(terms, "move_unreported", "move_overdue", period, moved_in=of.moved_in)
    if found is None or not of.report_at or terms.centre in of.report_at:
        return found
    there = centres.fields(of.report_at, terms.today)
    return replace(found, step=ELSEWHERE, fields={**found.fields, **there})


def _registration(of: Facts, terms: Terms) -> Alert | None:
    """Who stays longer than the period has to be registered within it."""
    entered = of.entered
    if of.registered or entered is None or entered > terms.today or of.status is None:
        return None
    period = terms.period("deadline.registration", entered)
    short = of.stay_expires and (of.stay_expires - entered).days <= period.days
    if short or _main(of.status) in terms.exempt or of.id_kind == IdKind.RRN:
        return None
    names = "registration_due", "registration_overdue"
    return _until(terms, *names, period, entered=entered)


def _card_at_17(of: Facts, terms: Terms) -> Alert | None:
    """From the birthday until the period is over; whether the card was made then, the register
    does not say."""
    if of.status is None or of.registered is None:
        return None
    if not 16 < terms.today.year - of.born.year < 20:  # what is left is looked at closely
        return None
    reached = birthday(of.born, OLDEST_WITHOUT_CARD)
    if reached > terms.today or of.registered >= reached:
        return None
    if terms.today - reached > timedelta(days=365):
        return None
    period = terms.period("deadline.card_at_17", reached)
    return _until(terms, "card_at_17", "", period, birthday=reached)


def _elsewhere(of: Facts, terms: Terms) -> Alert | None:
    return None if of.centres == terms.own else terms.elsewhere(of.centres)


def _duty(of: Facts, terms: Terms) -> Alert | None:
    """Whose stay is over has but one: to see the immigration office."""
    if of.status is None or (of.stay_expires is not None and of.stay_expires < terms.today):
        return None
    return terms.duty(of.status)


def _until(terms: Terms, before: str, after: str, period: Period, **fields: object) -> Alert | None:
    """One flag while there is time, another once it is over."""
    left = (period.last - terms.today).days
    flag = before if left >= 0 else after
    said = {"deadline": period.last, "days": abs(left), "limit": period.days}
    if period.by_law != period.days:
        said["by_law"] = period.by_law
    return terms.flag(flag, period.ground, **fields, **said) if flag else None


def _main(status: str) -> str:
    return "-".join(status.split("-")[:2])


_FINDERS: tuple[Callable[[Facts, Terms], Alert | None], ...] = (
    _stay_over,
    _restricted,
    _card_lost,
    _stay_ends,
    _move,
    _registration,
    _card_at_17,
    _elsewhere,
    _duty,
)
