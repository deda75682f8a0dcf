"""A clerk leaves the window: it is closed for visitors, and free for somebody else."""

from contextlib import suppress

from counter_app.errors import Refusal
from counter_app.main import Counter
from counter_app.privacy.actor import Actor


def leave(counter: Counter, actor: Actor) -> None:
    """Also done while a shared queue is out of reach: who comes next closes what is left open
    (counter_app.queue.desks.Desks.arrive)."""
    if actor.window is not None:
        with suppress(Refusal):
            counter.desks.close(actor)
    counter.clerks.sign_out(actor)
