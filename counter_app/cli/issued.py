"""What was issued, for the commands about it: by its number, as an answer, and as files."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from counter_app.certificates.requests import IssuedView
from counter_app.cli.terminal import Answer, Terminal
from counter_app.errors import Refusal
from counter_app.printing.files import OneFile
from counter_app.printing.printers import Printers

IssueNumber = Annotated[str, typer.Argument(help="The certificate's issue number.")]


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
        "instead_of": view.instead_of,
        "reissued_as": view.reissued_as,
        "receipt_number": view.receipt_number,
        "issued_at": view.issued_at,
        "serials": view.serials,
        "valid_until": view.valid_until,
        "past": view.past(day),
    }


def receipt_beside(out: Path) -> Path:
    return out.parent / f"{out.stem}-receipt.pdf"


def page_files(
    t: Terminal, out: Path, issued: IssuedView | None, known: Printers | None = None
) -> Printers:
    """A document and its receipt as files. `issued`: what may be there already; `known`: printers
    that may have had it before."""
    page = OneFile(out, known.pages.find_job if known else None)
    receipt = OneFile(receipt_beside(out), known.receipts.find_job if known else None)
    archive = t.counter.archive
    for file, draw in ((page, archive.document), (receipt, archive.receipt)):
        there = issued is not None and file.path.is_file()
        file.check(draw(issued.id) if issued and there else None)
    return Printers(page, receipt)
