"""The sheet of accounts: only for those who may, by keys alone, and every refusal in words."""

import pytest

from counter_app.errors import Refusal
from counter_app.main import Counter
from counter_app.privacy.actor import Actor
from tests.conftest import PASSWORD
from tests.ui.driver import Driver
from ui.kit.overlay import Overlay
from ui.kit.parts import KeyButton
from ui.privacy.clerks import ClerksSheet
from ui.privacy.clerks_table import state_of

NO_REASON = "사유가 없거나 너무 짧습니다. 나중에 읽는 사람이 알 수 있게 적어 주세요."


def enter(door: Driver, login: str) -> ClerksSheet:
    door.sign_in(login, PASSWORD)
    door.enter()
    return door.work.sheets.clerks


@pytest.fixture
def sheet(door: Driver, clerk: Actor) -> ClerksSheet:
    """Open before the supervisor; Minseo works at window 3."""
    sheet = enter(door, "sujin")
    door.press("Ctrl+K")
    door.settle()
    return sheet


def choose(driver: Driver, sheet: ClerksSheet, login: str) -> None:
    driver.press("Home")
    logins = [clerk.login for clerk in sheet.table.rows]
    driver.move_to(lambda: sheet.table.currentIndex().row() == logins.index(login), "Down")


def choose_locked(driver: Driver, sheet: ClerksSheet, counter: Counter) -> None:
    """Jihun, who has just been locked out."""
    for _ in range(5):
        with pytest.raises(Refusal):
            counter.clerks.sign_in("jihun", "wrong")
    driver.press("Escape", "Ctrl+K")
    driver.settle()
    choose(driver, sheet, "jihun")


def keyed(sheet: ClerksSheet) -> list[KeyButton]:
    """The buttons that say Enter."""
    found = sheet.findChildren(KeyButton)
    return [button for button in found if button.isVisible() and button.key == "Enter"]


def states(sheet: ClerksSheet) -> dict[str, str]:
    return {clerk.login: state_of(clerk) for clerk in sheet.table.rows}


def test_a_clerk_sees_no_accounts_and_no_key_for_them(desk: Driver) -> None:
    assert not desk.work.bottom.clerks.isVisible()
    desk.press("Ctrl+K")
    assert not desk.work.sheets.clerks.isVisible()
    desk.press("F1")
    parts = desk.work.sheets.help._parts
    assert {key for part, _, key in parts if not part.isVisible()} == {"Ctrl+K", "Ctrl+W"}


def test_enter_is_the_key_of_exactly_one_button(
    door: Driver, sheet: ClerksSheet, counter: Counter
) -> None:
    choose_locked(door, sheet, counter)
    assert sheet.suspend.isVisible()
    for part, button in (
        (sheet.reason, sheet.restore),
        (sheet.suspend, sheet.suspend),
        (sheet.languages, sheet.save),
        (sheet.save, sheet.save),
        (sheet.table, sheet.restore),
    ):
        part.setFocus()
        assert keyed(sheet) == [button]
    choose(door, sheet, "minseo")
    assert keyed(sheet) == [sheet.suspend]


def test_a_supervisor_suspends_and_restores_by_keys(
    door: Driver, sheet: ClerksSheet, counter: Counter
) -> None:
    assert sheet.table.hasFocus()
    choose(door, sheet, "minseo")
    assert sheet.who.text() == "김민서 (minseo)"
    door.press("Return")
    assert sheet.reason.hasFocus()
    door.type("on leave")
    door.press("Return")
    door.settle()
    assert states(sheet)["minseo"] == "suspended"
    assert sheet.strip.words.startswith("김민서 님의 계정을 중지했습니다.")
    assert sheet.table.hasFocus()
    with pytest.raises(Refusal, match=r"clerks\.suspended"):
        counter.clerks.sign_in("minseo", PASSWORD)
    door.press("Return", "Return")
    door.settle()
    assert sheet.strip.words == NO_REASON
    door.type("back")
    door.press("Return")
    door.settle()
    assert states(sheet)["minseo"] == "active"
    assert sheet.strip.words.startswith("김민서 님의 계정을 복원했습니다.")
    assert counter.clerks.sign_in("minseo", PASSWORD)


