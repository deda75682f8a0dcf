"""counter visit: a whole visit without a display, from the number to the verified paper."""

from pathlib import Path
from typing import Annotated

import typer

from counter_app.certificates.requests import Request
from counter_app.cli.certificates import issue_to_file
from counter_app.cli.terminal import AsJson, ClerkName, Home, new_action, terminal
from counter_app.errors import Refusal
from counter_app.queue.moves import Move
from counter_app.residents.views import Hit


def visit(
    find: Annotated[str, typer.Option("--find", help="Whom to look up.")] = "nguyen",
    window: Annotated[int, typer.Option("--window")] = 3,
    out: Annotated[Path | None, typer.Option("--out", help="The PDF to write.")] = None,
    home: Home = None,
    clerk: ClerkName = None,
    as_json: AsJson = False,
) -> None:
    """Take a number, call it, find the person, issue, verify, hand over."""
    with terminal(home, as_json) as t:
        counter, actor = t.counter, t.actor(clerk, window)
        taken = counter.tickets.take("E", "vi", action_id=new_action())
        called = counter.tickets.call_next(actor, action_id=new_action())
        while called.id != taken.id:  # whoever came before is served first
            called = counter.tickets.call_next(actor, action_id=new_action())
        started = counter.tickets.move(
            actor, called.id, Move.START, version=called.version, action_id=new_action()
        )
        hit = _registered(counter.residents.find(actor, find, 100).hits)
        resident = counter.residents.open(actor, hit.id, "certificate")
        request = Request(resident.id, t.say("cli.visit_purpose"), ticket_id=called.id)
        path = out or counter.config.home / f"visit-{called.number}-{called.taken_at:%Y%m%d}.pdf"
        issued, receipt = issue_to_file(t, actor, request, path, new_action())
        verdict = counter.archive.verify(path.read_bytes())
        counter.certificates.hand_over(actor, issued.id, action_id=new_action())
        done = counter.tickets.move(
            actor, started.id, Move.FINISH, version=started.version, action_id=new_action()
        )
        t.answer(
            {
                "number": done.number,
                "window": window,
                "resident": f"{hit.name_roman} {hit.number}",
                "issue_number": issued.issue_number,
                "fee": issued.fee,
                "file": str(path),
                "receipt_file": str(receipt),
                "verdict": verdict.verdict.value,
                "state": done.state.value,
            }
        )


def _registered(hits: tuple[Hit, ...]) -> Hit:
    """The first with an alien registration; citizens and overseas Koreans have none.

    Raises Refusal residents.none_found.
    """
    for hit in hits:
        if hit.status_of_stay and not hit.status_of_stay.startswith("F-4"):
            return hit
    raise Refusal("residents.none_found")
