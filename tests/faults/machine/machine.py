"""Any order of acts, syncs, failures and deaths, as Hypothesis finds them."""

import shutil
import tempfile
from collections.abc import Callable, Iterable
from datetime import timedelta
from pathlib import Path
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import (
    RULE_MARKER,
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)
from sqlalchemy import Engine

from tests.conftest import MORNING
from tests.faults.machine.loopback import LINES, MANY, Fate
from tests.faults.machine.world import CENTRES, SEOGYO, YEONNAM, World, act

CLIENTS = st.integers(0, len(CENTRES) - 1)
PLACES = st.sampled_from((SEOGYO, YEONNAM))
ANSWERS = st.sampled_from((LINES, MANY))
PEOPLE = st.integers(3, 12)
Fates = st.SearchStrategy[list[Fate]]
Deaths = st.SearchStrategy[int | None]
FATES: Fates = st.lists(st.sampled_from((*[Fate.FINE] * 5, *Fate)), max_size=6)
DEATHS: Deaths = st.none() | st.integers(1, 40)
"""At the n-th statement of the store."""


def machine(
    district: Engine,
    template: Path,
    act: Callable[..., Any] = act,
    fates: Fates = FATES,
    deaths: Deaths = DEATHS,
) -> type[Any]:
    """The machine on this district; `act` makes a clerk's act one transaction."""

    class Machine(RuleBasedStateMachine):
        def __init__(self) -> None:
            super().__init__()
            self.folder = Path(tempfile.mkdtemp(prefix="example-", dir=template.parent))
            self.actions = 0

        @initialize(seed=st.integers(0, 1000), copied=st.sets(CLIENTS), lines=ANSWERS)
        def begin(self, seed: int, copied: set[int], lines: int) -> None:
            self.world = World(district, template, self.folder, seed, lines)
            for n in copied:
                self.world.drain(self.world.clients[n])

        @rule(n=CLIENTS, death=deaths)
        def issue(self, n: int, death: int | None) -> None:
            client = self.world.clients[n]
            client.left = death and death % 6 + 1
            client.issue(act)

        @rule(n=CLIENTS, resident=st.integers(1, 12), days=st.integers(0, 5), death=deaths)
        def propose(self, n: int, resident: int, days: int, death: int | None) -> None:
            self.actions += 1
            client = self.world.clients[n]
            client.left = death and death % 8 + 1
            day = MORNING.date() - timedelta(days=days)
            client.propose(resident, day, f"action-{self.actions}")

        def sync(self, n: int, step: str, fates: list[Fate], death: int | None) -> None:
            client = self.world.clients[n]
            client.district.fates.extend(fates)
            client.left = death
            client.sync(step)
            client.district.fates.clear()

        @rule(n=CLIENTS, fates=fates, death=deaths)
        def hello(self, n: int, fates: list[Fate], death: int | None) -> None:
            self.sync(n, "hello", fates, death)

        @rule(n=CLIENTS, fates=fates, death=deaths)
        def pull(self, n: int, fates: list[Fate], death: int | None) -> None:
            self.sync(n, "pull", fates, death)

        @rule(n=CLIENTS, fates=fates, death=deaths)
        def push(self, n: int, fates: list[Fate], death: int | None) -> None:
            self.sync(n, "push", fates, death)

        @rule(n=CLIENTS, fates=fates, death=deaths)
        def refill(self, n: int, fates: list[Fate], death: int | None) -> None:
            self.sync(n, "refill", fates, death)

        @rule(n=CLIENTS, fates=fates, death=deaths)
        def check(self, n: int, fates: list[Fate], death: int | None) -> None:
            self.sync(n, "check", fates, death)

        @precondition(lambda self: any(c.district.late for c in self.world.clients))
        @rule()
        def what_was_given_up_arrives(self) -> None:
            for client in self.world.clients:
                client.district.deliver_late()

        @rule(pk=PEOPLE, centre=PLACES)
        def put(self, pk: int, centre: str) -> None:
            self.world.put(pk, centre)

        @rule()
        def put_twins(self) -> None:
            self.world.put_twins()

        @rule(pk=PEOPLE)
        def delete(self, pk: int) -> None:
            self.world.delete(pk)

        @precondition(lambda self: not self.world.is_late)
        @rule(centre=PLACES)
        def begin_late(self, centre: str) -> None:
            self.world.begin_late(centre)

        @precondition(lambda self: self.world.is_late)
        @rule()
        def commit_late(self) -> None:
            self.world.commit_late()

        @rule()
        def prune(self) -> None:
            self.world.prune()

        @rule()
        def restore(self) -> None:
            self.world.restore()

        @rule(minutes=st.integers(0, 60 * 24))
        def pass_time(self, minutes: int) -> None:
            self.world.pass_time(minutes)

        @rule(n=CLIENTS, minutes=st.integers(-60 * 24, 60 * 24))
        def set_clock(self, n: int, minutes: int) -> None:
            client = self.world.clients[n]
            client.clock.at = self.world.clock.at + timedelta(minutes=minutes)

        @invariant()
        def transactions_are_whole(self) -> None:
            for client in self.world.clients:
                self.world.require_twins(client)

        def teardown(self) -> None:
            try:
                self.world.settle()
                self.world.require_whole()
            finally:
                self.world.close()
                shutil.rmtree(self.folder)

    return Machine


def only(machine: type[Any], rules: Iterable[str]) -> type[Any]:
    """The machine with no other rules than these."""
    others = {
        name: None
        for name, member in vars(machine).items()
        if hasattr(member, RULE_MARKER) and name not in rules
    }
    return type("Focused", (machine,), others)
