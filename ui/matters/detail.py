"""One matter: its checklist, what can be done next, the fee, what can be printed."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from counter_app.matters.procedures import procedure_of
from counter_app.words import explain
from ui.kit.facts import LinkButton
from ui.kit.flow import Flow
from ui.kit.inputs import CheckButton, Choice, Field
from ui.kit.parts import Badge, KeyButton, Label, row
from ui.kit.sight import bring_into_sight
from ui.kit.strip import Strip
from ui.matters.fee import MatterFee
from ui.matters.told import Told
from ui.matters.words import check, facts, left, left_tone, state, state_tone, word

if TYPE_CHECKING:
    from counter_app.matters.views import Act, Check, MatterView
    from ui.base.session import Session
    from ui.matters.masking import Masking

PLACES = {
    "propose": 1,
    "forward": 1,
    "arrive": 2,
    "finish": 2,
    "hand_over": 2,
    "withdraw": 3,
    "refer": 4,
    "turn_down": 5,
}
"""Alt and which figure does it, in every matter and state: the key of the next step must not
withdraw what could not be sent yet."""
LABEL = 150


class MatterDetail(QWidget):
    """`ticked(key, on)`, `acted(act, reason)`, `printed(kind)`, `file_wanted(document)` and
    `papers_wanted` say what the clerk wants, `reveal_wanted` that what is masked be shown or masked
    again; whoever listens does it. `fee` says itself what is wanted of it."""

    ticked = Signal(str, bool)
    acted = Signal(str, str)
    printed = Signal(str)
    file_wanted = Signal(str)
    papers_wanted = Signal()
    reveal_wanted = Signal()

    def __init__(self, session: Session, masking: Masking) -> None:
        super().__init__()
        self._session = session
        self._masking = masking
        self.view: MatterView | None = None
        self.heading, self.number = Label("title", wrap=True), Label("subtle", wrap=True)
        self.due, self.state = Badge(), Badge()
        self.why = Strip()
        self.told = Told()
        self.reveal = LinkButton("F11", bound=False)
        self.list_title = Label("strong")
        self.checks: list[CheckButton] = []
        self.acts = [KeyButton(f"Alt+{n}") for n in range(1, max(PLACES.values()) + 1)]
        self.reason = Choice()
        self._reason = Field(self.reason, label_width=LABEL)
        self.fee = MatterFee(session)
        self.form, self.slip = KeyButton("Alt+P"), KeyButton("Alt+S")
        self.receipt = KeyButton("Alt+R")
        self.file, self.papers = KeyButton("Alt+F"), KeyButton("Alt+V")
        self._checklist = QWidget()
        self._lines = QVBoxLayout(self._checklist)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(6)
        self._build()
        for place, button in enumerate(self.acts, start=1):
            button.clicked.connect(partial(self._act, place))
        self.form.clicked.connect(partial(self.printed.emit, "form"))
        self.slip.clicked.connect(partial(self.printed.emit, "slip"))
        self.receipt.clicked.connect(partial(self.printed.emit, "receipt"))
        self.file.clicked.connect(self._want_file)
        self.papers.clicked.connect(self.papers_wanted)
        self.reveal.clicked.connect(self.reveal_wanted)
        masking.changed.connect(self._show_told)
        session.language_changed.connect(self.retranslate)
        self.retranslate()

    @property
    def stops(self) -> tuple[QWidget, ...]:
        return (
            self.reveal,
            *self.checks,
            *self.fee.stops,
            self.reason,
            *self.acts,
            self.form,
            self.slip,
            self.receipt,
            self.file,
            self.papers,
        )

    def show_matter(self, view: MatterView | None) -> None:
        self.view = view
        self.retranslate()

    def begin(self) -> None:
        """The focus goes to the first thing that is to be seen or done; of what is over the whole
        stays in sight."""
        shown = [stop for stop in self.stops[1:] if stop.isVisible() and stop.isEnabled()]
        waiting = [box for box in self.checks if box in shown and not box.isChecked()]
        if target := next(iter([*waiting, *shown]), None):
            target.setFocus()
            if self.view is not None and not self.view.line.closed:
                lead = partial(bring_into_sight, target)
                QTimer.singleShot(0, target, lead)  # once it is laid out

    def retranslate(self) -> None:
        say, view = self._session.say, self.view
        self.setVisible(view is not None)
        self.list_title.setText(say("ui_matters.checklist"))
        self.form.setText(say("ui_matters.form"))
        self.slip.setText(say("ui_matters.slip"))
        self.file.setText(say("ui_matters.file"))
        self.papers.setText(say("ui_papers.title"))
        self._reason.say(say("ui_matters.reason"))
        self.reason.setAccessibleName(say("ui_matters.reason"))
        self.receipt.setText(say("ui_matters.receipt"))
        if view is not None:
            self._show(view)

    def _build(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        head = QWidget()
        head.setLayout(Flow(self.heading, self.state, self.due, spacing=10, line_spacing=4))
        for part in (head, self.number, self.why, self.told):
            layout.addWidget(part)
        layout.addLayout(row(self.reveal, None))
        for part in (self.list_title, self._checklist):
            layout.addWidget(part)
        layout.addWidget(self.fee)
        buttons, papers = QWidget(), QWidget()
        buttons.setLayout(Flow(*self.acts, spacing=8, line_spacing=8))
        given = (self.form, self.slip, self.receipt, self.file, self.papers)
        papers.setLayout(Flow(*given, spacing=8, line_spacing=8))
        layout.addWidget(self._reason)
        layout.addWidget(buttons)
        layout.addWidget(papers)

    def _show(self, view: MatterView) -> None:
        session, line = self._session, view.line
        self.heading.setText(line.title.in_(session.language))
        self.number.setText(f"{line.number}  {line.who}  {view.ground.in_(session.language)}")
        self.state.show_text(state(session, line), state_tone(line))
        self.due.show_text(left(session, line), left_tone(line) or "neutral")
        self._show_told()
        self._show_why(view)
        self._show_checks((*view.documents, *view.steps), closed=line.closed)
        self.fee.show_fee(view)
        self._show_acts(view)
        self.slip.setVisible(bool(view.office))
        self.receipt.setVisible(not procedure_of(line.procedure, view.version).only_refers)
        self.file.setVisible(bool(view.documents) and not line.closed)
        self.papers.setVisible(any(one.papers for one in view.documents))

    def _show_told(self) -> None:
        view, session = self.view, self._session
        if view is None:
            return
        self.told.show_pairs(facts(session, self._masking.shown(view)))
        self.reveal.setVisible(self._masking.hides(view))
        shown = self._masking.reveals(view)
        self.reveal.setText(session.say("ui_desk.mask" if shown else "ui_desk.reveal"))

    def _show_why(self, view: MatterView) -> None:
        """Why it goes no further, why the district did not make the change, or that it has to."""
        session, say, closed = self._session, self._session.say, view.line.closed
        refusals = [one.refusal for one in view.acts if one.refusal]
        over = next((one for one in refusals if one.code == "matters.stay_over"), None)
        if why := view.line.turned_down:
            told = f"{word(session, why)}. {word(session, 'objection')}: "
            told += word(session, "objection_days")
            self.why.show_words("danger", say("ui_matters.turned_down"), told)
        elif over:
            self.why.show_words("danger", "", explain(over, session.language))
        elif view.refusal and not closed:
            self.why.show_words(
                "danger",
                say("ui_matters.refused"),
                explain(view.refusal, self._session.language),
            )
        elif view.line.answer == "pending" and not closed:
            self.why.show_words("warning", say("ui_matters.pending"), say("ui_matters.pending_why"))
        else:
            self.why.show_words("neutral", "")

    def _show_checks(self, checks: tuple[Check, ...], *, closed: bool) -> None:
        while len(self.checks) < len(checks):
            box = CheckButton()
            box.clicked.connect(partial(self._tick, len(self.checks)))
            self.checks.append(box)
            self._lines.addWidget(box)
        for box, one in zip(self.checks, checks, strict=False):
            box.setText(check(self._session, one))
            box.setChecked(one.ticked)
            box.setEnabled(not closed)
            box.setProperty("key", one.key)
            box.show()
        for box in self.checks[len(checks) :]:
            box.hide()
        self.list_title.setVisible(bool(checks))

    def _show_acts(self, view: MatterView) -> None:
        acts = self._offered(view)
        for place, button in enumerate(self.acts, start=1):
            if one := acts.get(place):
                button.setText(self._session.say(f"ui_matters.act_{one.act}"))
                button.dim(one.refusal is not None)
            button.setVisible(one is not None)
        reasons = next((one.reasons for one in acts.values() if one.reasons), ())
        named = [(one, word(self._session, one)) for one in reasons]
        self.reason.show_choices([("", self._session.say("ui_matters.choose")), *named])
        self._reason.setVisible(bool(reasons))

    @staticmethod
    def _offered(view: MatterView) -> dict[int, Act]:
        """By place. What is not accepted is closed so only once that is known."""
        return {PLACES[a.act]: a for a in view.acts if not (a.reasons and a.refusal)}

    def _tick(self, place: int) -> None:
        """The box shows what is on record, so it waits for the answer."""
        box = self.checks[place]
        on = box.isChecked()
        box.setChecked(not on)
        self.ticked.emit(str(box.property("key")), on)

    def _act(self, place: int) -> None:
        if self.view and (one := self._offered(self.view).get(place)):
            self.acted.emit(one.act, str(self.reason.value or ""))

    def _want_file(self) -> None:
        """For the document under the cursor, else the first that lacks."""
        if self.view is None or not self.view.documents:
            return
        keys = [one.key for one in self.view.documents]
        here = next((str(b.property("key")) for b in self.checks if b.hasFocus()), "")
        lacking = [one.key for one in self.view.documents if not one.ticked]
        self.file_wanted.emit(here if here in keys else next(iter([*lacking, *keys])))
