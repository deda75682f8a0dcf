"""Whether this PC can sign, told in time; without a key nothing is issued, but what to do said."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from counter_app.certificates.requests import Request
from counter_app.clock import FixedClock
from counter_app.errors import Refusal
from counter_app.main import Counter
from counter_app.privacy.actor import Actor
from tests.asking import Sql
from tests.certificates.counts import untouched
from tests.conftest import MORNING
from tests.people import registered_foreigner

TODAY = MORNING.date()
Step = Callable[[Counter, Actor], object]


def endorsed(since: int, until: int) -> Step:
    """A new key, endorsed from so many days on until so many days on."""

    def step(counter: Counter, admin: Actor) -> None:
        days = (TODAY + timedelta(days=at) for at in (since, until))
        counter.keys.endorse(admin, counter.keys.new(admin), *days)

    return step


def asked(counter: Counter, admin: Actor) -> None:
    counter.keys.new(admin)


def rotated(counter: Counter, admin: Actor) -> None:
    counter.keys.endorse(admin, counter.keys.rotate(admin))


def revoked(counter: Counter, admin: Actor) -> None:
    own = [view for view in counter.known_keys.views() if view.here]
    counter.keys.revoke(admin, own[-1].id, "lost")


@pytest.mark.parametrize(
    ("steps", "code", "days"),
    [
        ([], "no_key", None),
        ([asked], "key_waiting", None),
        ([endorsed(3, 800)], "key_coming", None),
        ([endorsed(-90, -1)], "key_expired", None),
        ([endorsed(-90, -1), asked], "key_waiting", None),
        ([endorsed(-90, -1), endorsed(3, 800)], "key_coming", None),
        ([endorsed(-90, 90), revoked], "key_revoked", None),
        ([endorsed(-90, 0)], "key_ends", 0),
        ([endorsed(-90, 29)], "key_ends", 29),
        ([endorsed(-90, 30)], "key_well", 30),
        ([endorsed(-90, 29), asked], "key_ends", 29),
        ([endorsed(-90, 29), rotated], "key_well", 737),
        ([endorsed(-90, 3), rotated], "key_well", 733),
        ([endorsed(-90, -1), rotated], "key_well", 730),
        ([endorsed(-90, 29), endorsed(30, 800)], "key_well", 800),
        ([endorsed(-90, 29), endorsed(31, 800)], "key_ends", 29),
        ([endorsed(-90, 29), endorsed(20, 25)], "key_ends", 29),
        ([endorsed(-90, 29), endorsed(1, 800), revoked], "key_ends", 29),
    ],
)
def test_standing(
    counter: Counter,
    administrator: Actor,
    clerk: Actor,
    sql: Sql,
    steps: list[Step],
    code: str,
    days: int | None,
) -> None:
    sql("DELETE FROM signing_key WHERE role = 'centre'")
    for step in steps:
        step(counter, administrator)
    standing = counter.known_keys.standing()
    assert (standing.code, standing.days) == (f"proof.{code}", days)
    request = Request(registered_foreigner(counter.config.home), "은행 제출")
    if days is not None:
        assert counter.certificates.issue(clerk, request, action_id="a").issue_number
        return
    with pytest.raises(Refusal) as refused:
        counter.certificates.issue(clerk, request, action_id="a")
    assert (refused.value.code, refused.value.fields) == (standing.code, standing.fields)
    untouched(counter, sql)


def test_the_last_second_of_a_key(
    counter: Counter, administrator: Actor, clerk: Actor, sql: Sql, clock: FixedClock
) -> None:
    sql("DELETE FROM signing_key WHERE role = 'centre'")
    endorsed(0, 0)(counter, administrator)
    clock.at = MORNING.replace(hour=23, minute=59, second=59)
    assert counter.known_keys.standing().days == 0
    clock.at += timedelta(seconds=1)
    expired = counter.known_keys.standing()
    assert (expired.code, expired.fields) == ("proof.key_expired", {"until": date(2026, 11, 16)})
