"""열람 기록: who looked at the record that is open, and printing it for the person."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from counter_app.certificates.kinds import askers_of
from counter_app.certificates.requests import Applicant
from counter_app.errors import Refusal
from counter_app.main import Counter
from counter_app.privacy.accesses import ASKERS
from counter_app.privacy.actor import Actor
from ui.base.backend import Backend
from ui.base.session import Session
from ui.certificate.applicant_form import ApplicantForm
from ui.kit.parts import KeyButton, row
from ui.kit.strip import Strip
from ui.person.histories import AccessTable

if TYPE_CHECKING:
    from counter_app.privacy.accesses import Access
    from counter_app.residents.views import Resident


class AccessPage(QWidget):
    """Asks only while it is in front."""

    def __init__(self, counter: Counter, backend: Backend, session: Session) -> None:
        super().__init__()
        self._counter = counter
        self._backend = backend
        self._session = session
        self.table = AccessTable(session)
        self.asker = ApplicantForm(counter.clock, session)
        self.told = Strip()
        self.print = KeyButton("Shift+F11", bound=False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.asker)
        layout.addLayout(row(None, self.print))
        layout.addWidget(self.told)
        layout.addWidget(self.table)
        layout.addStretch(1)
        self.print.clicked.connect(self.print_out)
        session.language_changed.connect(self.retranslate)
        backend.changed.connect(self.reload)
        self.forget()
        self.retranslate()

    def retranslate(self) -> None:
        self.print.setText(self._session.say("accesses.print"))

    def forget(self) -> None:
        """Nobody's accesses stay when another record is opened."""
        self.table.show_rows(())
        self.told.show_words("information", "")
        self.asker.start_over(same_visitor=False)
        self.asker.show_askers(askers_of(ASKERS))
        self.asker.stay_open()

    def reload(self) -> None:
        resident = self._session.resident
        if resident and self.isVisible():
            self._backend.ask(
                _newest,
                self._counter,
                self._session.actor,
                resident.id,
                then=partial(self._show, resident),
                replacing="accesses",
            )

    def print_out(self) -> None:
        """For the person who stands here; that it was given is on record."""
        resident = self._session.resident
        if resident is not None:
            self._backend.spool(
                _print,
                self._counter,
                self._session.actor,
                resident.id,
                self.asker.applicant,
                then=partial(self._printed, resident),
                refused=self._refuse,
            )

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.reload()

    def _show(self, resident: Resident, found: tuple[Access, ...]) -> None:
        if self._session.resident is resident:
            self.table.show_rows(found)

    def _printed(self, resident: Resident, listed: int) -> None:
        if self._session.resident is resident:
            self.told.show_words("success", self._session.say("accesses.printed", listed=listed))

    def _refuse(self, refusal: Refusal) -> None:
        self.told.show_words("warning", self._session.say(refusal.code, **refusal.fields))


def _newest(counter: Counter, actor: Actor, resident_id: int) -> tuple[Access, ...]:
    return counter.accesses.newest(actor, resident_id)


def _print(counter: Counter, actor: Actor, resident_id: int, asker: Applicant) -> int:
    return counter.accesses.print_out(
        actor, resident_id, counter.printers, secure=counter.stationery.used, asker=asker
    )
