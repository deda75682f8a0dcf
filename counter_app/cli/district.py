"""counter district …: the reference server of a district office."""

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from importlib import import_module
from pathlib import Path
from threading import Thread
from typing import Annotated, Any

import typer

from counter_app.cli.terminal import AsJson, Home, plain, show
from counter_app.clock import SystemClock
from counter_app.config import default_home, language_of, read_config
from counter_app.errors import Refusal
from counter_app.logs import log_fault, log_to
from counter_app.words import explain, say

app = typer.Typer(no_args_is_help=True, help="The district office's reference server.")

BESIDE_RATE = 0.1
"""Changes a second of a district that lives beside a demo centre."""
Folder = Annotated[
    Path | None,
    typer.Option(
        "--folder", envvar="COUNTER_DISTRICT", help="Its certificates; usually in the home."
    ),
]


@app.command()
def serve(
    db: Annotated[
        str | None, typer.Option("--db", help="postgresql://… or sqlite:///FILE; kept.")
    ] = None,
    patroni: Annotated[
        int | None, typer.Option("--patroni", help="Port of Patroni on the database's hosts.")
    ] = None,
    address: Annotated[
        str | None, typer.Option("--address", help="By which the counters reach it.")
    ] = None,
    listen: Annotated[str | None, typer.Option("--listen", help="Where it hears them.")] = None,
    port: Annotated[int | None, typer.Option("--port", min=1, max=65535)] = None,
    folder: Folder = None,
    home: Home = None,
) -> None:
    """Serve the register on a database, with certificates of its own."""
    settings = _load("settings")
    place = _folder(folder, home)
    said = {"db": db, "patroni": patroni, "address": address, "listen": listen, "port": port}
    known = settings.kept(place)
    kept = {name: getattr(known, name) for name in (*said, "name")} if known else {}
    given = kept | {name: value for name, value in said.items() if value is not None}
    if "db" not in given:
        raise Refusal("district.no_db")
    chosen = settings.Settings(place, **given)
    language = language_of(home or default_home())
    _load("running").serve(chosen, SystemClock(), lambda _: _say_serves(chosen, language))


@app.command()
def demo(
    place: Annotated[Path, typer.Argument(metavar="DIR", help="Where it is made, or was.")],
    centres: Annotated[int, typer.Option("--centres", min=1, max=99)] = 20,
    residents: Annotated[int, typer.Option("--residents", min=1, max=2_000_000)] = 40_000,
    seed: Annotated[int, typer.Option("--seed", help="Same seed, same people.")] = 7,
    rate: Annotated[float, typer.Option("--rate", min=0, help="Changes a second.")] = 0.2,
    port: Annotated[int | None, typer.Option("--port", min=1, max=65535)] = None,
    sqlite: Annotated[bool, typer.Option("--sqlite", help="No PostgreSQL of its own.")] = False,
    make_only: Annotated[bool, typer.Option("--make-only", help="Do not serve it.")] = False,
    home: Home = None,
) -> None:
    """Make a synthetic district, serve it and let it live; in DIR/keys files that enrol."""
    from counter_app.cli.progress import progress  # noqa: PLC0415 - takes time to load

    made, clock, language = _load("demo.demo"), SystemClock(), language_of(home or default_home())
    wanted = made.Demo(residents, centres, seed, clock.now().date().isoformat())

    with progress(language) as tell:
        made.make(
            place.absolute(),
            wanted,
            clock,
            port,
            sqlite,
            lambda done, total: tell("demo.making", done, total),
        )
    if not make_only:
        made.serve(place.absolute(), clock, rate, lambda its: _say_serves(its, language), port)


@app.command()
def beside(home: Home = None) -> None:
    """Serve a demo centre's own district, made and joined the first time, until standard input
    ends."""
    from counter_app.demo import joining  # noqa: PLC0415

    language = language_of(home or default_home())
    home, clock = home or default_home(), SystemClock()
    log_to(home)
    folder = home / joining.FOLDER
    end_with_input()
    if not folder.exists():
        _load("demo.beside").make(folder, joining.register(home, clock), clock)
    centre = read_config(home).office.code

    def join(its: Any) -> None:
        try:
            joining.join(home, clock, folder / "keys" / f"{centre}.enrol")
            _say_serves(its, language)
        except Exception as error:  # noqa: BLE001 - a thread's boundary: logged, and the end
            log_fault(error)
            signal.raise_signal(signal.SIGINT)

    _load("demo.demo").serve(
        folder,
        clock,
        BESIDE_RATE,
        lambda its: Thread(target=join, args=(its,), daemon=True).start(),
        _load("demo.beside").port_of(folder),
    )


def end_with_input() -> None:
    """From now on the end of standard input ends the process in order, as Ctrl+C does."""

    def wait() -> None:
        while sys.stdin.buffer.read(4096):
            pass
        signal.raise_signal(signal.SIGINT)

    Thread(target=wait, daemon=True).start()