def test_a_reason_is_required_and_kept(door: Driver, sheet: ClerksSheet, counter: Counter) -> None:
    choose(door, sheet, "jihun")
    door.press("Return", "Return")
    door.settle()
    assert sheet.strip.words == NO_REASON
    assert sheet.reason.hasFocus()
    door.type("on leave " * 23)
    door.press("Return")
    door.settle()
    assert sheet.strip.words == "사유가 너무 깁니다. 200자 안으로 줄여 주세요."
    assert states(sheet)["jihun"] == "active"


def test_a_locked_account_can_be_restored_or_suspended(
    door: Driver, sheet: ClerksSheet, counter: Counter
) -> None:
    choose_locked(door, sheet, counter)
    assert states(sheet)["jihun"] == "locked"
    assert sheet.reason.isVisible()
    assert sheet.suspend.isVisible()
    door.press("Return")
    door.type("identity checked")
    door.press("Return")
    door.settle()
    assert counter.clerks.sign_in("jihun", PASSWORD)


@pytest.mark.parametrize(
    ("login", "told"),
    [("sujin", "자기 계정은 중지할 수 없습니다."), ("admin", "이 계정은 관리자만 바꿀 수")],
)
def test_what_a_supervisor_may_not_do_is_said(
    door: Driver, sheet: ClerksSheet, login: str, told: str
) -> None:
    choose(door, sheet, login)
    assert sheet.sentence.text().startswith(told)
    assert not any(
        part.isVisible() for part in (sheet.reason, sheet.suspend, sheet.restore, sheet.languages)
    )
    door.press("Return")
    assert sheet.table.hasFocus()


def test_what_a_clerk_speaks(door: Driver, sheet: ClerksSheet, counter: Counter) -> None:
    choose(door, sheet, "jihun")
    door.press("Tab", "Tab", "Tab", "Ctrl+A")
    assert sheet.languages.hasFocus()
    door.type("xx")
    door.press("Return")
    door.settle()
    assert sheet.strip.words.startswith("그런 언어는 없습니다. en, zh, vi")
    door.press("Ctrl+A")
    door.type("vi, en vi")
    door.press("Return")
    door.settle()
    assert sheet.strip.words.startswith("박지훈 님이 할 수 있는 언어를 저장했습니다.")
    assert sheet.table.hasFocus()
    assert sheet.languages.text() == "vi, en"
    jihun = counter.clerks.sign_in("jihun", PASSWORD, 4)
    assert counter.desks.open(jihun).languages == ("vi", "en")


def test_a_manager_suspended_meanwhile_is_told(
    door: Driver, sheet: ClerksSheet, counter: Counter, administrator: Actor
) -> None:
    choose(door, sheet, "minseo")
    door.press("Return")
    door.type("on leave")
    me = door.window.session.actor
    counter.accounts.suspend(administrator, me.clerk_id, "leaves")
    door.press("Return")
    door.settle()
    assert sheet.strip.words.startswith("이 계정은 사용이 중지되었습니다.")
    assert states(sheet)["minseo"] == "active"


def test_the_focus_stays_on_the_sheet_and_goes_back(door: Driver, sheet: ClerksSheet) -> None:
    choose(door, sheet, "minseo")
    for _ in range(2):
        stops = (sheet.reason, sheet.suspend, sheet.languages, sheet.save, sheet.close_button)
        for stop in (*stops, sheet.table):
            door.press("Tab")
            assert stop.hasFocus()
    door.press("Shift+Tab")
    assert sheet.close_button.hasFocus()
    door.press("F2", "Escape")
    door.settle()
    assert not sheet.isVisible()
    assert door.work.lookup.field.hasFocus()


def test_an_administrator_comes_in_without_a_window(door: Driver, counter: Counter) -> None:
    sheet = enter(door, "admin")
    assert "창구 없음" in door.work.top.clerk.text()
    assert all(window.clerk_name is None for window in counter.clerks.windows())
    door.press("Ctrl+K")
    door.settle()
    choose(door, sheet, "sujin")
    assert sheet.reason.isVisible()


