"""counter certificate tray …: several documents paid and printed together."""

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from counter_app.certificates.requests import NOBODY, Applicant, Request, Tray, Waiver
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
from counter_app.printing.files import FilePrinter
from counter_app.printing.printers import Printers

_ASKED: dict[str, type] = {
    "resident": int,
    "purpose": str,
    "kind": str,
    "copies": int,
    "history": bool,
    "mask_number": bool,
    "applicant": str,
    "identity": str,
    "applicant_name": str,
    "ground": str,
    "ground_proof": str,
    "details": dict,
    "confirm": str,
    "enclose": str,
    "unregistered": bool,
    "enclosed_anyway": bool,
    "referred": bool,
    "waiver": str,
    "proof": str,
    "consent": bool,
    "earlier": str,
}
"""What may stand in a document, named as the options of `certificate issue` are."""
_LARGEST = 1_000_000

File = Annotated[
    Path,
    typer.Argument(help="JSON: a list of documents such as {resident, purpose, kind, copies}."),
]


def add_to(app: typer.Typer) -> None:
    app.command("tray")(tray)
    app.command("hand-over-tray")(hand_over_tray)


def tray(
    file: File,
    out: Annotated[Path, typer.Option("--out", help="The folder for the PDFs.")],
    tender: TenderOption = None,
    pay: Pay = None,
    received: Received = None,
    waiver: WaiverGround = None,
    proof: Proof = "",
    consent: Consent = False,
    quoted: Annotated[
        int | None, typer.Option("--quoted", help="The won told for all; refused if not.")
    ] = None,
    window: Annotated[int | None, typer.Option("--window")] = None,
    clock_second: ClockSecond = None,
    action_id: ActionId = None,
    home: Home = None,
    clerk: ClerkName = None,
    as_json: AsJson = False,
) -> None:
    """Issue several documents of one visit, paid together, with one receipt."""
    with terminal(home, as_json) as t:
        terms = terms_of(tender, pay, received, waiver, proof, consent)
        documents = tuple(_request(t, one) for one in _documents(file))
        actor = t.actor(clerk, window)
        told = clock_told(t)
        clock_confirmed(t, actor, clock_second)
        folder = FilePrinter(out)
        if not (status := folder.status()).ready:
            raise Refusal(status.code, printer=folder.name)
        issued = t.counter.trays.issue(
            actor,
            Tray(documents, terms, quoted),
            action_id=new_action(action_id),
            printers=Printers(folder, folder),
        )
        if issued.problem:
            raise issued.problem
        archive = t.counter.archive
        files = [
            _file(folder, one.issue_number, one.copies, archive.document(one.id))
            for one in issued.documents
        ]
        number = issued.receipt_number
        receipt = _file(folder, number, 1, archive.joint_receipt(number))
        t.answer(
            {
                "issue_numbers": [one.issue_number for one in issued.documents],
                "files": files,
                "receipt_numbers": [one.receipt_number for one in issued.documents],
                "receipt_number": number,
                "receipt_file": receipt,
                "total": issued.won,
                "change": issued.change,
                **told,
            }
        )


def hand_over_tray(
    receipt: Annotated[str, typer.Argument(help="The number of the joint receipt.")],
    paper_seen: Annotated[
        bool, typer.Option("--paper-seen", help="It is in hand, whatever the print queue said.")
    ] = False,
    action_id: ActionId = None,
    home: Home = None,
    clerk: ClerkName = None,
    as_json: AsJson = False,
) -> None:
    """The visitor has every document of a tray that is not spoiled."""
    with terminal(home, as_json) as t:
        over = t.counter.certificates.hand_over_tray(
            t.actor(clerk), receipt, action_id=new_action(action_id), paper_seen=paper_seen
        )
        t.answer(
            {
                "receipt_number": receipt,
                "issue_numbers": [one.issue_number for one in over.documents],
                "states": [one.state.value for one in over.documents],
            }
        )


def _documents(file: Path) -> list[dict[str, Any]]:
    """Raises Refusal certificates.unreadable, .tray_no_list, .tray_key, .tray_value."""
    try:
        with file.open("rb") as opened:
            data = opened.read(_LARGEST)
    except OSError as error:
        raise Refusal("certificates.unreadable", path=file, problem=error.strerror) from None
    try:
        found = json.loads(data)
    except (ValueError, RecursionError):
        raise Refusal("certificates.tray_no_list", path=file) from None
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise Refusal("certificates.tray_no_list", path=file)
    for number, one in enumerate(found, 1):
        for key, said in one.items():
            if key not in _ASKED:
                keys = ", ".join(_ASKED)
                raise Refusal("certificates.tray_key", key=key, keys=keys, document=number)
            texts = said.values() if isinstance(said, dict) else ()
            if type(said) is not _ASKED[key] or not all(isinstance(text, str) for text in texts):
                raise Refusal("certificates.tray_value", key=key, document=number)
        if missing := [key for key in ("purpose",) if key not in one]:
            raise Refusal("certificates.tray_value", key=missing[0], document=number)
    return found


def _request(t: Terminal, asked: dict[str, Any]) -> Request:
    return Request(
        resident_id=asked.get("resident", NOBODY),
        purpose=asked["purpose"],
        kind=asked.get("kind", "alien-registration"),
        copies=asked.get("copies", 1),
        history=asked.get("history", False),
        mask_number=asked.get("mask_number", False),
        waiver=_waiver(asked),
        applicant=Applicant(
            asked.get("applicant", "self"),
            asked.get("identity", "card"),
            asked.get("applicant_name", ""),
            asked.get("ground", ""),
            asked.get("ground_proof", ""),
        ),
        details=tuple(asked.get("details", {}).items()),
        confirmed=asked.get("confirm", ""),
        enclosed=t.counter.read_enclosed(Path(asked["enclose"])) if asked.get("enclose") else (),
        unregistered=asked.get("unregistered", False),
        enclosed_anyway=asked.get("enclosed_anyway", False),
        referred=asked.get("referred", False),
    )


def _file(folder: FilePrinter, title: str, copies: int, pdf: bytes) -> str:
    """Where it was written; what was issued before, or printed elsewhere, becomes a file too."""
    job = folder.find_job(title)
    return str(folder.folder / (job.id if job else folder.submit(pdf, title, copies)))


def _waiver(asked: dict[str, Any]) -> Waiver | None:
    said = [asked.get("proof", ""), asked.get("consent", False), asked.get("earlier", "")]
    return Waiver(asked["waiver"], *said) if asked.get("waiver") else None
