"""Whatever is done with secure paper, in whatever order, and wherever it stops: every sheet that
was loaded is issued, spoiled or remaining, and none is in two places."""

import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import ClassVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sqlalchemy import event

from counter_app.certificates.requests import Request
from counter_app.certificates.steps import CertificateState
from counter_app.clock import FixedClock
from counter_app.errors import Refusal
from counter_app.main import open_counter
from counter_app.privacy.audit import verify
from db.engine import connect
from tests import people
from tests.conftest import MORNING, PASSWORD, SECOND

EXPECTED = {
    "certificates.believed_once",
    "stationery.none",
    "stationery.second_needed",
    "stationery.not_enough",
    "stationery.no_sheets",
    "stationery.fewer_given",
}


class Killed(BaseException):
    """The program ends here, as far as the store can tell."""


STOPS = st.none() | st.integers(1, 45)


class Paper(RuleBasedStateMachine):
    """The model is a drawer of sheets: what was loaded, and where each lies."""

    base: ClassVar[tuple[Path, int]]

    def __init__(self) -> None:
        super().__init__()
        self.folder = TemporaryDirectory()
        home = Path(shutil.copytree(self.base[0], Path(self.folder.name) / "home"))
        self.home = home
        self.counter = open_counter(home, FixedClock(MORNING))
        self.clerks = [
            self.counter.clerks.sign_in(login, PASSWORD, window)
            for login, window in (("minseo", 3), ("jihun", 4))
        ]
        self.supervisor = self.counter.clerks.sign_in("sujin", PASSWORD, 5)
        self.number = 0
        self.loaded = 500
        self.done: list[str] = []
        self.sheets: dict[str, str] = {}
        self.counter.stationery.write_off(
            self.clerks[0], "485", "습기", action_id="begin", second=SECOND
        )

    def teardown(self) -> None:
        assert verify(self.counter.engine).ok
        self.counter.close()
        self.folder.cleanup()

    def action(self) -> str:
        self.number += 1
        return f"action-{self.number}"

    def twice(self, act: Callable[[], object], stops: int | None) -> bool:
        """The act, stopped before its n-th statement, and sent again; whether it was done."""
        if stops is not None:
            left = [stops]

            def step(*_: object) -> None:
                left[0] -= 1
                if left[0] == 0:
                    raise Killed

            event.listen(self.counter.engine, "before_cursor_execute", step)
            try:
                act()
            except (Killed, Refusal):
                pass
            finally:
                event.remove(self.counter.engine, "before_cursor_execute", step)
            self.adds_up()
        try:
            act()
        except Refusal as refusal:
            assert refusal.code in EXPECTED
            return False
        return True

    @rule(sheets=st.integers(1, 6), stops=STOPS)
    def load(self, sheets: int, stops: int | None) -> None:
        action = self.action()
        first = 1_000 + 10 * self.number
        pack = ("B", str(first), str(first + sheets - 1))
        load = self.counter.stationery.load
        assert self.twice(lambda: load(self.supervisor, *pack, action_id=action), stops)
        self.loaded += sheets

    @rule(copies=st.integers(1, 5), window=st.integers(0, 1), stops=STOPS)
    def issue(self, copies: int, window: int, stops: int | None) -> None:
        request, action = Request(self.base[1], "은행", copies=copies), self.action()
        issue = self.counter.certificates.issue
        if self.twice(lambda: issue(self.clerks[window], request, action_id=action), stops):
            made = issue(self.clerks[window], request, action_id=action)
            self.done.append(made.issue_number)

    @rule(which=st.integers(0, 9), stops=STOPS)
    def spoil(self, which: int, stops: int | None) -> None:
        if self.done:
            found = self.counter.archive.numbered(self.done.pop(which % len(self.done)))
            assert found
            spoil, action = self.counter.certificates.spoil, self.action()
            clerk = self.clerks[0]
            again = partial(spoil, clerk, found.id, "얼룩", action_id=action, second=SECOND)
            assert self.twice(again, stops)

    @rule(which=st.integers(0, 9), stops=STOPS)
    def void(self, which: int, stops: int | None) -> None:
        if self.done:
            found = self.counter.archive.numbered(self.done.pop(which % len(self.done)))
            assert found
            act, action, clerk = self.counter.voiding.void, self.action(), self.clerks[1]

            def void() -> object:
                return act(clerk, found.id, "오류", "sujin", PASSWORD, action_id=action)

            assert self.twice(void, stops)

    @rule(which=st.integers(0, 9), stops=STOPS)
    def reprint(self, which: int, stops: int | None) -> None:
        if self.done:
            found = self.counter.archive.numbered(self.done[which % len(self.done)])
            assert found
            again, action, clerk = self.counter.reprinting.reprint, self.action(), self.clerks[0]
            act = partial(again, clerk, found.id, "분실", action_id=action, second=SECOND)
            self.twice(act, stops)

    @rule(which=st.integers(0, 9), sheets=st.integers(0, 5), stops=STOPS)
    def jam(self, which: int, sheets: int, stops: int | None) -> None:
        if self.done:
            number, action = self.done[which % len(self.done)], self.action()
            came_out = self.counter.stationery.came_out
            clerk = self.clerks[1]
            self.twice(lambda: came_out(clerk, number, sheets, "걸림", action_id=action), stops)

    @rule(sheets=st.integers(1, 6), stops=STOPS)
    def write_off(self, sheets: int, stops: int | None) -> None:
        action, clerk = self.action(), self.clerks[0]
        write_off = self.counter.stationery.write_off
        self.twice(lambda: write_off(clerk, str(sheets), "분실", action_id=action), stops)

    @invariant()
    def adds_up(self) -> None:
        stock = self.counter.stationery.stock()
        assert stock.loaded == stock.issued + stock.spoiled + stock.remaining

    @invariant()
    def nothing_comes_back_or_is_used_twice(self) -> None:
        key = bytes.fromhex((self.home / "store.key").read_text())
        connection = connect(self.home / "counter.db", key)
        rows = connection.execute(
            "SELECT s.serial, s.state, c.issue_number, c.state FROM paper_sheet AS s"
            " LEFT JOIN certificate_event AS e ON e.id = s.event_id"
            " LEFT JOIN certificate AS c ON c.id = e.certificate_id"
        ).fetchall()
        wanted = connection.execute(
            "SELECT count(*) FROM certificate_event WHERE sheets > 0"
        ).fetchone()
        connection.close()
        assert len(rows) == len({row[0] for row in rows})
        spoiled = {row[0] for row in rows if row[1] == "spoiled"}
        assert {serial for serial, state in self.sheets.items() if state == "spoiled"} <= spoiled
        for _, state, number, whose in rows:
            if state == "issued":
                assert number
                assert whose not in (CertificateState.SPOILED, CertificateState.VOIDED)
        assert wanted[0] >= len({row[2] for row in rows if row[2]})
        self.sheets = {row[0]: row[1] for row in rows}


@pytest.fixture
def place(built_centre: Path) -> tuple[Path, int]:
    return built_centre, people.registered_foreigner(built_centre)


def test_any_order(place: tuple[Path, int]) -> None:
    Paper.base = place
    run_state_machine_as_test(
        Paper,
        settings=settings(
            max_examples=10,
            stateful_step_count=14,
            suppress_health_check=list(HealthCheck),
        ),
    )
