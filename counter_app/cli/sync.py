"""counter sync …: the counter's side of the sync with the district office."""

import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from counter_app.cli.terminal import (
    ActionId,
    Answer,
    AsJson,
    ClerkName,
    Home,
    Terminal,
    new_action,
    show,
    terminal,
)
from counter_app.clock import SystemClock
from counter_app.config import default_home, read_config
from counter_app.errors import Refusal
from counter_app.sync.views import SyncState, SyncView, WorkItem
from counter_app.words import explain

if TYPE_CHECKING:
    from counter_app.sync.checking import Checked
    from counter_app.sync.line import Line
    from counter_app.sync.state import Ends

app = typer.Typer(no_args_is_help=True, help="The sync with the district office.")

WAIT = 120.0
"""Seconds that a command waits for the sync's process to do what it asked for."""
LOOK = 0.2


@app.command()
def connect(
    file: Annotated[Path, typer.Argument(help="The enrolment file the district gave out.")],
    home: Home = None,
    clerk: ClerkName = None,
    as_json: AsJson = False,
) -> None:
    """Join a district; for an administrator. From now on the register and the numbers are its."""
    from counter_app.sync.connecting import connect as join  # noqa: PLC0415 - loads the network

    with terminal(home, as_json) as t:
        c = t.counter
        office = c.config.office.code
        name = join(c.config.home, c.engine, c.clock, t.actor(clerk), office, file)
        t.answer({"district": name, "centre": office})


@app.command()
def run(
    home: Home = None,
    until_eof: Annotated[
        bool, typer.Option("--until-eof", help="End when standard input does.")
    ] = False,
) -> None:
    """Sync until stopped. The window does this by itself."""
    from counter_app.sync.running import run_for  # noqa: PLC0415 - loads the network

    run_for(home or default_home(), until_eof=until_eof)


@app.command()
def now(home: Home = None, clerk: ClerkName = None, as_json: AsJson = False) -> None:
    """Fetch and send what there is."""
    with terminal(home, as_json) as t:
        actor = t.actor(clerk)
        if not sync_now(t):
            t.counter.sync.ask(actor, new_action())
            _wait(t, lambda view: view.queued == 0 and view.state is not SyncState.FIRST)
        t.answer(_shown(t, t.counter.sync.view()))


def sync_now(t: Terminal) -> bool:
    """Whether we could fetch and send ourselves; else another process does. Raises Refusal
    sync.*."""

    def act(ends: "Ends", line: "Line") -> None:
        _once(ends, line)
        _queue_once(t, ends)

    return _by_ourselves(t, act)


@app.command()
def check(home: Home = None, clerk: ClerkName = None, as_json: AsJson = False) -> None:
    """Compare the whole register with the district's and mend what differs."""
    with terminal(home, as_json) as t:
        actor = t.actor(clerk)
        before = t.counter.sync.view()
        found: list[Checked] = []
        if _by_ourselves(t, lambda ends, line: found.append(_checked(ends, line))):
            t.answer(_told(t, found[0]))
            return
        t.counter.sync.ask(actor, new_action(), check=True)
        if not _wait(t, lambda view: view.checked != before.checked):
            raise Refusal("sync.check_waiting")
        after = t.counter.sync.view()
        t.answer({"checked": after.checked, "work_items": after.conflicts - before.conflicts})


@app.command()
def status(home: Home = None, as_json: AsJson = False) -> None:
    """How the sync stands."""
    with terminal(home, as_json) as t:
        t.answer(_shown(t, t.counter.sync.view()) | _queue(t))


@app.command()
def conflicts(
    settled: Annotated[bool, typer.Option("--settled", help="Those that are settled.")] = False,
    home: Home = None,
    clerk: ClerkName = None,
    as_json: AsJson = False,
) -> None:
    """What the district did not apply, and what the sync found: work for a person."""
    with terminal(home, as_json) as t:
        t.actor(clerk)
        items = t.counter.sync.work_items(settled=settled)
        t.table("items", [_item(t, item) for item in items])


@app.command()
def settle(
    item: Annotated[int, typer.Argument(help="Its id, from 'counter sync conflicts'.")],
    note: Annotated[str, typer.Option("--note", help="What was done about it; on record.")],
    action_id: ActionId = None,
    home: Home = None,
    clerk: ClerkName = None,
    as_json: AsJson = False,
) -> None:
    """Close a work item with a note."""
    with terminal(home, as_json) as t:
        actor = t.actor(clerk)
        done = t.counter.sync.settle(actor, item, note, action_id=new_action(action_id))
        t.answer(_item(t, done))


@app.command()
def renew(
    home: Home = None,
    queue: Annotated[
        bool, typer.Option("--queue", help="The queue that this PC shares with others.")
    ] = False,
    clerk: ClerkName = None,
    as_json: AsJson = False,
) -> None:
    """Become a new store to the district, after a restore or a copy; for an administrator."""
    from counter_app.sync.connecting import renew as anew  # noqa: PLC0415
    from counter_app.sync.connecting import renew_queue  # noqa: PLC0415

    with terminal(home, as_json) as t:
        c, actor = t.counter, t.actor(clerk)
        if queue and c.config.shared is None:
            raise Refusal("sync.no_queue")
        made = renew_queue(c.engine, c.queue.engine, c.clock, actor) if queue else None
        t.answer({"store": made or anew(c.engine, c.clock, actor)})


