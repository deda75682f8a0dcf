"""Words that wrap in any script, and are never cut off."""

from math import ceil

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QTextLayout, QTextOption
from PySide6.QtWidgets import QLabel, QSizePolicy


class Words(QLabel):
    """Text that wraps between words or, where a script writes none, anywhere: nothing is cut."""

    def __init__(self, look_name: str, text: str = "", *, centred: bool = False) -> None:
        super().__init__(text)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("look", look_name)
        across = Qt.AlignmentFlag.AlignHCenter if centred else Qt.AlignmentFlag.AlignLeft
        self.setAlignment(across | Qt.AlignmentFlag.AlignVCenter)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._laid_out(width)[1]

    def sizeHint(self) -> QSize:
        width = self.fontMetrics().horizontalAdvance(self.text()) + 4
        return QSize(width, self._laid_out(width)[1])

    def minimumSizeHint(self) -> QSize:
        narrow = self.fontMetrics().averageCharWidth() * 4
        whole = self.sizeHint()
        return QSize(min(narrow, whole.width()), whole.height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        layout, height = self._laid_out(self.width())
        layout.draw(painter, QPointF(0, (self.height() - height) / 2))

    def _laid_out(self, width: int) -> tuple[QTextLayout, int]:
        return laid_out(self.text(), self.font(), self.alignment(), width)


def laid_out(
    text: str, font: QFont, alignment: Qt.AlignmentFlag, width: int
) -> tuple[QTextLayout, int]:
    """The text in lines of that width, and how high they are together."""
    layout = QTextLayout(text, font)
    option = QTextOption(alignment & Qt.AlignmentFlag.AlignHorizontal_Mask)
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.beginLayout()
    top = 0.0
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        line.setPosition(QPointF(0, top))
        top += line.height()
    layout.endLayout()
    return layout, ceil(top)
