"""Many documents for one applicant: all looked at first, then issued tray by tray.

Each tray is one transaction with one receipt. Its id is made of the batch's and its own place, so
the same batch sent again goes on where it stopped.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Engine
from sqlmodel import col, select

from counter_app.certificates.requests import Request, Tray, TrayView
from counter_app.certificates.trays import Trays
from counter_app.errors import Refusal
from counter_app.printing.printers import Printers
from counter_app.privacy.actor import Actor
from counter_app.stationery.stationery import Stationery
from counter_app.till.terms import Terms
from db.certificates import JointReceipt
from db.engine import reading

TOGETHER = 10
"""Documents in a tray: so long nobody else of this PC can write, and so far a stop may wait."""

Tell = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the file and what it asks for."""

    number: int
    request: Request


@dataclass(frozen=True, slots=True)
class Bad:
    number: int
    refusal: Refusal


@dataclass(frozen=True, slots=True)
class Looked:
    """What a batch would come to: lines that would be refused, won for the others."""

    bad: tuple[Bad, ...]
    won: int


class Batches:
    """`preview`: the page of a request. Raises Refusal for what cannot be drawn."""

    def __init__(
        self,
        engine: Engine,
        trays: Trays,
        preview: Callable[[Actor, Request], bytes],
        stationery: Stationery,
    ) -> None:
        self._engine = engine
        self._trays = trays
        self._preview = preview
        self._stationery = stationery

    def left(self, batch: str, lines: Sequence[Line]) -> list[Line]:
        """Those that were not issued under this name."""
        own = col(JointReceipt.action_id).startswith(f"{batch}-", autoescape=True)
        with reading(self._engine) as session:
            done = set(session.exec(select(JointReceipt.action_id).where(own)))
        parts = _parts(lines)
        return [line for id_, part in _named(batch, parts) if id_ not in done for line in part]

    def look(self, actor: Actor, lines: Sequence[Line], terms: Terms, tell: Tell) -> Looked:
        """Every line as if it were issued now; writes nothing.

        Raises Refusal stationery.none, stationery.not_enough for all of them together.
        """
        from counter_app.certificates.render import page_count  # noqa: PLC0415 - draws only here

        bad, won, sheets = [], 0, 0
        for done, line in enumerate(lines, 1):
            asked = replace(line.request, waiver=terms.waiver)
            try:
                price = self._trays.price(actor, asked)
                pages = page_count(self._preview(actor, line.request))
            except Refusal as refusal:
                bad.append(Bad(line.number, refusal))
            else:
                won += 0 if terms.waiver else price
                sheets += pages * line.request.copies
            tell(done, len(lines))
        if sheets and not bad:
            self._stationery.ready(sheets)
        return Looked(tuple(bad), won)

    def issue(
        self, actor: Actor, lines: Sequence[Line], terms: Terms, *, batch: str, printers: Printers
    ) -> Iterator[tuple[Sequence[Line], TrayView]]:
        """Tray by tray; who stops asking stops the batch between two of them.

        Raises what Trays.issue raises; trays before stay issued.
        """
        for action_id, part in _named(batch, _parts(lines)):
            tray = Tray(tuple(line.request for line in part), terms)
            yield part, self._trays.issue(actor, tray, action_id=action_id, printers=printers)


def _parts(lines: Sequence[Line]) -> list[Sequence[Line]]:
    return [lines[first : first + TOGETHER] for first in range(0, len(lines), TOGETHER)]


def _named(batch: str, parts: Sequence[Sequence[Line]]) -> Iterator[tuple[str, Sequence[Line]]]:
    """Each tray with the id of its act."""
    return ((f"{batch}-{place}", part) for place, part in enumerate(parts, 1))
