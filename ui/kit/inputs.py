"""Controls that hold a choice, and the field that puts a label before one."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import (
    QComboBox,
    QPushButton,
    QStyle,
    QStyleOptionComboBox,
    QStylePainter,
    QWidget,
)

from ui.kit.paint import painter_on
from ui.kit.parts import Label, row
from ui.kit.theme import look


class Choice(QComboBox):
    """A drop-down list of (value, text); `chosen(value)` follows every change."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        # Also once the list is another one, as in another language.
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.currentIndexChanged.connect(self._changed)

    def show_choices(self, choices: Sequence[tuple[object, str]]) -> None:
        """Replace the list; the choice stays on the same value when it is still there."""
        before = self.value
        self.blockSignals(True)
        self.clear()
        for value, text in choices:
            self.addItem(text, value)
        self.setCurrentIndex(max(0, self.findData(before)))
        self.blockSignals(False)

    @property
    def value(self) -> object:
        return self.currentData()

    def choose(self, value: object) -> None:
        self.setCurrentIndex(self.findData(value))

    def shorten(self) -> None:
        """Take no more room than there is; a long text ends in … and is whole in the tool tip."""
        policy = QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        self.setSizeAdjustPolicy(policy)
        self.setMinimumContentsLength(8)

    def showPopup(self) -> None:
        """What is shortened on the line is whole in the list."""
        self.view().setMinimumWidth(self.view().sizeHintForColumn(0) + 24)
        super().showPopup()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.isEditable():
            super().paintEvent(event)
            painter = QPainter(self)
        else:
            painter = self._paint_text()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ink = "text.basic" if self.isEnabled() else "text.disabled-on"
        painter.setPen(QPen(look().color(ink), 1.6))
        x, y = self.width() - 20.0, self.height() / 2
        painter.drawPolyline(
            QPolygonF([QPointF(x - 5, y - 2.5), QPointF(x, y + 2.5), QPointF(x + 5, y - 2.5)])
        )

    def _paint_text(self) -> QPainter:
        """As Qt does it, but shortened with … where it does not fit."""
        painter = QStylePainter(self)
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        place = self.style().subControlRect(
            QStyle.ComplexControl.CC_ComboBox,
            option,
            QStyle.SubControl.SC_ComboBoxEditField,
            self,
        )
        text = self.currentText()
        option.currentText = self.fontMetrics().elidedText(
            text, Qt.TextElideMode.ElideRight, place.width()
        )
        self.setToolTip("" if option.currentText == text else text)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)
        return painter

    def _changed(self) -> None:
        self.chosen.emit(self.value)


class CheckButton(QPushButton):
    """A box with words, and a tick when it is on. Space switches, `toggled(on)` follows."""

    def __init__(self, *, on: bool = False) -> None:
        super().__init__()
        self.setCheckable(True)
        self.setChecked(on)

    def setText(self, text: str) -> None:
        super().setText(text)
        self.setAccessibleName(text)

    def sizeHint(self) -> QSize:
        words = look().metrics(15, bold=True).horizontalAdvance(self.text())
        return QSize(words + 12 * 2 + 32, look().px(15) + 25)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = painter_on(self)
        ink = look().color("text.primary" if self.isChecked() else "text.basic")
        painter.setPen(ink)
        painter.setFont(look().font(15, bold=self.isChecked()))
        area = self.rect().adjusted(12, 0, -12, 0)
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter, self.text())
        x, y = area.right() - 14.0, self.height() / 2
        if self.isChecked():
            painter.setPen(QPen(ink, 2.4, c=Qt.PenCapStyle.RoundCap))
            tick = [QPointF(x, y), QPointF(x + 5, y + 5), QPointF(x + 13, y - 5)]
            painter.drawPolyline(QPolygonF(tick))
        else:
            painter.setPen(QPen(look().color("input.border"), 1.2))
            painter.drawRoundedRect(QRectF(x - 1, y - 7, 14, 14), 3, 3)


class Stepper(QWidget):
    """A whole number between − and +. Arrow keys step, digits are typed one after the other and
    begin anew when the number grows too large; `changed(number)` follows."""

    changed = Signal(int)

    def __init__(self, low: int, high: int) -> None:
        super().__init__()
        self._low, self._high = low, high
        self._number = low
        self._name = ""
        self._typed = ""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._less, self._more = Step("−"), Step("+")
        self._shown = Label("strong")
        self._shown.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._less.clicked.connect(self.down)
        self._more.clicked.connect(self.up)
        layout = row(self._less, spacing=0)
        layout.addWidget(self._shown, 1)
        layout.addWidget(self._more)
        layout.setContentsMargins(0, 0, 0, 0)
        self.setLayout(layout)
        self._show()

    @property
    def number(self) -> int:
        return self._number

    def show_number(self, number: int) -> None:
        """Set the number, kept within its limits."""
        self._typed = ""
        number = min(self._high, max(self._low, number))
        if number != self._number:
            self._number = number
            self._show()
            self.changed.emit(number)

    def up(self) -> None:
        self.show_number(self._number + 1)

    def down(self) -> None:
        self.show_number(self._number - 1)

    def say(self, name: str) -> None:
        """What a screen reader calls it."""
        self._name = name
        self._show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Right, Qt.Key.Key_Plus):
            self.up()
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Minus):
            self.down()
        elif event.text().isdecimal():
            self._type(event.text())
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._typed = ""
        super().focusOutEvent(event)

    def _type(self, digit: str) -> None:
        """1, then 2: twelve, where so many are allowed; else two."""
        typed = self._typed + digit
        if int(typed) > self._high:
            typed = digit
        self.show_number(int(typed))
        self._typed = typed

    def _show(self) -> None:
        self._shown.setText(str(self._number))
        self._less.setEnabled(self._number > self._low)
        self._more.setEnabled(self._number < self._high)
        self.setAccessibleName(f"{self._name} {self._number}".strip())


class Step(QPushButton):
    """One end of a Stepper."""

    def __init__(self, sign: str) -> None:
        super().__init__(sign)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)


class Field(QWidget):
    """A label and its control on one line, labels of one width so that fields align."""

    def __init__(self, control: QWidget, *, label_width: int = 92) -> None:
        super().__init__()
        self.control = control
        self.label = Label()
        self._label_width = label_width
        self.label.setBuddy(control)
        layout = row(self.label, spacing=0)
        layout.addWidget(control, 1)
        layout.setContentsMargins(0, 0, 0, 0)
        self.setLayout(layout)
        self.resize_label()
        look().changed.connect(self.resize_label)

    def say(self, text: str) -> None:
        self.label.setText(text)
        if not self.control.accessibleName():
            self.control.setAccessibleName(text)

    def resize_label(self) -> None:
        self.label.setFixedWidth(look().px(self._label_width))
