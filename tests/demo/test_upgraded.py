"""A demo centre that an earlier version made goes on issuing."""

import shutil
from pathlib import Path

from counter_app.certificates.requests import Request
from counter_app.clock import FixedClock
from counter_app.config import read_config
from counter_app.keys import read_key
from counter_app.main import open_counter
from db.engine import create_store, transaction
from db.migrate import upgrade
from tests import people
from tests.conftest import PASSWORD

KEPT = ("clerk", "window", "resident", "address")


def test_it_gets_the_keys_it_lacks(home: Path, clock: FixedClock, tmp_path: Path) -> None:
    config = read_config(home)
    key = read_key(home, config.key)
    person = people.registered_foreigner(home)
    older = tmp_path / "older"
    shutil.copytree(home, older)
    for file in older.glob("counter.db*"):
        file.unlink()
    engine = create_store(older / config.store.name, key)
    upgrade(engine, "0005")
    with transaction(engine) as session:
        run = session.connection().exec_driver_sql
        run("ATTACH DATABASE ? AS now KEY ?", (str(config.store), f"x'{key.hex()}'"))
        for table in KEPT:
            columns = [str(row[1]) for row in run(f"PRAGMA main.table_info({table})")]
            names = ", ".join(f'"{name}"' for name in columns)
            run(f"INSERT INTO {table} ({names}) SELECT {names} FROM now.{table}")
    engine.dispose()
    counter = open_counter(older, clock)
    actor = counter.clerks.sign_in("minseo", PASSWORD, 3)
    issued = counter.certificates.issue(actor, Request(person, "은행 제출"), action_id="a")
    assert counter.known_keys.export().endorsements
    assert issued.issue_number
    counter.close()