@pytest.mark.parametrize(
    ("login", "sheets"),
    [("haneul", {"review", "clerks"}), ("admin", {"clerks", "day"})],
)
def test_who_serves_nobody_sees_what_the_role_is_for_and_no_desk(
    door: Driver, counter: Counter, login: str, sheets: set[str]
) -> None:
    enter(door, login)
    work = door.work
    assert not any(area.isVisible() for area in work.areas)
    assert {name for name, b in work.office.buttons.items() if b.isVisible()} == sheets
    assert any(button.hasFocus() for button in work.office.buttons.values())
    bottom = work.bottom
    assert not any(b.isVisible() for b in (bottom.till, bottom.matters, bottom.paper))
    door.press("F2", "F6", "F8", "F9", "Ctrl+M", "Ctrl+F8", "Ctrl+F6")
    door.settle()
    assert not door.window.notices.posted
    assert not any(sheet.isVisible() for sheet in work.findChildren(Overlay))
    door.press("F1")
    shown = {key for part, _, key in work.sheets.help._parts if part.isVisible()}
    assert not shown & {"F2", "F6", "F9", "Ctrl+M"}
    assert ("Ctrl+W" in shown, "Ctrl+D" in shown) == ("review" in sheets, "day" in sheets)
    door.press("Escape", "Return")
    door.settle()
    assert getattr(work.sheets, "review" if "review" in sheets else "clerks").isVisible()


def test_a_privacy_officer_reads_who_gave_and_took_which_right(
    door: Driver, counter: Counter, administrator: Actor, clerk: Actor
) -> None:
    counter.accounts.suspend(administrator, clerk.clerk_id, "on leave")
    sheet = enter(door, "haneul")
    door.press("Ctrl+K")
    door.settle()
    choose(door, sheet, "minseo")
    assert [grant.act for grant in sheet.role.grants.rows] == ["clerk.suspended", "clerk.added"]
    acts = (sheet.reason, sheet.suspend, sheet.restore, sheet.languages, sheet.role.give)
    assert not any(part.isVisible() for part in acts)


def test_an_administrator_gives_and_takes_roles_with_a_reason(
    door: Driver, counter: Counter, clerk: Actor
) -> None:
    sheet = enter(door, "admin")
    door.press("Ctrl+K")
    door.settle()
    choose(door, sheet, "minseo")
    door.press("Return")
    assert sheet.reason.hasFocus()
    door.move_to(sheet.role.role.hasFocus)
    door.press("Down")
    assert keyed(sheet) == [sheet.role.give]
    door.press("Return")
    door.settle()
    assert sheet.strip.words == NO_REASON
    sheet.reason.setFocus()
    door.type("promoted")
    sheet.role.give.setFocus()
    door.press("Return")
    door.settle()
    assert sheet.strip.words.startswith("김민서 님의 역할을 바꾸었습니다.")
    newest = sheet.role.grants.rows[0]
    assert (newest.role, newest.by, newest.reason) == ("supervisor", "admin", "promoted")
    assert counter.clerks.sign_in("minseo", PASSWORD).role == "supervisor"
    assert sheet.role.role.value == "supervisor"


@pytest.mark.parametrize("login", ["admin", "minseo"])
def test_no_role_is_given_to_oneself_nor_by_a_supervisor(
    door: Driver, counter: Counter, login: str
) -> None:
    sheet = enter(door, "admin" if login == "admin" else "sujin")
    door.press("Ctrl+K")
    door.settle()
    choose(door, sheet, login)
    assert not sheet.role.role.isVisible()
    assert not sheet.role.give.isVisible()
    assert sheet.role.grants.isVisible() == (login == "admin")


def test_the_words_follow_the_language(door: Driver, sheet: ClerksSheet) -> None:
    choose(door, sheet, "admin")
    door.press("Ctrl+E")
    assert sheet.title.text() == "Staff accounts"
    assert sheet.sentence.text().startswith("Only an administrator")
    assert door.work.bottom.clerks.text() == "Staff accounts"
