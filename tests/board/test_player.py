"""Each call once, in order, never cut off, never pushed away unseen; whatever comes when."""

from dataclasses import dataclass, field
from datetime import timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from counter_app.announcements.player import Player
from counter_app.queue.views import AnnouncementView
from db.queue import Call
from tests.board.calls import DAY, call

PLACES, SECONDS = 7, 5.0


@dataclass
class Hall:
    """A board, its voice, and a clock that a test moves."""

    now: float = 0.0
    announced: list[AnnouncementView] = field(default_factory=list)
    speaking: bool = False

    def __post_init__(self) -> None:
        self.player = Player(PLACES, SECONDS, lambda: self.now, self.announce)

    def announce(self, what: AnnouncementView) -> None:
        assert not self.speaking, "cut off"
        self.speaking = True
        self.announced.append(what)

    def hush(self) -> None:
        self.speaking = False
        self.player.heard()

    def wait(self, seconds: float) -> None:
        self.now += seconds
        self.player.step()

    def play(self, seconds: float = 0.0) -> None:
        """Until all have had their turn, each heard for so long."""
        while self.speaking or self.player.finished < self.player.last:
            self.wait(seconds)
            self.hush()
            self.wait(SECONDS)

    @property
    def ids(self) -> list[int]:
        return [one.id for one in self.announced]

    @property
    def rows(self) -> list[int]:
        return [one.id for one in self.player.shown.rows]

    @property
    def current(self) -> int | None:
        return self.player.shown.current.id if self.player.shown.current else None


def test_five_calls_within_a_second_stand_there_at_once_and_are_announced_in_turn() -> None:
    hall = Hall()
    hall.player.add(call(id_) for id_ in range(1, 6))
    assert (hall.current, hall.rows) == (1, [5, 4, 3, 2])
    hall.wait(SECONDS)
    assert hall.current == 1  # seen long enough, not yet heard
    hall.hush()
    assert (hall.current, hall.rows) == (2, [5, 4, 3, 1])
    hall.play()
    assert hall.ids == [1, 2, 3, 4, 5]
    assert (hall.current, hall.rows) == (5, [4, 3, 2, 1])


def test_a_short_sound_still_leaves_each_call_its_time() -> None:
    hall = Hall()
    hall.player.add([call(1), call(2)])
    hall.hush()
    hall.wait(SECONDS - 0.1)
    assert hall.current == 1
    hall.wait(0.1)
    assert hall.current == 2


def test_the_ninth_call_waits_for_a_place_and_pushes_none_out_unseen() -> None:
    hall = Hall()
    hall.player.add(call(id_) for id_ in range(1, 13))
    assert (hall.current, hall.rows) == (1, [8, 7, 6, 5, 4, 3, 2])
    hall.wait(SECONDS)
    assert (hall.current, hall.rows) == (1, [12, 11, 10, 9, 8, 7, 6])
    hall.play()
    assert hall.ids == list(range(1, 13))


def test_a_recall_is_announced_again_and_stands_once() -> None:
    hall = Hall()
    hall.player.add([call(1), call(2)])
    hall.play()
    hall.player.add([call(3, ticket=1, kind=Call.RECALL)])
    assert (hall.current, hall.rows) == (3, [2])
    hall.play()
    hall.player.add([call(4, ticket=1, kind=Call.RECALL)])
    assert hall.ids == [1, 2, 3, 4]


def test_a_recall_while_the_call_still_waits_sounds_too() -> None:
    hall = Hall()
    hall.player.add([call(1), call(2), call(3, ticket=2, kind=Call.RECALL)])
    hall.play()
    assert hall.ids == [1, 2, 3]


def test_a_call_taken_back_leaves_the_board_and_is_not_announced() -> None:
    hall = Hall()
    hall.player.add([call(1), call(2)])
    hall.player.add([call(3, ticket=2, kind=Call.WITHDRAWN)])
    assert (hall.current, hall.rows) == (1, [])
    hall.play()
    assert hall.ids == [1]
    assert hall.player.finished == 3


def test_one_taken_back_while_it_sounds_gives_way_when_it_is_quiet() -> None:
    hall = Hall()
    hall.player.add([call(1)])
    hall.play()
    hall.player.add([call(2), call(3)])
    hall.player.add([call(4, ticket=2, kind=Call.WITHDRAWN)])
    assert (hall.current, hall.rows) == (1, [3])
    hall.hush()
    assert (hall.current, hall.rows) == (3, [1])
    hall.play()
    assert hall.ids == [1, 2, 3]


