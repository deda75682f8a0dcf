"""counter till receipt, and papers of money as files."""

from pathlib import Path
from typing import Annotated

import typer

from counter_app.cli.terminal import Answer, AsJson, ClerkName, Home, Terminal, file_for, terminal
from counter_app.printing.files import OneFile


def receipt(
    number: Annotated[str, typer.Argument(help="The receipt's number.")],
    a4: Annotated[bool, typer.Option("--a4", help="As a page to file instead of 80 mm.")] = False,
    out: Annotated[
        Path | None, typer.Option("--out", help="The PDF to write; printed if left out.")
    ] = None,
    home: Home = None,
    clerk: ClerkName = None,
    as_json: AsJson = False,
) -> None:
    """Give out a receipt again, of money given back too; marked 재발행."""
    with terminal(home, as_json) as t:
        file = file_for(out)
        pdf = t.counter.receipts.copy(t.actor(clerk), number, a4=a4)
        if file:
            written = write_sealed(t, pdf, f"{number}-copy", file)
            t.answer({"receipt_number": number, "file": out, "job": None, **written})
            return
        printers = t.counter.printers
        job = (printers.pages if a4 else printers.receipts).submit(pdf, f"{number}-copy", 1)
        t.answer({"receipt_number": number, "file": None, "job": job})


def write_sealed(t: Terminal, pdf: bytes, title: str, file: OneFile) -> Answer:
    """Writes a paper of money. Returns whether it is sealed, and if not, why."""
    made = t.counter.sealed.filed(pdf)
    file.submit(made.pdf, title, 1)
    if why := made.unsealed:
        return {"sealed": False, "unsealed": t.say(why.code, **why.fields)}
    return {"sealed": True}
