"""A calm reminder of certificates whose paper nobody has accounted for yet."""

from PySide6.QtCore import Signal

from counter_app.certificates.requests import IssuedView
from ui.base.session import Session
from ui.kit.parts import KeyButton
from ui.kit.strip import Strip


class InFlight(Strip):
    """Says how many there are and which comes first; `taken(IssuedView)` when the clerk sees to it.

    What is there when the program starts was left from last time, and is called so.
    """

    taken = Signal(object)

    def __init__(self, session: Session) -> None:
        self.take = KeyButton("Ctrl+F10")
        super().__init__(actions=(self.take,))
        self._session = session
        self._cases: tuple[IssuedView, ...] = ()
        self._left_over: frozenset[int] | None = None
        self.take.clicked.connect(self._take)
        session.language_changed.connect(self.retranslate)
        self.retranslate()

    def show_cases(
        self, cases: tuple[IssuedView, ...], *, but: frozenset[int] = frozenset()
    ) -> None:
        """All that are in flight, except those (by id) that are being seen to already."""
        if self._left_over is None:
            self._left_over = frozenset(case.id for case in cases)
        self._cases = tuple(case for case in cases if case.id not in but)
        self.retranslate()

    @property
    def cases(self) -> tuple[IssuedView, ...]:
        return self._cases

    def retranslate(self) -> None:
        say, cases = self._session.say, self._cases
        self.take.setText(say("ui_desk.see_to_it"))
        if not cases:
            self.show_words("warning", "")
            return
        first = cases[0]
        before = first.id in (self._left_over or ())
        self.show_words(
            "warning",
            say("ui_desk.left_over" if before else "ui_desk.in_flight", count=len(cases)),
            say(
                "ui_desk.in_flight_first",
                number=first.issue_number,
                time=f"{first.issued_at:%H:%M}",
                copies=first.copies,
            ),
        )

    def _take(self) -> None:
        self.taken.emit(self._cases[0])
