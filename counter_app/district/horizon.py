"""Sees when one transaction, whoever's it is, holds back everything that is written after it."""

import time
from dataclasses import dataclass

from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError

from counter_app.clock import Clock
from counter_app.district.alarms import alarm
from counter_app.district.cursors import State
from counter_app.district.store import writing
from counter_app.logs import log

HELD_SECONDS = 10.0
"""As long as the district's database lets anybody sit in a transaction; another database of the
cluster, or who sets it for a session, has rules of its own."""


@dataclass
class Horizon:
    """`held`: seconds for which the feed has been held back by now, 0 while they are fewer than
    HELD_SECONDS. The horizon itself is watched, for who holds it may be hidden from us."""

    engine: Engine
    clock: Clock
    held: float = 0.0
    _at: int = 0
    _since: float = 0.0

    def see(self, now: State) -> None:
        """Tells where it begins and where it ends: in the log, and to the district's office."""
        moment = time.monotonic()
        under_way = now.horizon if now.horizon < now.end else 0
        if under_way != self._at or not under_way:
            self._at, self._since = under_way, moment
        still, before = moment - self._since, self.held
        self.held = still if still >= HELD_SECONDS else 0.0
        if self.held and not before:
            log.warning("district news held back by transaction %d", now.horizon)
            self._tell(now.horizon)
        elif before and not self.held:
            log.info("district news no longer held back")

    def _tell(self, xid: int) -> None:
        try:
            with writing(self.engine) as session:
                alarm(session, "", "held_back", str(xid), self.clock.now())
        except IntegrityError:
            pass  # another process of this server has told it
