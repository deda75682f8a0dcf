"""What the tests of the till share."""

from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from counter_app.certificates.requests import IssuedView, Request
from counter_app.clock import FixedClock
from counter_app.main import Counter
from counter_app.privacy.actor import Actor
from counter_app.till.sheet import Settled
from db.engine import connect
from tests import people
from tests.conftest import PASSWORD

Pay = Callable[..., IssuedView]
Close = Callable[..., Settled]


@pytest.fixture
def request_(home: Path) -> Request:
    return Request(people.registered_foreigner(home), "은행 제출")


@pytest.fixture
def issue(counter: Counter, clerk: Actor, request_: Request, action: Callable[[], str]) -> Pay:
    """One certificate on other terms than one copy for 1,000 won of cash; handed over."""

    def made(actor: Actor = clerk, **terms: Any) -> IssuedView:
        asked = replace(request_, **terms)
        issued = counter.certificates.issue(actor, asked, action_id=action())
        return counter.certificates.hand_over(actor, issued.id, action_id=action())

    return made


@pytest.fixture
def close(counter: Counter, clerk: Actor, clock: FixedClock, action: Callable[[], str]) -> Close:
    def closed(**how: Any) -> Settled:
        asked = {"action_id": action(), **how}
        done = counter.closing.close(clerk, PASSWORD, "sujin", PASSWORD, **asked)
        clock.at += timedelta(microseconds=1)  # what comes afterwards is later
        return done

    return closed


@pytest.fixture
def raw(home: Path) -> Callable[[list[str]], None]:
    """Tampers with the books as somebody would who has the key: triggers are dropped first."""

    def tamper(statements: list[str]) -> None:
        key = bytes.fromhex((home / "store.key").read_text())
        with closing(connect(home / "counter.db", key)) as connection:
            for (name,) in connection.execute(
                "SELECT name FROM sqlite_master WHERE type = 'trigger'"
            ).fetchall():
                connection.execute(f"DROP TRIGGER {name}")
            for statement in statements:
                connection.execute(statement)

    return tamper
