"""Papers that were brought to a matter: kept within the encrypted store, looked at on record."""

import json
from typing import TYPE_CHECKING, Any

from sqlalchemy import Engine
from sqlalchemy.orm import defer
from sqlmodel import Session, col, func, select

from counter_app.clock import Clock
from counter_app.errors import Refusal
from counter_app.matters.keeping import begin, numbered, require_item, subject, tell
from counter_app.matters.reading import view
from counter_app.matters.views import Attached, MatterView
from counter_app.privacy.actor import SERVE, Actor
from counter_app.privacy.audit import record
from counter_app.privacy.clerks import require_active
from counter_app.residents.residents import checked_purpose
from db.clerks import Clerk
from db.engine import reading, transaction
from db.gone import leave_no_copy
from db.matters import MatterPaper, MatterRow, MatterState

if TYPE_CHECKING:
    from counter_app.matters.safe import Safe

MOST_PAPERS = 20
"""Of one matter."""
_PDF: Any = MatterPaper.pdf


class Papers:
    def __init__(self, engine: Engine, clock: Clock) -> None:
        self._engine = engine
        self._clock = clock

    def attach(
        self, actor: Actor, number: str, key: str, paper: "Safe", *, ver: int, action_id: str
    ) -> MatterView:
        """Keeps a paper that was made safe (counter_app.matters.safe), and ticks it.

        Raises Refusal matters.unknown, .stale, .closed, .no_item, .too_many_papers, clerks.*.
        """
        with transaction(self._engine) as session:
            said = {"key": key, "sha256": paper.sha256}
            row, again = begin(session, actor, number, ver, action_id, "attach", **said)
            if not again:
                require_item(session, row, key, documents_only=True)
                session.add(self._paper(session, actor, row, key, paper))
                row.ticked = json.dumps(sorted({*json.loads(row.ticked), key}))
                more = said | {"pages": paper.pages}
                tell(session, self._clock, actor, row, "attach", action_id, more)
            return view(session, row, self._clock.now().date())

    def detach(
        self,
        actor: Actor,
        number: str,
        paper_id: int,
        *,
        ver: int,
        action_id: str,
        reason: str,
    ) -> MatterView:
        """Deletes a paper that was a wrong one, before the matter is sent; that it was there, and
        why it is not, stays on record. A document of which none is left has yet to be seen.

        Raises Refusal matters.unknown, .stale, .closed, .no_paper, .paper_sent, .why_gone,
        residents.purpose_long, clerks.*.
        """
        if not reason.strip():
            raise Refusal("matters.why_gone")
        reason = checked_purpose(reason)
        with transaction(self._engine) as session:
            said = {"paper": paper_id, "reason": reason}
            row, again = begin(session, actor, number, ver, action_id, "detach", **said)
            if not again:
                paper = _paper_of(session, row, paper_id)
                if row.state is not MatterState.OPEN:
                    raise Refusal("matters.paper_sent")
                key = paper.document
                more = said | {"key": key, "sha256": paper.sha256}
                session.delete(paper)
                session.flush()
                if not any(one.document == key for one in _listed(session, row)):
                    row.ticked = json.dumps(sorted({*json.loads(row.ticked)} - {key}))
                tell(session, self._clock, actor, row, "detach", action_id, more)
            seen = view(session, row, self._clock.now().date())
        leave_no_copy(self._engine)
        return seen

    def listed(self, actor: Actor, number: str) -> tuple[Attached, ...]:
        """What was brought, the oldest first. Raises Refusal matters.unknown, clerks.*."""
        with reading(self._engine) as session:
            require_active(session, actor, SERVE)
            return _listed(session, numbered(session, number))

    def read(self, actor: Actor, number: str, paper_id: int, purpose: str) -> bytes:
        """A paper as a PDF; that it was looked at is on record.

        Raises Refusal matters.unknown, .no_paper, residents.purpose_*, clerks.*.
        """
        purpose = checked_purpose(purpose)
        with transaction(self._engine) as session:
            require_active(session, actor, SERVE)
            row = numbered(session, number)
            paper = _paper_of(session, row, paper_id)
            said = {"paper": paper_id, "purpose": purpose}
            record(session, self._clock, actor, "matter.paper_viewed", subject(row), said)
            return paper.pdf

    def _paper(
        self, session: Session, actor: Actor, row: MatterRow, key: str, paper: "Safe"
    ) -> MatterPaper:
        held = select(func.count()).where(MatterPaper.matter_id == row.id)
        if session.exec(held).one() >= MOST_PAPERS:
            raise Refusal("matters.too_many_papers", most=MOST_PAPERS)
        return MatterPaper(
            matter_id=row.id or 0,
            document=key,
            kind=paper.kind,
            pages=paper.pages,
            sha256=paper.sha256,
            pdf=paper.pdf,
            at=self._clock.now(),
            clerk_id=actor.clerk_id,
        )


def _paper_of(session: Session, row: MatterRow, paper_id: int) -> MatterPaper:
    paper = session.get(MatterPaper, paper_id) if 0 < paper_id < 2**63 else None
    if paper is None or paper.matter_id != row.id:
        raise Refusal("matters.no_paper")
    return paper


def _listed(session: Session, row: MatterRow) -> tuple[Attached, ...]:
    chosen = (
        select(MatterPaper, func.length(MatterPaper.pdf), Clerk.name)
        .options(defer(_PDF))
        .outerjoin(Clerk, col(Clerk.id) == col(MatterPaper.clerk_id))
        .where(MatterPaper.matter_id == row.id)
    )
    return tuple(
        Attached(one.id or 0, one.document, one.kind, one.pages, size, one.at, name or "")
        for one, size, name in session.exec(chosen.order_by(col(MatterPaper.id)))
    )
