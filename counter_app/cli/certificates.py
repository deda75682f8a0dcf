"""counter certificate …"""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from counter_app.certificates.kinds import IDENTITIES, ROLES, codes, kinds
from counter_app.certificates.requests import NOBODY, Applicant, First, IssuedView, Request
from counter_app.cli import tray
from counter_app.cli.paying import (
    Consent,
    Pay,
    Proof,
    Received,
    TenderOption,
    WaiverGround,
    terms_of,
)
from counter_app.cli.terminal import (
    ActionId,
    Answer,
    AsJson,
    ClerkName,
    ClockSecond,
    Home,
    SecondLogin,
    Terminal,
    clock_confirmed,
    clock_told,
    new_action,
    second_of,
    terminal,
)
from counter_app.errors import Refusal
from counter_app.printing.files import OneFile
from counter_app.printing.printers import Printers
from counter_app.privacy.actor import Actor

app = typer.Typer(no_args_is_help=True, help="Certificates: issue, hand over, verify.")

IssueNumber = Annotated[str, typer.Argument(help="The certificate's issue number.")]


@app.command()
def issue(
    purpose: Annotated[str, typer.Option("--purpose", help="Printed on the document.")],
    out: Annotated[Path, typer.Option("--out", help="The PDF to write.")],
    resident: Annotated[
        int,
        typer.Option("--resident", help="The resident's id; left out for a list of a building."),
    ] = NOBODY,
    kind: Annotated[str, typer.Option("--kind", help=", ".join(codes()))] = "alien-registration",
    copies: Annotated[int, typer.Option("--copies")] = 1,
    tender: TenderOption = None,
    history: Annotated[bool, typer.Option("--history", help="With former addresses.")] = False,
    mask_number: Annotated[bool, typer.Option("--mask-number", help="Hide the tail.")] = False,
    applicant: Annotated[str, typer.Option("--applicant", help=", ".join(ROLES))] = "self",
    identity: Annotated[str, typer.Option("--identity", help=", ".join(IDENTITIES))] = "card",
    applicant_name: Annotated[str, typer.Option("--applicant-name", help="Who came.")] = "",
    ground: Annotated[str, typer.Option("--ground", help="See certificate kinds.")] = "",
    ground_proof: Annotated[
        str, typer.Option("--ground-proof", help="The paper seen for it.")
    ] = "",
    detail: Annotated[
        list[str] | None, typer.Option("--detail", help="KEY=TEXT, what the kind asks.")
    ] = None,
    confirm: Annotated[
        str, typer.Option("--confirm", help="Last 7 digits or passport, of two alike.")
    ] = "",
    enclose: Annotated[Path | None, typer.Option("--enclose", help="PDF or picture.")] = None,
    unregistered: Annotated[
        bool, typer.Option("--unregistered", help="Made sure: nobody is registered there.")
    ] = False,
    pay: Pay = None,
    received: Received = None,
    waiver: WaiverGround = None,
    proof: Proof = "",
    consent: Consent = False,
    quoted: Annotated[
        int | None, typer.Option("--quoted", help="The won the visitor was told; refused if not.")
    ] = None,
    window: Annotated[int | None, typer.Option("--window")] = None,
    clock_second: ClockSecond = None,
    action_id: ActionId = None,
    home: Home = None,
    clerk: ClerkName = None,
    as_json: AsJson = False,
) -> None:
    """Issue a certificate and its receipt as PDF files."""
    with terminal(home, as_json) as t:
        terms = terms_of(tender, pay, received, waiver, proof, consent)
        request = Request(
            resident,
            purpose,
            kind,
            copies,
            history,
            mask_number,
            terms.tender,
            pay=terms.pay,
            received=terms.received,
            waiver=terms.waiver,
            quoted=quoted,
            applicant=Applicant(applicant, identity, applicant_name, ground, ground_proof),
            details=tuple(_answer(text) for text in detail or ()),
            confirmed=confirm,
            enclosed=_enclosed(enclose),
            unregistered=unregistered,
        )
        actor = t.actor(clerk, window)
        told = clock_told(t)
        clock_confirmed(t, actor, clock_second)
        issued, receipt_file = issue_to_file(t, actor, request, out, new_action(action_id))
        t.answer(
            {
                "issue_number": issued.issue_number,
                "file": str(out),
                "receipt_file": str(receipt_file),
                "fee": issued.fee,
                "state": issued.state.value,
                "receipt_number": issued.receipt_number,
                "change": issued.change,
                "valid_until": issued.valid_until,
                **told,
            }
        )


def issue_to_file(
    t: Terminal, actor: Actor, request: Request, out: Path, action_id: str
) -> tuple[IssuedView, Path]:
    """Issues into `out` and, beside it, "<name>-receipt.pdf".

    The same action again writes what is missing. Raises Refusal printing.* when a file cannot be
    written or another is there, before anything is issued if that can be told beforehand.
    """
    printers = _files(t, out, t.counter.archive.issued_by(action_id))
    issued = t.counter.certificates.issue(actor, request, action_id=action_id, printers=printers)
    return _written(t, issued, out), _receipt(out)


