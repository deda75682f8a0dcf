"""Rows of matters as what screens see."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from sqlmodel import Session, col, select

from counter_app.errors import Refusal
from counter_app.matters.bars import stay_over
from counter_app.matters.guards import Standing, lacking
from counter_app.matters.keeping import papers_of, person_of
from counter_app.matters.paying import paid
from counter_app.matters.procedures import Procedure, procedure_of
from counter_app.matters.views import Act, Answer, Check, MatterLine, MatterView, Past
from counter_app.residents.masking import mask_roman_name
from db.clerks import Clerk
from db.matters import MatterEvent, MatterPaper, MatterRow
from db.residents import ResidentRow
from db.sync import ProposalRow, WorkItemRow

Answers = Mapping[str, tuple[Answer, Refusal | None]]


def lines(session: Session, rows: Sequence[MatterRow], today: date) -> tuple[MatterLine, ...]:
    """As they stand in a list: who it is about is masked."""
    answers = _answers(session, rows)
    ids = [row.resident_id for row in rows if row.resident_id is not None]
    names = select(ResidentRow.id, ResidentRow.name_roman, ResidentRow.name_hangul)
    known = {id_: roman or hangul for id_, roman, hangul in session.exec(
        names.where(col(ResidentRow.id).in_(ids))
    )}  # fmt: skip
    return tuple(
        _line(row, known.get(row.resident_id, ""), answers[row.number][0], today) for row in rows
    )


def view(session: Session, row: MatterRow, today: date) -> MatterView:
    """The whole of it, with its history."""
    procedure = procedure_of(row.procedure, row.version)
    person = person_of(session, row.resident_id)
    now = standing(session, row, procedure, person, today)
    acts = tuple(
        Act(move.act, move.to, lacking(move.needs, now), move.reasons)
        for (state, _), move in procedure.table.items()
        if state == row.state
    )
    return MatterView(
        line=_line(row, _name(person), now.answer, today),
        ver=row.ver,
        ground=procedure.ground,
        language=row.language,
        facts=_as_asked(procedure, json.loads(row.facts)),
        documents=now.documents,
        steps=now.steps,
        acts=acts,
        fee_won=row.fee_won,
        paid=now.paid,
        ticket_id=row.ticket_id,
        window=row.window,
        due_rule=json.loads(row.due_rule or "{}"),
        fee_rule=json.loads(row.fee_rule or "{}"),
        refusal=now.refusal,
        office=_office(row, procedure, now),
        version=row.version,
        stay_over=now.stay_over,
        history=tuple(_history(session, row)),
    )


def _as_asked(procedure: Procedure, facts: Mapping[str, str]) -> dict[str, str]:
    """In the order of the questions."""
    keys = dict.fromkeys([*(question.key for question in procedure.questions), *facts])
    return {key: facts[key] for key in keys if key in facts}


def standing(
    session: Session,
    row: MatterRow,
    procedure: Procedure,
    person: ResidentRow | None,
    today: date,
) -> Standing:
    """What guards ask."""
    ticked, papers = set(json.loads(row.ticked)), _papers(session, row)
    answer, refusal = _answers(session, [row])[row.number]
    over = stay_over(person, today)
    return Standing(
        documents=tuple(
            Check(one.key, one.required, one.key in ticked, papers.get(one.key, ()))
            for one in papers_of(row, person)
        ),
        steps=tuple(
            Check(
                step.key,
                True,
                step.key in ticked,
                name=step.name,
                early=bool(step.states) and row.state not in step.states,
            )
            for step in procedure.steps_for(json.loads(row.facts), over=over is not None)
        ),
        fee_won=row.fee_won,
        paid=paid(session, row),
        answer=answer,
        refusal=refusal,
        stay_over=over,
        due=row.due if row.due and row.due >= today else None,
    )


def _name(person: ResidentRow | None) -> str:
    return (person.name_roman or person.name_hangul) if person else ""


def _office(row: MatterRow, procedure: Procedure, now: Standing) -> str:
    """Who decides, or to whom the visitor may turn (offices.toml)."""
    if now.stay_over:
        return "immigration"
    if procedure.office:
        return procedure.office
    return "district" if row.turned_down else ""


def _line(row: MatterRow, name: str, answer: Answer, today: date) -> MatterLine:
    told = name or json.loads(row.facts).get("name_roman", "")
    return MatterLine(
        number=row.number,
        procedure=row.procedure,
        title=procedure_of(row.procedure, row.version).title,
        state=row.state,
        who=mask_roman_name(told),
        resident_id=row.resident_id,
        due=row.due,
        days_left=(row.due - today).days if row.due and row.closed_at is None else None,
        answer=answer,
        opened_at=row.opened_at,
        closed=row.closed_at is not None,
        turned_down=row.turned_down,
    )


def _answers(session: Session, rows: Iterable[MatterRow]) -> Answers:
    """What has become of what each of them asks, by number: nothing is left of an operation that
    was applied, and a work item of one that was not."""
    asked = {row.number: json.loads(row.proposals) for row in rows}
    every = [op for ops in asked.values() for op in ops]
    waiting = set(session.exec(select(ProposalRow.op_id).where(col(ProposalRow.op_id).in_(every))))
    items = session.exec(select(WorkItemRow).where(col(WorkItemRow.op_id).in_(every))).all()
    refused = {item.op_id: Refusal(item.code, **json.loads(item.fields)) for item in items}
    return {number: _answer(ops, waiting, refused) for number, ops in asked.items()}


def _answer(
    ops: Sequence[str], waiting: set[str], refused: Mapping[str, Refusal]
) -> tuple[Answer, Refusal | None]:
    if not ops:
        return Answer.NONE, None
    if why := next((refused[op] for op in ops if op in refused), None):
        return Answer.REFUSED, why
    return Answer.PENDING if waiting & set(ops) else Answer.CONFIRMED, None


def _papers(session: Session, row: MatterRow) -> dict[str, tuple[int, ...]]:
    found: dict[str, tuple[int, ...]] = defaultdict(tuple)
    chosen = select(MatterPaper.document, MatterPaper.id).where(MatterPaper.matter_id == row.id)
    for document, id_ in session.exec(chosen.order_by(col(MatterPaper.id))):
        found[document] += (id_ or 0,)
    return found


def _history(session: Session, row: MatterRow) -> Iterable[Past]:
    chosen = (
        select(MatterEvent, Clerk.name)
        .outerjoin(Clerk, col(Clerk.id) == col(MatterEvent.clerk_id))
        .where(MatterEvent.matter_id == row.id)
    )
    for event, name in session.exec(chosen.order_by(col(MatterEvent.id))):
        detail = json.loads(event.detail)
        yield Past(event.act, event.state, event.at, name or "", event.window, detail)
