"""Tasks as they are typed."""

import pytest

from counter_app.queue.tickets import Task
from counter_app.queue.typed import tasks_from, tasks_text


@pytest.mark.parametrize(
    ("typed", "tasks"),
    [
        ("", ()),
        (" , ,", ()),
        ("증명서", (Task("증명서"),)),
        ("증명서 2, 전입신고", (Task("증명서", 2), Task("전입신고"))),
        ("서식 3호 1", (Task("서식 3호"),)),
    ],
)
def test_tasks_as_they_are_typed(typed: str, tasks: tuple[Task, ...]) -> None:
    assert tasks_from(typed) == tasks
    assert tasks_from(tasks_text(tasks)) == tasks
