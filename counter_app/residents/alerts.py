"""What a clerk must know before serving a person, the gravest first."""

from collections.abc import Iterable, Iterator
from datetime import date

from counter_app.residents.deadlines import due
from counter_app.residents.views import Address, Alert
from counter_app.rules import Rules
from db.identity import IdKind
from db.residents import ResidentRow

SOON_DAYS = 30
_MOVE_RULE = {
    IdKind.FRN: "deadline.move_registered_foreigner",
    IdKind.DRN: "deadline.move_f4",
    IdKind.RRN: "deadline.move_korean",
}
_GRAVITY = {"danger": 0, "warning": 1, "info": 2}


def alerts(
    row: ResidentRow,
    addresses: Iterable[Address],
    *,
    other_centre: str | None,
    today: date,
    rules: Rules,
) -> tuple[Alert, ...]:
    """`other_centre`: the name of the centre in charge, None if it is this one."""
    found = [*_stay(row.stay_expires, today), *_moves(row.id_kind, addresses, today, rules)]
    if row.restricted:
        found.insert(0, Alert("residents.restricted", "danger", {"reason": row.restricted}))
    if row.card_lost_on:
        found.append(Alert("residents.card_lost", "warning", {"date": row.card_lost_on}))
    if other_centre:
        found.append(Alert("residents.other_centre", "info", {"centre": other_centre}))
    return tuple(sorted(found, key=lambda alert: _GRAVITY[alert.level]))


def _stay(expires: date | None, today: date) -> Iterator[Alert]:
    if expires is None:
        return
    left = (expires - today).days
    if left < 0:
        yield Alert("residents.stay_expired", "danger", {"date": expires, "days": -left})
        yield Alert("residents.referral_only", "danger")
    elif left <= SOON_DAYS:
        yield Alert("residents.stay_expires_soon", "warning", {"date": expires, "days": left})


def _moves(
    kind: IdKind, addresses: Iterable[Address], today: date, rules: Rules
) -> Iterator[Alert]:
    """The present address only: a move that was never reported and left again is history."""
    for address in addresses:
        if address.reported_on or address.moved_out:
            continue
        deadline = due(address.moved_in, rules.number(_MOVE_RULE[kind], address.moved_in))
        left = (deadline - today).days
        code, level = (
            ("residents.move_unreported", "warning")
            if left >= 0
            else ("residents.move_overdue", "danger")
        )
        yield Alert(
            code,
            level,
            {"moved_in": address.moved_in, "deadline": deadline, "days": abs(left)},
        )
