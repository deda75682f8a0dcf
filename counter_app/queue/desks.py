"""Service windows: open, paused with a reason, at lunch; whom they serve; calling by themselves."""

import json
from collections.abc import Callable, Iterable
from datetime import date, datetime, time, timedelta

from sqlalchemy import Engine

from counter_app.clock import Clock
from counter_app.errors import Refusal
from counter_app.privacy.actor import Actor
from counter_app.privacy.audit import TERMINAL, digest
from counter_app.queue import checks
from counter_app.queue.link import Link, linked
from counter_app.queue.places import open_desk, taken
from counter_app.queue.settings import Lunch, QueueSettings
from counter_app.queue.trace import Act
from counter_app.queue.views import DeskView, tiers_from, tiers_stored
from db import queue_desks
from db.acts import Row, Sql, iso, looking, moment, writing
from db.outbox import ordered_id
from db.queue import DeskState

__all__ = ["DeskState", "DeskView", "Desks", "lunch_turn"]


class Desks:
    """Each act is what a window is from now on, so that asked for twice it is done once."""

    def __init__(
        self,
        engine: Engine,
        clock: Clock,
        settings: QueueSettings,
        serving: Callable[[Actor], str],
        link: Link,
    ) -> None:
        self._engine = engine
        self._clock = clock
        self._settings = settings
        self._serving = serving
        self._link = link

    @linked
    def all(self) -> tuple[DeskView, ...]:
        """Every window that was ever opened, by number."""
        with looking(self._engine) as sql:
            return tuple(map(_desk, sql.all(queue_desks.DESKS)))

    @linked
    def at(self, window: int) -> DeskView | None:
        """None for a window that nobody has opened yet."""
        with looking(self._engine) as sql:
            return _known(sql, window)

    def open(self, actor: Actor, *, take_over: bool = False) -> DeskView:
        """The clerk is at the window. `take_over`: also where another PC has it open, as after a
        crash; that is on record. Raises Refusal queue.no_window, queue.desk_taken."""
        return self._be(actor, DeskState.OPEN, take_over=take_over)

    def pause(self, actor: Actor, reason: str) -> DeskView:
        """Nobody is called until it is opened. Raises Refusal queue.no_window, queue.desk_taken,
        queue.reason_needed."""
        return self._be(actor, DeskState.PAUSED, checks.reason(reason))

    def lunch(self, actor: Actor) -> DeskView:
        """Raises Refusal queue.no_window, queue.desk_taken."""
        return self._be(actor, DeskState.LUNCH)

    def close(self, actor: Actor) -> DeskView:
        """Nobody is at the window; may be said by a clerk who may serve no more. Raises Refusal
        queue.no_window, queue.desk_taken."""
        return self._be(actor, DeskState.CLOSED)

    def arrive(self, actor: Actor) -> DeskView | None:
        """A clerk has come to the window: what somebody else left open there at this PC is closed,
        and opened by the first call. Raises Refusal queue.no_window."""
        desk = self.at(checks.window(actor))
        stays = desk is None or desk.state is DeskState.CLOSED or desk.clerk_name == actor.name
        return desk if stays or (desk and desk.elsewhere(actor.pc)) else self.close(actor)

    def call_by_itself(self, actor: Actor, on: bool) -> DeskView:
        """Whether the window calls when it has been idle for a while; who wants that is there, so
        it opens a closed one. Raises Refusal queue.no_window."""
        languages = self._serving(actor)

        def work(sql: Sql, act: Act, now: DeskView) -> dict[str, object]:
            opens = on and now.state is DeskState.CLOSED
            if opens:
                open_desk(sql, act, now.window, languages)
            if now.auto_call != on:
                sql.run(queue_desks.SET_AUTO_CALL, on, now.window)
            opened = {"state": DeskState.OPEN.value} if opens else {}
            return {"auto_call": on, **opened} if opens or now.auto_call != on else {}

        return self._set(actor, work)

    def serve(self, actor: Actor, tiers: Iterable[Iterable[str]]) -> DeskView:
        """Whom the window calls: categories in tiers, a lower one only when nobody of an upper
        waits; no tier at all means all alike.

        Raises Refusal queue.no_window, queue.no_category, queue.serves_nobody when the tiers are
        empty.
        """
        given = tuple(tuple(tier) for tier in tiers)
        wanted = tuple(tier for tier in given if tier)
        if given and not wanted:
            raise Refusal("queue.serves_nobody")
        for code in (code for tier in wanted for code in tier):
            checks.category(self._settings, code)

        self._serving(actor)

        def work(sql: Sql, _: Act, now: DeskView) -> dict[str, object]:
            if now.serves != wanted:
                sql.run(queue_desks.SET_SERVES, tiers_stored(wanted), now.window)
            return {"serves": tiers_stored(wanted)} if now.serves != wanted else {}

        return self._set(actor, work)

    def _be(
        self,
        actor: Actor,
        state: DeskState,
        reason: str | None = None,
        *,
        take_over: bool = False,
    ) -> DeskView:
        closes = state is DeskState.CLOSED
        languages = "" if closes else self._serving(actor)

        def work(sql: Sql, act: Act, now: DeskView) -> dict[str, object]:
            seat = (now.clerk_name, now.languages, now.pc)
            seated = seat == (actor.name, tuple(languages.split()), actor.pc)
            if (now.state, now.reason) == (state, reason) and (closes or seated):
                return {}
            if not closes:
                open_desk(sql, act, now.window, languages)
            if state is not DeskState.OPEN:
                sql.run(queue_desks.SET_STATE, state.value, reason, act.at, now.window)
            took = {"taken_from": now.pc} if now.elsewhere(actor.pc) else {}
            return {"state": state.value, "reason": reason, **took}

        return self._set(actor, work, take_over=take_over)

    @linked
    def _set(
        self,
        actor: Actor,
        work: Callable[[Sql, Act, DeskView], dict[str, object]],
        *,
        take_over: bool = False,
    ) -> DeskView:
        """One change of the actor's window and its rows, unless nothing changes."""
        window = checks.window(actor)
        now = self._clock.now()
        act = Act(actor, "", now, iso(now))
        with writing(self._engine) as sql:
            before = _known(sql, window)
            if before is None:
                open_desk(sql, act, window, "")
                sql.run(queue_desks.SET_STATE, DeskState.CLOSED.value, None, act.at, window)
                before = _known(sql, window)
            if before is None:
                raise Refusal("queue.no_such_window", window=window)
            if before.elsewhere(actor.pc) and not take_over:
                raise taken(window, before.pc, before.clerk_name, before.since)
            if said := work(sql, act, before):
                text = json.dumps({"window": window, **said}, ensure_ascii=False, sort_keys=True)
                subject = f"desk:{window}"
                row = (act.at, actor.login, window, TERMINAL, "desk.set", subject, text)
                sql.end(row, (ordered_id(now), "desk", text, act.at), None, digest)
            return _known(sql, window) or before


def lunch_turn(lunch: Lunch, windows: tuple[int, ...], window: int, day: date) -> tuple[time, time]:
    """When a window eats: turns go round from window to window and from day to day."""
    turn = (windows.index(window) + day.toordinal()) % lunch.shifts
    begins, ends = (datetime.combine(day, at) for at in (lunch.begins, lunch.ends))
    length = (ends - begins) / lunch.shifts
    return _minute(begins + turn * length), _minute(begins + (turn + 1) * length)


def _minute(moment_: datetime) -> time:
    return (moment_ + timedelta(seconds=30)).time().replace(second=0, microsecond=0)


def _known(sql: Sql, window: int) -> DeskView | None:
    row = sql.one(queue_desks.DESK_AT, window)
    return _desk(row) if row else None


def _desk(row: Row) -> DeskView:
    window, state, reason, since, name, languages, serves, auto_call, number, pc = row
    return DeskView(
        window=window,
        state=DeskState(state),
        reason=reason,
        since=moment(since),
        clerk_name=name,
        languages=tuple(languages.split()),
        serves=tiers_from(serves),
        auto_call=bool(auto_call),
        ticket=number,
        pc=pc,
    )
