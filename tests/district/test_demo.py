"""The synthetic district: complete when it is made, and what happens in it is lawful."""

import json
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import col, select

from counter_app.clock import FixedClock
from counter_app.district.demo import demo
from counter_app.district.demo.centres import HOME, centres
from counter_app.district.demo.life import ACTS, Life
from counter_app.district.demo.residents import Resident, newcomers
from counter_app.district.register_fields import PARTS, fitting
from counter_app.district.register_files import Bad, Kind, Line
from counter_app.district.running import opened
from counter_app.district.settings import known
from counter_app.district.store import reading
from counter_app.district.tables import Record
from counter_app.errors import Refusal
from counter_app.sync.documents import RESIDENT
from counter_app.sync.packing import parse
from counter_app.sync.references import (
    AreaRecord,
    CodeRecord,
    OfficeRecord,
    RuleRecord,
    SealRecord,
    StaffRecord,
)
from counter_app.sync.wire import Table

MADE = demo.Demo(residents=120, centres=20, seed=3, day="2026-11-16")
KINDS = {
    Table.CODE: CodeRecord,
    Table.RULE: RuleRecord,
    Table.SEAL: SealRecord,
    Table.AREA: AreaRecord,
    Table.OFFICE: OfficeRecord,
    Table.STAFF: StaffRecord,
}


@pytest.fixture
def engine(tmp_path: Path, clock: FixedClock) -> Iterator[Engine]:
    demo.make(tmp_path / "made", MADE, clock, None, True, lambda done, total: None)
    with opened(known(tmp_path / "made")) as engine:
        yield engine


def test_every_centre_has_residents_and_what_all_are_told(engine: Engine) -> None:
    places = centres(20)
    assert (len({centre.code for centre in places}), places[0].code) == (20, HOME)
    with reading(engine) as session:
        rows = session.exec(select(Record)).all()
    people = [row for row in rows if row.tbl == Table.RESIDENT]
    assert (len(people), {row.centre for row in people}) == (
        *(120, {centre.code for centre in places}),
    )
    for row in people:
        require_lawful(row)
    for row in rows:
        if row.tbl in KINDS:
            parse(KINDS[Table(row.tbl)], (row.payload or "").encode())
    assert {row.tbl for row in rows} == {Table.RESIDENT, *KINDS}


def test_what_happens_is_lawful_and_everything_does(engine: Engine, clock: FixedClock) -> None:
    places = centres(20)

    def more(last: int) -> Iterator[Resident]:
        return newcomers(3, date(2026, 11, 16), places, 120, last)

    life = Life(engine, clock, places, more, 3)
    happened = Counter(life.step() for _ in range(300))
    assert happened.keys() == ACTS.keys()
    with reading(engine) as session:
        rows = session.exec(select(Record).where(col(Record.payload).is_not(None))).all()
        gone = session.exec(select(Record).where(col(Record.payload).is_(None))).all()
    people = [row for row in rows if row.tbl == Table.RESIDENT]
    for row in people:
        require_lawful(row)
    assert len(gone) == happened["left"]
    assert len(people) == 120 + happened["came"] - happened["left"]


def test_it_is_made_once_and_only_where_nothing_is(tmp_path: Path, clock: FixedClock) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "mine").touch()
    with pytest.raises(Refusal, match=r"demo\.occupied"):
        demo.make(other, MADE, clock, None, True, lambda done, total: None)
    assert [path.name for path in other.iterdir()] == ["mine"]


def require_lawful(row: Record) -> None:
    document = json.loads(row.payload or "")
    assert document["centre"] == row.centre
    bad: list[Bad] = []
    line = Line(Kind.RESIDENTS, "", 0, int(row.pk), document)
    fitting(RESIDENT, line, bad.append)
    for kind, names in PARTS.items():
        for part in document[kind.value]:
            fitting(names, line.part(part), bad.append)
    assert bad == []
    assert document["addresses"][-1]["moved_out"] is None
