"""What was issued with one receipt: its documents as rows, one of them looked at."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.base.session import Session
from ui.base.wording import money
from ui.certificate.tray import IssuedTable
from ui.kit.parts import KeyCap, Label, row

if TYPE_CHECKING:
    from counter_app.certificates.requests import IssuedView, TrayView


class IssuedTogether(QWidget):
    """Nothing at all unless there is a tray. `looked_at(IssuedView)`: the clerk went to it."""

    looked_at = Signal(object)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._shown: IssuedView | None = None
        self.table = IssuedTable(session)
        self.facts = Label("subtle", wrap=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.table)
        line = row(self.facts, KeyCap("Ctrl+B"))
        line.setStretch(0, 1)
        layout.addLayout(line)
        self.table.passed.connect(self._look_at)
        self.hide()

    def show_tray(self, tray: "TrayView | None", case: "IssuedView | None") -> None:
        documents, say = tray.documents if tray else (), self._session.say
        self._shown = case
        with QSignalBlocker(self.table):
            self.table.show_rows(documents)
            if case in documents:
                self.table.selectRow(documents.index(case))
        if tray:
            tenders = dict.fromkeys(part.tender for part in tray.parts)
            told = "+".join(say(f"ui_desk.tender.{tender}") for tender in tenders)
            self.facts.setText(
                say(
                    "ui_tray.issued_together",
                    count=len(documents),
                    won=money(self._session, tray.won),
                    tender=told or say("ui_till.way.waive"),
                    receipt=tray.receipt_number,
                )
            )
        self.setVisible(tray is not None)

    def _look_at(self, case: "IssuedView | None") -> None:
        if case and self._shown and case.id != self._shown.id:
            self.looked_at.emit(case)