def test_a_ticket_called_elsewhere_later_stands_with_its_new_window() -> None:
    hall = Hall()
    hall.player.add([call(1, window=3), call(2)])
    hall.play()
    hall.player.add([call(3, ticket=1, window=5)])
    assert hall.player.shown.current == call(3, ticket=1, window=5)
    assert hall.rows == [2]


def test_what_was_finished_is_what_a_board_resumes_from() -> None:
    hall = Hall()
    hall.player.add(call(id_) for id_ in (1, 2, 3))
    hall.hush()
    hall.wait(SECONDS)
    assert hall.player.finished == 1
    later = Hall()
    later.player.resume(1, [call(1)])
    assert (later.current, later.rows) == (1, [])
    later.player.add([call(2), call(3)])
    later.play()
    assert later.ids == [2, 3]


def test_what_is_known_already_changes_nothing() -> None:
    hall = Hall()
    hall.player.add([call(1), call(2)])
    hall.player.add([call(1), call(2)])
    hall.play()
    hall.player.add([call(2)])
    assert hall.ids == [1, 2]


def test_calls_too_old_to_be_announced_only_stand_there() -> None:
    hall = Hall()
    hall.player.add([call(1), call(2)], announce=False)
    assert (hall.current, hall.rows, hall.ids) == (2, [1], [])


def test_yesterdays_calls_leave_once_they_were_announced() -> None:
    hall = Hall()
    hall.player.add([call(1), call(2)])
    tomorrow = DAY + timedelta(days=1)
    hall.player.leave(tomorrow)
    assert (hall.current, hall.rows) == (1, [2])
    hall.play()
    hall.player.leave(tomorrow)
    assert (hall.current, hall.rows, hall.ids) == (None, [], [1, 2])


class AnyDay(RuleBasedStateMachine):
    """Calls of few tickets come at any moment, some are taken back, sounds last any time."""

    def __init__(self) -> None:
        super().__init__()
        self.hall = Hall()
        self.told: list[AnnouncementView] = []
        self.due: list[int] = []
        self.on_board: dict[int, float] = {}
        self.seen: set[int] = set()

    def tell(self, ticket: int, kind: Call) -> None:
        self.told.append(call(len(self.told) + 1, ticket=ticket, kind=kind))

    @rule(tickets=st.lists(st.integers(1, 30), min_size=1, max_size=12, unique=True))
    def called(self, tickets: list[int]) -> None:
        for ticket in tickets:
            self.tell(ticket, Call.CALL)
        new = self.told[-len(tickets) :]
        self.due += [one.id for one in new]
        self.hall.player.add(new)

    @rule(ticket=st.integers(1, 30))
    def taken_back(self, ticket: int) -> None:
        self.tell(ticket, Call.WITHDRAWN)
        untold = [one.id for one in self.told if one.ticket_id == ticket]
        self.due = [id_ for id_ in self.due if id_ in self.hall.ids or id_ not in untold]
        self.hall.player.add(self.told[-1:])

    @rule()
    def asked_twice(self) -> None:
        self.hall.player.add(self.told[-5:])

    @rule()
    def quiet(self) -> None:
        if self.hall.speaking:
            self.hall.hush()

    @rule(seconds=st.floats(0, 2 * SECONDS))
    def wait(self, seconds: float) -> None:
        self.hall.wait(seconds)

    @invariant()
    def announced_once_and_in_order(self) -> None:
        assert self.hall.ids == self.due[: len(self.hall.ids)]

    @invariant()
    def resumes_before_what_is_not_over(self) -> None:
        untold = set(self.due) - set(self.hall.ids)
        assert self.hall.player.finished < min(untold, default=len(self.told) + 1)

    @invariant()
    def none_is_pushed_away_unseen(self) -> None:
        hall, shown = self.hall, self.hall.player.shown
        stands = [one for one in (shown.current, *shown.rows) if one]
        assert len(shown.rows) <= PLACES
        assert hall.rows == sorted(hall.rows, reverse=True)
        assert len({one.ticket_id for one in stands}) == len(stands)
        latest = {one.ticket_id: one.id for one in self.told}
        tickets = {one.ticket_id for one in stands}
        self.seen |= {i for i, since in self.on_board.items() if hall.now - since >= SECONDS}
        gone = {i for i in self.on_board if self.told[i - 1].ticket_id not in tickets}
        assert {i for i in gone if latest[self.told[i - 1].ticket_id] == i} <= self.seen
        self.on_board = {one.id: self.on_board.get(one.id, hall.now) for one in stands}

    def teardown(self) -> None:
        self.hall.play()
        assert self.hall.ids == self.due


AnyDay.TestCase.settings = settings(max_examples=60, stateful_step_count=40)
TestAnyDay = AnyDay.TestCase
