"""What the queue says of several documents is told by the one that is worst off."""

import pytest

from tests.printing.queue import Queue
from ui.certificate.job_watch import progress


@pytest.mark.parametrize(
    ("jobs", "ready", "not_out"),
    [
        ({"a": "completed", "b": "completed"}, True, False),
        ({"a": "completed", "b": "stopped"}, True, True),
        ({"a": "completed", "b": "pending"}, True, False),
        ({"a": "completed", "b": "pending"}, False, True),
        ({"a": None, "b": "pending"}, False, True),
        ({"a": None, "b": "completed"}, False, False),
    ],
)
def test_one_of_them_has_not_come_out(
    jobs: dict[str, str | None], *, ready: bool, not_out: bool
) -> None:
    assert progress(Queue(jobs, ready=ready), tuple(jobs)).not_out == not_out
