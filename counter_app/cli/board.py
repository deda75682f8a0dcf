"""counter board."""

import gc
import os
import sys
from importlib import import_module
from typing import Annotated

import typer

from counter_app.cli.terminal import Home
from counter_app.config import default_home
from counter_app.display import require_display

Name = Annotated[
    str, typer.Option("--name", help="Where several boards hang, which; each keeps its place.")
]


def board(home: Home = None, name: Name = "1") -> None:
    """Show and say the calls, full screen. M mutes, F11 leaves the full screen, Ctrl+Q closes."""
    require_display(os.environ, sys.platform)
    gc.disable()  # before Qt is loaded; from then on the board collects (ui.base.garbage)
    # By name: nothing in counter_app depends on Qt.
    raise typer.Exit(import_module("ui.board.opening").main(home or default_home(), name))
