"""A synthetic centre on disk: configuration, key, store, accounts, windows and residents."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from sqlalchemy import Engine
from sqlmodel import select

from counter_app.clock import Clock
from counter_app.config import FILE, Config, read_config, write_config
from counter_app.demo.fill import fill
from counter_app.demo.people import people
from counter_app.errors import Refusal
from counter_app.keys import make_key
from counter_app.privacy.actor import Actor
from counter_app.privacy.clerks import Clerks
from counter_app.resources import RESOURCES
from counter_app.stationery.stationery import Stationery
from db.clerks import Clerk, Role
from db.engine import create_store, reading
from db.migrate import upgrade
from db.proof import SigningKey

PACK = ("SG", "0000001", "0000500")
"""The secure paper in its printer: prefix, first and last."""
DISTRICT = "마포구 Mapo-gu (demo)"
MOST_RESIDENTS = 2_000_000
WINDOW = 3

ACCOUNTS = (
    ("minseo", "김민서", Role.CLERK),
    ("jihun", "박지훈", Role.CLERK),
    ("sujin", "이수진", Role.SUPERVISOR),
    ("haneul", "정하늘", Role.PRIVACY),
    ("admin", "최관리", Role.ADMINISTRATOR),
)

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class DemoCentre:
    """Where it lies and how to sign in; all its accounts share the password."""

    home: Path
    clerk: str
    password: str
    window: int
    residents: int


def make_centre(
    home: Path, residents: int, seed: int, clock: Clock, progress: Progress
) -> DemoCentre:
    """Builds the centre beside `home` and puts it there when it is complete.

    `progress(done, total)` in residents. Raises Refusal demo.occupied, demo.residents,
    demo.unwritable, store.*; then `home` is as it was.
    """
    if not 1 <= residents <= MOST_RESIDENTS:
        raise Refusal("demo.residents", most=f"{MOST_RESIDENTS:,}")
    if home.exists() and (not home.is_dir() or any(home.iterdir())):
        raise Refusal("demo.occupied", home=home)
    building = home.with_name(f".{home.name}.building")
    try:
        shutil.rmtree(building, ignore_errors=True)
        building.mkdir(mode=0o700, parents=True)
        write_config(building, (RESOURCES / "demo" / FILE).read_text("utf-8"))
        config = read_config(building)
        engine = create_store(config.store, make_key(building, config.key))
        try:
            _furnish(engine, config, residents, seed, clock, progress)
        finally:
            engine.dispose()
        building.replace(home)
    except OSError as error:
        raise Refusal("demo.unwritable", home=home, problem=error.strerror) from error
    finally:
        shutil.rmtree(building, ignore_errors=True)
    account = config.demo
    assert account is not None  # noqa: S101 - the demo's configuration names it
    return DemoCentre(home, account.login, account.password, WINDOW, residents)


def _furnish(
    engine: Engine, config: Config, residents: int, seed: int, clock: Clock, progress: Progress
) -> None:
    upgrade(engine)
    clerks = Clerks(engine, clock, config.failures_allowed)
    clerks.open_windows(config.windows)
    password = config.demo.password if config.demo else ""
    made = [
        Actor(clerks.add(login, name, role, password), login, name, role, None)
        for login, name, role in ACCOUNTS
    ]
    today = clock.now().date()
    _sign(engine, config, clock, made[-1])
    _put_paper_in(engine, config, clock, made[2])
    fill(engine, people(residents, seed, today), lambda done: progress(done, residents))


def complete(engine: Engine, config: Config, clock: Clock) -> None:
    """Gives a demo centre of an earlier version what it lacks: keys to sign with, paper."""
    with reading(engine) as session:
        signs = session.exec(select(SigningKey.id)).first() is not None
        known = {clerk.role: clerk for clerk in session.exec(select(Clerk))}
    for role, lacks, give in (
        (Role.ADMINISTRATOR, not signs, _sign),
        (Role.SUPERVISOR, True, _put_paper_in),
    ):
        found = known.get(role)
        if lacks and found is not None and found.id is not None:
            who = Actor(found.id, found.login, found.name, found.role, None)
            give(engine, config, clock, who)


def _put_paper_in(engine: Engine, config: Config, clock: Clock, supervisor: Actor) -> None:
    clerks = Clerks(engine, clock, config.failures_allowed, config.grace)
    paper = Stationery(engine, clock, config.stationery, clerks)
    if paper.used and not paper.stock().loaded:
        paper.load(supervisor, *PACK, action_id="demo-pack")


def _sign(engine: Engine, config: Config, clock: Clock, administrator: Actor) -> None:
    """A district's root, and a key it endorses for so long that no clock is outside."""
    from counter_app.proof.keys import Keys  # noqa: PLC0415 - other commands need no cryptography

    keys, today = Keys(engine, clock, config.office), clock.now().date()
    keys.new_root(administrator, DISTRICT)
    since, until = today - timedelta(days=3650), today + timedelta(days=7300)
    keys.endorse(administrator, keys.new(administrator), since, until)
