"""counter till receipt."""

from pathlib import Path
from typing import Annotated

import typer

from counter_app.cli.terminal import AsJson, ClerkName, Home, terminal
from counter_app.printing.files import OneFile
from counter_app.printing.printers import Printer


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
        printers = t.counter.printers
        printer: Printer = printers.pages if a4 else printers.receipts
        if out:
            printer = file = OneFile(out)
            file.check()
        pdf = t.counter.till.copy(t.actor(clerk), number, a4=a4)
        job = printer.submit(pdf, f"{number}-copy", 1)
        t.answer({"receipt_number": number, "file": out, "job": None if out else job})
