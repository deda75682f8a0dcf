"""How long to wait before the district is asked again."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field

FIRST, MOST = 1.0, 60.0
"""Seconds where it does not answer."""
REFUSED, MOST_REFUSED = 30.0, 300.0
"""The same where it has refused."""


@dataclass
class Backoff:
    """Twice as long each time, up to a most, and anywhere below: many counters that lost the
    district at once do not come back at once. `luck` gives 0 to 1."""

    luck: Callable[[], float] = field(default=random.random)
    _next: float = 0.0

    def after(self, least: float, first: float = FIRST, most: float = MOST) -> float:
        """Seconds to wait now; `least` is what the district asked for."""
        self._next = min(max(self._next * 2, first), most)
        return max(self._next * (0.5 + self.luck() / 2), least)

    def clear(self) -> None:
        self._next = 0.0
