"""The printers that counter.toml names."""

from collections.abc import Callable
from pathlib import Path

from counter_app.config import Config
from counter_app.printing.printers import Printer, Printers, printer_from
from counter_app.printing.receipt_roll import WAYS, receipt_rolls


def configured_printers(
    config: Config,
    make: Callable[[str, Path], Printer] = printer_from,
    instead: str | None = None,
) -> Printers:
    """`make` makes those of pages; `instead` stands in for all that are configured.

    Raises Refusal printing.bad_spec and what `make` raises.
    """
    pages = make(instead or config.printer, config.home)
    paper = instead or config.plain
    plain = make(paper, config.home) if paper else None
    return Printers(pages, *receipt_printers(config, make, instead), plain)


def receipt_printers(
    config: Config,
    make: Callable[[str, Path], Printer] = printer_from,
    instead: str | None = None,
) -> tuple[Printer, Printer | None]:
    """The printer of receipts, and the same opening a drawer where there is one.

    As configured_printers, of which they are part.
    """
    spec, roll = instead or config.receipts, config.roll
    if not spec.startswith(WAYS):
        return make(spec, config.home), None
    closed, opening = receipt_rolls(spec, roll.model, answers=roll.answers, base=config.home)
    return closed, opening if roll.drawer else None
