"""counter district …: a district made, looked at and looked after in a terminal."""

import json
from pathlib import Path

import pytest
from sqlmodel import select

from counter_app.clock import SystemClock
from counter_app.district import enrolling
from counter_app.district.caller import Caller
from counter_app.district.running import opened
from counter_app.district.schema import VERSION
from counter_app.district.settings import known
from counter_app.district.store import reading, writing
from counter_app.district.tables import Certificate, Enrolment
from counter_app.district.trust import trust
from counter_app.sync.packing import parse
from counter_app.sync.wire import EnrolAsked, EnrolFile
from tests.cli.conftest import Run, run
from tests.district.served import KEY, SEOGYO, csr_of

__all__ = ["run"]


@pytest.fixture
def folder(run: Run, tmp_path: Path) -> Path:
    place = tmp_path / "made"
    made = run(
        *("district", "demo", str(place), "--sqlite", "--make-only"),
        *("--residents", "40", "--centres", "4"),
    )
    assert made.status == 0
    return place


def test_a_file_that_enrols_is_its_owners_or_not_written(
    run: Run, folder: Path, tmp_path: Path
) -> None:
    enrol = ("district", "enrol", "--folder", str(folder), "--centre", SEOGYO, "--json", "--out")
    nowhere = run(*enrol, str(tmp_path / "nowhere" / "one.enrol"))
    assert (nowhere.status, nowhere.error["code"]) == (1, "figures.unwritable")
    with opened(known(folder)) as engine, reading(engine) as session:
        assert session.exec(select(Enrolment)).all() == []
    before = tmp_path / "before.enrol"
    before.touch(mode=0o644)
    assert run(*enrol, str(before)).status == 0
    assert before.stat().st_mode & 0o077 == 0


def test_a_counter_is_enrolled_seen_and_revoked(run: Run, folder: Path, tmp_path: Path) -> None:
    at = ("--folder", str(folder), "--json")
    out = tmp_path / "one.enrol"
    enrol = ("district", "enrol", "--out", str(out), *at, "--centre")
    assert run(*enrol, "12").error["code"] == "district.bad_centre"
    assert run(*enrol, SEOGYO).answer["centre"] == SEOGYO
    assert out.stat().st_mode & 0o077 == 0
    file = parse(EnrolFile, out.read_bytes())
    own = trust(folder, "", ("127.0.0.1", "localhost"), SystemClock().now())
    with opened(known(folder)) as engine, writing(engine) as session:
        asked = EnrolAsked(file.code, csr_of(KEY))
        assert enrolling.enrol(session, own, asked, SystemClock().now()).ca == file.ca
    (counter,) = run("district", "status", *at).answer["counters"]
    assert (counter["centre"], counter["revoked"]) == (SEOGYO, None)
    assert run("district", "revoke", "nobody", *at).error["code"] == "district.no_such_client"
    assert run("district", "revoke", counter["client"], *at).status == 0
    with opened(known(folder)) as engine, reading(engine) as session:
        (shown,) = session.exec(select(Certificate))
        caller = Caller(counter["client"], SEOGYO, shown.thumbprint)
        with pytest.raises(Exception, match=r"district\.revoked"):
            enrolling.require(session, caller, SystemClock().now())
    assert run("district", "status", "--folder", str(folder)).out.count(SEOGYO) == 1


def test_it_is_looked_after(run: Run, folder: Path) -> None:
    at = ("--folder", str(folder), "--json")
    assert run("district", "blocks", *at).answer == {"blocks": []}
    assert run("district", "prune", *at).answer == {"dropped": 0}
    before = run("district", "status", *at).answer
    assert before["records"] > 40
    assert run("district", "restamp", *at).answer == {"restamped": True}
    assert run("district", "status", *at).answer == before
    saved = json.loads((folder / "district.json").read_text())
    assert saved["db"] == f"sqlite:///{folder / 'district.db'}"


def test_without_a_district_or_a_database_it_says_so(run: Run, tmp_path: Path) -> None:
    at = ("--folder", str(tmp_path / "none"))
    assert "district serve" in run("district", "status", *at).err
    assert run("district", "status", *at, "--json").error["code"] == "district.absent"
    assert "--db" in run("district", "serve", *at).err
    assert "sqlite:///" in run("district", "serve", *at, "--db", "mysql://x").err


def test_a_home_may_have_a_counter_and_a_district(run: Run, home: Path) -> None:
    (home / "district").mkdir()
    (home / "district" / "district.json").write_text('{"url": "https://127.0.0.1:1"}')
    refused = run("district", "status", "--json").error
    assert refused["code"] == "district.absent"
    assert str(home / "district-server") in run("district", "status").err
    (home / "district" / "ca.key").touch()  # where earlier programs put a server
    (home / "district" / "district.json").unlink()
    assert "district-server" not in run("district", "status").err


def test_an_older_database_is_told_and_upgraded(run: Run, folder: Path) -> None:
    at = ("--folder", str(folder), "--json")
    with opened(known(folder)) as engine, writing(engine) as session:
        session.connection().exec_driver_sql("UPDATE meta SET value = '0' WHERE name = 'schema'")
    assert run("district", "status", *at).error["code"] == "district.older_schema"
    assert run("district", "upgrade", *at).answer == {"schema": VERSION}
    assert run("district", "status", *at).status == 0
