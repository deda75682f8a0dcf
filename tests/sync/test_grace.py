"""Without word from the district for too long, nobody who serves signs in."""

from datetime import timedelta

import pytest

from counter_app.clock import FixedClock
from counter_app.errors import Refusal
from counter_app.main import Counter, open_counter
from counter_app.sync.wire import Table
from tests.conftest import PASSWORD
from tests.sync.joined import Joined


def test_three_days_of_silence_are_too_long(joined: Joined, clock: FixedClock) -> None:
    joined.sync()
    counter = joined.counter
    clock.at += timedelta(hours=72)
    counter.clerks.sign_in("minseo", PASSWORD)
    clock.at += timedelta(hours=1)
    with pytest.raises(Refusal) as refused:
        counter.clerks.sign_in("minseo", PASSWORD)
    assert refused.value.code == "clerks.not_synced"
    counter.clerks.sign_in("admin", PASSWORD)  # who can mend it
    joined.sync()
    counter.clerks.sign_in("minseo", PASSWORD)


def test_what_the_district_says_of_a_role_decides_who_serves(
    joined: Joined, clock: FixedClock
) -> None:
    for login, role in (("minseo", "administrator"), ("admin", "clerk")):
        said = {"login": login, "name": "x", "role": role, "suspended": False}
        joined.put(login, said, table=Table.STAFF)
    joined.sync()
    clock.at += timedelta(hours=73)
    joined.counter.clerks.sign_in("minseo", PASSWORD)
    with pytest.raises(Refusal, match=r"clerks\.not_synced"):
        joined.counter.clerks.sign_in("admin", PASSWORD)


def test_the_office_says_how_long(joined: Joined, clock: FixedClock) -> None:
    joined.sync()
    file = joined.counter.config.home / "counter.toml"
    file.write_text(file.read_text("utf-8") + "\n[district]\ngrace_hours = 4\n", "utf-8")
    clock.at += timedelta(hours=5)
    again: Counter = open_counter(joined.counter.config.home, clock)
    try:
        with pytest.raises(Refusal) as refused:
            again.clerks.sign_in("minseo", PASSWORD)
    finally:
        again.close()
    assert refused.value.fields == {"hours": "4"}
