"""counter certificate …"""

import typer

from counter_app.certificates.kinds import kinds
from counter_app.cli import issuing, paper_steps, reissuing, tray
from counter_app.cli.issued import IssueNumber, numbered, shown
from counter_app.cli.terminal import (
    AsJson,
    ClerkName,
    Home,
    terminal,
)

app = typer.Typer(no_args_is_help=True, help="Certificates: issue, hand over, verify.")

app.command()(issuing.issue)
tray.add_to(app)
paper_steps.add_to(app)
reissuing.add_to(app)


@app.command("kinds")
def list_kinds(home: Home = None, as_json: AsJson = False) -> None:
    """Every kind, who may ask for it, on which grounds, and what it asks."""
    with terminal(home, as_json) as t:
        t.table(
            "kinds",
            [
                {
                    "kind": kind.code,
                    "version": kind.version,
                    "title": kind.title_ko,
                    "fee": t.counter.certificates.fee(kind.code, 1),
                    "applicants": {
                        role: [ground.code for ground in grounds]
                        for role, grounds in kind.who.items()
                    },
                    "identity": list(kind.identities),
                    "details": [ask.key for ask in kind.asks],
                }
                for kind in kinds()
            ],
        )


@app.command("list")
def list_certificates(home: Home = None, clerk: ClerkName = None, as_json: AsJson = False) -> None:
    """Everything issued today, and what is still in flight."""
    with terminal(home, as_json) as t:
        t.actor(clerk)
        day = t.counter.clock.now().date()
        views = {v.id: v for v in (*t.counter.archive.in_flight(), *t.counter.archive.of_day(day))}
        t.table("certificates", [shown(views[key], day) for key in sorted(views)])


@app.command("show")
def show_certificate(
    number: IssueNumber, home: Home = None, clerk: ClerkName = None, as_json: AsJson = False
) -> None:
    """One certificate, with the serials of its secure paper."""
    with terminal(home, as_json) as t:
        t.actor(clerk)
        t.answer(shown(numbered(t, number), t.today))
