"""One act on the queue: in one transaction, and done once however often it is sent."""

from collections.abc import Callable
from contextlib import AbstractContextManager

from sqlalchemy import Engine

from counter_app.clock import Clock
from counter_app.errors import Refusal
from counter_app.privacy.actor import Actor
from counter_app.queue import checks
from counter_app.queue.days import the_time
from counter_app.queue.link import Link, linked
from counter_app.queue.repeats import Asked, repeated
from counter_app.queue.trace import Act
from counter_app.queue.views import TicketView
from db.acts import Overtaken, Sql, iso, looking, make_safe, writing

AGAIN = 3
"""Attempts at an act that another one overtook."""

Work = Callable[[Sql, Act], TicketView]


class Acting:
    def __init__(self, engine: Engine, clock: Clock, link: Link) -> None:
        self._engine = engine
        self._clock = clock
        self._link = link

    @linked
    def once(
        self,
        actor: Actor | None,
        action_id: str,
        work: Work,
        asked: Asked,
        *,
        quickly: Callable[[Engine], AbstractContextManager[Sql]] | None = None,
    ) -> TicketView:
        """The ticket that `work` returns. Sent again with its id, an act does nothing and the
        ticket is returned as it is; whether it was done is only asked when it fails, which costs
        a call nothing. `quickly`: how to write at the first attempt; then the work asks the clock
        itself.

        Raises Refusal queue.bad_action, queue.action_used when the id is another act's,
        shared.clock_off, and what `work` raises.
        """
        checks.action(action_id)
        now = self._clock.now()
        act = Act(actor, action_id, now, iso(now))
        for attempt in range(1, AGAIN + 1):
            try:
                with (writing if attempt > 1 or not quickly else quickly)(self._engine) as sql:
                    return work(sql, act) if quickly else _in_time(sql, act, work)
            except (Refusal, Overtaken) as error:
                with looking(self._engine) as sql:
                    done = repeated(sql, act, asked)
                if done:
                    make_safe(self._engine)
                    return done
                if attempt == AGAIN or isinstance(error, Refusal):
                    raise
        raise AssertionError


def _in_time(sql: Sql, act: Act, work: Work) -> TicketView:
    """The clock is asked on the way, and a wrong one told before what follows from it."""
    server = sql.clock()
    try:
        done = work(sql, act)
    except Refusal:
        the_time(act.now, server())
        raise
    the_time(act.now, server())
    return done
