"""The table of moves, every pair of it."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter_app.errors import Refusal
from counter_app.queue.moves import MOVES, Move, TicketState, after, possible
from counter_app.words import LANGUAGES, explain

FINAL = (TicketState.DONE, TicketState.CANCELLED)


@pytest.mark.parametrize(("state", "move"), list(product(TicketState, Move)))
def test_every_pair_moves_or_is_refused_in_words(state: TicketState, move: Move) -> None:
    if (state, move) in MOVES:
        assert after(state, move) == MOVES[state, move]
        return
    with pytest.raises(Refusal) as caught:
        after(state, move)
    assert all(explain(caught.value, language) for language in LANGUAGES)


@pytest.mark.parametrize("state", FINAL)
def test_what_is_over_stays_over(state: TicketState) -> None:
    assert possible(state) == frozenset()


@given(st.lists(st.sampled_from(Move), max_size=12))
def test_any_walk_ends_in_a_known_state(moves: list[Move]) -> None:
    state = TicketState.WAITING
    for move in moves:
        if move in possible(state):
            state = after(state, move)
    assert state in TicketState


def test_every_state_can_be_reached_and_left_or_is_final() -> None:
    reached = {TicketState.WAITING, *MOVES.values()}
    left = {state for state, _ in MOVES}
    assert reached == set(TicketState)
    assert left == set(TicketState) - set(FINAL)
