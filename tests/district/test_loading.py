"""A register comes in from files: whole, or not at all, with a sentence for each wrong line."""

import csv
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, inspect, text
from sqlmodel import select

from counter_app.district import incoming, loading
from counter_app.district.loading import Loaded, load
from counter_app.district.register_files import COLUMNS, Kind
from counter_app.district.schema import prepare
from counter_app.district.store import open_district, reading, writing
from counter_app.district.tables import Record
from counter_app.errors import Refusal
from counter_app.sync.packing import Change, row_hash
from counter_app.sync.rows import rows_of
from tests.cli.conftest import Run, run
from tests.sync.joined import documents

__all__ = ["run"]

Write = Callable[..., list[Path]]


@pytest.fixture
def engine(url: str) -> Iterator[Engine]:
    opened = open_district(url, patient=True)
    prepare(opened)
    yield opened
    opened.dispose()


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """The three files of the made-up residents; `change` may alter the rows of each before."""

    def files(change: Callable[[dict[Kind, list[dict[str, Any]]]], None] = lambda _: None) -> Any:
        tables: dict[Kind, list[dict[str, Any]]] = {kind: [] for kind in Kind}
        for pk, document in sorted(documents().items(), key=lambda one: int(one[0])):
            parts = {"addresses": Kind.ADDRESSES, "crossings": Kind.CROSSINGS}
            own = {name: said for name, said in document.items() if name not in parts}
            tables[Kind.RESIDENTS].append({"id": pk, **own})
            for name, kind in parts.items():
                tables[kind].extend({"resident": pk, **one} for one in document[name])
        change(tables)
        made = []
        for kind, rows in tables.items():
            path = tmp_path / f"{kind}.csv"
            with path.open("w", encoding="utf-8-sig", newline="") as file:
                key, columns = COLUMNS[kind]
                out = csv.DictWriter(file, [key, *columns])
                out.writeheader()
                out.writerows(rows)
            made.append(path)
        return made

    return files


def nothing(_done: int, _whole: int) -> None:
    """Nobody watches."""


def kept(engine: Engine) -> dict[str, Any]:
    with reading(engine) as session:
        return {row.pk: json.loads(row.payload or "null") for row in session.exec(select(Record))}


def whys(done: Loaded) -> list[tuple[str, int, str, str]]:
    assert done.residents == 0
    return [(one.file, one.line, one.why, one.column) for one in done.bad]


def test_three_files_make_the_records_they_came_from(engine: Engine, write: Write) -> None:
    seen: list[tuple[int, int]] = []
    done = load(engine, write(), lambda *at: seen.append(at))
    assert done == Loaded(len(documents()))
    assert kept(engine) == documents()
    assert [done for done, _ in seen] == sorted(done for done, _ in seen)
    assert seen[-1][0] == seen[-1][1]
    with reading(engine) as session:
        counts = text("SELECT (SELECT count(*) FROM feed), (SELECT max(ver) FROM record)")
        before = session.connection().execute(counts).one()
    assert load(engine, write(), nothing).residents == len(documents())
    with reading(engine) as session:
        assert session.connection().execute(counts).one() == before  # the same again is nothing


def test_lines_of_json_make_the_same_and_a_counter_takes_them(
    engine: Engine, tmp_path: Path
) -> None:
    path = tmp_path / "register.jsonl"
    rows = sorted(documents().items(), key=lambda one: int(one[0]))
    path.write_text("".join(json.dumps({"id": int(pk), **one}) + "\n" for pk, one in rows))
    load(engine, [path], nothing)
    assert kept(engine) == documents()
    with reading(engine) as session:
        for row in session.exec(select(Record)):
            payload = (row.payload or "").encode()
            rows_of([Change(1, row.tbl, row.pk, "put", 1, row_hash(payload), payload)])


def test_each_wrong_line_is_told_and_nothing_is_changed(engine: Engine, write: Write) -> None:
    def spoil(tables: dict[Kind, list[dict[str, Any]]]) -> None:
        people, addresses = tables[Kind.RESIDENTS], tables[Kind.ADDRESSES]
        people[0]["birth_date"] = "1990-02-30"
        people[2]["sex"] = "X"
        people[4]["number"] = people[3]["number"]
        people[6], people[7] = people[7], people[6]
        people[9]["id"] = "nine"
        addresses.append({**addresses[-1], "resident": "99999"})

    done = load(engine, write(spoil), nothing)
    found = whys(done)
    assert found[:2] == [
        ("residents.csv", 2, "value", "birth_date"),
        ("residents.csv", 4, "value", "sex"),
    ]
    assert ("residents.csv", 6, "number_twice", "") in found
    assert ("residents.csv", 9, "order", "") in found
    assert ("residents.csv", 11, "value", "id") in found
    assert found[-1][0::2] == ("addresses.csv", "nobody")
    assert done.wrong == len(found)
    assert kept(engine) == {}


def test_bytes_that_are_no_text_and_rows_cut_short_are_told(engine: Engine, write: Write) -> None:
    people, *others = write()
    lines = people.read_bytes().splitlines(keepends=True)
    lines[3] = b"\xff\xfe" + lines[3]
    lines[5] = b"5,FRN\r\n"
    people.write_bytes(b"".join(lines))
    found = whys(load(engine, [people, *others], nothing))
    assert [one for one in found if one[2] == "unreadable"] == [
        ("residents.csv", 4, "unreadable", ""),
        ("residents.csv", 6, "unreadable", ""),
    ]


