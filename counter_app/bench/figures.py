"""What a bench measures: a figure, its floor from the same run, and the limit it is held to."""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from math import ceil


@dataclass(frozen=True, slots=True)
class Figure:
    """`floor`: the same with the bare library doing the least that can be done, in `unit`;
    None where nothing less can be done."""

    name: str
    value: float
    unit: str
    """s, ms, µs, MB (10^6 bytes), kB/visit, keys …, × for a ratio."""
    floor: float | None = None

    @property
    def ratio(self) -> float | None:
        return self.value / self.floor if self.floor else None


def percentile(values: Iterable[float], percent: float) -> float:
    """The smallest value that `percent` of all do not exceed. Raises IndexError for no values."""
    ranked = sorted(values)
    return ranked[max(0, ceil(len(ranked) * percent / 100) - 1)]


def milliseconds(work: Callable[[], object]) -> float:
    """How long one call takes."""
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000
