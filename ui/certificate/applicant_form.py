"""Who asks: in which role, identified by what, on which ground and with which proof."""

from collections.abc import Iterator
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget

from counter_app.certificates.applicants import too_young
from counter_app.certificates.kind_files import IDENTITIES, ROLES
from counter_app.certificates.kinds import Askers, Ground
from counter_app.certificates.requests import SELF, Applicant
from counter_app.clock import Clock
from ui.base.session import Session
from ui.certificate.proof_choice import Proof
from ui.kit.inputs import Choice, Field
from ui.kit.pair import Pair
from ui.kit.parts import Label

LABEL = 56


class ApplicantForm(QWidget):
    """Hidden while the person asks by their card, which most do; of a child the
    parents ask. `changed` after each change.

    `opened`: the clerk has asked for it, or the kind needs more than the usual.
    """

    changed = Signal()

    def __init__(self, clock: Clock, session: Session) -> None:
        super().__init__()
        self._clock = clock
        self._session = session
        self._askers: Askers | None = None
        self._wanted = False
        self._wish = SELF
        self.role, self.identity, self.ground = Choice(), Choice(), Choice()
        self.name, self.proof = QLineEdit(), Proof()
        self.paper = Label("small", wrap=True)
        self._paper: Ground | None = None
        self.ground.shorten()
        for choice in (self.role, self.identity):
            choice.setSizeAdjustPolicy(Choice.SizeAdjustPolicy.AdjustToContents)
        self.causes: dict[str, QWidget] = {
            "applicant_unnamed": self.name,
            "applicant_too_long": self.name,
            "ground_needed": self.ground,
            "of_age": self.ground,
            "under_age": self.role,
            **dict.fromkeys(
                ("proof_needed", "proof_other", "proof_numbered", "proof_day"), self.proof
            ),
        }
        """Where each refusal of who asks is mended, by its code."""
        self._fields = {
            "asker": Field(Pair(self.role, self.identity), label_width=LABEL),
            "name": Field(self.name, label_width=LABEL),
            "ground": Field(self.ground, label_width=LABEL),
            "paper": Field(self.paper, label_width=LABEL),
            "proof": Field(self.proof, label_width=LABEL),
        }
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        for field in self._fields.values():
            layout.addWidget(field)
        self.role.chosen.connect(self._turn_to_role)
        self.ground.chosen.connect(self._turn_to_ground)
        self.identity.chosen.connect(self._choose_identity)
        self.name.textEdited.connect(self._tell)
        self.proof.chosen.connect(self._tell)
        session.language_changed.connect(self.retranslate)
        self.retranslate()
        self.hide()

    def retranslate(self) -> None:
        say = self._session.say
        for name, field in self._fields.items():
            field.say(say(f"ui_request.{name}"))
        for control, name in (
            (self.role, "role"),
            (self.identity, "identity"),
            (self.name, "applicant_name"),
            (self.ground, "ground_name"),
            (self.proof, "proof_name"),
        ):
            control.setAccessibleName(say(f"ui_request.{name}"))
        self.name.setPlaceholderText(say("ui_request.name_hint"))
        self.proof.edit.setPlaceholderText(say("ui_request.proof_hint"))
        if self._askers:
            self._show_choices(self._askers)

    def show_askers(self, askers: Askers) -> None:
        """Who may ask, by what: what the clerk chose, or where that may not be, the
        first that may."""
        self._askers = askers
        self._show_choices(askers)
        self._show()

    def start_over(self, *, same_visitor: bool) -> None:
        """The person asks by card again; somebody else who came for them stays, without the proof
        they had for the last one."""
        self.proof.clear_words()
        if same_visitor and self.role.value != SELF.role:
            return
        self._wanted, self._wish = False, SELF
        self.name.setText("")  # clear() could be undone
        if self._askers:
            self.show_askers(self._askers)

    def keep(self) -> None:
        """A document was issued: who asked for it asks for the next one, too."""
        self._wish = self.applicant

    def stay_open(self) -> None:
        """Where it is asked of everybody."""
        self._wanted = True
        self._show()

    def open_or_turn(self) -> None:
        """Open it; asked again from within, on to the next role."""
        focus = QApplication.focusWidget()
        if focus and self.isAncestorOf(focus):
            self.role.setCurrentIndex((self.role.currentIndex() + 1) % self.role.count())
        self._wanted = True
        self._show()
        self.role.setFocus()

    @property
    def applicant(self) -> Applicant:
        role, grounds = str(self.role.value), self._grounds()
        ground = self._ground()
        return Applicant(
            role=role,
            identity=str(self.identity.value),
            name=self.name.text().strip() if self._named else "",
            ground=ground.code if ground else "",
            proof=self.proof.words if grounds else "",
        )

    @property
    def usual(self) -> bool:
        """Nothing stands here that the clerk did not choose and most visitors are not."""
        return self.applicant == SELF and not self._grounds() and not self._named

    @property
    def _named(self) -> bool:
        """Whether the name of who asks is not that of the record."""
        return self.role.value != SELF.role or self._session.building

    def _roles(self, askers: Askers) -> Iterator[str]:
        """A child does not ask itself."""
        resident, today = self._session.resident, self._clock.now().date()
        young = resident is not None and too_young(askers, resident.birth_date, today)
        return (r for r in ROLES if r in askers.who and not (young and r == SELF.role))

    def _show_choices(self, askers: Askers) -> None:
        say = self._session.say
        self.role.show_choices([(r, say(f"ui_request.role.{r}")) for r in self._roles(askers)])
        accepted = [code for code in IDENTITIES if code in askers.identities]
        self.identity.show_choices([(code, say(f"ui_request.by.{code}")) for code in accepted])
        for choice, wish in ((self.role, self._wish.role), (self.identity, self._wish.identity)):
            choice.blockSignals(True)
            choice.setCurrentIndex(max(0, choice.findData(wish)))
            choice.blockSignals(False)
        self._show_grounds()

    def _show_grounds(self) -> None:
        language = self._session.language
        grounds = self._grounds()
        named = [(ground.code, ground.name.in_(language)) for ground in grounds]
        if len(grounds) > 1:
            named.insert(0, ("", self._session.say("ui_request.choose_ground")))
        self.ground.show_choices(named)
        self._show_paper()

    def _show_paper(self) -> None:
        """Which paper must be seen for the ground; one key says that it was."""
        ground, language, before = self._ground(), self._session.language, self._paper
        self._paper = ground
        if before and ground != before and (ground is None or self._outdated(before, ground)):
            self.proof.clear_words()
        self.paper.setText(ground.proof.in_(language) if ground else "")
        papers = ground.papers if ground else ()
        self.proof.show_papers([(one.name.ko, one.name.in_(language)) for one in papers])

    def _outdated(self, before: Ground, ground: Ground) -> bool:
        """Another ground, or the same that here needs another paper than was seen."""
        return ground.code != before.code or ground.paper(self.proof.words) is None

    def _grounds(self) -> tuple[Ground, ...]:
        return self._askers.who.get(str(self.role.value), ()) if self._askers else ()

    def _ground(self) -> Ground | None:
        return next((g for g in self._grounds() if g.code == self.ground.value), None)

    def _choose_identity(self, _: object) -> None:
        self._wish = replace(self._wish, identity=str(self.identity.value))
        self.changed.emit()

    def _turn_to_role(self) -> None:
        self._wish = replace(self._wish, role=str(self.role.value))
        self._show_grounds()
        self._show()
        self.changed.emit()

    def _turn_to_ground(self) -> None:
        self._show_paper()
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        grounds = self._grounds()
        shown = {
            "asker": True,
            "name": self._named,
            "ground": len(grounds) > 1,
            "paper": self._ground() is not None,
            "proof": self._ground() is not None,
        }
        for name, field in self._fields.items():
            field.setVisible(shown[name])
        self.setVisible(self._wanted or not self.usual)

    def _tell(self, _: object = None) -> None:
        self.changed.emit()
