"""counter backup: a copy of the store, whoever is at work."""

from pathlib import Path
from typing import Annotated

import typer

from counter_app.certificates.marking import Marking
from counter_app.cli.terminal import AsJson, Home, file_for, show
from counter_app.clock import SystemClock
from counter_app.config import default_home, read_config
from counter_app.keys import read_key
from db.engine import open_store
from db.migrate import SCHEMA, copy_to, found_schema, usable_schema


def backup(
    out: Annotated[Path, typer.Argument(metavar="FILE", help="A new file.")],
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """Copy the store to a file, also while windows are open; the same key opens it."""
    config = read_config(home or default_home())
    key = read_key(config.home, config.key)
    engine, clock = open_store(config.store, key), SystemClock()
    try:
        usable_schema(engine)  # tells what is wrong before a file is made
        file_for(out)
        copy_to(config.store, key, out, clock.now())
        if found_schema(engine) == SCHEMA:
            Marking(engine, clock).renew()
    finally:
        engine.dispose()
    show({"file": str(out), "bytes": out.stat().st_size}, as_json)
