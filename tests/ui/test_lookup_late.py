"""Another one is asked for or chosen: late answers, searches under way, who was on the screen."""

from collections.abc import Callable
from dataclasses import replace
from time import sleep
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from counter_app.privacy.actor import Actor
from counter_app.residents.views import Found
from tests.asking import Sql
from tests.ui.driver import Driver
from tests.ui.finding import opened, scan
from tests.ui.papers import Visitor
from ui.person.lookup import LookupPanel, goes_on


def test_nothing_is_issued_for_who_was_there_once_another_is_asked_for(
    desk: Driver, came: Visitor, sql: Sql
) -> None:
    scan(desk, came.number)
    desk.type("nguyen")
    desk.press("Return", "F9")
    desk.settle()
    assert opened(desk) is None
    desk.press("F9")
    scan(desk, came.number)
    desk.type("zzzz qqqq")
    desk.press("Return", "F9")
    desk.settle()
    desk.press("F9")
    desk.settle()
    assert sql("SELECT count(*) FROM certificate") == [(0,)]


def test_the_list_is_chosen_from_again_while_somebody_is_open(
    desk: Driver, lookup: LookupPanel
) -> None:
    desk.window.resize(1366, 768)
    desk.find("nguyen")
    desk.press("Down", "Return")
    desk.settle()
    first = opened(desk)
    desk.press("Down")
    desk.settle()
    assert lookup.table.viewport().height() >= lookup.table.rowHeight(0)
    desk.press("Down", "Down", "Return")
    desk.settle()
    assert opened(desk) not in (None, first)


def test_nothing_is_issued_for_who_was_there_once_another_is_chosen(
    desk: Driver, lookup: LookupPanel, sql: Sql
) -> None:
    desk.find("nguyen")
    desk.press("Down", "Return")
    desk.settle()
    desk.press("Down", "Down", "Return", "F9")  # at once: the other is still being read
    assert opened(desk) is None
    desk.settle()
    assert lookup.table.current
    assert opened(desk) == lookup.table.current.id
    assert sql("SELECT count(*) FROM certificate") == [(0,)]


def test_a_late_answer_never_stands_over_a_newer_one(
    desk: Driver, lookup: LookupPanel, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Keys in bursts, while the first answers are slow and do not notice that they are late."""
    find, shown = lookup._residents.find, list[tuple[str, str]]()

    def slow(actor: Actor, text: str, **asked: Any) -> Found:
        if len(text) < 3:
            sleep(0.15)
        return replace(find(actor, text), kind=text)

    def show(found: Found | None) -> None:
        if found:
            shown.append((lookup.field.text(), found.kind))
        show_found(found)

    show_found = lookup.table.show_found
    monkeypatch.setattr(lookup._residents, "find", slow)
    monkeypatch.setattr(lookup.table, "show_found", show)
    desk.press("F6")
    for burst in ("n", "g", "uy", "en"):
        desk.type(burst)
        for _ in range(8):
            QApplication.processEvents()
            sleep(0.005)
    desk.until(lambda: lookup.table.rows)
    desk.settle()
    assert shown[-1] == ("nguyen", "nguyen")
    assert all(typed == answered for typed, answered in shown), shown


def test_a_search_under_way_ends_when_another_key_comes(
    desk: Driver, lookup: LookupPanel, monkeypatch: pytest.MonkeyPatch
) -> None:
    find, begun, ended = lookup._residents.find, list[str](), list[str]()

    def endless(actor: Actor, text: str, given_up: Callable[[], bool], **_: object) -> Found:
        if text == "n":
            begun.append(text)
            while not given_up():
                sleep(0.001)
            ended.append(text)
        return find(actor, text, given_up=given_up)

    monkeypatch.setattr(lookup._residents, "find", endless)
    failed = list[str]()
    desk.window.backend.failed.connect(failed.append)
    desk.press("F6")
    desk.type("n")
    desk.until(lambda: begun and lookup._state == "loading")
    desk.type("guyen")
    desk.until(lambda: lookup.table.rows)
    desk.settle()
    assert ended == ["n"]
    assert not failed


@pytest.mark.parametrize(
    ("before", "now", "same"),
    [
        ("ngu", "nguy", True),
        ("ngu", "nguyen thi", True),
        ("ngux", "ngu", True),
        ("응ㅇ", "응우", True),
        ("응우", "응웅", True),
        ("nguyen", "n", False),
        ("nguyen", "park", False),
        ("", "n", False),
    ],
)
def test_who_is_still_typing_the_same(before: str, now: str, same: bool) -> None:
    assert goes_on(before, now) is same


def test_two_names_are_two_searches_whatever_their_keys(
    desk: Driver, lookup: LookupPanel, sql: Sql
) -> None:
    for name in ("ngu", "par"):
        desk.press("F6")
        for end, key in enumerate(name, 1):
            desk.type(key)
            desk.until(lambda: lookup._asked == name[:end] and lookup._state != "loading")  # noqa: B023
    typed = "SELECT detail ->> '$.typing' FROM audit WHERE action = 'resident.searched'"
    assert [n for (n,) in sql(f"{typed} ORDER BY seq")] == [1, 1, 1, 2, 2, 2]
