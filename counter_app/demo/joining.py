"""A demo centre and the synthetic district beside it: what goes there, and how it joins."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from counter_app.clock import Clock
from counter_app.config import Config
from counter_app.errors import Refusal
from counter_app.main import open_counter
from counter_app.sync.views import SyncState
from db import replica
from db.engine import reading

FOLDER = "demo-district"
JOINS = "admin"
"""The account of a demo centre that may."""
PATIENCE = 10.0
STARTED = "from counter_app.start import run; run()"


def may_have_one(config: Config, *, alone: bool) -> bool:
    """Whether a district may run beside this centre: a demo centre, and no other district's."""
    return config.demo is not None and (alone or (config.home / FOLDER).exists())


def register(home: Path, clock: Clock) -> list[tuple[str, dict[str, Any]]]:
    """Key and document of every resident. Raises Refusal demo.no_demo, config.*, store.*."""
    from counter_app.sync.rows import document  # noqa: PLC0415 - loads the wire's libraries

    counter = open_counter(home, clock)
    try:
        alone = counter.sync.view().state is SyncState.ALONE
        if not may_have_one(counter.config, alone=alone):
            raise Refusal("demo.no_demo", home=home)
        with reading(counter.engine) as session:
            everybody = replica.everybody(session)
            return [(str(found[0]["id"]), json.loads(document(found))) for found in everybody]
    finally:
        counter.close()


def join(home: Path, clock: Clock, file: Path) -> None:
    """Enrols the centre, unless it is; then it may have to learn where the district is by now.

    Raises Refusal demo.no_demo, sync.*, config.*, store.*.
    """
    from counter_app.sync import identity  # noqa: PLC0415 - loads the network
    from counter_app.sync.connecting import connect, read_file  # noqa: PLC0415

    counter = open_counter(home, clock)
    try:
        config = counter.config
        if config.demo is None:
            raise Refusal("demo.no_demo", home=home)
        if counter.sync.view().state is SyncState.ALONE:
            actor = counter.clerks.sign_in(JOINS, config.demo.password)
            connect(home, counter.engine, clock, actor, config.office.code, file)
        else:
            said = read_file(file)
            if identity.moved(home, said.url, said.ca):
                identity.move(home, said.url)
    finally:
        counter.close()


def command(home: Path) -> tuple[str, ...]:
    """What serves the district beside the centre in `home` while its standard input is open."""
    return (sys.executable, "-c", STARTED, "district", "beside", "--home", str(home))


@contextmanager
def beside(home: Path) -> Iterator[None]:
    """Has it served by a process of its own, until the end of the block; begins when it has joined,
    or could not."""
    with subprocess.Popen(
        command(home),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as child:
        assert child.stdin  # noqa: S101 - asked for
        assert child.stdout  # noqa: S101 - asked for, too
        try:
            child.stdout.readline()
            yield
        finally:
            child.stdin.close()
            try:
                child.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                child.kill()
