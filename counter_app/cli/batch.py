"""counter certificate batch: many documents for one applicant, from a table."""

from __future__ import annotations

import csv
import io
import signal
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from threading import Event
from types import FrameType
from typing import TYPE_CHECKING, Annotated

import typer

from counter_app.certificates import batch_file
from counter_app.certificates.batch import Bad, Batches, Line
from counter_app.certificates.kind_files import IDENTITIES, ROLES
from counter_app.certificates.requests import Applicant, TrayView
from counter_app.cli.paying import Consent, Proof, TenderOption, WaiverGround, terms_of
from counter_app.cli.terminal import (
    ActionId,
    Answer,
    AsJson,
    ClerkName,
    ClockSecond,
    Home,
    Terminal,
    clock_confirmed,
    clock_told,
    terminal,
)
from counter_app.errors import Refusal
from counter_app.printing.files import FilePrinter, write_over
from counter_app.printing.printers import Printers
from counter_app.privacy.actor import Actor
from counter_app.till.terms import Terms
from counter_app.words import explain

if TYPE_CHECKING:
    from counter_app.cli.progress import Tell

CANCELLED = 130
SUMMARY, MARK = "batch.csv", ".batch"


def batch(
    file: Annotated[
        Path, typer.Argument(help=f"CSV with columns {', '.join(batch_file.COLUMNS)}.")
    ],
    out: Annotated[Path, typer.Option("--out", help="The folder for the PDFs.")],
    check: Annotated[bool, typer.Option("--check", help="Only look; change nothing.")] = False,
    hand_over: Annotated[
        bool, typer.Option("--hand-over", help="The applicant has them all.")
    ] = False,
    kind: Annotated[str, typer.Option("--kind", help="Where a line names none.")] = (
        "alien-registration"
    ),
    purpose: Annotated[str, typer.Option("--purpose", help="Where a line names none.")] = "",
    tender: TenderOption = None,
    waiver: WaiverGround = None,
    proof: Proof = "",
    consent: Consent = False,
    applicant: Annotated[str, typer.Option("--applicant", help=", ".join(ROLES))] = "self",
    identity: Annotated[str, typer.Option("--identity", help=", ".join(IDENTITIES))] = "card",
    applicant_name: Annotated[str, typer.Option("--applicant-name", help="Who came.")] = "",
    ground: Annotated[str, typer.Option("--ground", help="See certificate kinds.")] = "",
    ground_proof: Annotated[
        str, typer.Option("--ground-proof", help="The paper seen for it.")
    ] = "",
    window: Annotated[int | None, typer.Option("--window")] = None,
    clock_second: ClockSecond = None,
    action_id: ActionId = None,
    home: Home = None,
    clerk: ClerkName = None,
    as_json: AsJson = False,
) -> None:
    """Issue a certificate for every line of a table. Sent again, it goes on where it stopped."""
    with terminal(home, as_json) as t:
        data = batch_file.read(file)
        actor, told = t.actor(clerk, window), clock_told(t)
        clock_confirmed(t, actor, clock_second)
        terms = terms_of(tender, None, None, waiver, proof, consent)
        who = Applicant(applicant, identity, applicant_name, ground, ground_proof)
        usual = {"kind": kind, "purpose": purpose, "copies": "1"}
        made = _Made(t, actor, action_id or batch_file.name_of(data), out)
        found = list(batch_file.lines(data, usual, who, made.resident))
        lines = [line for line in found if isinstance(line, Line)]
        unread = [line for line in found if isinstance(line, Bad)]
        with _progress(t) as tell:
            won = made.look(lines, unread, terms, tell)
            if check:
                t.answer({"batch": made.name, "lines": len(lines), "left_won": won, **told})
                return
            whole = made.issue(lines, terms, tell)
        if hand_over and whole:
            made.hand_over()
        made.answer(len(lines), told)
    if not whole:
        raise typer.Exit(CANCELLED)


