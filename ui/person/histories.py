"""Where a person has lived, what was issued to them before, and who looked at their record."""

from typing import TYPE_CHECKING

from counter_app.clock import Clock
from counter_app.residents.views import Address
from ui.base.narrow_table import WholeTable
from ui.base.session import Session
from ui.base.table import Column
from ui.base.wording import day, money, purpose, span
from ui.certificate.tones import STATE_TONES

if TYPE_CHECKING:
    from counter_app.certificates.requests import IssuedView
    from counter_app.privacy.accesses import Access


class AddressTable(WholeTable):
    DROPS = (3, 2)
    """How long, when reported."""
    NEEDS = 210

    def __init__(self, clock: Clock, session: Session) -> None:
        self._clock = clock
        self._words = session
        super().__init__(
            "ui_desk.addresses",
            (
                Column("ui_desk.period", self._period),
                Column("ui_desk.address", _text, stretch=True),
                Column("ui_desk.reported_on", self._reported, tone=_tone),
                Column("ui_desk.lived", self._lived, right=True),
            ),
            session,
        )

    def _period(self, address: Address) -> str:
        first = day(self._words, address.moved_in)
        return (
            f"{first} – {day(self._words, address.moved_out) if address.moved_out else ''}".strip()
        )

    def _reported(self, address: Address) -> str:
        if address.reported_on:
            return day(self._words, address.reported_on)
        return self._words.say("ui_desk.not_reported")

    def _lived(self, address: Address) -> str:
        return span(self._words, address.moved_in, address.moved_out or self._clock.now().date())


class IssuedTable(WholeTable):
    def __init__(self, clock: Clock, session: Session) -> None:
        self._clock = clock
        self._words = session
        super().__init__(
            "ui_desk.issued",
            (
                Column("ui_desk.issued_on", self._on),
                Column("ui_desk.issue_number", _issue_number, stretch=True),
                Column("ui_desk.copies", _copies, right=True),
                Column("ui_desk.fee", self._fee, right=True),
                Column("ui_desk.state", self._state, tone=self._tone),
            ),
            session,
        )

    def _on(self, issued: "IssuedView") -> str:
        return f"{day(self._words, issued.issued_at.date())} {issued.issued_at:%H:%M}"

    def _fee(self, issued: "IssuedView") -> str:
        return money(self._words, issued.fee)

    def _state(self, issued: "IssuedView") -> str:
        return self._words.say(f"ui_desk.issued.{self._beside(issued) or issued.state}")

    def _tone(self, issued: "IssuedView") -> str:
        return "warning" if self._beside(issued) else STATE_TONES[issued.state]

    def _beside(self, issued: "IssuedView") -> str:
        """What counts more than that it was handed over; void is void, whatever else."""
        if issued.state == "handed_over" and issued.reissued_as:
            return "reissued"
        return "past" if self._past(issued) else ""

    def _past(self, issued: "IssuedView") -> bool:
        """Void is void, whatever its time was."""
        return issued.state == "handed_over" and issued.past(self._clock.now().date())


class AccessTable(WholeTable):
    """Who looked at the record."""

    def __init__(self, session: Session) -> None:
        self._words = session
        super().__init__(
            "accesses.title",
            (
                Column("accesses.at", self._at),
                Column("accesses.clerk", self._clerk),
                Column("accesses.act", self._act),
                Column("accesses.why", self._why, stretch=True),
            ),
            session,
        )

    def _at(self, access: "Access") -> str:
        return f"{day(self._words, access.at.date())} {access.at:%H:%M}"

    def _clerk(self, access: "Access") -> str:
        if access.window is None:
            return access.clerk
        return self._words.say("accesses.window", name=access.clerk, window=access.window)

    def _act(self, access: "Access") -> str:
        return self._words.say(f"accesses.act.{access.act}")

    def _why(self, access: "Access") -> str:
        return " ".join(filter(None, (purpose(self._words, access.purpose), access.number)))


def _text(address: Address) -> str:
    return address.text_ko


def _tone(address: Address) -> str:
    return "" if address.reported_on else "danger"


def _issue_number(issued: "IssuedView") -> str:
    return issued.issue_number


def _copies(issued: "IssuedView") -> str:
    return str(issued.copies)
