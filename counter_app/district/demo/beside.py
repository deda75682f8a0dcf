"""A synthetic district around one counter's register: it has the people that the counter has."""

import json
import random
import shutil
import socket
from collections.abc import Iterable
from dataclasses import asdict, replace
from itertools import islice
from pathlib import Path
from typing import Any

from counter_app.clock import Clock
from counter_app.district import feed, running
from counter_app.district.demo.centres import HOME, centres
from counter_app.district.demo.demo import FILE, Demo
from counter_app.district.demo.references import references
from counter_app.district.demo.residents import newcomers
from counter_app.district.schema import prepare
from counter_app.district.settings import Settings, known
from counter_app.district.store import writing
from counter_app.logs import log
from counter_app.sync.wire import Table

NAME = "마포구 Mapo-gu (demo)"
CENTRES, OTHERS, SEED = 3, 1_000, 7
PORTS = range(20_000, 30_000)
"""Below those that systems give to whoever asks for any."""


def make(folder: Path, register: Iterable[tuple[str, dict[str, Any]]], clock: Clock) -> None:
    """Puts it into `folder` when it is complete. `register`: keys and documents of the counter's
    residents, oldest first; the other centres get people of their own."""
    making = folder.with_name(f".{folder.name}.making")
    shutil.rmtree(making, ignore_errors=True)
    settings = Settings(making, f"sqlite:///{making / 'district.db'}", port=free_port(), name=NAME)
    making.mkdir(mode=0o700, parents=True)
    today, places, last = clock.now().date(), centres(CENTRES), 0
    with running.opened(settings) as engine:
        prepare(engine)
        with writing(engine) as session:
            for pk, document in register:
                feed.put(session, Table.RESIDENT, pk, HOME, document)
                last = max(last, int(pk))
            more = islice(newcomers(SEED, today, places, last, last), OTHERS)
            elsewhere = ((Table.RESIDENT, p.pk, p.centre, p.document) for p in more)
            feed.put_all(session, (one for one in elsewhere if one[2] != HOME))
            feed.put_all(session, references(places))
    (making / FILE).write_text(json.dumps(asdict(Demo(last, CENTRES, SEED, str(today)))), "utf-8")
    replace(settings, db=f"sqlite:///{folder / 'district.db'}").keep()
    making.replace(folder)


def port_of(folder: Path) -> int:
    """Where it is served; another port from now on if something else listens there by now."""
    settings = known(folder)
    if not _taken(settings.port):
        return settings.port
    log.warning("port %d is taken by another program", settings.port)
    moved = replace(settings, port=free_port())
    moved.keep()
    return moved.port


def free_port() -> int:
    """One that nothing on this PC listens on."""
    while True:
        port = random.choice(PORTS)
        if not _taken(port):
            return port


def _taken(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
