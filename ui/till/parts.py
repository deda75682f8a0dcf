"""What the till's sheet is made of: the counting board, cash in and out, what moved, the two
signatures."""

from datetime import datetime
from itertools import pairwise

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from counter_app.clock import SEOUL
from counter_app.till.checks import DENOMINATIONS
from counter_app.till.sheet import Left, Move, Reversal, Sheet
from ui.base.section import LABEL, Section
from ui.base.session import Session
from ui.base.wording import day as dated
from ui.base.wording import money, signed
from ui.kit.enter_button import EnterButton
from ui.kit.inputs import Field
from ui.kit.parts import KeyButton, Label, row
from ui.kit.won import Won

COLUMNS = 4


class Float(Section):
    """`wanted(won, reason)`: open the drawer with this change; why, if it is not what was left."""

    wanted = Signal(int, str)

    def __init__(self, session: Session) -> None:
        super().__init__(session, "ui_till.state.new")
        self.won, self.reason = Won(), QLineEdit()
        self.left = Label("subtle", wrap=True)
        self.open = EnterButton(self)
        self._field = Field(self.won, label_width=LABEL)
        self._why = Field(self.reason, label_width=LABEL)
        for part in (self.left, self._field, self._why):
            self.body.addWidget(part)
        self.body.addLayout(row(None, self.open))
        self.won.returnPressed.connect(self._ask)
        self.reason.returnPressed.connect(self._ask)
        self.open.clicked.connect(self._ask)
        self.retranslate()

    def retranslate(self) -> None:
        super().retranslate()
        self.name(self._field, "ui_till.float")
        self.name(self._why, "ui_till.reason")
        self.reason.setPlaceholderText(self._session.say("ui_till.left_hint"))
        self.open.setText(self._session.say("ui_till.open"))

    def show_left(self, left: Left | None) -> None:
        """What the last closed day left, against which the change is held."""
        for part in (self.left, self._why):
            part.setVisible(left is not None)
        if left is None:
            return
        fields = {"day": dated(self._session, left.day), "won": money(self._session, left.won)}
        code = "left"
        if left.of_later_days:
            code = "left_later"
            fields["counted"] = money(self._session, left.counted)
            fields["later"] = money(self._session, left.of_later_days)
        self.left.setText(self._session.say(f"ui_till.{code}", **fields))

    def start_over(self) -> None:
        self.won.clear()
        self.reason.clear()

    def _ask(self) -> None:
        self.wanted.emit(self.won.won or 0, self.reason.text())


class Moves(Section):
    """`wanted(sign, won, reason)`: cash put in (+1) or taken out (-1)."""

    wanted = Signal(int, int, str)

    def __init__(self, session: Session) -> None:
        super().__init__(session, "ui_till.moves")
        self.won, self.reason = Won(), QLineEdit()
        self.put_in, self.take_out = KeyButton(""), KeyButton("")
        self._fields = Field(self.won, label_width=LABEL), Field(self.reason, label_width=LABEL)
        grid = QGridLayout()
        grid.setHorizontalSpacing(24)
        for at, field in enumerate(self._fields):
            grid.addWidget(field, 0, at)
        self.body.addLayout(grid)
        self.body.addLayout(row(None, self.put_in, self.take_out))
        self.put_in.clicked.connect(lambda: self._ask(1))
        self.take_out.clicked.connect(lambda: self._ask(-1))
        self.retranslate()

    def retranslate(self) -> None:
        super().retranslate()
        say = self._session.say
        for field, code in zip(self._fields, ("amount", "reason"), strict=True):
            self.name(field, f"ui_till.{code}")
        self.put_in.setText(say("ui_till.put_in"))
        self.take_out.setText(say("ui_till.take_out"))

    def start_over(self) -> None:
        self.won.clear()
        self.reason.clear()

    def _ask(self, sign: int) -> None:
        self.wanted.emit(sign, self.won.won or 0, self.reason.text())


class Moved(Section):
    """What moved in the drawer beside payments, and what was given back: a line for each."""

    def __init__(self, session: Session) -> None:
        super().__init__(session, "ui_till.moved")
        self.lines = Label("subtle", wrap=True)
        self._sheet: Sheet | None = None
        self.body.addWidget(self.lines)
        self.retranslate()

    def show_sheet(self, sheet: Sheet | None) -> None:
        """Not seen while nothing moved but the float."""
        self._sheet = sheet
        moves = sheet.drawer.moves or () if sheet else ()
        self.setVisible(bool(sheet and (moves[1:] or sheet.reversals)))
        self.retranslate()

    def retranslate(self) -> None:
        super().retranslate()
        if sheet := self._sheet:
            told: list[tuple[datetime, str, Move | Reversal]] = [
                *((one.at, one.kind, one) for one in sheet.drawer.moves or ()),
                *((one.at, "back", one) for one in sheet.reversals),
            ]
            self.lines.setText(
                "\n".join(self._line(*each) for each in sorted(told, key=lambda each: each[0]))
            )

    def _line(self, at: datetime, kind: str, one: Move | Reversal) -> str:
        words = (
            f"{at.astimezone(SEOUL):%H:%M}",
            self._session.say(f"ui_till.move.{kind}"),
            money(self._session, one.won),
            one.clerk,
            one.reason,
        )
        return "  ·  ".join(filter(None, words))


