"""counter certificate issue: one document and its receipt, as files."""

from pathlib import Path
from typing import Annotated

import typer

from counter_app.certificates.kind_files import IDENTITIES, ROLES
from counter_app.certificates.kinds import codes
from counter_app.certificates.requests import NOBODY, Applicant, IssuedView, Request
from counter_app.cli.issued import page_files, receipt_beside
from counter_app.cli.paying import (
    Consent,
    Earlier,
    Pay,
    Proof,
    Received,
    TenderOption,
    WaiverGround,
    terms_of,
)
from counter_app.cli.terminal import (
    ActionId,
    AsJson,
    ClerkName,
    ClockSecond,
    Home,
    Terminal,
    clock_confirmed,
    clock_told,
    new_action,
    terminal,
)
from counter_app.errors import Refusal
from counter_app.printing.files import OneFile
from counter_app.privacy.actor import Actor


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
    enclosed_anyway: Annotated[
        bool,
        typer.Option("--enclosed-anyway", help="Made sure of a paper whose code proves nothing."),
    ] = False,
    referred: Annotated[
        bool, typer.Option("--referred", help="Told whose stay is over where to turn.")
    ] = False,
    pay: Pay = None,
    received: Received = None,
    waiver: WaiverGround = None,
    proof: Proof = "",
    consent: Consent = False,
    earlier: Earlier = "",
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
        terms = terms_of(tender, pay, received, waiver, proof, consent, earlier)
        request = Request(
            resident,
            purpose,
            kind,
            copies,
            history=history,
            mask_number=mask_number,
            tender=terms.tender,
            pay=terms.pay,
            received=terms.received,
            waiver=terms.waiver,
            quoted=quoted,
            applicant=Applicant(applicant, identity, applicant_name, ground, ground_proof),
            details=tuple(_answer(text) for text in detail or ()),
            confirmed=confirm,
            enclosed=t.counter.read_enclosed(enclose) if enclose else (),
            unregistered=unregistered,
            enclosed_anyway=enclosed_anyway,
            referred=referred,
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
    printers = page_files(t, out, t.counter.archive.issued_by(action_id))
    issued = t.counter.certificates.issue(actor, request, action_id=action_id, printers=printers)
    return _written(t, issued, out), receipt_beside(out)


def _written(t: Terminal, issued: IssuedView, out: Path) -> IssuedView:
    """What the same action wrote before is written again, where it is missing; what is out
    elsewhere is not. Raises Refusal certificates.already_printed."""
    if issued.problem:
        raise issued.problem
    if issued.job != out.name:
        raise Refusal("certificates.already_printed", number=issued.issue_number)
    archive = t.counter.archive
    for path, draw in ((out, archive.document), (receipt_beside(out), archive.receipt)):
        paper = draw(issued.id)
        if not path.exists() or path.read_bytes() != paper:
            OneFile(path).submit(paper, issued.issue_number, 1)
    return issued


def _answer(text: str) -> tuple[str, str]:
    key, _, answer = text.partition("=")
    return key.strip(), answer
