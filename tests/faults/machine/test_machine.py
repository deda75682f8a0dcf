"""Whatever order acts, syncs, failures and deaths come in, nothing is lost and all agree."""

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test
from sqlalchemy import Engine

from tests.faults.machine.machine import machine, only
from tests.faults.machine.plants import PLANTS, Plant

EXAMPLES = os.environ.get("COUNTER_EXAMPLES")
"""More than are usual, and other ones."""
USUAL, TO_CATCH = 4, 100
PROFILE = settings(
    max_examples=int(EXAMPLES or USUAL),
    stateful_step_count=40,
    derandomize=not EXAMPLES,
    database=None,
    print_blob=True,
    report_multiple_bugs=False,
    suppress_health_check=list(HealthCheck),
)
CATCHING = settings(
    PROFILE,
    max_examples=TO_CATCH,
    stateful_step_count=20,
    phases=[Phase.generate],
    print_blob=False,
)


def test_nothing_is_lost_and_all_agree(district: Engine, template: Path) -> None:
    run_state_machine_as_test(machine(district, template), settings=PROFILE)


@pytest.mark.skipif(not EXAMPLES, reason="takes minutes a fault: COUNTER_EXAMPLES=N plants them")
@pytest.mark.parametrize("plant", PLANTS, ids=lambda plant: plant.__name__)
def test_a_planted_fault_is_caught(
    district: Engine, template: Path, plant: Plant, monkeypatch: pytest.MonkeyPatch
) -> None:
    plant(monkeypatch)
    focus = PLANTS[plant]
    every = machine(district, template, fates=focus.fates, deaths=focus.deaths)
    with pytest.raises(AssertionError):
        run_state_machine_as_test(only(every, focus.rules), settings=CATCHING)
