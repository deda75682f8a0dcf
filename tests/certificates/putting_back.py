"""A centre whose store is copied and put back."""

import shutil
from pathlib import Path

from counter_app.certificates.marking import Marking
from counter_app.certificates.requests import Request
from counter_app.clock import FixedClock
from counter_app.main import open_counter
from counter_app.privacy.actor import Actor
from db.clerks import Role
from db.migrate import copy_to
from db.number_mark import mark_of
from tests.conftest import PASSWORD

KEY = b"k" * 32
SOMEBODY = Actor(1, "minseo", "김민서", Role.CLERK, 3)


class Place:
    """A centre that is opened, closed, copied and put back."""

    def __init__(self, home: Path, clock: FixedClock) -> None:
        self.home, self.clock = home, clock
        self.counter = open_counter(home, clock)
        self.acts = 0

    @property
    def store(self) -> Path:
        return self.home / "counter.db"

    @property
    def mark(self) -> Path:
        return mark_of(self.store)

    def clerk(self) -> Actor:
        return self.counter.clerks.sign_in("minseo", PASSWORD, 3)

    def administrator(self) -> Actor:
        return self.counter.clerks.sign_in("admin", PASSWORD)

    def issue(self, request: Request, many: int = 1) -> list[str]:
        clerk, given = self.clerk(), []
        for _ in range(many):
            self.acts += 1
            action = f"act-{self.acts}"
            made = self.counter.certificates.issue(clerk, request, action_id=action)
            given += [made.issue_number, made.receipt_number]
        return given

    def kept(self, name: str = "kept") -> Path:
        """A copy by hand, with all windows closed."""
        self.counter.close()
        kept = Path(shutil.copy(self.store, self.home / name))
        self.counter = open_counter(self.home, self.clock)
        return kept

    def copied(self, name: str = "copied.db") -> Path:
        """As by counter backup."""
        kept = self.home / name
        key = bytes.fromhex((self.home / "store.key").read_text())
        copy_to(self.store, key, kept, self.clock.now())
        Marking(self.counter.engine, self.clock).renew()
        return kept

    def put_back(self, kept: Path) -> None:
        self.counter.close()
        for end in ("", "-wal", "-shm"):
            self.store.with_name(f"counter.db{end}").unlink(missing_ok=True)
        shutil.copy(kept, self.store)
        self.counter = open_counter(self.home, self.clock)
