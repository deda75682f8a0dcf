"""The parts screens are made of."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from counter_app.queue.tickets import TicketView
from ui.base.notices import Notices
from ui.base.session import Session
from ui.base.table import Column, RowsModel, Table
from ui.kit.dot import Dot
from ui.kit.inputs import CheckButton, Choice, Stepper
from ui.kit.parts import ElidedLabel, KeyButton
from ui.kit.segmented import Segmented
from ui.kit.states import Kind, StatePanel
from ui.kit.theme import look


@dataclass(frozen=True, slots=True)
class Fruit:
    name: str
    price: int


PEAR, PLUM, FIG = Fruit("pear", 3), Fruit("plum", 1), Fruit("fig", 7)
COLUMNS = [
    Column("ui.number", lambda fruit: fruit.name, bold=True, stretch=True),
    Column("ui.wait", lambda fruit: str(fruit.price), tone=lambda _: "success", right=True),
]


@pytest.fixture
def page(qtbot: QtBot) -> QWidget:
    page = QWidget()
    qtbot.addWidget(page)
    QVBoxLayout(page)
    page.resize(600, 400)
    with qtbot.waitActive(page):
        page.show()
        page.activateWindow()
    return page


Part = TypeVar("Part", bound=QWidget)


def put(page: QWidget, widget: Part) -> Part:
    layout = page.layout()
    assert layout is not None
    layout.addWidget(widget)
    widget.show()
    widget.setFocus()
    return widget


@pytest.fixture
def table(page: QWidget, session: Session) -> Table:
    table = put(page, Table("ui.waiting_list", COLUMNS, session))
    table.show_rows([PEAR, PLUM, FIG], select=0)
    return table


def test_the_model_of_rows_keeps_qts_contract(
    qtmodeltester: ModelTester, session: Session, page: QWidget
) -> None:
    model = RowsModel(COLUMNS, session, page)
    check: Callable[[RowsModel], None] = qtmodeltester.check
    check(model)
    model.show_rows([PEAR, PLUM])
    check(model)
    model.show_rows([])
    check(model)


def test_arrows_pass_rows_and_enter_chooses(qtbot: QtBot, table: Table) -> None:
    with qtbot.waitSignal(table.passed) as passed:
        QTest.keyClick(table, Qt.Key.Key_Down)
    assert passed.args == [PLUM]
    with qtbot.waitSignal(table.chosen) as chosen:
        QTest.keyClick(table, Qt.Key.Key_Return)
    assert chosen.args == [PLUM]


def test_new_rows_leave_the_cursor_on_the_same_row(table: Table) -> None:
    table.selectRow(1)
    table.show_rows([FIG, PEAR, PLUM])
    assert table.current == PLUM
    table.show_rows([FIG])
    assert table.current is None


def test_a_table_tells_its_name_and_titles_in_the_sessions_language(
    table: Table, session: Session
) -> None:
    session.speak("en")
    assert table.accessibleName() == "Waiting list"
    assert table.model().headerData(0, Qt.Orientation.Horizontal) == "No."


def test_a_key_works_its_button_while_it_can_be_seen(qtbot: QtBot, page: QWidget) -> None:
    button = put(page, KeyButton("F2", "primary", "Call next"))
    clicks: list[bool] = []
    button.clicked.connect(lambda: clicks.append(True))
    QTest.keyClick(page, Qt.Key.Key_F2)
    button.setEnabled(False)
    QTest.keyClick(page, Qt.Key.Key_F2)
    button.setEnabled(True)
    button.hide()
    QTest.keyClick(page, Qt.Key.Key_F2)
    assert len(clicks) == 1
    assert button.accessibleName() == "Call next F2"


def test_a_dimmed_button_still_answers(qtbot: QtBot, page: QWidget) -> None:
    button = put(page, KeyButton("F3", text="Recall"))
    button.dim(True)
    with qtbot.waitSignal(button.clicked):
        QTest.keyClick(page, Qt.Key.Key_F3)


def test_segments_are_chosen_by_arrows(qtbot: QtBot, page: QWidget) -> None:
    choice = put(page, Segmented(["cash", "card"]))
    choice.say("Paid by", ["Cash", "Card"])
    QTest.keyClick(page, Qt.Key.Key_Tab)
    with qtbot.waitSignal(choice.chosen) as chosen:
        QTest.keyClick(page.focusWidget(), Qt.Key.Key_Right)
    assert chosen.args == ["card"]
    assert choice.value == "card"


def test_a_choice_keeps_its_value_when_its_words_change(qtbot: QtBot, page: QWidget) -> None:
    choice = put(page, Choice())
    choice.show_choices([(1, "하나"), (2, "둘")])
    choice.choose(2)
    with qtbot.assertNotEmitted(choice.chosen):
        choice.show_choices([(1, "one"), (2, "two")])
    assert (choice.value, choice.currentText()) == (2, "two")


@pytest.mark.parametrize(
    ("keys", "number"),
    [([Qt.Key.Key_Up] * 9, 5), ([Qt.Key.Key_Down], 1), ([Qt.Key.Key_3], 3), ([Qt.Key.Key_9], 5)],
)
def test_a_stepper_stays_within_its_limits(page: QWidget, keys: list[Qt.Key], number: int) -> None:
    stepper = put(page, Stepper(1, 5))
    stepper.say("Copies")
    for key in keys:
        QTest.keyClick(stepper, key)
    assert stepper.number == number
    assert stepper.accessibleName() == f"Copies {number}"


def test_space_ticks_a_check_button(qtbot: QtBot, page: QWidget) -> None:
    button = put(page, CheckButton())
    with qtbot.waitSignal(button.toggled) as toggled:
        QTest.keyClick(button, Qt.Key.Key_Space)
    assert toggled.args == [True]


def test_a_shortened_label_keeps_its_whole_text_as_tool_tip(page: QWidget) -> None:
    label = put(page, ElidedLabel())
    label.setText("A very long sentence " * 20)
    assert label.minimumSizeHint().width() < 100
    assert label.toolTip() == label.text()


@pytest.mark.parametrize("kind", ["empty", "loading", "offline", "error"])
def test_a_state_says_itself_and_offers_what_can_be_done(
    qtbot: QtBot, page: QWidget, kind: Kind
) -> None:
    state = put(page, StatePanel())
    state.show_state(kind, "Title", "Sentence", "Try again")
    assert state.accessibleName() == "Title Sentence"
    with qtbot.waitSignal(state.acted):
        state.action.click()
    state.show_state(kind, "Title", "")
    assert not state.action.isVisible()


def test_notices_are_kept_shown_and_never_take_the_focus(
    qtbot: QtBot, page: QWidget, session: Session
) -> None:
    button = put(page, KeyButton("F2", text="Call next"))
    notices = Notices(page, session)
    for code in ("ui.issued", "ui.called"):
        notices.post(code, "success", number="E-104")
    notices.fault("4F09AC")
    qtbot.waitUntil(lambda: not notices.moving)
    assert page.focusWidget() is button
    assert [notice.code for notice in notices.posted] == ["ui.issued", "ui.called", "ui.fault"]
    assert notices.strips[0].label.text() == "E-104 번호표를 냈습니다."
    session.speak("en")
    assert notices.strips[0].label.text() == "Number E-104 is issued."
    bottoms = [strip.geometry().bottom() for strip in notices.strips]
    assert bottoms == sorted(bottoms)


def test_only_the_newest_notices_stay_and_the_same_one_only_once(
    qtbot: QtBot, page: QWidget, session: Session
) -> None:
    notices = Notices(page, session)
    for number in ("E-1", "E-2", "E-3", "E-4", "E-4"):
        notices.post("ui.issued", "success", number=number)
    shown = [strip.notice.fields["number"] for strip in notices.strips]
    assert shown == ["E-2", "E-3", "E-4"]
    assert notices.dismiss()
    notices.clear()
    assert not notices.dismiss()
    assert len(notices.posted) == 5


def test_the_session_tells_of_a_ticket_once(
    qtbot: QtBot, session: Session, ticket: TicketView
) -> None:
    with qtbot.waitSignal(session.ticket_changed):
        session.show_ticket(ticket)
    with qtbot.assertNotEmitted(session.ticket_changed):
        session.show_ticket(ticket)
    session.sign_out()
    assert session.ticket is None
    with pytest.raises(RuntimeError):
        _ = session.actor


def test_digits_typed_one_after_the_other_make_one_number(page: QWidget) -> None:
    stepper = put(page, Stepper(1, 20))
    seen = []
    for digits in ("12", "20", "5", "³7"):
        QTest.keyClicks(stepper, digits)
        seen.append(stepper.number)
    assert seen == [12, 20, 5, 7]


def test_a_choice_is_as_wide_as_its_list_also_in_another_language(page: QWidget) -> None:
    choice = put(page, Choice())
    choice.show_choices([(1, "짧음")])
    narrow = choice.sizeHint().width()
    choice.show_choices([(1, "Issue a certificate of registration")])
    assert choice.sizeHint().width() > narrow


def marked(page: QWidget, tone: str) -> bytes:
    """Where the point has another colour than its own, as 0 and 1."""
    dot = put(page, Dot())
    dot.show_tone(tone)
    seen = dot.grab().toImage()
    ground = QColor(look().color(f"icon.{tone}")).rgb()
    places = [(x, y) for y in range(3, 9) for x in range(3, 9)]
    return bytes(seen.pixel(x, y) != ground for x, y in places)


def test_a_point_grows_with_the_words(page: QWidget) -> None:
    dot = put(page, Dot())
    look().show("light", 2.0)
    assert dot.size().toTuple() == (24, 24)


def test_a_point_is_not_told_by_its_colour_alone(page: QWidget) -> None:
    tones = ("information", "success", "warning", "danger")
    assert len({marked(page, tone) for tone in tones}) == len(tones)
