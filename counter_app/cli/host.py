"""counter host …: the queue server for a centre with several PCs."""

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from counter_app.cli.terminal import AsJson, Home, show
from counter_app.clock import SystemClock
from counter_app.config import default_home, language_of
from counter_app.words import say

if TYPE_CHECKING:
    from counter_app.queue.host import Host

app = typer.Typer(no_args_is_help=True, help="A queue server for several PCs.")

Folder = Annotated[
    Path | None, typer.Option("--folder", help="Where its data lie; usually in the home.")
]
Address = Annotated[
    str | None, typer.Option("--address", help="This PC's own, by which the others reach it.")
]
Port = Annotated[int | None, typer.Option("--port", min=1024, max=65535)]


@app.command()
def start(
    address: Address = None,
    port: Port = None,
    folder: Folder = None,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """Start the server, made first if there is none; show the lines for the other PCs.

    Without an address only this PC reaches it, or who did before.
    """
    host, place = _host(folder, home)
    _answer(host.start(place, SystemClock(), address, port), home, as_json, host.url(place))


@app.command()
def stop(folder: Folder = None, home: Home = None, as_json: AsJson = False) -> None:
    """Stop the server; the windows call by hand until it is back."""
    host, place = _host(folder, home)
    _answer(host.stop(place), home, as_json)


@app.command()
def status(folder: Folder = None, home: Home = None, as_json: AsJson = False) -> None:
    """Say whether the server runs, and where."""
    host, place = _host(folder, home)
    _answer(host.status(place), home, as_json)


@app.command()
def url(folder: Folder = None, home: Home = None, as_json: AsJson = False) -> None:
    """Show the lines for every PC's counter.toml, password and all."""
    host, place = _host(folder, home)
    _answer(host.status(place), home, as_json, host.url(place))


def _host(folder: Path | None, home: Path | None) -> tuple[Any, Path]:
    """The module, loaded now: it brings PostgreSQL's driver, which other commands do without."""
    host = import_module("counter_app.queue.host")
    return host, folder or host.usual_folder(home or default_home())


def _answer(found: "Host", home: Path | None, as_json: bool, address: str | None = None) -> None:
    if as_json:
        answer: dict[str, object] = {
            "state": found.state.value,
            "address": found.address,
            "port": found.port,
            "since": found.since,
            "folder": found.folder,
        }
        show(answer | ({"url": address} if address else {}), True)
        return
    language = language_of(home or default_home())
    since = found.since and f"{found.since:%Y-%m-%d %H:%M}"
    where = {"address": found.address, "port": found.port, "folder": found.folder}
    print(say(f"host.{found.state}", language, since=since, **where))
    if address:
        print(say("host.lines", language), f'[queue]\nurl = "{address}"', sep="\n\n")
