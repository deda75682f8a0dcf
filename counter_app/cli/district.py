"""counter district …: the reference server of a district office."""

from importlib import import_module
from pathlib import Path
from typing import Annotated, Any

import typer

from counter_app.cli.terminal import AsJson, Home, show
from counter_app.clock import SystemClock
from counter_app.config import default_home, language_of
from counter_app.errors import Refusal
from counter_app.words import say

app = typer.Typer(no_args_is_help=True, help="The district office's reference server.")

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
def enrol(
    centre: Annotated[str, typer.Option("--centre", help="The centre's code.")],
    out: Annotated[Path, typer.Option("--out", help="The file to carry to the counter.")],
    folder: Folder = None,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """Write a file that enrols one counter of a centre within a day."""
    running, settings = _load("running"), _load("settings").known(_folder(folder, home))
    with running.opened(settings) as engine:
        running.enrol_file(engine, settings, SystemClock(), centre, out)
    show({"file": str(out), "centre": centre, "url": settings.url}, as_json)


def _say_serves(settings: Any, language: str) -> None:
    print(say("district.serves", language, url=settings.url), flush=True)


def _folder(folder: Path | None, home: Path | None) -> Path:
    return folder or (home or default_home()) / "district"


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
