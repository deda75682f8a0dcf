"""On made-up months that it is told nothing about, the estimate is better than the average rule."""

from statistics import fmean, median

import pytest

from counter_app.bench.estimates import LEAST, Guess, Replay


@pytest.fixture(scope="module")
def guesses() -> list[Guess]:
    return Replay(every=8).month(7)


def off(guesses: list[Guess]) -> list[float]:
    return [abs(guess.estimate.likely - guess.wait) for guess in guesses]


def off_by_rule(guesses: list[Guess]) -> list[float]:
    return [abs(guess.rule - guess.wait) for guess in guesses]


def test_half_of_the_estimates_are_nearer_than_the_rule(guesses: list[Guess]) -> None:
    assert median(off(guesses)) < median(off_by_rule(guesses))
    queued = [guess for guess in guesses if guess.rule >= LEAST]
    assert len(queued) > 100
    assert median(off(queued)) < 0.75 * median(off_by_rule(queued))
    assert fmean(off(queued)) < 0.75 * fmean(off_by_rule(queued))


def test_the_range_holds_most_waits_and_no_more(guesses: list[Guess]) -> None:
    """Promised: one in ten below, one in ten above."""
    queued = [guess for guess in guesses if guess.rule >= LEAST]
    shorter = sum(guess.wait < guess.estimate.low for guess in queued) / len(queued)
    longer = sum(guess.wait > guess.estimate.high for guess in queued) / len(queued)
    assert 0.02 < shorter < 0.15
    assert 0.02 < longer < 0.15
