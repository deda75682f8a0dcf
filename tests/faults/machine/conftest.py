"""A district's PostgreSQL in memory, and a store to copy."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Engine

from counter_app.certificates.numbers import JOINT, RECEIPTS
from counter_app.clock import SystemClock
from counter_app.district.schema import prepare
from counter_app.district.store import open_district
from counter_app.queue import host
from counter_app.sync import blocks
from tests.faults.machine.places import make_template
from tests.queue.shared.server import free_port

MEMORY = Path("/dev/shm")  # noqa: S108


@pytest.fixture(scope="session")
def in_memory() -> Iterator[Path]:
    with _folder() as made:
        yield made


@contextmanager
def _folder() -> Iterator[Path]:
    """One that no disk slows down, where the system has such."""
    made = tempfile.mkdtemp(prefix="counter-machine-", dir=MEMORY if MEMORY.is_dir() else None)
    yield Path(made)
    shutil.rmtree(made)


@pytest.fixture(scope="session")
def district() -> Iterator[Engine]:
    """A prepared database."""
    with _folder() as folder:
        host.start(folder, SystemClock(), port=free_port(), furnish=lambda _: None)
        engine = open_district(host.url(folder))
        prepare(engine)
        yield engine
        engine.dispose()
        host.stop(folder)


@pytest.fixture(scope="session")
def template(in_memory: Path) -> Path:
    return make_template(in_memory)


@pytest.fixture(autouse=True)
def one_kind(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of certificates, so that blocks are asked for of three series and not of ten."""
    monkeypatch.setattr(blocks, "letters", lambda: [RECEIPTS, JOINT, "AR"])
