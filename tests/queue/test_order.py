"""Which number is next, and why: pure, and in the order the module promises."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from counter_app.queue.order import Fairness, Head, Lane, Place, choose, lane_from
from counter_app.queue.views import Why
from db.queue import Priority
from tests.conftest import MORNING

RULES = Fairness(ordinary=2, priority=1, cap_minutes=40, language_minutes=10)
LANES = st.builds(
    Lane,
    st.sampled_from("ABE"),
    st.none() | st.sampled_from(Priority),
    st.sampled_from(["", "vi", "zh"]),
    st.none() | st.integers(1, 3),
)


def head(number: int, lane: Lane, minutes: int = 1) -> Head:
    return Head(lane, number, MORNING - timedelta(minutes=minutes))


def test_first_come_first_served() -> None:
    heads = [head(2, Lane("A")), head(1, Lane("E"))]
    choice = choose(heads, Place(1), RULES, MORNING)
    assert choice is not None
    assert (choice.head.id, choice.why) == (1, Why("why_first"))


def test_priority_and_ordinary_take_turns() -> None:
    ordinary, urgent = iter(range(1, 9)), iter(range(20, 24))
    place, called = Place(1), []
    lanes = {False: next(ordinary), True: next(urgent)}
    for _ in range(7):
        heads = [head(lanes[False], Lane("A")), head(lanes[True], Lane("A", Priority.SENIOR))]
        choice = choose(heads, place, RULES, MORNING)
        assert choice is not None
        is_urgent = choice.head.lane.priority is not None
        called.append(is_urgent)
        lanes[is_urgent] = next(urgent if is_urgent else ordinary)
        place = Place(1, turn=choice.turn)
    assert called == [True, False, False, True, False, False, True]


def test_who_waits_beyond_the_cap_goes_before_all() -> None:
    heads = [
        head(9, Lane("A", Priority.PREGNANT), 39),
        head(7, Lane("B"), 41),
        head(3, Lane("E"), 40),
    ]
    choice = choose(heads, Place(1, serves=(("A",), ("B", "E"))), RULES, MORNING)
    assert choice is not None
    assert (choice.head.id, choice.why) == (3, Why("why_long_wait", 40))


def test_a_lower_tier_waits_for_the_upper() -> None:
    heads = [head(1, Lane("E")), head(5, Lane("A"))]
    place = Place(1, serves=(("A",), ("E",)))
    choice = choose(heads, place, RULES, MORNING)
    assert choice is not None
    assert choice.head.id == 5
    helping = choose(heads[:1], place, RULES, MORNING)
    assert helping is not None
    assert helping.why == Why("why_helping")


def test_an_interpreters_visitor_is_left_to_who_speaks_for_a_while() -> None:
    heads = [head(1, Lane("E", tongue="vi"), 9), head(2, Lane("E"))]
    elsewhere = Place(1, elsewhere={"vi"})
    chosen = [
        choose(heads, place, RULES, MORNING + timedelta(minutes=later))
        for place, later in ((elsewhere, 0), (elsewhere, 1), (Place(2, languages=("vi",)), 0))
    ]
    assert [choice.head.id for choice in chosen if choice] == [2, 1, 1]
    assert chosen[2] is not None
    assert chosen[2].why == Why("why_language", "vi")


def test_who_was_sent_to_a_window_goes_there_before_the_cap() -> None:
    heads = [head(1, Lane("A")), head(8, Lane("D", window=2))]
    chosen = [choose(heads, Place(window, (("A",),)), RULES, MORNING) for window in (1, 2)]
    assert [choice.head.id for choice in chosen if choice] == [1, 8]


@given(st.lists(LANES, min_size=1, max_size=8, unique=True), st.integers(0, 2), st.data())
def test_nobody_overtakes_who_waits_beyond_the_cap(
    lanes: list[Lane], turn: int, data: st.DataObject
) -> None:
    minutes = data.draw(st.lists(st.integers(0, 90), min_size=len(lanes), max_size=len(lanes)))
    heads = [
        head(n, lane, waited) for n, (lane, waited) in enumerate(zip(lanes, minutes, strict=True))
    ]
    choice = choose(heads, Place(1, turn=turn), RULES, MORNING)
    late = [h for h in heads if h.taken_at <= MORNING - timedelta(minutes=40)]
    if late:
        assert choice is not None
        assert choice.head.id == min(h.id for h in late)
    assert choose(heads, Place(1, turn=turn), RULES, MORNING) == choice


@given(LANES)
def test_a_lane_is_read_as_it_was_written(lane: Lane) -> None:
    assert lane_from(str(lane)) == lane
