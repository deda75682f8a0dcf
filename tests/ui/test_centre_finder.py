"""Ctrl+F6: an address by keys, and the centres that may be in charge; nothing stays of it."""

from tests.ui.driver import Driver


def ask(desk: Driver, text: str) -> None:
    desk.press("Ctrl+F6")
    desk.settle()
    desk.compose(text)
    desk.press("Return")
    desk.settle()


def lines(desk: Driver) -> list[str]:
    return [one.text() for one in desk.work.sheets.centres.answers if one.isVisible()]


def test_one_centre_with_address_and_telephone(desk: Driver) -> None:
    ask(desk, "마포구 합정동 395-1")
    assert "합정동 주민센터 관할" in desk.work.sheets.centres.strip.words
    assert lines(desk) == ["합정동 · 서울특별시 마포구 월드컵로5길 11 · 02-120 (서울 다산콜센터)"]
    desk.window.session.speak("en")
    assert "Hapjeong-dong" in desk.work.sheets.centres.strip.words
    assert lines(desk)[0].endswith("02-120 (Seoul Dasan Call Centre)")


def test_of_several_all_are_offered(desk: Driver) -> None:
    ask(desk, "망원동")
    assert desk.work.sheets.centres.strip.tone == "warning"
    assert len(lines(desk)) == 2


def test_an_address_without_a_centre_gets_a_way_on(desk: Driver) -> None:
    ask(desk, "달나라 1")
    assert "110" in desk.work.sheets.centres.strip.words
    assert lines(desk) == []


def test_nothing_stays_when_it_is_closed(desk: Driver) -> None:
    ask(desk, "서교동")
    assert lines(desk)
    desk.press("Escape")
    desk.press("Ctrl+F6")
    desk.settle()
    assert desk.work.sheets.centres.asked.text("address") == ""
    assert lines(desk) == []
    assert desk.work.sheets.centres.strip.words == ""
