"""counter demo, visit, doctor, bench and window."""

import gc
import os
import sys
from importlib import import_module
from pathlib import Path
from typing import Annotated

import typer

from counter_app.cli.backup import backup
from counter_app.cli.terminal import AsJson, ClerkName, DemoDistrict, Home, show
from counter_app.cli.visit import visit
from counter_app.clock import SystemClock
from counter_app.config import default_home, language_of
from counter_app.display import require_display
from counter_app.errors import Refusal
from counter_app.words import user_language


def add_to(app: typer.Typer) -> None:
    app.command()(demo)
    app.command()(visit)
    app.command()(doctor)
    app.command()(backup)
    app.command()(bench)
    app.command()(window)


def demo(
    directory: Annotated[Path, typer.Argument(metavar="DIR", help="A new or empty folder.")],
    residents: Annotated[int, typer.Option("--residents", help="How many people.")] = 5000,
    seed: Annotated[int, typer.Option("--seed", help="The same seed makes the same people.")] = 1,
    as_json: AsJson = False,
) -> None:
    """Make a synthetic centre."""
    from counter_app.cli.progress import progress  # noqa: PLC0415 - these take time to load
    from counter_app.demo.centre import make_centre  # noqa: PLC0415

    with progress(user_language()) as tell:
        centre = make_centre(
            directory.absolute(),
            residents,
            seed,
            SystemClock(),
            lambda done, total: tell("demo.making", done, total),
        )
    show(
        {
            "home": str(centre.home),
            "clerk": centre.clerk,
            "password": centre.password,
            "window": centre.window,
            "residents": centre.residents,
        },
        as_json,
    )


def doctor(home: Home = None, as_json: AsJson = False) -> None:
    """Examine fonts, key, store, audit chain, secure paper, printers, disk and clock."""
    from counter_app.doctor import examine  # noqa: PLC0415

    home = home or default_home()
    checks = examine(home, SystemClock(), language_of(home))
    if as_json:
        show({"checks": [{"name": c.name, "ok": c.ok, "detail": c.detail} for c in checks]}, True)
    else:
        show({("✓ " if c.ok else "✗ ") + c.name: c.detail for c in checks}, False)
    if not all(check.ok for check in checks):
        raise typer.Exit(1)


def bench(
    context: typer.Context,
    name: Annotated[str | None, typer.Argument(help="One bench; all without it.")] = None,
    residents: Annotated[
        int | None,
        typer.Option("--residents", help="In a new centre of so many; 50,000 without --home."),
    ] = None,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """Measure, in a new synthetic centre or in a copy of the demo centre that --home names."""
    from counter_app.bench import makes_its_own, run  # noqa: PLC0415

    typed = context.get_parameter_source("home")  # or in COUNTER_HOME, which is for all commands
    if makes_its_own(name) and typed and typed.name == "COMMANDLINE":
        raise Refusal("bench.own_centre", name=name)
    run(name, residents, home, as_json)


def window(
    home: Home = None,
    clerk: ClerkName = None,
    printer: Annotated[
        str | None, typer.Option("--printer", help="Instead of the configured one.")
    ] = None,
    demo_district: DemoDistrict = False,
) -> None:
    """Open the window."""
    require_display(os.environ, sys.platform)
    gc.disable()  # before Qt is loaded; from then on the window collects (ui.base.garbage)
    # By name: nothing in counter_app depends on Qt.
    app = import_module("ui.app")
    home = home or default_home()
    raise typer.Exit(app.main(home, clerk, printer, demo_district=demo_district))
