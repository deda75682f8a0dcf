"""What tests of matters share: people of each kind, and steps taken one after the other."""

from datetime import date

from sqlmodel import col, or_, select

from counter_app.main import Counter
from counter_app.matters.views import MatterView
from counter_app.privacy.actor import Actor
from db.engine import reading
from db.identity import IdKind
from db.residents import ResidentRow
from tests.asking import NewAction
from tests.conftest import MORNING

TODAY = MORNING.date()
HOME = "서울특별시 마포구 와우산로 94, 302호 (서교동)"
NEXT_DOOR = "서울특별시 마포구 와우산로 96 (서교동)"
"""They belong to this centre."""
NEWCOMER = {
    "name_roman": "Nguyễn Thị Hoa",
    "birth_date": "1990-05-01",
    "sex": "여",
    "nationality": "베트남",
    "passport_number": "b1234567",
    "passport_expiry": "2031-01-01",
    "status_of_stay": "f6",
    "entered_on": "2026.03.02",
    "address": HOME,
}
"""Who is not in the register and says all of this."""


def somebody(
    counter: Counter, kind: IdKind = IdKind.FRN, *, own: bool = True, expired: bool = False
) -> int:
    """Of this centre or of another; registered, with the card in hand."""
    ends = col(ResidentRow.stay_expires)
    here = col(ResidentRow.centre) == counter.config.office.code
    chosen = select(ResidentRow.id).where(
        ResidentRow.id_kind == kind,
        here if own else ~here,
        col(ResidentRow.card_lost_on).is_(None),
        col(ResidentRow.restricted).is_(None),
        ends < TODAY if expired else or_(ends.is_(None), ends > date(2026, 12, 1)),
    )
    if kind is not IdKind.RRN:
        chosen = chosen.where(col(ResidentRow.registered_on) < date(2026, 10, 1))
    with reading(counter.engine) as session:
        found = session.exec(chosen.order_by(col(ResidentRow.id))).first()
    assert found
    return found


def move(
    counter: Counter,
    clerk: Actor,
    action: NewAction,
    moved_in: date,
    person: int | None = None,
    address: str = HOME,
) -> MatterView:
    """A change of residence, taken in."""
    told = {"address": address, "moved_in": str(moved_in)}
    person = person or somebody(counter)
    return counter.matters.start(clerk, "residence-change", person, told, action_id=action())


def tick_all(counter: Counter, clerk: Actor, action: NewAction, view: MatterView) -> MatterView:
    """Every line of the checklist that can be true by now."""
    for check in (*view.documents, *view.steps):
        if check.early:
            continue
        view = counter.matters.tick(
            clerk, view.line.number, check.key, True, ver=view.ver, action_id=action()
        )
    return view


def act(
    counter: Counter, clerk: Actor, action: NewAction, view: MatterView, what: str
) -> MatterView:
    return counter.matters.act(clerk, view.line.number, what, ver=view.ver, action_id=action())