class Board(Section):
    """How many of each note and coin; what they come to is told while they are typed."""

    wanted = Signal(object)

    def __init__(self, session: Session) -> None:
        super().__init__(session, "ui_till.count")
        self._expected = 0
        self.pieces = {value: Won() for value in DENOMINATIONS}
        self._labels = {value: Label() for value in DENOMINATIONS}
        self.sum = Label("title")
        self.write = EnterButton(self)
        grid = QGridLayout()
        grid.setSpacing(8)
        for at, value in enumerate(DENOMINATIONS):
            line, column = divmod(at, COLUMNS)
            self._labels[value].setContentsMargins(16 if column else 0, 0, 0, 0)
            grid.addWidget(self._labels[value], line, column * 2)
            grid.addWidget(self.pieces[value], line, column * 2 + 1)
            self._labels[value].setBuddy(self.pieces[value])
            self.pieces[value].textChanged.connect(self._tell)
            self.pieces[value].returnPressed.connect(self._ask)
        self.body.addLayout(grid)
        self.body.addLayout(row(self.sum, None, self.write))
        self.write.clicked.connect(self._ask)
        self.retranslate()

    @property
    def counts(self) -> dict[int, int]:
        return {value: line.won or 0 for value, line in self.pieces.items()}

    def retranslate(self) -> None:
        super().retranslate()
        say = self._session.say
        for value, label in self._labels.items():
            words = say("ui_till.pieces", value=f"{value:,}")
            label.setText(words)
            self.pieces[value].setAccessibleName(words)
        self.write.setText(say("ui_till.write_count"))
        self._tell()

    def take_focus(self) -> None:
        next(iter(self.pieces.values())).setFocus()

    def show_expected(self, won: int) -> None:
        self._expected = won
        self._tell()

    def start_over(self) -> None:
        for line in self.pieces.values():
            line.clear()

    def _tell(self) -> None:
        total = sum(value * count for value, count in self.counts.items())
        say, session = self._session.say, self._session
        difference = signed(session, total - self._expected)
        self.sum.setText(
            f"{say('ui_till.counted')} {money(session, total)}  ·  "
            f"{say('ui_till.difference')} {difference}"
        )

    def _ask(self) -> None:
        self.wanted.emit(self.counts)


class Signatures(Section):
    """`wanted(password, supervisor, their password, reason)`: close the day. Enter goes to the next
    line, and from the last one on."""

    wanted = Signal(str, str, str, str)

    def __init__(self, session: Session) -> None:
        super().__init__(session, "ui_till.close")
        self.reason, self.mine = QLineEdit(), QLineEdit()
        self.supervisor, self.theirs = QLineEdit(), QLineEdit()
        for secret in (self.mine, self.theirs):
            secret.setEchoMode(QLineEdit.EchoMode.Password)
        self.sign = EnterButton(self)
        lines = {
            "difference_reason": self.reason,
            "my_password": self.mine,
            "supervisor": self.supervisor,
            "supervisor_password": self.theirs,
        }
        self._fields = {code: Field(line, label_width=LABEL) for code, line in lines.items()}
        grid = QGridLayout()
        grid.setVerticalSpacing(10)
        grid.setHorizontalSpacing(24)
        for at, field in enumerate(self._fields.values()):
            grid.addWidget(field, *divmod(at, 2))
        self.body.addLayout(grid)
        self.body.addLayout(row(None, self.sign))
        for line, after in pairwise(lines.values()):
            line.returnPressed.connect(after.setFocus)
        self.theirs.returnPressed.connect(self._ask)
        self.sign.clicked.connect(self._ask)
        self.retranslate()

    @property
    def stops(self) -> tuple[QWidget, ...]:
        return (self.reason, self.mine, self.supervisor, self.theirs, self.sign)

    def retranslate(self) -> None:
        super().retranslate()
        for code, field in self._fields.items():
            self.name(field, f"ui_till.{code}")
        self.reason.setPlaceholderText(self._session.say("ui_till.difference_hint"))
        self.sign.setText(self._session.say("ui_till.do_close"))

    def take_focus(self, *, differs: bool) -> None:
        """Why the drawer differs comes first, if it does."""
        (self.reason if differs else self.mine).setFocus()

    def start_over(self) -> None:
        self.forget()
        self.reason.clear()
        self.supervisor.clear()

    def forget(self) -> None:
        """No password stays on a screen."""
        self.mine.clear()
        self.theirs.clear()

    def _ask(self) -> None:
        self.wanted.emit(
            self.mine.text(), self.supervisor.text(), self.theirs.text(), self.reason.text()
        )
