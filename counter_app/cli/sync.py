"""counter sync …: the counter's side of the sync with the district office."""

from pathlib import Path
from typing import Annotated

import typer

from counter_app.cli.sync_answers import item_told, queue, shown, told
from counter_app.cli.terminal import (
    ActionId,
    AsJson,
    ClerkName,
    Home,
    new_action,
    show,
    terminal,
)
from counter_app.clock import SystemClock
from counter_app.config import default_home, read_config
from counter_app.errors import Refusal
from counter_app.sync.views import SyncState

app = typer.Typer(no_args_is_help=True, help="The sync with the district office.")


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
    from counter_app.cli.sync_steps import sync_now, wait  # noqa: PLC0415 - loads the network

    with terminal(home, as_json) as t:
        actor = t.actor(clerk)
        if not sync_now(t):
            t.counter.sync.ask(actor, new_action())
            wait(t, lambda view: view.queued == 0 and view.state is not SyncState.FIRST)
        t.answer(shown(t, t.counter.sync.view()))


@app.command()
def check(home: Home = None, clerk: ClerkName = None, as_json: AsJson = False) -> None:
    """Compare the whole register with the district's and mend what differs."""
    from counter_app.cli.sync_steps import by_ourselves, checked, wait  # noqa: PLC0415
    from counter_app.sync.checking import Checked  # noqa: PLC0415

    with terminal(home, as_json) as t:
        actor = t.actor(clerk)
        before = t.counter.sync.view()
        found: list[Checked] = []
        if by_ourselves(t, lambda ends, line: found.append(checked(ends, line))):
            t.answer(told(t, found[0]))
            return
        t.counter.sync.ask(actor, new_action(), check=True)
        if not wait(t, lambda view: view.checked != before.checked):
            raise Refusal("sync.check_waiting")
        after = t.counter.sync.view()
        t.answer({"checked": after.checked, "work_items": after.conflicts - before.conflicts})


@app.command()
def status(home: Home = None, as_json: AsJson = False) -> None:
    """How the sync stands."""
    with terminal(home, as_json) as t:
        t.answer(shown(t, t.counter.sync.view()) | queue(t))


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
        t.table("items", [item_told(t, item) for item in items])


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
        t.answer(item_told(t, done))


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