@app.command()
def disconnect(
    force: Annotated[bool, typer.Option("--force", help="Even if something is unsent.")] = False,
    home: Home = None,
    clerk: ClerkName = None,
    as_json: AsJson = False,
) -> None:
    """Leave the district; the register stays as it is; for an administrator."""
    from counter_app.sync.connecting import disconnect as leave  # noqa: PLC0415

    with terminal(home, as_json) as t:
        c = t.counter
        leave(c.config.home, c.engine, c.clock, t.actor(clerk), force=force)
        t.answer({"connected": False})


@app.command()
def rescue(home: Home = None, as_json: AsJson = False) -> None:
    """Begin a new store with what can be read of a damaged one; the register comes anew."""
    from counter_app.sync.rescuing import rescue as save  # noqa: PLC0415

    config = read_config(home or default_home())
    done = save(config, SystemClock())
    show(
        {"quarantine": done.quarantine, "operations": done.operations, "torn": list(done.torn)},
        as_json,
    )


def _by_ourselves(t: Terminal, act: "Callable[[Ends, Line], object]") -> bool:
    """Whether we could do it here, since no process syncs this store. Raises Refusal sync.*."""
    from counter_app.sync import identity  # noqa: PLC0415 - loads the network
    from counter_app.sync.line import Line  # noqa: PLC0415
    from counter_app.sync.once import told  # noqa: PLC0415
    from counter_app.sync.single import alone  # noqa: PLC0415
    from counter_app.sync.state import Ends, standing  # noqa: PLC0415

    c = t.counter
    standing(c.engine)
    with alone(c.config.store) as ours:
        if ours:
            line = Line(identity.read(c.config.home))
            ends = Ends(c.engine, c.clock, line, c.config.keep)
            with closing(line), told(ends):
                act(ends, line)
    return ours


def _once(ends: "Ends", line: "Line") -> None:
    from counter_app.sync.once import once  # noqa: PLC0415

    once(ends, line)


def _queue_once(t: Terminal, ends: "Ends") -> None:
    """The queue that is shared, unless another PC is at it."""
    from counter_app.sync.running import shared_outbox  # noqa: PLC0415

    outbox = shared_outbox(t.counter.config)
    if outbox is None:
        return
    with closing(outbox):
        while outbox.step(ends) == 0:
            pass


def _checked(ends: "Ends", line: "Line") -> "Checked":
    from counter_app.sync.checking import check as compare  # noqa: PLC0415

    _once(ends, line)
    while not (checked := compare(ends)).done:
        _once(ends, line)
    if checked.whole:
        _once(ends, line)
    return checked


def _wait(t: Terminal, done: "Callable[[SyncView], bool]") -> bool:
    """Until the process has done it; whether it has."""
    end = time.monotonic() + WAIT
    while time.monotonic() < end:
        if done(t.counter.sync.view()):
            return True
        time.sleep(LOOK)
    return False


def _told(t: Terminal, checked: "Checked") -> Answer:
    code = "whole" if checked.whole else "mended" if checked.different else "same"
    message = t.say(f"sync.check_{code}", count=checked.different)
    answer: Answer = {"result": code, "different": checked.different, "message": message}
    return answer if t.as_json else {"result": message}


def _shown(t: Terminal, view: SyncView) -> Answer:
    reason = view.reason and explain(view.reason, t.language)
    answer: Answer = {
        "state": view.state.value,
        "district": view.district,
        "reason": reason,
        "synced": view.synced,
        "offline_since": view.offline_since,
        "queued": view.queued,
        "work_items": view.conflicts,
        "lag_seconds": view.lag,
        "skew_seconds": view.skew,
        "checked": view.checked,
        "certificate_until": view.until,
    }
    if view.progress:
        answer |= {"copied": view.progress.done, "copying": view.progress.total}
    blocks = [(block.series, block.left, block.granted) for block in view.blocks]
    if t.as_json:
        named = ("series", "left", "granted")
        return answer | {"blocks": [dict(zip(named, block, strict=True)) for block in blocks]}
    return answer | {"numbers": [f"{name}: {left} / {all_}" for name, left, all_ in blocks]}


def _queue(t: Terminal) -> Answer:
    """Of a queue that is shared: facts that wait, and the PC that sends them; of one that cannot be
    reached nothing."""
    if t.counter.config.shared is None:
        return {}
    from db.acts import looking  # noqa: PLC0415 - only where there is one
    from db.errors import Lost  # noqa: PLC0415
    from db.queue_upload import look  # noqa: PLC0415

    try:
        with looking(t.counter.queue.engine) as sql:
            seen = look(sql)
    except (Lost, Refusal):
        return {}
    return {"queue_queued": seen.waiting, "queue_sent_by": seen.pc if seen.leased else ""}


def _item(t: Terminal, item: WorkItem) -> Answer:
    return {
        "id": item.id,
        "at": item.at,
        "kind": item.kind,
        "subject": item.subject,
        "outcome": item.outcome.value,
        "why": _why(t, item),
        "settled": item.settled,
        "settled_by": item.settled_by,
        "note": item.note,
    }


def _why(t: Terminal, item: WorkItem) -> str:
    try:
        return t.say(item.code, **item.fields)
    except KeyError:
        return item.code  # of a newer district
