"""Finding who is at the window: one field, the matches and why they matched, and what for."""

from functools import partial
from threading import Event
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QWidget

from counter_app.errors import Refusal
from counter_app.main import Counter
from counter_app.residents.codes import purposes
from counter_app.residents.understood import told
from counter_app.sync.views import SyncState
from ui.base.backend import Backend
from ui.base.session import Session
from ui.kit.open_choice import OpenChoice
from ui.kit.parts import Card, KeyCap, Label, row
from ui.kit.scan import ScanField
from ui.kit.strip import Strip
from ui.kit.theme import look
from ui.person.hits import IN_DOUBT, SURE, HitsTable
from ui.sync.words import first_copy

if TYPE_CHECKING:
    from counter_app.residents.views import Found, Hit, Resident
    from counter_app.sync.views import SyncView

ROWS, ROWS_TALL, ROWS_UNDER_WORDS = 5, 10, 3
ROWS_BESIDE_PERSON = 3
TALL = 860


class LookupPanel(Card):
    """One search field for everything, matches below, purpose beside. `opened(Resident)`,
    `listing(bool)`: whether there are matches to choose from."""

    opened = Signal(object)
    listing = Signal(bool)

    def __init__(
        self, counter: Counter, backend: Backend, session: Session, parent: QWidget | None = None
    ) -> None:
        super().__init__(margins=20, spacing=12)
        self.setParent(parent)
        self._residents = counter.residents
        self._backend = backend
        self._session = session
        self._asked = ""
        self._typing = 0
        self._given_up = Event()
        self._found: Found | None = None
        self._refusal: tuple[Refusal, bool] | None = None
        self._state = "empty"
        self._open_when_found = False
        self._choosing = False
        self._coming: SyncView | None = None
        self.field = ScanField("F6")
        self.purpose = OpenChoice()
        self.purpose_label = Label("subtle")
        self.status = Label("subtle")
        self.strip = Strip()
        self.table = HitsTable(session)
        self.more = Label("small", wrap=True)
        self.body.addWidget(self.field)
        self.body.addLayout(
            row(self.purpose_label, self.purpose, KeyCap("Shift+F6"), None, self.status)
        )
        self.body.addWidget(self.strip)
        self.body.addWidget(self.table)
        self.body.addWidget(self.more)
        self.field.paused.connect(self._search_typed)
        self.field.entered.connect(self._search_entered)
        self.field.half_read.connect(self._hold)
        self.field.left.connect(self._into_results)
        self.table.chosen.connect(self._open)
        self.purpose.edit.returnPressed.connect(self.field.take_focus)
        QShortcut(QKeySequence("Shift+F6"), self).activated.connect(self.purpose.take_focus)
        session.language_changed.connect(self.retranslate)
        session.visit_changed.connect(self._follow_visit)
        session.resident_changed.connect(self._fit)
        look().changed.connect(self._fit)
        self.setFocusProxy(self.field)
        self.retranslate()

    def retranslate(self) -> None:
        say = self._session.say
        self.field.say(say("ui_desk.find"), say("ui_desk.find_example"))
        self.purpose_label.setText(say("ui_desk.purpose_of_viewing"))
        self.purpose.show_choices(
            [(p.code, getattr(p, self._session.language)) for p in purposes() if p.code != "other"]
        )
        self.purpose.setAccessibleName(f"{say('ui_desk.purpose_of_viewing')} Shift+F6")
        self._show()

    def show_first_copy(self, view: "SyncView") -> None:
        """While the register is being copied for the first time, that is said here."""
        coming = view if view.state is SyncState.FIRST else None
        if coming != self._coming:
            self._coming = coming
            self._show()

    def forget(self) -> None:
        """Nothing of anybody stays: neither what was typed nor who was found."""
        self.field.forget()
        self.purpose.setCurrentIndex(0)
        self._reset("")
        self._show()

    def _reset(self, text: str) -> None:
        """What was asked before is asked no more: it ends where it is."""
        self._given_up.set()
        self._given_up = Event()
        self._asked, self._found, self._refusal = text, None, None
        self._open_when_found = False
        self._state = "empty"

    def _search_typed(self, text: str) -> None:
        if text != self._asked:
            self._ask(text, entered=False)

    def _search_entered(self, text: str) -> None:
        """From now on nothing is issued for who was on the screen, unless it is who was meant."""
        if text and text == self._asked and self._found:
            self._open_sole(self._found)
        elif text and text == self._asked and self._state == "loading":
            self._session.show_resident(None)
            self._open_when_found = True
        else:
            self._session.show_resident(None)
            self._ask(text, entered=True)

    def _ask(self, text: str, *, entered: bool) -> None:
        if not goes_on(self._asked, text):
            self._typing += 1
        self._reset(text)
        if text:
            self._state = "loading"
            self._choosing = True
            self._open_when_found = entered
            self._backend.ask(
                self._residents.find,
                self._session.actor,
                text,
                then=partial(self._show_found, text),
                refused=partial(self._show_refusal, text),
                replacing="lookup",
                given_up=self._given_up.is_set,
                typing=self._typing,
            )
        self._show()

    def _show_found(self, text: str, found: "Found") -> None:
        if text != self._asked:
            return
        self._found = found
        self._state = "found" if found.hits else "none"
        self._show()
        if self._open_when_found:
            self._open_when_found = False
            self._open_sole(found)

    def _open_sole(self, found: "Found") -> None:
        """Open without another key when there is no doubt who is meant; else nobody stays open."""
        if len(found.hits) == 1 and not found.more and found.hits[0].matched not in IN_DOUBT:
            self._open(found.hits[0])
        else:
            self._session.show_resident(None)

    def _open(self, hit: "Hit") -> None:
        self.open_person(hit.id, self.purpose.words)

    def open_person(self, resident_id: int, purpose: str) -> None:
        """Their record, unless it is on the screen for this purpose."""
        resident = self._session.resident
        if resident is None or resident.id != resident_id:
            self._session.show_resident(None)  # nothing more for who was here, from this moment
        elif purpose == self._session.purpose:
            return
        self._backend.run(
            self._residents.open,
            self._session.actor,
            resident_id,
            purpose,
            then=partial(self._show_person, purpose),
            refused=self._refuse,
        )

    def _show_person(self, purpose: str, resident: "Resident") -> None:
        self._mask_number(resident)
        self._choosing = False
        self._typing += 1
        self.field.take_focus()
        self._session.show_resident(resident, purpose)
        self._fit()
        self.opened.emit(resident)

    def _mask_number(self, resident: "Resident") -> None:
        """A number that was scanned does not stand whole beside a masked record."""
        hits = self._found.hits if self._found else ()
        hit = next((h for h in hits if h.id == resident.id and h.matched in SURE), None)
        if hit:
            self._asked = hit.number
            self.field.show_text(hit.number)

    def _show_refusal(self, text: str, refusal: Refusal) -> None:
        """What was typed cannot be searched: said loudly only when it was meant to be complete."""
        if text == self._asked:
            self._refuse(refusal, loud=self._open_when_found)

    def _refuse(self, refusal: Refusal, *, loud: bool = True) -> None:
        self._open_when_found = False
        self._refusal = refusal, loud
        self._state = "refused"
        self._show()

    def _hold(self) -> None:
        self._reset("")
        self._state = "half"
        self._show()

    def _into_results(self) -> None:
        if self.table.rows:
            self._choosing = True
            self._fit()
            self.table.setFocus()
            if self.table.current is None:
                self.table.selectRow(0)

    def _follow_visit(self) -> None:
        """With a visit its person leaves the screen; with the next one the field is ready."""
        self.forget()
        self._session.show_resident(None)
        if self._session.ticket:
            self.field.take_focus()

    def _show(self) -> None:
        say, found = self._session.say, self._found
        hits = found.hits if found else ()
        self.table.show_found(found)
        self.status.setText(say(f"ui_desk.lookup.{self._state}", count=len(hits)))
        self._show_strip()
        self.more.setText(say("ui_desk.more_hits", count=len(hits)) if found and found.more else "")
        self._fit()

    def _show_strip(self) -> None:
        say, found = self._session.say, self._found
        loud = self._refusal is not None and self._refusal[1]
        self.field.mark_error(loud)
        if self._refusal:
            refusal = self._refusal[0]
            tone = "danger" if loud else "neutral"
            self.strip.show_words(tone, "", say(refusal.code, **refusal.fields))
        elif self._coming and not (found and found.hits):
            self.strip.show_words("information", "", first_copy(self._session, self._coming))
        elif found and (sentences := told(found, self._session.language)):
            plain = not found.hits and len(sentences) == 1
            self.strip.show_words("neutral" if plain else "warning", "", " ".join(sentences))
        elif self._state == "half":
            self.strip.show_words("information", "", say("ui_desk.second_line"))
        else:
            self.strip.show_words("neutral", "")

    def _fit(self) -> None:
        """Leave the room to the person once one is open, until the clerk chooses again."""
        one = len(self.table.rows) == 1
        beside = self._session.resident is not None
        tall = self.window().height() >= look().px(TALL)
        wanted = tall or self._choosing
        shown = bool(self.table.rows) and not (beside and (one or not wanted))
        self.table.setVisible(shown)
        low = ROWS_UNDER_WORDS if self.strip.words else ROWS
        rows = ROWS_BESIDE_PERSON if beside else ROWS_TALL if tall else low
        self.table.setFixedHeight(self.table.height_of(rows))
        self.listing.emit(shown)
        self.table.fit_columns()
        self.more.setVisible(shown and bool(self.more.text()))
        self.purpose.setMinimumWidth(look().px(96))
        self.purpose.setMaximumWidth(look().px(190))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()


def goes_on(before: str, now: str) -> bool:
    """Whether who had typed `before` is still typing the same: more of it, or one sign less. The
    last syllable may change meanwhile."""
    return bool(before) and len(now) >= len(before) - 1 and now.startswith(before[:-1])
