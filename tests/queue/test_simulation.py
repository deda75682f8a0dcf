"""A month by the rule: nobody ordinary waits beyond the cap, and what that costs whom."""

import pytest

from counter_app.queue.order import Fairness
from counter_app.queue.simulation import Group, month, visitors, waits, work

RULES = Fairness()
PROMISED = RULES.cap_minutes * RULES.ordinary / RULES.round
"""Minutes: where coming first would keep everybody within, the rule keeps the cap."""


def test_a_month_at_usual_load_keeps_the_cap() -> None:
    found = waits(month(1, 200, RULES))
    assert found[Group.ORDINARY].longest <= RULES.cap_minutes
    assert found[Group.ORDINARY].visitors > 3000


def test_the_rule_helps_priority_and_costs_the_others_little() -> None:
    by_rule, by_arrival = waits(month(1, 230, RULES)), waits(month(1, 230, None))
    assert by_rule[Group.PRIORITY].mean < by_arrival[Group.PRIORITY].mean / 1.5
    assert by_rule[Group.ORDINARY].mean < by_arrival[Group.ORDINARY].mean + 1.5


@pytest.mark.parametrize("per_day", [150, 230, 300])
def test_the_cap_is_kept_whenever_coming_first_keeps_two_thirds_of_it(per_day: int) -> None:
    kept = 0
    for day in visitors(2, per_day):
        if max(call.wait for call in work(day, None)) > PROMISED:
            continue
        kept += 1
        by_rule = waits(work(day, RULES))
        assert by_rule[Group.ORDINARY].longest <= RULES.cap_minutes
    assert kept >= 3


def test_the_same_seed_is_the_same_month() -> None:
    assert month(5, 150, RULES, 3) == month(5, 150, RULES, 3)
    assert len(month(5, 150, RULES, 3)) == sum(map(len, visitors(5, 150, 3)))
