"""counter kiosk."""

import gc
import os
import sys
from importlib import import_module
from typing import Annotated

import typer

from counter_app.cli.terminal import Home
from counter_app.config import default_home
from counter_app.display import require_display


def kiosk(
    home: Home = None,
    printer: Annotated[
        str | None,
        typer.Option("--printer", help="tcp:HOST, usb:VENDOR:PRODUCT, serial:DEVICE or file:DIR."),
    ] = None,
) -> None:
    """Give visitors their numbers, full screen. Ctrl+Shift+Q, or holding the clock where a PIN
    is set, opens the staff screen, which closes it."""
    require_display(os.environ, sys.platform)
    gc.disable()  # before Qt is loaded; from then on the kiosk collects (ui.base.garbage)
    # By name: nothing in counter_app depends on Qt.
    raise typer.Exit(import_module("ui.kiosk.app").main(home or default_home(), printer))
