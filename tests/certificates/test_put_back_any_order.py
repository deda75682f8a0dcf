"""Copies and restores in whatever order: no number twice, and none left out for nothing."""

import shutil
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import Engine

from counter_app.certificates.allotment import Allotment
from counter_app.certificates.marking import Marking
from counter_app.certificates.numbers import Numbers
from counter_app.certificates.putting_back import settle
from counter_app.clock import FixedClock
from counter_app.errors import Refusal
from db.engine import create_store, open_store, transaction
from db.migrate import copy_to, upgrade
from db.number_mark import grow
from tests.certificates.putting_back import KEY, SOMEBODY
from tests.certificates.series import OFFICE
from tests.conftest import MORNING


class AnyOrder:
    """One store with several programs, in whatever order things happen to it."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.path, self.clock = folder / "counter.db", FixedClock(MORNING)
        self.random = Random(seed)
        engine = create_store(self.path, KEY)
        upgrade(engine)
        engine.dispose()
        self.given: list[str] = []
        self.copies: list[Path] = []
        self.programs: list[tuple[Engine, Numbers]] = []
        self.restored = False
        self.begin()

    def begin(self) -> None:
        """Another program, in which somebody signs in."""
        engine = open_store(self.path, KEY)
        settle(engine, self.clock)
        self.programs.append((engine, Numbers(engine, self.clock, OFFICE, Allotment())))
        with transaction(engine) as session:
            grow(session)

    def act(self) -> None:
        engine, numbers = self.random.choice(self.programs)
        many, kept = self.random.choice((1, 2, 2, 2, 21, 41, 150)), self.random.random() < 0.8
        taken = []
        try:
            with transaction(engine) as session:
                for _ in range(many):
                    of = self.random.choice(("AR", "R", "R", "RES", "T"))
                    taken.append(numbers.next(session, SOMEBODY, of))
                if not kept:
                    raise Refusal("numbers.out")
        except Refusal as refused:
            assert refused.code == "numbers.out"
            return
        self.given += taken

    def close(self) -> None:
        for engine, _ in self.programs:
            engine.dispose()
        self.programs.clear()

    def copy(self) -> None:
        kept = self.path.with_name(f"kept-{len(self.copies)}")
        if self.random.random() < 0.5:
            copy_to(self.path, KEY, kept, self.clock.now())
            Marking(self.programs[0][0], self.clock).renew()
        else:
            self.close()
            shutil.copy(self.path, kept)
            self.begin()
        self.copies.append(kept)

    def put_back(self) -> None:
        if self.copies:
            self.restored = True
            self.close()
            shutil.copy(self.random.choice(self.copies), self.path)
            self.begin()

    def play(self, steps: int) -> None:
        moves = (self.act, self.act, self.act, self.begin, self.copy, self.put_back)
        for _ in range(steps):
            self.random.choice(moves)()
            if len(self.programs) > 3:
                engine, _ = self.programs.pop(0)
                engine.dispose()


@pytest.mark.parametrize("seed", [1, 2])
def test_in_whatever_order(tmp_path: Path, seed: int) -> None:
    order = AnyOrder(tmp_path, seed)
    order.play(80)
    assert order.restored
    assert len(set(order.given)) == len(order.given) > 200
    order.close()


def test_without_a_restore_no_number_is_left_out(tmp_path: Path) -> None:
    order = AnyOrder(tmp_path, 1)
    for move in (order.act, order.begin, order.copy, order.act, order.act) * 12:
        move()
    for series in {number.rpartition("-")[0] for number in order.given}:
        given = sorted(int(n[-6:]) for n in order.given if n.startswith(f"{series}-"))
        assert given == list(range(1, len(given) + 1))
    order.close()
