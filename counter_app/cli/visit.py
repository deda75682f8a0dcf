"""counter visit: a whole visit without a display, from the number to the verified paper."""

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from counter_app.certificates.applicants import too_young
from counter_app.certificates.kinds import kind_of
from counter_app.certificates.requests import Request
from counter_app.cli.issuing import issue_to_file
from counter_app.cli.terminal import (
    Answer,
    AsJson,
    ClerkName,
    DemoDistrict,
    Home,
    Terminal,
    new_action,
    terminal,
)
from counter_app.demo.joining import beside, may_have_one
from counter_app.errors import Refusal
from counter_app.main import Counter
from counter_app.queue.moves import Move
from counter_app.residents.views import Hit
from counter_app.sync.views import SyncState
from counter_app.words import explain


def visit(
    find: Annotated[str, typer.Option("--find", help="Whom to look up.")] = "nguyen",
    window: Annotated[int, typer.Option("--window")] = 3,
    out: Annotated[Path | None, typer.Option("--out", help="The PDF to write.")] = None,
    home: Home = None,
    clerk: ClerkName = None,
    as_json: AsJson = False,
    demo_district: DemoDistrict = False,
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
        actor = replace(actor, ticket=called.number)
        hit = _registered(counter, counter.residents.find(actor, find, 100).hits)
        resident = counter.residents.open(actor, hit.id, "certificate")
        ends = resident.stay_expires
        request = Request(
            resident.id,
            t.say("cli.visit_purpose"),
            ticket_id=called.id,
            referred=ends is not None and ends < t.today,
        )
        path = out or counter.config.home / f"visit-{called.number}-{called.taken_at:%Y%m%d}.pdf"
        issued, receipt = issue_to_file(t, actor, request, path, new_action())
        verdict = counter.archive.verify(path.read_bytes())
        counter.certificates.hand_over(actor, issued.id, action_id=new_action())
        done = counter.tickets.move(
            actor, started.id, Move.FINISH, version=started.version, action_id=new_action()
        )
        _tell(
            t,
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
            },
            demo_district=demo_district,
        )


def _tell(t: Terminal, told: Answer, *, demo_district: bool) -> None:
    """How the visit went, and how a district took it, which a person need not wait for."""
    config, alone = t.counter.config, t.counter.sync.view().state is SyncState.ALONE
    if not demo_district or not may_have_one(config, alone=alone):
        t.answer(told)
    elif t.as_json:
        t.answer(told | _synced(t))
    else:
        t.answer(told)
        t.answer(_synced(t))


def _synced(t: Terminal) -> Answer:
    """What was done, sent to the district beside this demo centre; or why not, as the visit is done
    either way."""
    from counter_app.cli.sync_steps import sync_now  # noqa: PLC0415

    said = ""
    with beside(t.counter.config.home):
        try:
            sync_now(t)
        except Refusal as refusal:
            said = explain(refusal, t.language)
        view = t.counter.sync.view()
    said = said or t.say("cli.visit_synced", district=view.district, queued=view.queued)
    if t.as_json:
        return {"district": view.district, "sync": view.state.value, "message": said}
    return {"sync": said}


def _registered(counter: Counter, hits: tuple[Hit, ...]) -> Hit:
    """The first with an alien registration who asks without a representative; citizens and
    overseas Koreans have none.

    Raises Refusal residents.none_found.
    """
    askers, today = kind_of("alien-registration").askers, counter.clock.now().date()
    for hit in hits:
        foreign = hit.status_of_stay and not hit.status_of_stay.startswith("F-4")
        if foreign and not too_young(askers, hit.birth_date, today):
            return hit
    raise Refusal("residents.none_found")