tray.add_to(app)


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


@app.command("print-again")
def print_again(
    number: IssueNumber,
    out: Annotated[Path, typer.Option("--out", help="The PDF to write.")],
    came_out: Annotated[
        int | None,
        typer.Option(
            "--came-out", min=0, help="Sheets of the first print that came out and are ruined."
        ),
    ] = None,
    reason: Annotated[str, typer.Option("--reason", help="What happened to the first.")] = "",
    second: SecondLogin = None,
    action_id: ActionId = None,
    home: Home = None,
    clerk: ClerkName = None,
    as_json: AsJson = False,
) -> None:
    """Write a document in flight as a PDF file. Where a printer or file had it before, say what
    became of that; one that came out well is printed again by `certificate reprint`, marked. From
    the second time on another person signs."""
    with terminal(home, as_json) as t:
        actor, found = t.actor(clerk), numbered(t, number)
        first = None
        if came_out is not None:
            first = First(came_out, reason, new_action(action_id), second_of(t, second))
        again = t.counter.certificates.print_again(
            actor,
            found.id,
            _files(t, out, found, t.counter.printers),
            first=first,
        )
        if again.problem:
            raise again.problem
        t.answer(shown(again, t.today))


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


@app.command("hand-over")
def hand_over(
    number: IssueNumber,
    paper_seen: Annotated[
        bool, typer.Option("--paper-seen", help="It is in hand, whatever the print queue said.")
    ] = False,
    action_id: ActionId = None,
    home: Home = None,
    clerk: ClerkName = None,
    as_json: AsJson = False,
) -> None:
    """The visitor has the paper."""
    with terminal(home, as_json) as t:
        actor, found = t.actor(clerk), numbered(t, number)
        over = t.counter.certificates.hand_over(
            actor, found.id, action_id=new_action(action_id), paper_seen=paper_seen
        )
        t.answer(shown(over, t.today))


@app.command()
def spoil(
    number: IssueNumber,
    reason: Annotated[str, typer.Option("--reason", help="What happened to the paper.")],
    second: SecondLogin = None,
    action_id: ActionId = None,
    home: Home = None,
    clerk: ClerkName = None,
    as_json: AsJson = False,
) -> None:
    """The paper is ruined: void the number, give the fee back; two sign if it was printed."""
    with terminal(home, as_json) as t:
        actor, found = t.actor(clerk), numbered(t, number)
        gone = t.counter.certificates.spoil(
            actor, found.id, reason, action_id=new_action(action_id), second=second_of(t, second)
        )
        t.answer(shown(gone, t.today))


def _enclosed(file: Path | None) -> tuple[bytes, ...]:
    if file is None:
        return ()
    from counter_app.certificates.enclosures import read_file  # noqa: PLC0415 - few commands do

    return read_file(file)


def _answer(text: str) -> tuple[str, str]:
    key, _, answer = text.partition("=")
    return key.strip(), answer


def _receipt(out: Path) -> Path:
    return out.parent / f"{out.stem}-receipt.pdf"


def _files(
    t: Terminal, out: Path, issued: IssuedView | None, known: Printers | None = None
) -> Printers:
    """A document and its receipt as files. `issued`: what may be there already; `known`: printers
    that may have had it before."""
    page = OneFile(out, known.pages.find_job if known else None)
    receipt = OneFile(_receipt(out), known.receipts.find_job if known else None)
    archive = t.counter.archive
    for file, draw in ((page, archive.document), (receipt, archive.receipt)):
        there = issued is not None and file.path.is_file()
        file.check(draw(issued.id) if issued and there else None)
    return Printers(page, receipt)


def _written(t: Terminal, issued: IssuedView, out: Path) -> IssuedView:
    """What the same action wrote before is written again, where it is missing; what is out
    elsewhere is not. Raises Refusal certificates.already_printed."""
    if issued.problem:
        raise issued.problem
    if issued.job != out.name:
        raise Refusal("certificates.already_printed", number=issued.issue_number)
    archive = t.counter.archive
    for path, draw in ((out, archive.document), (_receipt(out), archive.receipt)):
        paper = draw(issued.id)
        if not path.exists() or path.read_bytes() != paper:
            OneFile(path).submit(paper, issued.issue_number, 1)
    return issued


def numbered(t: Terminal, number: str) -> IssuedView:
    found = t.counter.archive.numbered(number)
    if found is None:
        raise Refusal("certificates.unknown")
    return found


def shown(view: IssuedView, day: date) -> Answer:
    """`day`: today, by which its validity may be past."""
    return {
        "id": view.id,
        "issue_number": view.issue_number,
        "kind": view.kind,
        "state": view.state.value,
        "fee": view.fee,
        "copies": view.copies,
        "tender": view.tender.value,
        "waiver": view.waiver,
        "receipt_number": view.receipt_number,
        "issued_at": view.issued_at,
        "serials": view.serials,
        "valid_until": view.valid_until,
        "past": view.past(day),
    }
