"""A bench does not wait for a process that is no more."""

import os
from functools import partial
from typing import Any

import pytest

from counter_app.bench.processes import NEW, hear, meet, running, wait
from counter_app.errors import Refusal


def answering(answers: Any) -> None:
    answers.put("here")


def meeting(begin: Any) -> None:
    begin.wait()


def dying(*_: Any) -> None:
    os._exit(3)


def test_an_answer_is_heard() -> None:
    answers = NEW.Queue()
    with running([(answering, (answers,))]) as processes:
        assert hear(answers, processes) == "here"


def test_all_meet_at_the_barrier() -> None:
    begin = NEW.Barrier(3)
    with running([(meeting, (begin,))] * 2) as processes:
        meet(begin, processes)
    assert not begin.broken


@pytest.mark.parametrize("waits", [partial(hear, NEW.Queue()), partial(meet, NEW.Barrier(2))])
def test_a_process_that_died_is_told_of_instead_of_waited_for(waits: Any) -> None:
    with running([(dying, ())]) as processes, pytest.raises(Refusal) as told:
        waits(processes)
    assert told.value.code == "bench.process"
    assert told.value.fields == {"name": "dying", "ended": 3}


def test_one_that_says_nothing_is_given_up() -> None:
    with running([(meeting, (NEW.Barrier(2),))]) as processes, pytest.raises(Refusal) as told:
        wait(processes, lambda: False, 0)
    assert told.value.code == "bench.silent"
    assert told.value.fields["names"] == "meeting"
