"""The command as a program meets it."""

import io
import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

import counter_app.cli
from counter_app.main import Counter
from tests.conftest import PASSWORD


@dataclass
class Done:
    status: int
    out: str
    err: str

    @property
    def answer(self) -> Any:
        """stdout, which must be one JSON document and nothing else."""
        return json.loads(self.out)

    @property
    def error(self) -> Any:
        assert self.out == ""
        return json.loads(self.err)


Run = Callable[..., Done]


@pytest.fixture
def run(home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """The command as a program meets it, without the cost of starting Python each time."""

    def call(*args: str, password: str | None = None, where: Path | None = home) -> Done:
        with monkeypatch.context() as patch:
            patch.setattr(sys, "argv", ["counter", *args])
            patch.setenv("COUNTER_HOME", str(where))
            patch.delenv("COUNTER_PASSWORD", raising=False)
            patch.setattr(sys, "stdin", io.StringIO())
            if password is not None:
                patch.setenv("COUNTER_PASSWORD", password)
            with pytest.raises(SystemExit) as ended:
                counter_app.cli.run()
        out, err = capsys.readouterr()
        return Done(int(ended.value.code or 0), out, err)

    return call


def called(counter: Counter) -> None:
    """The demo clerk sits at window 3 and calls who comes next."""
    clerk = counter.clerks.sign_in("minseo", PASSWORD, 3)
    counter.desks.open(clerk)
    counter.tickets.call_next(clerk, action_id="called")