@app.command()
def enrol(
    centre: Annotated[str, typer.Option("--centre", help="The centre's code.")],
    out: Annotated[Path, typer.Option("--out", help="The file to carry to the counter.")],
    folder: Folder = None,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """Write a file that enrols one counter of a centre within a day."""
    running, settings = _load("running"), _load("settings").known(_folder(folder, home))
    with _opened(folder, home) as engine:
        running.enrol_file(engine, settings, SystemClock(), centre, out)
    show({"file": str(out), "centre": centre, "url": settings.url}, as_json)


@app.command()
def revoke(
    client: Annotated[str, typer.Argument(help="As 'counter district status' names it.")],
    folder: Folder = None,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """End a counter's certificate at once."""
    with _opened(folder, home) as engine, _load("store").writing(engine) as session:
        _load("enrolling").revoke(session, client, SystemClock().now())
    show({"revoked": client}, as_json)


@app.command()
def status(folder: Folder = None, home: Home = None, as_json: AsJson = False) -> None:
    """Say which counters there are, how far the feed is, and what to look into."""
    with _opened(folder, home) as engine:
        found = _load("looking").standing(engine)
    if as_json:
        show(asdict(found), True)
        return
    language = language_of(home or default_home())
    print(say("district.standing", language, **{**asdict(found), "held": found.held_back}))
    _table([asdict(counter) for counter in found.counters])
    for alarm in found.alarms:
        print(say(f"district.alarm_{alarm.kind}", language, **asdict(alarm)))


@app.command()
def blocks(folder: Folder = None, home: Home = None, as_json: AsJson = False) -> None:
    """List the blocks of numbers and what is missing in them."""
    with _opened(folder, home) as engine:
        found = [asdict(block) for block in _load("looking").blocks(engine)]
    if as_json:
        show({"blocks": found}, True)
        return
    ranges = {True: "{0}", False: "{0}–{1}"}
    for row in found:
        row["missing"] = ", ".join(ranges[a == b].format(a, b) for a, b in row["missing"])
    _table(found)


@app.command()
def prune(
    days: Annotated[int, typer.Option("--days", min=1, help="Older changes go.")] = 90,
    folder: Folder = None,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """Drop old changes; who was away for longer fetches everything anew."""
    with _opened(folder, home, patient=True) as engine:
        dropped = _load("keeping").prune(engine, SystemClock().now(), days)
    show({"dropped": dropped}, as_json)


@app.command()
def load(
    files: Annotated[
        list[Path], typer.Argument(help="Residents, and where they are apart addresses, crossings.")
    ],
    folder: Folder = None,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """Take in a register from CSV or JSONL; nothing is changed if a line is wrong."""
    from counter_app.cli.progress import progress  # noqa: PLC0415 - takes time to load

    language = language_of(home or default_home())
    with _opened(folder, home, patient=True) as engine, progress(language) as tell:
        done = _load("loading").load(
            engine, files, lambda read, whole: tell("district.loading", read, whole)
        )
    told = [explain(one.refusal(), language) for one in done.bad]
    if as_json:
        show({"loaded": done.residents, "wrong": done.wrong, "problems": told}, True)
        raise typer.Exit(1 if done.wrong else 0)
    for sentence in told:
        print(sentence, file=sys.stderr)
    if done.wrong:
        raise Refusal("district.not_loaded", count=done.wrong)
    show({"loaded": done.residents}, False)


@app.command()
def upgrade(folder: Folder = None, home: Home = None, as_json: AsJson = False) -> None:
    """Bring an earlier program's database up to date, with what it holds; while no server runs."""
    settings, schema = _load("settings").known(_folder(folder, home)), _load("schema")
    with _load("running").opened(settings, patient=True) as engine:
        schema.prepare(engine)
    show({"schema": schema.VERSION}, as_json)


@app.command()
def restamp(folder: Folder = None, home: Home = None, as_json: AsJson = False) -> None:
    """After the database was restored: begin a new epoch, in which every counter compares."""
    with _opened(folder, home, patient=True) as engine:
        _load("schema").prepare(engine)
        _load("keeping").restamp(engine, SystemClock().now())
    show({"restamped": True}, as_json)


@contextmanager
def _opened(folder: Path | None, home: Path | None, *, patient: bool = False) -> Iterator[Any]:
    """The district's database, as this program knows it. Raises Refusal district.older_schema."""
    settings = _load("settings").known(_folder(folder, home))
    with _load("running").opened(settings, patient=patient) as engine:
        _load("schema").require_current(engine)
        yield engine


def _table(rows: list[dict[str, object]]) -> None:
    """One line a row, in columns."""
    told = [[plain(value) for value in row.values()] for row in rows]
    heads = [list(rows[0])] if rows else []
    widths = [max(map(len, column)) for column in zip(*heads, *told, strict=True)]
    for line in (*heads, *told):
        print("  ".join(word.ljust(width) for word, width in zip(line, widths, strict=True)))


def _say_serves(settings: Any, language: str) -> None:
    print(say("district.serves", language, url=settings.url), flush=True)


def _folder(folder: Path | None, home: Path | None) -> Path:
    """Beside a counter's own folder `district` in the same home; where a server's lay there before,
    it stays."""
    home = home or default_home()
    if folder is None and (home / "district" / "ca.key").exists():
        return home / "district"
    return folder or home / "district-server"


def _load(name: str) -> Any:
    """A module of the district, loaded now: no other command needs its libraries.

    Raises Refusal district.not_installed.
    """
    try:
        return import_module(f"counter_app.district.{name}")
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("counter_app"):
            raise
        raise Refusal("district.not_installed", library=error.name) from None