class _Made:
    """A batch on its way: `name` is what its acts are called by, `out` where its papers go."""

    def __init__(self, t: Terminal, actor: Actor, name: str, out: Path) -> None:
        self.name = name
        self._t = t
        self._actor = actor
        self._out = out
        self._folder = FilePrinter(out)
        counter = t.counter
        self._batches = Batches(
            counter.engine, counter.trays, counter.certificates.preview, counter.stationery
        )
        self._trays: list[tuple[Sequence[Line], TrayView]] = []

    def resident(self, number: str) -> int:
        """Raises Refusal batch.nobody, batch.several."""
        hits = self._t.counter.residents.find(self._actor, number).hits
        exact = [hit.id for hit in hits if hit.matched in ("number", "passport")]
        if len(exact) != 1:
            raise Refusal("batch.several" if exact else "batch.nobody")
        return exact[0]

    def look(self, lines: Sequence[Line], unread: Sequence[Bad], terms: Terms, tell: Tell) -> int:
        """Won for what is left to be issued. Raises Refusal batch.bad_lines after naming them."""
        left = self._batches.left(self.name, lines)
        looked = self._batches.look(
            self._actor, left, terms, lambda n, of: tell("batch.looking", n, of)
        )
        if bad := sorted([*unread, *looked.bad], key=lambda line: line.number):
            rows: list[Answer] = [
                {
                    "line": line.number,
                    "code": line.refusal.code,
                    "problem": explain(line.refusal, self._t.language),
                }
                for line in bad
            ]
            self._t.table("bad_lines", rows)
            raise Refusal("batch.bad_lines", count=len(bad))
        return looked.won

    def issue(self, lines: Sequence[Line], terms: Terms, tell: Tell) -> bool:
        """Whether all of it is issued; not so if somebody pressed Ctrl+C meanwhile.

        Raises Refusal batch.other_here, printing.* and what Trays.issue raises.
        """
        if not (status := self._folder.status()).ready:
            raise Refusal(status.code, printer=self._folder.name)
        self._claim()
        printers, done = Printers(self._folder, self._folder), 0
        issued = self._batches.issue(self._actor, lines, terms, batch=self.name, printers=printers)
        with _stoppable() as stop:
            for part, view in issued:
                if view.problem:
                    raise view.problem
                self._trays.append((part, view))
                done += len(part)
                tell("batch.issuing", done, len(lines))
                if stop.is_set():
                    break
        self._write_summary()
        return done == len(lines)

    def hand_over(self) -> None:
        """All of it; twice is once."""
        certificates, over = self._t.counter.certificates, []
        for place, (part, view) in enumerate(self._trays, 1):
            action = f"{self.name}-{place}-over"
            number = view.receipt_number
            over.append((part, certificates.hand_over_tray(self._actor, number, action_id=action)))
        self._trays = over
        self._write_summary()

    def answer(self, lines: int, told: Answer) -> None:
        documents = [one for _, view in self._trays for one in view.documents]
        self._t.answer(
            {
                "batch": self.name,
                "lines": lines,
                "issued": len(documents),
                "won": sum(view.won for _, view in self._trays),
                "receipt_numbers": [view.receipt_number for _, view in self._trays],
                "summary": str(self._out / SUMMARY),
                **told,
            }
        )

    def _claim(self) -> None:
        """The folder is this batch's alone: a table that was changed on the way is another one,
        and would be issued a second time."""
        self._out.mkdir(mode=0o700, parents=True, exist_ok=True)
        mark = self._out / MARK
        try:
            with mark.open("x", encoding="utf-8") as file:
                file.write(self.name)
        except FileExistsError:
            if mark.read_text("utf-8", "replace") != self.name:
                raise Refusal("batch.other_here", folder=self._out) from None

    def _write_summary(self) -> None:
        """Which line became which document, in place of an older summary."""
        table = io.StringIO(newline="")
        rows = csv.writer(table)
        rows.writerow(
            ("line", "resident", "kind", "issue_number", "receipt_number", "copies", "won", "state")
        )
        for part, view in self._trays:
            for line, one in zip(part, view.documents, strict=True):
                rows.writerow(
                    (
                        *(line.number, one.resident_id, one.kind, one.issue_number),
                        *(view.receipt_number, one.copies, one.fee, one.state.value),
                    )
                )
        write_over(self._out / SUMMARY, table.getvalue().encode("utf-8-sig"))


@contextmanager
def _stoppable() -> Iterator[Event]:
    """Ctrl+C is noted instead of interrupting; a second one interrupts."""
    asked, usual = Event(), signal.getsignal(signal.SIGINT)

    def note(_number: int, _frame: FrameType | None) -> None:
        asked.set()
        signal.signal(signal.SIGINT, usual)

    signal.signal(signal.SIGINT, note)
    try:
        yield asked
    finally:
        signal.signal(signal.SIGINT, usual)


def _progress(t: Terminal) -> AbstractContextManager[Tell]:
    from counter_app.cli.progress import progress  # noqa: PLC0415 - takes time to load

    return progress(t.language)
