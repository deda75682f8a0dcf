"""A counter's store for the machine: made once, copied for every example."""

import shutil
from pathlib import Path

from counter_app.sync.wire import SCHEMA
from db.engine import create_store, open_store, transaction
from db.migrate import upgrade
from db.sync import SyncStateRow

KEY = b"k" * 32
STORE = "counter.db"


def make_template(folder: Path) -> Path:
    """A store of the newest schema that has joined a district and heard nothing yet."""
    path = folder / STORE
    engine = create_store(path, KEY)
    upgrade(engine)
    engine.dispose()
    return path


def copied(template: Path, folder: Path, store: str, centre: str) -> Path:
    folder.mkdir()
    path = Path(shutil.copy(template, folder / STORE))
    engine = open_store(path, KEY)
    with transaction(engine) as session:
        session.add(
            SyncStateRow(store=store, centre=centre, schema_now=SCHEMA, schema_before=SCHEMA)
        )
    engine.dispose()
    return path
