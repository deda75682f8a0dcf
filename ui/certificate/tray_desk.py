"""The tray of the visit: documents are put in and taken out, and F9 issues what is in it."""

from dataclasses import replace
from functools import partial
from itertools import count
from typing import TYPE_CHECKING
from uuid import uuid4

from PySide6.QtCore import QObject, Signal

from counter_app.certificates.requests import MOST_IN_TRAY, Request, Tender, Tray
from counter_app.errors import Refusal
from counter_app.residents.masking import mask_roman_name
from ui.base.backend import Backend
from ui.base.session import Session
from ui.certificate.issue_page import IssuePage
from ui.certificate.tray import Laid
from ui.kit.parts import Label

if TYPE_CHECKING:
    from counter_app.certificates.requests import TrayView
    from counter_app.certificates.trays import Trays

Visit = int | None
"""The ticket's id, None for who came without a number."""


class TrayDesk(QObject):
    """Each visit has a tray of its own, which goes from person to person and is there again when
    a number that was put on hold comes back.

    `count` says how many there are; `issued(TrayView)`.
    """

    issued = Signal(object)

    def __init__(self, trays: "Trays", backend: Backend, session: Session, page: IssuePage) -> None:
        super().__init__(page)
        self._trays = trays
        self._backend = backend
        self._session = session
        self._page = page
        self._laid: dict[Visit, tuple[Laid, ...]] = {}
        self._keys = count()
        self._action = ""
        self.count = Label("strong")
        self.count.hide()
        page.put_in.clicked.connect(self.put_in)
        page.tray.taken_out.connect(self.take_out)
        page.take_out.clicked.connect(self._take_out_current)
        page.form.payment.changed.connect(self._other_act)
        session.ticket_changed.connect(self._show)
        session.language_changed.connect(self._show_count)
        session.tray_left.connect(self._drop)

    @property
    def laid(self) -> tuple[Laid, ...]:
        """What is in the tray of the visit at the window."""
        return self._laid.get(self._visit, ())

    def put_in(self) -> None:
        """What the form asks for, if it can be issued; how it is paid is for all of it later,
        only a waiver is its own."""
        holder, resident = self._session.holder, self._session.resident
        if holder is None:
            return
        if len(self.laid) >= MOST_IN_TRAY:
            self._page.show_refusal(Refusal("certificates.tray_full", most=MOST_IN_TRAY))
            return
        asked = self._page.form.request(holder, self._visit)
        request = replace(
            asked, tender=Tender.CASH, pay=(), received=None, waiver=asked.waiver, quoted=None
        )
        name = resident.name_roman if resident else asked.applicant.name
        self._backend.ask(
            self._trays.price,
            self._session.actor,
            request,
            then=partial(self._put, self._visit, request, mask_roman_name(name)),
            refused=self._not_put,
            replacing="tray",
        )

    def take_out(self, laid: Laid) -> None:
        if not self._page.take_out.isEnabled():  # it is being printed
            return
        place = self.laid.index(laid)
        self._set(self._visit, tuple(one for one in self.laid if one.key != laid.key))
        if self.laid:
            self._page.tray.selectRow(min(place, len(self.laid) - 1))

    def issue(self) -> None:
        """Print and charge all. The same action until it is known how it ended."""
        visit, laid = self._visit, self.laid
        self._action = self._action or uuid4().hex
        documents = tuple(replace(one.request, ticket_id=visit) for one in laid)
        terms = self._page.form.payment.terms
        due = 0 if terms.waiver else sum(one.due for one in laid)
        self._page.show_printing(True)
        self._backend.spool(
            self._trays.issue,
            self._session.actor,
            Tray(documents, terms, quoted=due),
            action_id=self._action,
            then=partial(self._issued, visit, {one.key for one in laid}),
            refused=self._refused,
        )

    @property
    def _visit(self) -> Visit:
        return self._session.ticket.id if self._session.ticket else None

    def _take_out_current(self) -> None:
        if (laid := self._page.tray.current) is not None:
            self.take_out(laid)

    def _not_put(self, refusal: Refusal) -> None:
        """Why not; the focus goes to where it can be mended, as after F9."""
        self._page.show_refusal(refusal)
        self._page.form.hear(refusal)
        if refusal.code.startswith("certificates."):
            self._page.form.lead_to_cause()

    def _put(self, visit: Visit, request: Request, holder: str, won: int) -> None:
        laid = Laid(next(self._keys), request, holder, won)
        self._set(visit, (*self._laid.get(visit, ()), laid))
        self._page.form.next_document()
        self._page.form.kind.setFocus()

    def _set(self, visit: Visit, laid: tuple[Laid, ...]) -> None:
        self._laid[visit] = laid
        if not laid:
            del self._laid[visit]
        self._other_act()
        self._page.show_refusal(None)
        self._show()

    def _show(self, _: object = None) -> None:
        self._session.show_tray(len(self.laid))
        self._page.show_tray(self.laid)
        self._show_count()

    def _show_count(self) -> None:
        count = len(self.laid)
        self.count.setText(self._session.say("ui_tray.title_count", count=count) if count else "")
        self.count.setVisible(bool(count))

    def _drop(self) -> None:
        """The clerk has said that it may go."""
        self._set(self._visit, ())

    def _other_act(self) -> None:
        self._action = ""

    def _issued(self, visit: Visit, keys: set[int], tray: "TrayView") -> None:
        """What came into the tray meanwhile stays in it."""
        self._page.show_printing(False)
        laid = self._laid.get(visit, ())
        self._set(visit, tuple(one for one in laid if one.key not in keys))
        self._page.form.next_document()
        if visit == self._visit:
            self.issued.emit(tray)

    def _refused(self, refusal: Refusal) -> None:
        self._action = ""
        self._page.show_printing(False)
        self._page.show_refusal(refusal)
        if refusal.code == "till.fee_changed":
            for laid in self.laid:
                self._backend.ask(
                    self._trays.price,
                    self._session.actor,
                    laid.request,
                    then=partial(self._price_anew, self._visit, laid.key),
                    refused=self._page.show_refusal,
                )

    def _price_anew(self, visit: Visit, key: int, won: int) -> None:
        """The sum that is told from now on; what was refused stays said."""
        self._laid[visit] = tuple(
            replace(one, won=won) if one.key == key else one for one in self._laid.get(visit, ())
        )
        self._show()
