"""The accesses themselves, as the privacy officer reads them: a month's, by clerk, place, kind,
purpose and person."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from operator import attrgetter
from typing import Any

from sqlalchemy import bindparam, text
from sqlmodel import Session

from counter_app.errors import Refusal
from counter_app.privacy.accesses import numbers_of
from counter_app.privacy.acts import ACTS, KINDS
from counter_app.privacy.looks import KEYS, WITHIN, Bursts, bounds, noted, persons_of

MOST = 200
LISTS = ("resident.searched", "resident.due_listed")
"""Acts that show several people."""
MOST_KEPT = 2**63 - 1
"""What the store can be asked for."""
_PURPOSE = (
    "CASE action WHEN 'certificate.prepared' THEN (SELECT content ->> '$.purpose' FROM certificate"
    " WHERE id = CAST(substr(subject, 13) AS INTEGER))"
    " ELSE coalesce(detail ->> '$.purpose', detail ->> '$.reason', '') END"
)
"""Of a certificate it is said by the document itself."""
_SHOWN = (
    "action = 'resident.searched' AND EXISTS"
    " (SELECT 1 FROM json_each(detail, '$.ids') WHERE value = :shown)"
)
_CHOSEN = (
    'SELECT seq, at, clerk, "window", terminal, action, subject,'  # noqa: S608 - our own names
    f" detail -> '$.ticket', {_PURPOSE} AS purpose, detail -> '$.ids[0]', detail -> '$.hits',"
    " detail -> '$.typing'"
    f" FROM audit WHERE action IN :acts AND {WITHIN}"
)
_FITS = {
    "clerk": "clerk = :clerk",
    "seqs": "seq IN :seqs",
    "subjects": f"(subject IN :subjects OR {_SHOWN})",
    "window": '"window" = :window',
    "pc": "instr(lower(terminal), lower(:pc)) > 0",
    "purpose": f"instr({_PURPOSE}, :purpose) > 0",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What a line has to fit, None for whatever it is. `pc`: part of the name of a PC; `purpose`:
    a code of codes.purposes() or part of what was written; `seqs`: those of a finding."""

    clerk: str | None = None
    kind: str | None = None
    person: int | None = None
    window: int | None = None
    pc: str | None = None
    purpose: str | None = None
    seqs: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """One access. `fields`: codes of what it showed (acts.ACTS). `keys`: how many searches this
    one was typed in, of which it is the last. `person`: of a search whom it showed first, and
    `others` how many besides."""

    seq: int
    at: datetime
    clerk: str
    clerk_name: str
    window: int | None
    pc: str
    act: str
    person: int | None
    purpose: str
    ticket: str | None
    fields: tuple[str, ...]
    keys: int = 1
    others: int = 0


def lines(
    session: Session, month: str, asked: Asked, names: Mapping[str, str], most: int
) -> tuple[Line, ...]:
    """The newest first, `most` of them once the keys of a search are one.

    Raises Refusal access_review.month, access_review.kind.
    """
    if asked.kind is not None and asked.kind not in KINDS:
        raise Refusal("access_review.kind", kinds=", ".join(KINDS))
    if not all(0 <= number <= MOST_KEPT for number in (asked.person or 0, asked.window or 0)):
        return ()
    given = _given(session, asked, most * KEYS)
    fits = "".join(f" AND {_FITS[key]}" for key in given if key in _FITS)
    acts = [act for act, about in ACTS.items() if asked.kind in (None, about.kind)]
    given |= {**bounds(month), "acts": acts, "most": most * KEYS}
    statement = text(f"{_CHOSEN}{fits} ORDER BY at DESC, seq DESC LIMIT :most")
    for key, value in given.items():
        if isinstance(value, list):
            statement = statement.bindparams(bindparam(key, expanding=True))
    rows = session.connection().execute(statement, given).all()
    return _joined(_lines(session, rows, names), [row[-1] for row in rows])[:most]


def _given(session: Session, asked: Asked, most: int) -> dict[str, object]:
    given: dict[str, object] = {
        key: value
        for key in ("clerk", "window", "pc", "purpose")
        if (value := getattr(asked, key)) is not None
    }
    if asked.seqs:
        given["seqs"] = sorted(asked.seqs)[-most:]
    if asked.person is not None:
        given["shown"] = asked.person
        given["subjects"] = [f"resident:{asked.person}", *numbers_of(session, asked.person)]
    return given


def _lines(session: Session, rows: Sequence[Any], names: Mapping[str, str]) -> list[Line]:
    persons = persons_of(session, {row[6] for row in rows})
    return [
        Line(
            seq=seq,
            at=datetime.fromisoformat(at),
            clerk=clerk,
            clerk_name=names.get(clerk, clerk),
            window=window,
            pc=pc,
            act=action,
            person=persons.get(subject, noted(first) if action in LISTS else None),
            purpose=purpose,
            ticket=noted(ticket),
            fields=ACTS[action].fields,
            others=max((noted(hits) or 0) - 1, 0) if action in LISTS else 0,
        )
        for seq, at, clerk, window, pc, action, subject, ticket, purpose, first, hits, _ in rows
    ]


def _joined(found: Sequence[Line], typing: Sequence[str | None]) -> tuple[Line, ...]:
    """What was typed in one go as one line: its last search."""
    bursts = Bursts()
    typed: dict[int, list[Line]] = {}
    for line, number in reversed(list(zip(found, typing, strict=True))):
        said = bursts.first(line.seq, line.at, number, line.clerk, line.window, line.pc)
        typed.setdefault(said, []).append(line)
    last = [replace(keys[-1], keys=len(keys)) for keys in typed.values()]
    return tuple(sorted(last, key=attrgetter("at", "seq"), reverse=True))
