"""The person at the window: what to act on first, then the facts, then what happened before."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QStackedWidget, QTabBar, QWidget

from counter_app.main import Counter
from counter_app.residents.views import masked
from ui.base.backend import Backend
from ui.base.session import Session
from ui.base.wording import purpose
from ui.kit.facts import Facts, LinkButton
from ui.kit.flow import Flow, FlowLabel
from ui.kit.parts import Badge, Card, Column, ElidedLabel, KeyButton, Scrolling, restyle, row
from ui.kit.states import StatePanel
from ui.kit.theme import look
from ui.matters.badge import MattersBadge
from ui.person.accesses import AccessPage
from ui.person.flag_acts import FlagActs
from ui.person.flags import Flags, FlagStrip
from ui.person.histories import AddressTable, IssuedTable
from ui.person.pending import PendingBadge
from ui.person.person_facts import facts, status

if TYPE_CHECKING:
    from counter_app.certificates.requests import IssuedView
    from counter_app.residents.views import Resident

FACTS = 10
WIDE = 640
LEAST = 150


class Record(Scrolling):
    """Asks for no more height than it must have: it scrolls, so the column around it need not."""

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self.minimumHeight())


class PersonPanel(Card):
    """Shows the session's resident; nobody's data stays when there is none.

    `issued_chosen(IssuedView)`: a document of theirs is to be printed again or made void.
    `card_lost`: the card is to be reported lost; `matters_wanted`: what they came for.
    `begin_wanted(Beginning)`: what a flag asks for.
    `centre_wanted`: an address is to be asked for; `worklist_wanted`: who is to be told of what.
    """

    issued_chosen = Signal(object)
    card_lost = Signal()
    centre_wanted = Signal()
    worklist_wanted = Signal()
    matters_wanted = Signal()
    begin_wanted = Signal(object)

    def __init__(
        self, counter: Counter, backend: Backend, session: Session, parent: QWidget | None = None
    ) -> None:
        super().__init__(margins=20, spacing=12)
        self.setParent(parent)
        self._counter = counter
        self._backend = backend
        self._session = session
        self.empty = StatePanel()
        self._listing = False
        self.name = FlowLabel("name")
        self.hangul = FlowLabel("lead")
        self.status = Badge()
        self.pending = PendingBadge(counter, backend, session)
        self.under_way = MattersBadge(counter, backend, session)
        self.purpose = ElidedLabel("subtle")
        self.matters = LinkButton("Ctrl+F8", bound=False)
        self.lost = LinkButton("Ctrl+F11")
        self.centres = LinkButton("Ctrl+F6", bound=False)
        self.worklist = LinkButton("Ctrl+F5", bound=False)
        self.reveal = LinkButton("F11")
        self.flags = Flags(session)
        self.facts = Facts(FACTS)
        self.tabs = QTabBar()
        self.pages = QStackedWidget()
        self.addresses = AddressTable(counter.clock, session)
        self.issued = IssuedTable(counter.clock, session)
        self.reissue = KeyButton("Ctrl+R", "plain")
        self.accesses = AccessPage(counter, backend, session)
        self._scroll_body = Column(spacing=14)
        self._head, self._area = QWidget(), Record(self._scroll_body)
        self._raised = False
        self._build()
        self._listen()
        self.retranslate()

    def _listen(self) -> None:
        self.lost.clicked.connect(self.card_lost)
        for link, wanted in (
            (self.centres, self.centre_wanted),
            (self.worklist, self.worklist_wanted),
        ):
            link.clicked.connect(wanted)
            QShortcut(QKeySequence(link.key), self).activated.connect(wanted)
        self.matters.clicked.connect(self.matters_wanted)
        self.reveal.clicked.connect(self._toggle)
        self.reissue.clicked.connect(self._choose_issued)
        self.issued.chosen.connect(self.issued_chosen)
        for key, step in (("Ctrl+Down", 1), ("Ctrl+Up", -1)):
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.activated.connect(partial(self._scroll, step))
        accesses = QShortcut(QKeySequence(self.accesses.print.key), self)
        accesses.activated.connect(self._to_accesses)
        self._area.verticalScrollBar().rangeChanged.connect(self._raise_tabs)
        self._area.verticalScrollBar().actionTriggered.connect(self._let_go)
        self.tabs.currentChanged.connect(self.pages.setCurrentIndex)
        self._session.language_changed.connect(self.retranslate)
        self._session.resident_changed.connect(self._change)
        self._session.revealed_changed.connect(self._show_record)
        self._backend.changed.connect(self._ask_issued)

    def show_listing(self, listing: bool) -> None:
        """Whether there is somebody to choose instead of to look for."""
        if listing != self._listing:
            self._listing = listing
            self._show_empty()

    @property
    def alerts(self) -> list[FlagStrip]:
        return self.flags.strips

    def retranslate(self) -> None:
        say = self._session.say
        self.setAccessibleName(say("ui_desk.person"))
        self._show_empty()
        self.tabs.setAccessibleName(say("ui_desk.histories"))
        self.centres.setText(say("ui_centre.key"))
        self.worklist.setText(say("ui_worklist.title"))
        self._show()

    def _show_empty(self) -> None:
        say = self._session.say
        hint = say("ui_desk.choose_hint" if self._listing else "ui_desk.nobody_hint")
        self.empty.show_state("empty", say("ui_desk.nobody"), hint)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        restyle(self.name, look="name" if self.width() >= look().px(WIDE) else "heading")
        self._area.setMinimumHeight(look().px(LEAST))

    def _build(self) -> None:
        acts = FlagActs(self._counter, self._backend, self._session, self)
        acts.told.connect(self.flags.offer)
        self.flags.wanted.connect(self.begin_wanted)
        self._head.setLayout(
            Flow(
                *(self.name, self.hangul, self.status, self.pending, self.under_way),
                line_spacing=6,
            )
        )
        body = self._scroll_body.body
        body.setContentsMargins(0, 0, 4, 0)
        body.addWidget(self.flags)
        body.addWidget(self.facts)
        body.addLayout(Flow(self.purpose, self.matters, self.lost, self.reveal, spacing=16))
        body.addLayout(Flow(self.tabs, self.reissue, spacing=16))
        body.addWidget(self.pages)
        body.addStretch(1)
        self.tabs.setExpanding(False)
        for page in (self.addresses, self.issued, self.accesses):
            self.tabs.addTab("")
            self.pages.addWidget(page)
        self.body.addWidget(self.empty, 1)
        self.body.addLayout(row(None, self.centres, self.worklist, None, spacing=24))
        self.body.addWidget(self._head)
        self.body.addWidget(self._area, 1)

    def _change(self, resident: "Resident | None") -> None:
        self._area.hide()  # what is not seen is not laid out while it changes
        self.issued.show_rows(())
        self.accesses.forget()
        self.tabs.setCurrentIndex(0)
        self._let_go()
        self._area.verticalScrollBar().setValue(0)
        self._show_head()
        if resident:
            self._backend.later(self._show_record)
            self._ask_issued()

    def _ask_issued(self) -> None:
        resident = self._session.resident
        if resident:
            self._backend.ask(
                self._counter.archive.of_resident,
                resident.id,
                then=partial(self._show_issued, resident.id),
                replacing="issued",
            )

    def _show_issued(self, resident_id: int, issued: "tuple[IssuedView, ...]") -> None:
        if self._session.resident and self._session.resident.id == resident_id:
            self.issued.show_rows(tuple(reversed(issued)))
            self._title_tabs()

    def _choose_issued(self) -> None:
        """The row under the cursor, else the newest; the focus comes back to where it is."""
        self.tabs.setCurrentIndex(1)
        if self.issued.current is None:
            self.issued.selectRow(0)
        self.issued_chosen.emit(self.issued.current)

    def _scroll(self, step: int) -> None:
        """Move the record under the hand that stays in the search field."""
        self._let_go()
        bar = self._area.verticalScrollBar()
        bar.setValue(bar.value() + step * look().px(120))

    def _to_accesses(self) -> None:
        """Look at them first, then print."""
        if self._session.resident is None:
            return
        if self.pages.currentWidget() is self.accesses:
            self.accesses.print.click()
        else:
            self.tabs.setCurrentIndex(self.pages.indexOf(self.accesses))
            self._raised = True

    def _raise_tabs(self) -> None:
        """What was asked for stands at the top as it grows, until the clerk scrolls."""
        if self._raised:
            self._area.verticalScrollBar().setValue(self.tabs.y())

    def _let_go(self) -> None:
        self._raised = False

    def _toggle(self) -> None:
        """Mask again, or ask what for."""
        if self._session.revealed:
            self._session.reveal(False)
        else:
            self._session.ask_to_unmask()

    def _show(self) -> None:
        self._show_head()
        self._show_record()

    def _show_head(self) -> None:
        resident = self._session.resident
        self.empty.setVisible(resident is None)
        for link in (self.centres, self.worklist):
            link.setVisible(resident is None)
        self._head.setVisible(resident is not None)
        if resident is None:
            self._area.hide()
            self._forget()
            return
        self.name.setText(resident.name_roman or resident.name_hangul)
        self.hangul.setText(resident.name_hangul if resident.name_roman else "")
        self.hangul.setVisible(bool(self.hangul.text()))
        self.status.show_text(status(self._session, resident), "primary")

    def _show_record(self) -> None:
        resident, say = self._session.resident, self._session.say
        self._title_tabs()
        if resident is None:
            return
        shown = resident if self._session.revealed else masked(resident)
        self.flags.show_person(resident)
        self.purpose.setText(
            f"{say('ui_desk.purpose_of_viewing')} · {purpose(self._session, self._session.purpose)}"
        )
        self.reveal.setText(say("ui_desk.mask" if self._session.revealed else "ui_desk.reveal"))
        self.lost.setText(say("ui_card.key"))
        self.matters.setText(say("ui_matters.key"))
        self.lost.setVisible(resident.registered_on is not None and resident.card_lost_on is None)
        self.facts.show_facts(facts(self._session, shown))
        self.addresses.show_rows(shown.addresses)
        self._area.show()

    def _forget(self) -> None:
        self.flags.show_person(None)
        for label in (self.name, self.hangul, self.purpose):
            label.clear()
        self.status.show_text("")
        self.facts.show_facts([("", "")] * FACTS)
        self.addresses.show_rows(())
        self.issued.show_rows(())
        self.accesses.forget()

    def _title_tabs(self) -> None:
        say = self._session.say
        self.tabs.setTabText(0, say("ui_desk.addresses"))
        self.reissue.setText(say("ui_paper.reissue"))
        self.reissue.setVisible(bool(self.issued.rows))
        self.tabs.setTabText(1, say("ui_desk.issued_count", count=len(self.issued.rows)))
        self.tabs.setTabText(2, say("accesses.title"))
