"""Whether payments, receipts, certificates and the drawer of a day say the same, to the won."""

from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from sqlmodel import Session

from counter_app.till.comparing import Disagreement, first_wrong, wrong
from counter_app.till.papers import papers_then
from counter_app.till.sheet import Drawer, Settled
from counter_app.till.sums import day_sheet
from counter_app.words import Coded
from db.till import Settlement

_WITHIN = {"papers": "", "secure": "secure_", "before": "before_"}
"""What of a sheet is named part by part, and how their names begin."""


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """What was compared, and the first thing found wrong, if any. `certificates` are those `issued`
    less those `given_back`, as the settlement counts them (sums.documents_of). `explained`: why the
    drawer of a closed day differs by `difference` won, as it was signed."""

    day: date
    payments: int
    certificates: int
    issued: int
    given_back: int
    matters: int
    won: int
    waived: int
    closed: bool
    disagreement: Disagreement | None
    difference: int = 0
    explained: str = ""


def reconcile(session: Session, day: date, kind_name: Callable[[str], str]) -> Reconciliation:
    sheet = day_sheet(session, day, kind_name)
    row = session.get(Settlement, str(day))
    signed = Settled.from_json(row.content) if row else None
    explained = signed.difference_reason if signed else ""
    found = first_wrong(session, day)
    if signed and not found:
        now = replace(sheet, papers=papers_then(session, signed))
        found = _signed(asdict(signed.sheet), asdict(now))
    return Reconciliation(
        day=day,
        payments=sheet.receipts,
        certificates=sheet.certificates,
        issued=sheet.issued or 0,
        given_back=sheet.given_back or 0,
        won=sheet.won,
        waived=sheet.waived,
        matters=sheet.matters,
        closed=signed is not None,
        disagreement=found or (None if explained else _drawer(sheet.drawer)),
        difference=sheet.drawer.difference or 0,
        explained=explained,
    )


def _signed(then: dict[str, Any], now: dict[str, Any], area: str = "") -> Disagreement | None:
    """The first thing that was signed and the rows say otherwise now."""
    for name, value in now.items():
        if same(then[name], value):
            continue
        if name in _WITHIN and value and then[name]:
            return _signed(then[name], value, _WITHIN[name])
        told = Coded("till.sheet", (f"{area}{name}",))
        return wrong("settlement", name=told, stated=_told(then[name]), booked=_told(value))
    return None


def _told(value: Any) -> Any:
    """Documents by number and reason."""
    if isinstance(value, list | tuple) and all("number" in one and "at" in one for one in value):
        return ", ".join(f"{one['number']} ({one['reason']})" for one in value) or "-"
    return value


def same(before: Any, now: Any) -> bool:
    """Whether now is what was signed; None is what sheets of old did not state."""
    if isinstance(before, dict) and isinstance(now, dict):
        return all(same(before.get(name), value) for name, value in now.items())
    if isinstance(before, list | tuple) and isinstance(now, list | tuple):
        return len(before) == len(now) and all(map(same, before, now))
    return before is None or bool(before == now)


def _drawer(drawer: Drawer) -> Disagreement | None:
    if not drawer.difference:
        return None
    return wrong(
        "drawer",
        difference=f"{drawer.difference:+,}",
        expected=f"{drawer.expected:,}",
        counted=f"{drawer.counted:,}",
    )
