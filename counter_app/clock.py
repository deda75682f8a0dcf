"""The one source of time. The office's zone is Asia/Seoul."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from zoneinfo import ZoneInfo

SEOUL = ZoneInfo("Asia/Seoul")


class Clock(Protocol):
    def now(self) -> datetime:
        """The present moment, aware, in Asia/Seoul."""
        ...


class SystemClock:
    def now(self) -> datetime:
        return datetime.now(SEOUL)


@dataclass
class FixedClock:
    """A clock that stands still until it is set; for tests and reproducible demos."""

    at: datetime

    def now(self) -> datetime:
        return self.at
