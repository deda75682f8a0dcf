"""Whether the queue's panel is after thousands of tickets what it was in the morning."""

from collections.abc import Iterator
from statistics import median

from counter_app.bench.bed import Bed
from counter_app.bench.child import ask
from counter_app.bench.figures import Figure
from counter_app.bench.window import growth
from counter_app.cli.progress import Tell

TICKETS, WAITING = 3_000, 30
"""In the whole day, and at any time."""


def queue_day(bed: Bed, tell: Tell, count: int = TICKETS) -> Iterator[Figure]:
    """A day's tickets through one window by its keys: repaint and call in the first and the last
    tenth, and what every ticket after the first tenth adds to the program's memory."""
    said = ask(tell, "day", str(bed.home), str(count), str(WAITING))
    tenth = max(1, count // 10)
    bare = median(said["bare"])
    for name, floor in (("repaint", bare), ("call", None)):
        first, last = median(said[name][:tenth]), median(said[name][-tenth:])
        yield Figure(f"queue.day.{name}.morning", first, "ms", floor)
        yield Figure(f"queue.day.{name}.evening", last, "ms", floor)
        yield Figure(f"queue.day.{name}.rise", last / first, "×")
    memory = said["memory"]
    if memory[0] is not None:
        yield Figure("queue.day.memory", memory[-1] / 1e6, "MB")
        yield Figure("queue.day.memory.growth", growth(memory[tenth:]) / 1e3, "kB/ticket")