def test_only_so_many_are_told(
    engine: Engine, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loading, "MOST_TOLD", 3)

    def spoil(tables: dict[Kind, list[dict[str, Any]]]) -> None:
        for row in tables[Kind.RESIDENTS]:
            row["sex"] = ""

    done = load(engine, write(spoil), nothing)
    assert (len(done.bad), done.wrong) == (3, len(documents()))


def test_who_stops_it_changes_nothing(engine: Engine, write: Write) -> None:
    def stop(done: int, whole: int) -> None:
        if done > whole // 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        load(engine, write(), stop)
    assert kept(engine) == {}
    with writing(engine) as session:
        assert session.connection().scalar(text("SELECT count(*) FROM feed")) == 0


KILLED = """
import os, sys
from pathlib import Path
from counter_app.district import feed, incoming, loading
from counter_app.district.store import open_district
url, name, *files = sys.argv[1:]
module = feed if name == "put_chosen" else incoming
act, calls = getattr(module, name), []
def last(*said):
    done = act(*said)
    calls.append(said)
    if len(calls) == 3:
        os._exit(9)
    return done
setattr(module, name, last)
loading.AT_ONCE = incoming.PART = 5
loading.load(open_district(url, patient=True), map(Path, files), lambda done, whole: None)
"""


@pytest.mark.parametrize("name", ["gather", "put_chosen"])
def test_who_is_killed_goes_on_and_counters_get_all_of_it_at_once(
    engine: Engine, url: str, write: Write, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = write()
    killed = subprocess.run(
        [sys.executable, "-c", KILLED, url, name, *map(str, files)], check=False
    )
    assert killed.returncode == 9
    counts = text("SELECT count(*), count(DISTINCT xid) FROM feed")
    with reading(engine) as session:
        assert session.connection().execute(counts).one() == (0, 0)
    assert kept(engine) == {}
    before = 15 if name == "gather" else len(documents())
    gathered = incoming.gather
    batches: list[int] = []

    def gather(engine: Engine, note: incoming.Note, records: Any) -> incoming.Note:
        batches.append(len(records))
        return gathered(engine, note, records)

    monkeypatch.setattr(incoming, "gather", gather)
    assert load(engine, files, nothing) == Loaded(len(documents()))
    assert sum(batches) == len(documents()) - before
    assert kept(engine) == documents()
    with reading(engine) as session:
        changes, transactions = session.connection().execute(counts).one()
        assert changes == len(documents())
        assert transactions == 1 or engine.dialect.name == "sqlite"
        assert not inspect(session.connection()).has_table("incoming")


def test_what_was_gathered_of_other_files_is_dropped(
    engine: Engine, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(incoming, "put_in_place", stop)
        load(engine, write(), nothing)

    def without_the_last(tables: dict[Kind, list[dict[str, Any]]]) -> None:
        gone = tables[Kind.RESIDENTS].pop()["id"]
        for kind in (Kind.ADDRESSES, Kind.CROSSINGS):
            tables[kind] = [row for row in tables[kind] if row["resident"] != gone]

    done = load(engine, write(without_the_last), nothing)
    assert done == Loaded(len(kept(engine))) == Loaded(len(documents()) - 1)


def test_progress_is_told_before_the_files_are_known(
    engine: Engine, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[tuple[int, int]] = []
    begun = incoming.begun

    def asked(engine: Engine, of: str) -> incoming.Note | None:
        assert seen
        return begun(engine, of)

    monkeypatch.setattr(incoming, "begun", asked)
    load(engine, write(), lambda *at: seen.append(at))


def test_two_cannot_load_at_once(engine: Engine, write: Write) -> None:
    def another(done: int, whole: int) -> None:
        if done > whole // 2 and not kept(engine):
            load(engine, write(), nothing)

    with pytest.raises(Refusal, match="load_elsewhere"):
        load(engine, write(), another)
    assert kept(engine) == documents()


def test_other_files_are_refused(engine: Engine, write: Write, tmp_path: Path) -> None:
    people, addresses, _ = write()
    other = tmp_path / "other.csv"
    other.write_text("a,b\n1,2\n")
    for files, code in (
        ([addresses], "load_kinds"),
        ([people, people], "load_kinds"),
        ([people, other], "load_head"),
        ([tmp_path / "none.csv"], "load_file"),
    ):
        with pytest.raises(Refusal, match=rf"district\.{code}"):
            load(engine, files, nothing)


def test_the_command_tells_each_line(run: Run, write: Write, tmp_path: Path) -> None:
    place = tmp_path / "made"
    size = ("--residents", "3", "--centres", "1")
    assert run("district", "demo", str(place), "--sqlite", "--make-only", *size).status == 0
    people, *others = map(str, write(lambda tables: tables[Kind.RESIDENTS][0].update(sex="X")))
    at = ("--folder", str(place))
    refused = run("district", "load", people, *others, *at)
    assert refused.status == 1
    assert "residents.csv" in refused.err
    assert "1" in refused.err.splitlines()[-1]
    told = run("district", "load", people, *others, *at, "--json")
    assert told.status == 1
    assert (told.answer["loaded"], told.answer["wrong"]) == (0, 1)
    done = run("district", "load", *map(str, write()), *at, "--json")
    assert done.answer["loaded"] == len(documents())
