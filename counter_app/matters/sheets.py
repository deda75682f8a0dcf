"""Forms, slips and receipts of matters: drawn for a screen, or printed, and on record."""

from sqlalchemy import Engine

from counter_app.clock import Clock
from counter_app.errors import Refusal
from counter_app.matters.bars import Case, Phase, require_unbarred
from counter_app.matters.keeping import numbered, person_of, subject
from counter_app.matters.offices import destination
from counter_app.matters.page import render_sheet
from counter_app.matters.page_rows import FORM, RECEIPT, SLIP, Sheet
from counter_app.matters.procedures import procedure_of
from counter_app.matters.reading import view
from counter_app.office import Office
from counter_app.printing.printers import Printers
from counter_app.privacy.actor import SERVE, Actor
from counter_app.privacy.audit import record
from counter_app.privacy.clerks import require_active
from counter_app.residents.residents import Residents
from counter_app.rules import Rules
from db.engine import transaction

CARD = "arc.pickup_days"
"""The rule of how long a card takes."""
KINDS = (FORM, SLIP, RECEIPT)


class Sheets:
    def __init__(
        self, engine: Engine, clock: Clock, rules: Rules, office: Office, residents: Residents
    ) -> None:
        self._engine = engine
        self._clock = clock
        self._rules = rules
        self._office = office
        self._residents = residents

    def give(self, actor: Actor, number: str, kind: str) -> bytes:
        """A form, slip or receipt (one of KINDS) as a PDF; that it was made is on record.

        Raises Refusal matters.unknown, .restricted, .no_sheet, .nowhere_to_go,
        .nothing_taken_in, certificates.no_glyph, clerks.*.
        """
        if kind not in KINDS:
            raise Refusal("matters.no_sheet", kinds=", ".join(KINDS))
        now = self._clock.now()
        with transaction(self._engine) as session:
            require_active(session, actor, SERVE)
            row = numbered(session, number)
            procedure = procedure_of(row.procedure, row.version)
            person = person_of(session, row.resident_id)
            case = Case(session, actor, procedure, person, self._office.code, now.date())
            require_unbarred(Phase.HAND_OUT, case)
            seen = view(session, row, now.date())
            resident = self._residents.read(session, row.resident_id) if row.resident_id else None
            goes_to = destination(seen, resident, self._rules, now.date())
            if kind == SLIP and goes_to is None:
                raise Refusal("matters.nowhere_to_go")
            if kind == RECEIPT and procedure.only_refers:
                raise Refusal("matters.nothing_taken_in")
            card = any(move.due == CARD for move in procedure.table.values())
            days = self._rules.number(CARD, now.date()) if card else 0
            sheet = Sheet(
                kind, seen, resident, goes_to, self._office, actor.name, now, card_days=days
            )
            pdf = render_sheet(sheet)
            detail = {"purpose": seen.line.procedure, "language": row.language}
            record(session, self._clock, actor, f"matter.{kind}", subject(row), detail)
        return pdf

    def print_out(
        self, actor: Actor, number: str, kind: str, printers: Printers, *, secure: bool
    ) -> None:
        """`give` on plain paper. `secure`: the printer of certificates holds secure paper.

        Raises Refusal matters.plain_paper, printing.*, and what `give` raises.
        """
        printer = printers.plain or (None if secure else printers.pages)
        if printer is None:
            raise Refusal("matters.plain_paper")
        printer.submit(self.give(actor, number, kind), f"{number}-{kind.upper()}", 1)
